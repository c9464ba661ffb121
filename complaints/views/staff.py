"""The officer's queue, and taking a complaint down at the telephone or the counter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from complaints import selectors
from complaints.filters import QueueFilter
from complaints.models import Complaint
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission

SEES = (Permission.COMPLAINT_VIEW, Permission.COMPLAINT_VIEW_ALL)
INTAKE_SCOPE = "complaints.intake"


@requires(*SEES)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What to do next, ordered by what is due."""
    now = timezone.now()
    asked = QueueFilter(request.GET, by=signed_in(request))
    visible = Complaint.objects.visible_to(signed_in(request))
    filtered = asked.apply(selectors.in_view(visible, asked.view, signed_in(request)))
    shown = selectors.queue_page(filtered, view=asked.view, cursor=asked.cursor, now=now)
    cuts = asked.registered.cuts
    counts = selectors.queue_counts(signed_in(request), filtered, view=asked.view, now=now, cuts=cuts)
    tabs = [
        {
            "label": view.label,
            "url": asked.address(view=view.key),
            "current": view.key == asked.view,
            "count": _figure(counts.get(view.key)),
        }
        for view in selectors.VIEWS.values()
    ]
    context = {
        "queue": shown,
        "asked": asked,
        "tabs": tabs,
        "late_count": _figure(counts.get("late")),
        "today_count": _figure(counts.get("today")),
        "now": now,
        "end_of_today": selectors.end_of_day(now),
        "may_hand_over": signed_in(request).can(Permission.COMPLAINT_DECIDE),
        "may_take_down": signed_in(request).can(Permission.COMPLAINT_HANDLE),
    }
    return render(request, "complaints/staff/queue.html", context)


def _figure(count: int | None) -> str | None:
    if count is None:
        return None
    return "99+" if count >= 100 else str(count)
