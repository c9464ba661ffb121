"""Changes of many cases in one act: what was asked, what became of each, and how it was before."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.enums import Priority
from complaints.enums_bulk import BulkKind, BulkOutcome
from foundation.accounts.permissions import Permission
from foundation.core.models import Record, set_together

if TYPE_CHECKING:
    from foundation.accounts.models import User


class BulkChangeQuerySet(models.QuerySet["BulkChange"]):
    """Reads of changes of many cases."""

    def visible_to(self, user: "User") -> "BulkChangeQuerySet":
        """The user's own, those of the user's unit, and all for who sees the cases of every unit."""
        if user.can(Permission.COMPLAINT_VIEW_ALL):
            return self
        return self.filter(Q(by=user) | Q(by__unit_id=user.unit_id, by__unit__isnull=False))


class BulkChange(Record):
    """One change of many cases with its reason; taken back at most once."""

    kind = models.CharField(max_length=10, choices=BulkKind.choices)
    handler = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, null=True)
    reason = models.TextField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    why_undone = models.TextField(blank=True)

    objects = BulkChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("change of many cases")
        verbose_name_plural = _("changes of many cases")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=BulkKind.HANDLER, handler__isnull=False, unit__isnull=True, priority__isnull=True)
                | Q(kind=BulkKind.UNIT, handler__isnull=True, unit__isnull=False, priority__isnull=True)
                | Q(kind=BulkKind.PRIORITY, handler__isnull=True, unit__isnull=True, priority__isnull=False),
                name="complaint_bulk_one_value",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="complaint_bulk_why"),
            set_together("undone_at", "undone_by", name="complaint_bulk_undone_by"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, why_undone="") | Q(undone_at__isnull=False) & ~Q(why_undone=""),
                name="complaint_bulk_undone_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def value(self) -> str:
        """What the cases were given, in words."""
        if self.kind == BulkKind.PRIORITY:
            return str(self.get_priority_display())
        return str(self.handler or self.unit)


class BulkCase(models.Model):
    """A case of such a change: its outcome, why it was left, what it had before, and the version that was made."""

    change = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="cases")
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="bulk_changes")
    outcome = models.CharField(max_length=10, choices=BulkOutcome.choices)
    why = models.TextField(blank=True)
    version = models.PositiveIntegerField(null=True)
    before_handler = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    before_unit = models.ForeignKey("accounts.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    before_priority = models.PositiveSmallIntegerField(choices=Priority.choices, null=True)
    before_priority_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["change", "complaint"], name="complaint_bulk_case_once"),
            models.CheckConstraint(
                condition=~Q(outcome__in=(BulkOutcome.CHANGED, BulkOutcome.BACK))
                | Q(version__isnull=False, before_unit__isnull=False, before_priority__isnull=False),
                name="complaint_bulk_changed_has_before",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=BulkOutcome.REFUSED) | ~Q(why=""), name="complaint_bulk_refused_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.outcome}"
