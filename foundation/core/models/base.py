"""What every row of ours has, and how a row is locked before it is changed."""

from datetime import datetime
from typing import Any, Self, TypeVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.models import HistoricalRecords

from foundation.core.errors import StaleVersion
from foundation.core.ids import new_public_id


class Record(models.Model):
    """A bigint key inside, an opaque id outside, and a version for optimistic locking."""

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def touch(self) -> Self:
        """Count the version up; call once per change, on a locked row, before `save()`."""
        self.version += 1
        return self


RecordT = TypeVar("RecordT", bound=Record)
RowT = TypeVar("RowT", bound=models.Model)


def locked(queryset: "models.QuerySet[RecordT]", *, pk: int, shown_version: int | None = None) -> RecordT:
    """Fetch one row FOR UPDATE, its version already counted up, ready to change and `save()`.

    `shown_version` is the version that the form showed; leave it out for steps that cannot overwrite text.

    Raises the model's DoesNotExist, and StaleVersion when someone saved since the form was shown.
    """
    row = queryset.select_for_update(of=("self",)).get(pk=pk)
    if shown_version is not None and row.version != shown_version:
        raise StaleVersion(
            _("Someone else changed this while you were editing. Both versions are shown; nothing is lost."),
            shown=shown_version,
            stored=row.version,
        )
    return row.touch()


def track(**options: Any) -> HistoricalRecords:
    """History of what people change: who, when, what and why. Reasons are text, not 100 characters."""
    options.setdefault("history_change_reason_field", models.TextField(null=True))
    options.setdefault("cascade_delete_history", False)
    return HistoricalRecords(**options)


def signed(row: RowT, *, by: Any, now: datetime, reason: str = "") -> RowT:
    """The row, told who changes it, when and why, for the history row that its `save()` or `delete()` writes."""
    row._history_user = by  # type: ignore[attr-defined]  # simple-history reads all three
    row._history_date = now  # type: ignore[attr-defined]
    row._change_reason = reason or None  # type: ignore[attr-defined]
    return row


def set_together(*fields: str, name: str) -> models.CheckConstraint:
    """A constraint: either all of the fields are filled or none of them."""
    none = models.Q(**{f"{field}__isnull": True for field in fields})
    every = models.Q(**{f"{field}__isnull": False for field in fields})
    return models.CheckConstraint(condition=none | every, name=name)
