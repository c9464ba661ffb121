"""Enquiries that could not end: of people who were forgotten, or came of age while a parent was waited for."""

from typing import Any, ClassVar

from django.db import migrations
from django.utils import timezone


def settle(apps: Any, schema_editor: Any) -> None:
    """Close the former, let the latter be answered; each change stands in the history, as one of the services would."""
    enquiries = apps.get_model("customers", "Enquiry").objects.select_related("customer")
    for row in enquiries.filter(state__in=["parent", "open"], customer__erased_at__isnull=False):
        row.state, row.closed_why, row.closed_at = "closed", "erased", row.customer.erased_at
        _save(apps, row, "erasure")
    notes = apps.get_model("customers", "UnderAge").objects
    grown, young = (notes.filter(ended_at__isnull=gone).values("customer") for gone in (False, True))
    for row in enquiries.filter(state="parent", customer__in=grown).exclude(customer__in=young):
        row.state, row.is_minor = "open", False
        _save(apps, row, "of age")


def go_back(apps: Any, schema_editor: Any) -> None:
    """What was closed waits again, as before there was such a state."""
    for row in apps.get_model("customers", "Enquiry").objects.filter(state="closed"):
        row.state = "parent" if row.is_minor and row.parent_agreed_at is None else "open"
        row.closed_why, row.closed_at, row.closed_by = "", None, None
        _save(apps, row, "")


def _save(apps: Any, row: Any, reason: str) -> None:
    row.version += 1
    row.save()
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    apps.get_model("customers", "HistoricalEnquiry").objects.create(
        **values, history_date=timezone.now(), history_type="~", history_change_reason=reason or None
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("customers", "0033_enquiries_closed")]
    operations: ClassVar = [migrations.RunPython(settle, go_back, elidable=True)]
