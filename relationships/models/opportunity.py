"""A chance to win, widen or keep a customer's business."""

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.models import Record, track
from relationships.enums import OPEN_STAGES, LossReason, OpportunityKind, Stage
from relationships.models.holding import visible_customers

if TYPE_CHECKING:
    from foundation.accounts.models import User


class OpportunityQuerySet(models.QuerySet["Opportunity"]):
    """Reads of opportunities. A view begins with `visible_to`."""

    def visible_to(self, user: "User") -> Self:
        """Those of customers whom the user may see."""
        return self.filter(visible_customers(user)) if user.can(Permission.RELATIONSHIP_VIEW) else self.none()

    def open(self) -> Self:
        """Neither won nor lost."""
        return self.filter(stage__in=OPEN_STAGES)


class Opportunity(Record):
    """`value` is the value a year in baht. Won, it has made or widened `result`; lost, it says why.

    `holding` is the contract that a renewal or an up-selling is about.
    """

    number = models.CharField(_("number"), max_length=24, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=OpportunityKind.choices)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="opportunities")
    title = models.CharField(_("what it is about"), max_length=200)
    product = models.ForeignKey(
        "products.Product", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("product")
    )
    holding = models.ForeignKey(
        "relationships.Holding", null=True, blank=True, on_delete=models.PROTECT, related_name="opportunities"
    )
    programme = models.ForeignKey(
        "relationships.Programme", null=True, blank=True, on_delete=models.PROTECT, related_name="opportunities"
    )
    value = models.DecimalField(
        _("value a year (baht)"), max_digits=14, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    probability = models.PositiveSmallIntegerField(
        _("probability (%)"), default=30, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.SEEN, editable=False)
    owner = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("cared for by")
    )
    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    next_step_on = models.DateField(_("next step on"), null=True, blank=True)
    opened_on = models.DateField(_("opened on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    lost_reason = models.CharField(_("reason of the loss"), max_length=14, choices=LossReason.choices, blank=True)
    lost_note = models.CharField(_("note"), max_length=500, blank=True)
    result = models.ForeignKey(
        "relationships.Holding", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="won_by"
    )
    search_text = models.TextField(editable=False)

    history = track(excluded_fields=["search_text"])
    objects = OpportunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=OpportunityKind.values), name="opportunity_kind_known"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="opportunity_stage_known"),
            models.CheckConstraint(condition=Q(probability__lte=100), name="opportunity_probability"),
            models.CheckConstraint(
                condition=Q(stage__in=OPEN_STAGES, closed_on__isnull=True)
                | Q(stage__in=(Stage.WON, Stage.LOST), closed_on__isnull=False),
                name="opportunity_closed_on",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.LOST) & ~Q(lost_reason="") | ~Q(stage=Stage.LOST) & Q(lost_reason=""),
                name="opportunity_lost_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.WON) | Q(result__isnull=False, value__isnull=False),
                name="opportunity_won_has_result",
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "kind", "id"], name="opportunity_by_stage"),
            models.Index(fields=["closed_on", "kind"], name="opportunity_by_closing"),
            models.Index(fields=["customer"], name="opportunity_of_customer"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="opportunity_search"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """Its page for staff."""
        return reverse("relationships:opportunity", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        """Neither won nor lost."""
        return self.stage in OPEN_STAGES
