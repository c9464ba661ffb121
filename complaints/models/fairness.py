"""Of the closed cases a random few each month: was the complainant treated fairly, was it handled objectively?

ISO 10002, annex D.
"""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from complaints.enums_closing import Fair, Principle
from foundation.core.models import Record, set_together, track


class FairnessReview(Record):
    """One drawn case: the complainant's word by one link, the checklist of somebody apart, and what followed.

    `checks` holds for each principle yes, no or unclear. Of the link's token we keep a keyed hash.
    """

    round = models.ForeignKey("complaints.InspectionRound", on_delete=models.PROTECT, related_name="fairness")
    position = models.PositiveSmallIntegerField()
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="fairness_reviews")

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, db_index=True)
    fair = models.CharField(max_length=10, choices=Fair.choices, blank=True)
    words = models.TextField(blank=True)

    reviewer = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, db_index=True)
    checks = models.JSONField(default=dict)
    remarks = models.TextField(blank=True)

    action_id = models.CharField(max_length=26, blank=True)
    settled_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_why = models.TextField(blank=True)

    history = track(excluded_fields=["token_hash"])

    class Meta:
        ordering = ["round_id", "position"]
        verbose_name = _("fairness review of a closed case")
        verbose_name_plural = _("fairness reviews of closed cases")
        constraints = [
            models.UniqueConstraint(fields=["round", "position"], name="complaint_fairness_place"),
            models.UniqueConstraint(fields=["round", "complaint"], name="complaint_fairness_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, fair="", words="")
                | Q(answered_at__isnull=False, fair__in=Fair.values),
                name="complaint_fairness_answered",
            ),
            set_together("reviewed_at", "reviewer", name="complaint_fairness_reviewed_by"),
            set_together("settled_at", "settled_by", name="complaint_fairness_settled_by"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | ~Q(settled_why=""), name="complaint_fairness_settled_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.position}"

    def get_absolute_url(self) -> str:
        """Its page on the staff side."""
        return reverse("complaints:staff-fairness-review", args=[self.public_id])

    def is_open(self, now: datetime) -> bool:
        """Whether the complainant may still answer."""
        return self.answered_at is None and now < self.expires_at

    @property
    def missed(self) -> list[str]:
        """The principles that the reviewer did not find kept."""
        return [str(Principle(name).label) for name, found in self.checks.items() if found == "no"]

    @property
    def has_finding(self) -> bool:
        """Whether the complainant or the reviewer found something."""
        return self.fair == Fair.NO or bool(self.missed)

    @property
    def waits_for_manager(self) -> bool:
        """Whether something was found and nobody has decided yet what follows."""
        return self.has_finding and self.settled_at is None
