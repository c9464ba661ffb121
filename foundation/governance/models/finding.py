"""What an audit found, with the records that show it, and what the unit says to it."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.core.evidence import CLAUSES
from foundation.core.models import Record, set_together, track
from foundation.governance.enums import FindingState, Grade
from foundation.governance.models.audit import Audit


class FindingQuerySet(models.QuerySet["AuditFinding"]):
    """Findings, and who may see them."""

    def visible_to(self, user: Any) -> "FindingQuerySet":
        """Those of audits that the person sees."""
        return self.filter(audit__in=Audit.objects.visible_to(user))

    def overdue(self, today: dt.date) -> "FindingQuerySet":
        """Those that should be closed by now."""
        return self.exclude(state=FindingState.CLOSED).filter(due_on__lt=today)


class AuditFinding(Record):
    """A finding against a clause. It is due some days after the report, by its grade."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="findings")
    number = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=12, choices=Grade.choices)
    clause = models.CharField(max_length=12, choices=[(key, key) for key in CLAUSES])
    text = models.TextField()
    state = models.CharField(max_length=10, choices=FindingState.choices, default=FindingState.OPEN)
    due_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closing_note = models.TextField(blank=True)

    history = track()
    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["audit_id", "number"]
        verbose_name = _("finding of an audit")
        verbose_name_plural = _("findings of audits")
        indexes = [models.Index(fields=["state", "due_on"], name="finding_due")]
        constraints = [
            models.UniqueConstraint(fields=["audit", "number"], name="finding_number_once"),
            models.CheckConstraint(condition=Q(grade__in=Grade.values), name="finding_grade_known"),
            models.CheckConstraint(condition=Q(state__in=FindingState.values), name="finding_state_known"),
            models.CheckConstraint(condition=~Q(text=""), name="finding_has_text"),
            models.CheckConstraint(
                condition=Q(state=FindingState.OPEN) | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="finding_answered_before_closed",
            ),
            models.CheckConstraint(
                condition=Q(state=FindingState.CLOSED, closed_at__isnull=False)
                | ~Q(state=FindingState.CLOSED) & Q(closed_at__isnull=True),
                name="finding_closed_at",
            ),
            set_together("answered_at", "answered_by", name="finding_answered_by"),
            set_together("closed_at", "closed_by", name="finding_closed_by"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.text[:80]}"

    def get_absolute_url(self) -> str:
        """Its page on the staff side."""
        return reverse("governance:staff-finding", args=[self.public_id])

    @property
    def label(self) -> str:
        """As it is cited: 3/2569-1."""
        return f"{self.audit.label}-{self.number}"


class FindingRecord(models.Model):
    """A record of any room that shows a finding (core.references)."""

    finding = models.ForeignKey(AuditFinding, on_delete=models.CASCADE, related_name="records")
    kind = models.CharField(max_length=60)
    record_id = models.CharField(max_length=40)

    class Meta:
        ordering = ["id"]
        verbose_name = _("record of a finding")
        verbose_name_plural = _("records of findings")
        constraints = [
            models.UniqueConstraint(fields=["finding", "kind", "record_id"], name="finding_record_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.record_id}"
