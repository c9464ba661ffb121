"""What a clause of the policy asks of whom, and how often."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.core.evidence import CLAUSES
from foundation.core.models import Record, track
from foundation.governance.enums import Frequency
from foundation.governance.models.policy import Policy
from foundation.governance.models.spoken import spoken


class Duty(Record):
    """One duty under a clause. It belongs to the clause's number, not to one version of its text.

    The shipped ones have no owner until the policy administrator names one.
    """

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="duties")
    clause = models.CharField(max_length=10)
    text_th = models.CharField(max_length=500)
    text_en = models.CharField(max_length=500)
    owner_unit = models.ForeignKey("accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    frequency = models.CharField(max_length=12, choices=Frequency.choices)
    is_active = models.BooleanField(default=True)

    history = track()

    class Meta:
        ordering = ["clause", "id"]
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        indexes = [models.Index(fields=["policy", "clause"], name="duty_of_clause")]
        constraints = [
            models.CheckConstraint(condition=Q(clause__in=CLAUSES), name="duty_clause_known"),
            models.CheckConstraint(condition=Q(frequency__in=Frequency.values), name="duty_frequency_known"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """In the reader's language."""
        return spoken(self, "text")

    @property
    def has_owner(self) -> bool:
        """Whether a unit or a person answers for it."""
        return bool(self.owner_id or self.owner_unit_id)
