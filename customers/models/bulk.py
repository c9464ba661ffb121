"""Changes of many customers at once: what was asked, of whom, and what became of each."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.enums import BulkKind, BulkOutcome, BulkState
from foundation.core.models import Record


class BulkAction(Record):
    """One change of many customers, made by a worker row by row, and taken back as a whole.

    `value` is the key of a user or unit, the value of a choice or the code of a tag; empty takes the owner or unit
    away. Whom it is about was settled when it was asked for: the rows name them.
    """

    kind = models.CharField(_("what changes"), max_length=10, choices=BulkKind.choices)
    value = models.CharField(max_length=40, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(max_length=10, choices=BulkState.choices, default=BulkState.RUNNING)
    total = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey("core.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("bulk change")
        verbose_name_plural = _("bulk changes")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=BulkState.UNDONE)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False) & ~models.Q(undone_reason=""),
                name="bulk_undone_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=BulkKind.RELATION, since__isnull=False)
                | ~models.Q(kind=BulkKind.RELATION) & models.Q(since__isnull=True),
                name="bulk_relation_has_day",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=(BulkKind.OWNER, BulkKind.UNIT)) | ~models.Q(value=""),
                name="bulk_choice_has_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def standing(self) -> str:
        """The state, told by the job where that ended without the action: cancelled in the queue, or given up."""
        is_over = self.job is None or self.job.is_final
        working = {BulkState.RUNNING, BulkState.UNDOING}
        return BulkState.STOPPED.value if self.state in working and is_over else self.state


class BulkRow(models.Model):
    """A customer of a bulk action. `before` is what the field held, `version` the one that the change made."""

    follows_merge = False

    action = models.ForeignKey(BulkAction, on_delete=models.CASCADE, related_name="rows")
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=10, choices=BulkOutcome.choices, default=BulkOutcome.WAITING)
    code = models.CharField(max_length=20, blank=True)
    before = models.CharField(max_length=40, blank=True)
    before_since = models.DateField(null=True)
    version = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "customer"], name="bulk_customer_once"),
            models.CheckConstraint(
                condition=~models.Q(outcome__in=(BulkOutcome.CHANGED, BulkOutcome.BACK))
                | models.Q(version__isnull=False),
                name="bulk_changed_has_version",
            ),
        ]
        indexes = [models.Index(fields=["action", "outcome", "customer"], name="bulk_rows_by_outcome")]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.outcome}"
