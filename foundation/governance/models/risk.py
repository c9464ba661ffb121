"""Risks on a 5×5 scale, and the bands that the board's appetite draws on it."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.models import Record, track
from foundation.governance.enums import Tone, Treatment
from foundation.governance.models.spoken import spoken

if TYPE_CHECKING:
    from foundation.accounts.models import User

_SCALE = [MinValueValidator(1), MaxValueValidator(5)]
_ON_SCALE = Q(
    likelihood__range=(1, 5), impact__range=(1, 5), residual_likelihood__range=(1, 5), residual_impact__range=(1, 5)
)


class RiskBand(Record):
    """A span of scores with a name: 1–4, 5–9, 10–16 and 17–25 as shipped."""

    lowest = models.PositiveSmallIntegerField()
    highest = models.PositiveSmallIntegerField()
    name_th = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    tone = models.CharField(max_length=10, choices=Tone.choices)

    history = track()

    class Meta:
        ordering = ["lowest"]
        verbose_name = _("risk band")
        verbose_name_plural = _("risk bands")
        constraints = [
            models.CheckConstraint(
                condition=Q(lowest__gte=1, highest__lte=25, lowest__lte=F("highest")), name="risk_band_span"
            ),
            models.CheckConstraint(condition=Q(tone__in=Tone.values), name="risk_band_tone_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the reader's language."""
        return spoken(self, "name")


class RiskQuerySet(models.QuerySet["Risk"]):
    """Risks, and who may see them."""

    def visible_to(self, user: "User") -> Self:
        """All for those who see risks, but what a confidential case brought: that is for its owner, for who assessed it
        and for those of the confidential route."""
        if not user.can(Permission.RISK_VIEW):
            return self.none()
        if user.can(Permission.COMPLAINT_MISCONDUCT):
            return self
        return self.filter(Q(is_confidential=False) | Q(owner=user) | Q(assessed_by=user))


class Risk(Record):
    """A risk to customers or to the duty towards them, before and after treatment.

    `subject_kind` and `subject_public_id` name a record of any room (core.references); both empty: the whole company.
    `is_confidential` follows the record: true while that goes by the confidential route.
    """

    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_public_id = models.CharField(max_length=40, blank=True)
    is_confidential = models.BooleanField(default=False)
    likelihood = models.PositiveSmallIntegerField(validators=_SCALE)
    impact = models.PositiveSmallIntegerField(validators=_SCALE)
    residual_likelihood = models.PositiveSmallIntegerField(validators=_SCALE)
    residual_impact = models.PositiveSmallIntegerField(validators=_SCALE)
    direct_effect = models.TextField(blank=True)
    indirect_effect = models.TextField(blank=True)
    treatment = models.CharField(max_length=10, choices=Treatment.choices)
    treatment_note = models.TextField(blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner_unit = models.ForeignKey("accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField()
    assessed_at = models.DateTimeField()
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=500, blank=True)

    history = track()
    objects = RiskQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("risk")
        verbose_name_plural = _("risks")
        indexes = [
            models.Index(fields=["subject_kind", "subject_public_id"], name="risk_of_subject"),
            models.Index(fields=["review_on"], condition=Q(closed_at__isnull=True), name="risk_to_review"),
        ]
        constraints = [
            models.CheckConstraint(condition=_ON_SCALE, name="risk_on_the_scale"),
            models.CheckConstraint(condition=Q(treatment__in=Treatment.values), name="risk_treatment_known"),
            models.CheckConstraint(
                condition=Q(subject_kind="", subject_public_id="") | ~Q(subject_kind="") & ~Q(subject_public_id=""),
                name="risk_subject_whole",
            ),
            models.CheckConstraint(
                condition=~Q(direct_effect="") | ~Q(indirect_effect=""), name="risk_says_the_effect"
            ),
            models.CheckConstraint(
                condition=Q(is_confidential=False) | ~Q(subject_kind=""), name="risk_confidential_has_subject"
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | Q(owner_unit__isnull=False), name="risk_has_owner"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_reason="")
                | Q(closed_at__isnull=False) & ~Q(closed_reason=""),
                name="risk_closed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page on the staff side."""
        return reverse("governance:staff-risk", args=[self.public_id])

    @property
    def score(self) -> int:
        """Likelihood times impact, before treatment."""
        return self.likelihood * self.impact

    @property
    def residual_score(self) -> int:
        """Likelihood times impact, after treatment."""
        return self.residual_likelihood * self.residual_impact

    @property
    def is_closed(self) -> bool:
        """Whether it no longer exists."""
        return self.closed_at is not None

    @property
    def owner_name(self) -> str:
        """The person, the unit, or both."""
        return " · ".join(str(each) for each in (self.owner, self.owner_unit) if each)
