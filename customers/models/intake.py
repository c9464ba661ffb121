"""Imports: one row per file, one per thing that was wrong in it."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from customers.enums import ImportState
from customers.models.feed import FeedDelivery
from customers.rules import may_work_on_import
from foundation.core.models import Record

if TYPE_CHECKING:
    from foundation.accounts.models import User


# What an import is whose job is over and has not said so itself.
_STOPPED = {
    ImportState.CHECKING: ImportState.STOPPED,
    ImportState.IMPORTING: ImportState.STOPPED,
    ImportState.UNDOING: ImportState.IMPORTED,
}


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """Reads of imports. A view begins with `workable_by`."""

    def workable_by(self, user: "User") -> Self:
        """The imports on which the user may work (`rules.may_work_on_import`)."""
        of_a_feed = Exists(FeedDelivery.objects.filter(run=OuterRef("pk")))
        return self.filter(may_work_on_import(user, came_by_itself=Q(by__isnull=True) | Q(of_a_feed)))


class ImportRun(Record):
    """A file on its way into the register: how its columns are read, what the check found, what was written.

    The uploaded copy lies outside the web root and is deleted once its rows are in or the import is dropped.
    """

    source = models.CharField(_("source"), max_length=40)
    original_name = models.CharField(_("file name"), max_length=255)
    stored_name = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64)
    encoding = models.CharField(max_length=20)
    delimiter = models.CharField(max_length=1, default=",")
    header = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    counts = models.JSONField(default=dict)
    unit = models.ForeignKey("accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey("core.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    serial_from = models.PositiveIntegerField(null=True)
    serial_count = models.PositiveIntegerField(default=0)
    serial_year = models.PositiveSmallIntegerField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_reason = models.TextField(blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=ImportState.UNDONE)
                | models.Q(undone_at__isnull=False) & ~models.Q(undone_reason=""),
                name="import_undone_says_why",
            ),
        ]
        indexes = [models.Index(fields=["digest"], name="import_of_file")]

    def __str__(self) -> str:
        return f"{self.original_name} ({self.state})"

    @property
    def standing(self) -> ImportState:
        """The state, told by the job where that ended without an end of its own: the import has stopped."""
        state = ImportState(self.state)
        return _STOPPED.get(state, state) if self.job is None or self.job.is_final else state

    @property
    def reason(self) -> str:
        """Why rows changed, for their history and the periods of their relation."""
        return f"import {self.public_id}"


class ImportIssue(models.Model):
    """One thing that is wrong in one line of a file. The value is kept masked; `code` picks the words."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="issues")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=120)
    shown = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=40)
    params = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["run", "line", "id"], name="import_issue_line")]

    def __str__(self) -> str:
        return f"{self.line} {self.column}: {self.code}"


class ImportKept(models.Model):
    """A customer whom undoing an import left as it is, and why; `code` picks the words."""

    follows_merge = False

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="kept")
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    is_new = models.BooleanField()
    code = models.CharField(max_length=40)
    params = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "customer"], name="import_kept_once")]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.code}"
