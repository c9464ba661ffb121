"""Complaining for somebody else: the relation, the proof, what an officer found. The name stands with the contact."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.enums_authority import AuthorityState, ProofKind, Relation
from foundation.core.models import Record, track


class Authority(Record):
    """By what right the complainant speaks for another person; checked before the outcome is told."""

    complaint = models.OneToOneField("complaints.Complaint", on_delete=models.PROTECT, related_name="authority")
    relation = models.CharField(max_length=10, choices=Relation.choices)
    proof = models.CharField(max_length=10, choices=ProofKind.choices)
    state = models.CharField(max_length=10, choices=AuthorityState.choices, default=AuthorityState.WAITING)
    note = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    history = track()

    class Meta:
        ordering = ["id"]
        verbose_name = _("authority to complain for another")
        verbose_name_plural = _("authorities to complain for others")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=AuthorityState.WAITING, checked_at__isnull=True, checked_by__isnull=True)
                | (~Q(state=AuthorityState.WAITING) & Q(checked_at__isnull=False, checked_by__isnull=False)),
                name="complaint_authority_checked_by",
            ),
            models.CheckConstraint(
                condition=~Q(state=AuthorityState.OWN) | ~Q(note=""), name="complaint_authority_refused_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.relation} {self.state}"
