"""What a customer holds from us: leases of space and service contracts."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.models import Record, track
from relationships.enums import HoldingKind, HoldingStatus, LossReason

if TYPE_CHECKING:
    from foundation.accounts.models import User


def visible_customers(user: "User") -> Q:
    """Rows of customers that the user may see (customers.models: records that another unit keeps to itself)."""
    if user.can(Permission.CUSTOMER_VIEW_ALL):
        return Q()
    return Q(customer__is_limited=False) | Q(customer__unit_id=user.unit_id, customer__unit__isnull=False)


class HoldingQuerySet(models.QuerySet["Holding"]):
    """Reads of holdings. A view begins with `visible_to`."""

    def visible_to(self, user: "User") -> Self:
        """Those of customers whom the user may see."""
        return self.filter(visible_customers(user)) if user.can(Permission.RELATIONSHIP_VIEW) else self.none()

    def in_force_on(self, day: dt.date) -> Self:
        """In force at the end of that day."""
        return self.filter(starts_on__lte=day, last_day__gte=day)

    def worth_on(self, day: dt.date) -> Self:
        """Each with `worth`, its value a year as it stood at the end of that day: up-selling widens a contract later.

        One that was recorded afterwards counts as it was first recorded, one whose history is gone as it stands now.
        """
        rows = Holding.history.filter(id=models.OuterRef("pk"))
        after = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))
        then = rows.filter(history_date__lt=after).order_by("-history_date", "-history_id")
        first = rows.order_by("history_date", "history_id")
        worths = (models.Subquery(each.values("yearly_value")[:1]) for each in (then, first))
        return self.annotate(worth=Coalesce(*worths, F("yearly_value")))


class Holding(Record):
    """One contract from `starts_on` to `ends_on`, both included; ended early, its last day is `ended_on`.

    A renewal is a contract of its own that follows this one (`renewal_of`). The database refuses two leases of the
    same space that overlap.
    """

    number = models.CharField(_("contract number"), max_length=24, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=HoldingKind.choices)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="holdings")
    product = models.ForeignKey(
        "products.Product", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("product")
    )
    subject = models.CharField(_("what it is about"), max_length=200)
    building = models.CharField(_("building"), max_length=60, blank=True)
    space = models.CharField(_("space"), max_length=40, blank=True)
    area = models.DecimalField(
        _("area (m²)"), max_digits=10, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    yearly_value = models.DecimalField(
        _("value a year (baht)"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    status = models.CharField(
        _("status"), max_length=10, choices=HoldingStatus.choices, default=HoldingStatus.RUNNING, editable=False
    )
    ended_on = models.DateField(_("last day"), null=True, blank=True)
    end_reason = models.CharField(_("reason of the loss"), max_length=14, choices=LossReason.choices, blank=True)
    end_note = models.CharField(_("note"), max_length=500, blank=True)
    renewal_of = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewed_by", editable=False
    )
    owner = models.ForeignKey(
        "accounts.User",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("cared for by"),
    )
    last_day = models.GeneratedField(
        expression=Coalesce("ended_on", "ends_on"), output_field=models.DateField(), db_persist=True
    )
    search_text = models.TextField(editable=False)

    history = track(excluded_fields=["last_day", "search_text"])
    objects = HoldingQuerySet.as_manager()

    class Meta:
        verbose_name = _("holding")
        verbose_name_plural = _("holdings")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="holding_ends_after_start"),
            models.CheckConstraint(condition=Q(yearly_value__gte=0), name="holding_value_positive"),
            models.CheckConstraint(condition=Q(status__in=HoldingStatus.values), name="holding_status_known"),
            models.CheckConstraint(
                condition=Q(kind=HoldingKind.SERVICE) | ~Q(building="") & ~Q(space=""), name="holding_lease_has_space"
            ),
            models.CheckConstraint(
                condition=Q(status=HoldingStatus.ENDED, ended_on__isnull=False, ended_on__gte=F("starts_on"))
                & ~Q(end_reason="")
                | ~Q(status=HoldingStatus.ENDED) & Q(ended_on__isnull=True, end_reason=""),
                name="holding_ended_with_reason",
            ),
            ExclusionConstraint(
                name="one_lease_of_a_space",
                expressions=[
                    ("building", RangeOperators.EQUAL),
                    ("space", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_on"),
                            Coalesce("ended_on", "ends_on"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(kind=HoldingKind.LEASE),
            ),
        ]
        indexes = [
            models.Index(fields=["last_day", "id"], name="holding_by_last_day"),
            models.Index(fields=["customer", "starts_on"], name="holding_of_customer"),
            models.Index(fields=["status", "last_day", "id"], name="holding_by_status"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="holding_search"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    def get_absolute_url(self) -> str:
        """Its page for staff."""
        return reverse("relationships:holding", args=[self.public_id])

    @property
    def place(self) -> str:
        """Building and space in one line."""
        return " ".join(filter(None, (self.building, self.space)))
