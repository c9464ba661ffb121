"""Background work of this room: a thin door to the services, safe to run twice."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.calendars import CalendarChange
from foundation.core.jobs import JobContext, enqueue, job_kind


@job_kind("products.recompute", title=_("Set the dates of ideas anew"), permission=Permission.PRODUCT_EDIT, atomic=True)
def recompute(context: JobContext) -> dict[str, Any]:
    """After the business calendar changed: move the dates of ideas that wait for an answer."""
    from products import services  # leaf

    return {"moved": services.recompute_due_dates(now=timezone.now())}


def calendar_changed(change: CalendarChange) -> None:
    """Start the recomputation after a change of the calendar was committed."""
    enqueue("products.recompute", params={"reason": change.reason}, by=None)
