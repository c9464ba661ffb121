"""Where customers meet us, along their whole life with us (policy 5.1)."""

import datetime as dt
import secrets

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from customers.enums import Channel, TouchpointKind
from foundation.core.ids import ALPHABET
from foundation.core.models import Record, track

CODE_LENGTH = 8
_CODE = rf"^[{ALPHABET}]{{{CODE_LENGTH}}}$"


def new_touchpoint_code() -> str:
    """Eight random letters for a QR code: short enough to type, and nobody finds another one by counting on."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


class LifecycleStageQuerySet(models.QuerySet["LifecycleStage"]):
    """Reads of stages."""

    def in_use_on(self, day: dt.date) -> "LifecycleStageQuerySet":
        """Those that are not retired on that day."""
        return self.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=day))


class LifecycleStage(Record):
    """A stage of a customer's life with us, from before the contract to a bond. Seven are shipped, to be edited.

    A retired one, from `retired_on`, is asked for nowhere; what was recorded in it stays.
    """

    code = models.SlugField(_("code"), max_length=30, unique=True)
    order = models.PositiveSmallIntegerField(_("place in the order"), unique=True)
    name_th = models.CharField(_("name in Thai"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    description_th = models.CharField(_("description in Thai"), max_length=300, blank=True)
    description_en = models.CharField(_("description in English"), max_length=300, blank=True)
    said_th = models.CharField(_("in a customer's words, Thai"), max_length=120, blank=True)
    said_en = models.CharField(_("in a customer's words, English"), max_length=120, blank=True)
    retired_on = models.DateField(_("retired from"), null=True, blank=True)

    history = track()
    objects = LifecycleStageQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        verbose_name = _("stage of the customer's life")
        verbose_name_plural = _("stages of the customer's life")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_th

    @property
    def is_retired(self) -> bool:
        """Whether it is asked for no more today."""
        return self.retired_on is not None and self.retired_on <= timezone.localdate()

    @property
    def description(self) -> str:
        """What the customer does in this stage, in the reader's language."""
        return self.description_en if get_language() == "en" else self.description_th

    @property
    def said(self) -> str:
        """What a customer in this stage would say, in the reader's language; the name where nobody wrote it."""
        return (self.said_en if get_language() == "en" else self.said_th) or self.name


class TouchpointQuerySet(models.QuerySet["Touchpoint"]):
    """Reads of touchpoints; every member of staff may see them, so there is no `visible_to`."""

    def in_use_on(self, day: dt.date) -> "TouchpointQuerySet":
        """The ones that customers could meet on that day."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day), opened_on__lte=day)


class Touchpoint(Record):
    """A place, physical or digital, where customers meet us. `code` stands in its QR code and in the public address.

    It is in use from `opened_on` up to, and without, `closed_on`. A closed one stays: what was said there is history.
    """

    code = models.CharField(
        _("code"),
        max_length=CODE_LENGTH,
        unique=True,
        default=new_touchpoint_code,
        editable=False,
        validators=[RegexValidator(_CODE)],
    )
    name_th = models.CharField(_("name in Thai"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    kind = models.CharField(_("physical or digital"), max_length=10, choices=TouchpointKind.choices)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    building = models.CharField(_("building"), max_length=120, blank=True)
    floor = models.CharField(_("floor"), max_length=20, blank=True)
    web_address = models.URLField(_("web address"), blank=True)
    hours_th = models.CharField(_("hours in Thai"), max_length=160, blank=True)
    hours_en = models.CharField(_("hours in English"), max_length=160, blank=True)
    owner_unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("unit that answers for it")
    )
    owner = models.ForeignKey(
        "accounts.User",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("person who cares for it"),
    )
    stages = models.ManyToManyField(LifecycleStage, related_name="touchpoints", verbose_name=_("stages it serves"))
    opened_on = models.DateField(_("in use from"), default=timezone.localdate)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    history = track(m2m_fields=[stages])
    objects = TouchpointQuerySet.as_manager()

    class Meta:
        ordering = ["name_th", "id"]
        verbose_name = _("touchpoint")
        verbose_name_plural = _("touchpoints")
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=_CODE), name="touchpoint_code_form"),
            models.CheckConstraint(condition=Q(kind__in=TouchpointKind.values), name="touchpoint_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind=TouchpointKind.PHYSICAL) | ~Q(building=""), name="touchpoint_physical_has_place"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")), name="touchpoint_closes_after"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page on the staff side."""
        return reverse("customers:touchpoint", args=[self.public_id])

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_th

    @property
    def hours(self) -> str:
        """When it is open, in the reader's language."""
        return self.hours_en if get_language() == "en" else self.hours_th

    @property
    def is_active(self) -> bool:
        """Whether customers can meet it today."""
        today = timezone.localdate()
        return self.opened_on <= today and (self.closed_on is None or self.closed_on > today)

    @property
    def stages_in_use(self) -> list[LifecycleStage]:
        """The stages that it serves today, without retired ones."""
        return [stage for stage in self.stages.all() if not stage.is_retired]

    @property
    def is_physical(self) -> bool:
        """Whether it stands in a building."""
        return self.kind == TouchpointKind.PHYSICAL
