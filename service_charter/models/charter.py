"""Charter versions and their standards: what we promise, from when, and on whose decision."""

import datetime as dt

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Func, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from customers.enums import Channel
from foundation.core.clock import Duration, Unit
from foundation.core.models import Record, set_together, track
from service_charter.enums import Area, Event, PauseFor, Status

IN_FORCE_ONCE = (Status.PUBLISHED, Status.SUPERSEDED)


def _spoken(row: models.Model, field: str) -> str:
    """The text of a *_th / *_en pair in the reader's language."""
    return str(getattr(row, f"{field}_{'en' if get_language() == 'en' else 'th'}"))


class CharterVersion(Record):
    """One version of the service charter, in force from its effective date to the day the next one takes over.

    `content_hash` is the sha-256 of the canonical form of texts and standards (content.py); the database computes
    it again when the version is published (migration 0002).
    """

    number = models.PositiveSmallIntegerField(unique=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    title_th = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    intro_th = models.TextField(blank=True)
    intro_en = models.TextField(blank=True)
    rights_th = models.TextField(blank=True, help_text=gettext_lazy("One right a line."))
    rights_en = models.TextField(blank=True, help_text=gettext_lazy("One right a line."))
    conduct_th = models.TextField(blank=True, help_text=gettext_lazy("One rule a line."))
    conduct_en = models.TextField(blank=True, help_text=gettext_lazy("One rule a line."))
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafter_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    resolution = models.ForeignKey(
        "governance.Resolution", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    effective_on = models.DateField(null=True, blank=True)
    effective_until = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    history = track()

    class Meta:
        ordering = ["-number"]
        verbose_name = gettext_lazy("charter version")
        verbose_name_plural = gettext_lazy("charter versions")
        constraints = [
            models.UniqueConstraint(
                fields=["status"], condition=Q(status=Status.PUBLISHED), name="one_published_charter"
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="charter_status_known"),
            models.CheckConstraint(
                condition=~Q(status__in=IN_FORCE_ONCE)
                | Q(resolution__isnull=False, effective_on__isnull=False, published_at__isnull=False),
                name="charter_published_by_resolution",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.SUPERSEDED, effective_until__isnull=False)
                | ~Q(status=Status.SUPERSEDED) & Q(effective_until__isnull=True),
                name="charter_until_when_superseded",
            ),
            set_together("reviewed_at", "reviewed_by", name="charter_reviewed_at_by"),
            models.CheckConstraint(
                condition=~Q(status=Status.REVIEWED) | Q(reviewed_by__isnull=False), name="charter_reviewed_by_somebody"
            ),
            set_together("published_at", "published_by", name="charter_published_at_by"),
            ExclusionConstraint(
                name="one_charter_in_force",
                expressions=[
                    (
                        Func("effective_on", "effective_until", function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    )
                ],
                condition=Q(status__in=IN_FORCE_ONCE),
            ),
        ]

    def __str__(self) -> str:
        return _("Charter version %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        """The stable public address of this version."""
        return reverse("service_charter:portal-version", args=[self.number])

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which it is or was in force; None while no other version takes over."""
        return self.effective_until - dt.timedelta(days=1) if self.effective_until else None

    @property
    def title(self) -> str:
        """In the reader's language."""
        return _spoken(self, "title")

    @property
    def intro(self) -> str:
        """In the reader's language."""
        return _spoken(self, "intro")

    @property
    def rights(self) -> list[str]:
        """The customers' rights, in the reader's language."""
        return _spoken(self, "rights").splitlines()

    @property
    def conduct(self) -> list[str]:
        """Our code of conduct, in the reader's language."""
        return _spoken(self, "conduct").splitlines()


class Standard(Record):
    """One promise: in plain words, with the clock it runs on, how it is measured and what happens if broken.

    `code` stays the same across versions, so that results can be followed over years; `number` is the item by
    which people cite it. `evidence` names records as "kind:public id" (core.references), `touchpoints` are codes of
    customers.Touchpoint. `owner_code` is the unit that the board saw; `owner_unit` answers today and may change.
    """

    charter = models.ForeignKey(CharterVersion, on_delete=models.CASCADE, related_name="standards")
    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(99)])
    code = models.SlugField(max_length=60)
    area = models.CharField(max_length=20, choices=Area.choices)
    event = models.CharField(max_length=20, choices=Event.choices)
    promise_th = models.CharField(max_length=300)
    promise_en = models.CharField(max_length=300)
    measured_th = models.CharField(max_length=500)
    measured_en = models.CharField(max_length=500)
    conditions_th = models.TextField(blank=True)
    conditions_en = models.TextField(blank=True)
    remedy_th = models.TextField(blank=True)
    remedy_en = models.TextField(blank=True)
    target_percent = models.DecimalField(
        max_digits=5, decimal_places=2, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    duration_amount = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(999)])
    duration_unit = models.CharField(max_length=15, choices=Unit.choices)
    automatic = models.BooleanField(default=False)
    clock_rule_th = models.CharField(max_length=300, blank=True)
    clock_rule_en = models.CharField(max_length=300, blank=True)
    pauses = ArrayField(models.CharField(max_length=12, choices=PauseFor.choices), default=list, blank=True)
    audience_th = models.CharField(max_length=300, blank=True)
    audience_en = models.CharField(max_length=300, blank=True)
    complain_th = models.CharField(max_length=300, blank=True)
    complain_en = models.CharField(max_length=300, blank=True)
    because_th = models.TextField(blank=True)
    because_en = models.TextField(blank=True)
    evidence = ArrayField(models.CharField(max_length=110), default=list, blank=True)
    touchpoints = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    channels = ArrayField(models.CharField(max_length=10, choices=Channel.choices), default=list, blank=True)
    owner_code = models.SlugField(max_length=40, blank=True)
    owner_unit = models.ForeignKey("accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    history = track()

    class Meta:
        ordering = ["charter", "number"]
        verbose_name = gettext_lazy("standard")
        verbose_name_plural = gettext_lazy("standards")
        constraints = [
            models.UniqueConstraint(fields=["charter", "number"], name="standard_number_once"),
            models.UniqueConstraint(fields=["charter", "code"], name="standard_code_once"),
            models.UniqueConstraint(fields=["charter", "area", "event"], name="standard_event_once"),
            models.CheckConstraint(
                condition=Q(target_percent__gt=0, target_percent__lte=100), name="standard_target_percent"
            ),
            models.CheckConstraint(condition=Q(duration_amount__gte=1), name="standard_duration_positive"),
            models.CheckConstraint(condition=Q(duration_unit__in=Unit.values), name="standard_duration_unit"),
            models.CheckConstraint(condition=Q(area__in=Area.values), name="standard_area_known"),
            models.CheckConstraint(condition=Q(event__in=Event.values), name="standard_event_known"),
            models.CheckConstraint(
                condition=Q(pauses__contained_by=PauseFor.values)
                & (~Q(pauses__contains=[PauseFor.NEVER]) | Q(pauses__len=1)),
                name="standard_pauses_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.promise}"

    def get_absolute_url(self) -> str:
        """Where the public reads this promise."""
        return f"{self.charter.get_absolute_url()}#item-{self.number}"

    @property
    def promise(self) -> str:
        """The promise in plain words, in the reader's language."""
        return _spoken(self, "promise")

    @property
    def measured(self) -> str:
        """What is measured, in the reader's language."""
        return _spoken(self, "measured")

    @property
    def conditions(self) -> str:
        """Conditions and exceptions, in the reader's language."""
        return _spoken(self, "conditions")

    @property
    def remedy(self) -> str:
        """What we do when the promise is broken, in the reader's language."""
        return _spoken(self, "remedy")

    @property
    def clock_rule(self) -> str:
        """When the clock starts, stands still and ends, in the reader's language."""
        return _spoken(self, "clock_rule")

    @property
    def audience(self) -> str:
        """Whom we promise it, in the reader's language."""
        return _spoken(self, "audience")

    @property
    def complain(self) -> str:
        """Where to turn when we break it, in the reader's language."""
        return _spoken(self, "complain")

    @property
    def because(self) -> str:
        """What customers told us that made us promise it, in the reader's language."""
        return _spoken(self, "because")

    @property
    def channel_names(self) -> list[str]:
        """The channels covered, in the reader's language."""
        return [str(Channel(value).label) for value in self.channels]

    @property
    def may_wait_for(self) -> frozenset[str]:
        """For what the clock may stand still; a promise that says nothing waits for the customer's facts alone."""
        return frozenset(self.pauses or [PauseFor.COMPLAINANT]) - {PauseFor.NEVER}

    @property
    def pause_names(self) -> list[str]:
        """What the promise says about waiting, in the reader's language; empty where it says nothing."""
        return [str(PauseFor(value).label) for value in self.pauses]

    @property
    def item(self) -> str:
        """ "กฎบัตรข้อ 4", "charter item 4"."""
        return _("charter item %(number)s") % {"number": self.number}

    @property
    def duration(self) -> Duration:
        """How long the promise lasts, on the business clock."""
        return Duration(self.duration_amount, self.duration_unit)
