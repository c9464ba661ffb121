"""What came of our promises: a ledger that only grows, its sums by day, and the breaches that it shows.

A trigger (migration 0004) adds every row of the ledger to the sums in the same statement, so the sums are never
behind and never count twice; `services.rebuild_sums` makes the same from the ledger alone.
"""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.core.ids import new_public_id
from foundation.core.models import Record, set_together, track
from service_charter.enums.measurement import UNSETTLED, BreachState, Facet, Source, Tripped


class Measurement(models.Model):
    """`n` cases at one moment, of which `kept` were as promised. A sample brings several at once.

    `source` and `source_key` name the origin and make sending twice harmless. A row is never changed: `cancels` points
    at one that was wrong, with its counts turned round; after that its key may be told once more, as the next
    `telling`. `case_kind` is "dimension/key" of core.metrics, for the mix of cases. `hours` is how long one case took
    on the promise's clock, where that is known.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    standard = models.ForeignKey("service_charter.Standard", on_delete=models.PROTECT, related_name="measurements")
    source = models.CharField(max_length=10, choices=Source.choices)
    source_key = models.CharField(max_length=120)
    telling = models.PositiveSmallIntegerField(default=1, db_default=1)
    unit = models.ForeignKey("accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    touchpoint = models.ForeignKey(
        "customers.Touchpoint", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    partner = models.ForeignKey(
        "service_charter.Partner", null=True, blank=True, on_delete=models.PROTECT, related_name="measurements"
    )
    case_kind = models.CharField(max_length=80, blank=True)
    occurred_at = models.DateTimeField()
    n = models.IntegerField(default=1)
    kept = models.IntegerField()
    hours = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    cancels = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="cancelled_by")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        indexes = [models.Index(fields=["standard", "-occurred_at", "-id"], name="measurement_of_standard")]
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key", "telling"], name="measurement_once"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="measurement_source_known"),
            models.CheckConstraint(condition=~Q(source_key=""), name="measurement_has_key"),
            models.CheckConstraint(
                condition=Q(cancels__isnull=True, n__gt=0, kept__gte=0, kept__lte=F("n"))
                | Q(cancels__isnull=False, n__lt=0, kept__lte=0, kept__gte=F("n")),
                name="measurement_counts",
            ),
            models.CheckConstraint(
                condition=~Q(source=Source.PARTNER) | Q(partner__isnull=False), name="measurement_partner_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.source_key}"

    def get_absolute_url(self) -> str:
        """Its page on the staff side."""
        return reverse("service_charter:staff-entry", args=[self.public_id])


class DaySum(models.Model):
    """The ledger of one standard summed by local day and one facet; `key` is an id or a value, empty for everything."""

    standard = models.ForeignKey("service_charter.Standard", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    facet = models.CharField(max_length=10, choices=Facet.choices)
    key = models.CharField(max_length=80, blank=True)
    n = models.BigIntegerField()
    kept = models.BigIntegerField()

    class Meta:
        verbose_name = _("sum of a day")
        verbose_name_plural = _("sums of days")
        constraints = [
            models.UniqueConstraint(fields=["facet", "standard", "day", "key"], name="day_sum_once"),
            models.CheckConstraint(condition=Q(facet__in=Facet.values), name="day_sum_facet_known"),
        ]

    def __str__(self) -> str:
        return f"{self.day}:{self.facet}:{self.key}"


class Breach(Record):
    """A promise that is broken beyond chance, from its discovery until an action is seen to have helped.

    One a promise (and unit) stands open at a time: what is seen again while it stands is counted, not told again.
    """

    standard_code = models.SlugField(max_length=60)
    standard = models.ForeignKey("service_charter.Standard", on_delete=models.PROTECT, related_name="breaches")
    unit = models.ForeignKey("accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    tripped = models.CharField(max_length=15, choices=Tripped.choices)
    first_day = models.DateField()
    last_day = models.DateField()
    n = models.PositiveIntegerField()
    kept = models.PositiveIntegerField()
    target_percent = models.DecimalField(max_digits=5, decimal_places=2)
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    times_seen = models.PositiveIntegerField(default=1)
    told_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=BreachState.choices, default=BreachState.OPEN)
    action = models.ForeignKey(
        "governance.CorrectiveAction", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_note = models.TextField(blank=True)

    history = track(excluded_fields=["seen_at", "times_seen"])

    class Meta:
        ordering = ["-id"]
        verbose_name = _("broken promise")
        verbose_name_plural = _("broken promises")
        indexes = [models.Index(fields=["state", "found_at"], name="breach_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["standard_code", "unit"],
                condition=Q(state__in=UNSETTLED),
                nulls_distinct=False,
                name="breach_stands_once",
            ),
            models.CheckConstraint(condition=Q(state__in=BreachState.values), name="breach_state_known"),
            models.CheckConstraint(condition=Q(kept__lte=F("n")), name="breach_counts"),
            models.CheckConstraint(
                condition=Q(state__in=(BreachState.OPEN, BreachState.WITHDRAWN)) | Q(action__isnull=False),
                name="breach_acted_on",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNSETTLED, closed_at__isnull=True)
                | ~Q(state__in=UNSETTLED) & Q(closed_at__isnull=False) & ~Q(closed_note=""),
                name="breach_closed_with_reason",
            ),
            set_together("closed_at", "closed_by", name="breach_closed_at_by"),
        ]

    def __str__(self) -> str:
        return str(self.standard)

    def get_absolute_url(self) -> str:
        """Its page on the staff side."""
        return reverse("service_charter:staff-breach", args=[self.public_id])

    @property
    def percent(self) -> float:
        """The share kept when it was last seen."""
        return 100 * self.kept / self.n if self.n else 0.0
