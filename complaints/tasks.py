"""Background work of complaints handling: thin doors to the services, safe to run twice."""

from datetime import datetime, timedelta
from typing import Any

from celery.schedules import crontab
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.calendars import CalendarChange
from foundation.core.jobs import JobContext, enqueue, job_kind
from foundation.core.schedules import schedule


@job_kind("complaints.sweep", title=_("Look for complaints that are due"), permission=Permission.COMPLAINT_VIEW_ALL)
def sweep(context: JobContext) -> dict[str, Any]:
    """Alert those responsible for what is due soon or overdue, tell complainants how it stands, and the charter what
    was missed."""
    from complaints import services  # leaf

    now = timezone.now()
    told = services.sweep(now=now)
    heard = services.tell_complainants(now=now)
    return {**told, **heard, "missed": services.tell_missed(now=now), "escalated": services.climb(now=now)}


@job_kind(
    "complaints.draw", title=_("Draw the closed cases to look at again"), permission=Permission.COMPLAINT_VIEW_ALL
)
def draw(context: JobContext) -> dict[str, Any]:
    """Draw the sample of the month that is over; a month that was drawn stays as it is."""
    from complaints import services  # leaf

    now = timezone.now()
    drawn = services.draw_round(month=timezone.localdate(now).replace(day=1) - timedelta(days=1), now=now)
    return {"month": drawn.month.isoformat() if drawn else "", "cases": drawn.inspections.count() if drawn else 0}


@job_kind("complaints.tidy", title=_("Forget unfinished complaints"), permission=Permission.COMPLAINT_VIEW_ALL)
def tidy(context: JobContext) -> dict[str, Any]:
    """Forget drafts whose time is over, and attempts that no limit needs any more."""
    from complaints import services  # leaf
    from foundation.core import rates

    now = timezone.now()
    return {
        "drafts": services.drop_expired(now=now),
        "attempts": rates.forget_past(now=now),
        "case_files": services.drop_case_files(now=now),
        "letters": services.issue_missing(now=now),
        "links": services.forget_links(now=now),
        "line_codes": services.forget_line_codes(now=now),
        "hand_overs": services.end_due(now=now),
    }


@job_kind(
    "complaints.tidy_tellings",
    title=_("Forget what partners were told long ago"),
    permission=Permission.COMPLAINT_DECIDE,
)
def tidy_tellings(context: JobContext) -> dict[str, Any]:
    """Delete tellings of partners' systems that are past their time, batch by batch until none is left."""
    from complaints.services import webhooks  # leaf

    now, total = timezone.now(), 0
    while deleted := webhooks.forget_deliveries(now=now):
        total += deleted
        context.progress(total, 0)
    return {"tellings": total}


@job_kind("complaints.webhook", title=_("Tell a partner's system"), permission=Permission.COMPLAINT_DECIDE)
def webhook(context: JobContext) -> dict[str, Any]:
    """One attempt to tell a partner's system; the row says whether that is still wanted, and asks for the next one."""
    from complaints.services import webhooks  # leaf

    return {"state": webhooks.deliver(delivery_id=context.params["delivery"])}


@job_kind("complaints.case_file", title=_("Make the file of a complaint"), queue="long")
def case_file(context: JobContext) -> dict[str, Any]:
    """Lay out one case file; the row itself says whether that is still wanted and whether the person still may."""
    from complaints import services  # leaf

    context.progress(0, 1)
    row, made = services.make_case_file(public_id=context.params["file"], now=timezone.now())
    return {"made": made, "url": reverse("complaints:staff-case-file", args=[row.complaint.number, row.public_id])}


@job_kind(
    "complaints.recompute",
    title=_("Set the dates of complaints anew"),
    permission=Permission.COMPLAINT_VIEW_ALL,
)
def recompute(context: JobContext) -> dict[str, Any]:
    """After the business calendar changed: move the unmet dates of open complaints."""
    from complaints import services  # leaf

    since = datetime.fromisoformat(context.params["since"])
    ids = services.recompute_candidates(since=since)
    moved = 0
    for done, complaint_id in enumerate(ids, start=1):
        context.check_cancelled()
        moved += services.recompute_for_calendar(complaint_id=complaint_id, by=None, now=timezone.now())
        context.progress(done, len(ids))
    return {"checked": len(ids), "moved": moved}


def calendar_changed(change: CalendarChange) -> None:
    """Start the recomputation after a change of the calendar was committed."""
    first = timezone.make_aware(datetime.combine(change.first_day, datetime.min.time()))
    enqueue("complaints.recompute", params={"since": first.isoformat(), "reason": change.reason}, by=None)


schedule("complaints.sweep", kind="complaints.sweep", when=timedelta(minutes=5))
schedule("complaints.draw", kind="complaints.draw", when=crontab(hour=5, minute=40))
schedule("complaints.tidy", kind="complaints.tidy", when=crontab(minute=20))
schedule("complaints.tidy_tellings", kind="complaints.tidy_tellings", when=crontab(hour=3, minute=25))
