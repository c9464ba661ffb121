"""Background work of service requests: thin doors to the services, safe to run twice."""

from datetime import datetime, timedelta
from typing import Any

from celery.schedules import crontab
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.calendars import CalendarChange
from foundation.core.jobs import JobContext, enqueue, job_kind
from foundation.core.schedules import schedule


@job_kind("service_charter.sweep", title=_("Look for requests that are late"), permission=Permission.REQUEST_VIEW_ALL)
def sweep(context: JobContext) -> dict[str, Any]:
    """Alert those responsible for what is due soon or late, and tell the ledger which promises were missed."""
    from service_charter.services import request_overdue  # leaf
    from service_charter.services.request_measuring import tell_missed

    now = timezone.now()
    return {**request_overdue.sweep(now=now), "missed": tell_missed(now=now)}


@job_kind("service_charter.tidy", title=_("Forget unfinished requests"), permission=Permission.REQUEST_VIEW_ALL)
def tidy(context: JobContext) -> dict[str, Any]:
    """Forget drafts whose time is over."""
    from service_charter.services.request_drafts import drop_expired  # leaf

    return {"drafts": drop_expired(now=timezone.now())}


@job_kind(
    "service_charter.recompute", title=_("Set the dates of requests anew"), permission=Permission.REQUEST_VIEW_ALL
)
def recompute(context: JobContext) -> dict[str, Any]:
    """After the business calendar changed: move the unmet dates of open requests."""
    from service_charter.services.requests import recompute_candidates, recompute_for_calendar  # leaf

    since = datetime.fromisoformat(context.params["since"])
    ids = recompute_candidates(since=since)
    moved = 0
    for done, request_id in enumerate(ids, start=1):
        context.check_cancelled()
        moved += recompute_for_calendar(request_id=request_id, now=timezone.now())
        context.progress(done, len(ids))
    return {"checked": len(ids), "moved": moved}


def calendar_changed(change: CalendarChange) -> None:
    """Start the recomputation after a change of the calendar was committed."""
    first = timezone.make_aware(datetime.combine(change.first_day, datetime.min.time()))
    enqueue("service_charter.recompute", params={"since": first.isoformat(), "reason": change.reason}, by=None)


schedule("service_charter.sweep", kind="service_charter.sweep", when=timedelta(minutes=5))
schedule("service_charter.tidy", kind="service_charter.tidy", when=crontab(minute=25))
