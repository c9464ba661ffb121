"""The officer's queue, and taking a complaint down at the telephone or the counter."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from complaints import selectors
from complaints.filters import QueueFilter
from complaints.models import Complaint
from complaints.selectors.saved_queues import SHELF
from complaints.views import saved
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission

SEES = (Permission.COMPLAINT_VIEW, Permission.COMPLAINT_VIEW_ALL)


@requires(*SEES)
@require_GET
def queue(request: HttpRequest) -> HttpResponseBase:
    """What to do next, ordered by what is due."""
    now, user = timezone.now(), signed_in(request)
    if not request.GET and (opening := SHELF.default_of(user)):
        return redirect(saved.PAGES.address_of(opening))
    asked = QueueFilter(request.GET, by=user)
    visible = Complaint.objects.visible_to(user)
    filtered = asked.apply(selectors.in_view(visible, asked.view, user))
    kept = saved.PAGES.shown(user, request.GET.get("saved", ""))
    shown = selectors.queue_page(filtered, view=asked.view, cursor=asked.cursor, now=now)
    cuts = asked.registered.cuts
    counts = selectors.queue_counts(user, filtered, view=asked.view, now=now, cuts=cuts)
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
        "saved": kept,
        "owns_saved": kept is not None and SHELF.may_change(user, kept),
        "may_hand_over": user.can(Permission.COMPLAINT_DECIDE),
        "may_take_down": user.can(Permission.COMPLAINT_HANDLE),
    }
    return render(request, "complaints/staff/queue.html", context)


def _figure(count: int | None) -> str | None:
    if count is None:
        return None
    return "99+" if count >= 100 else str(count)
