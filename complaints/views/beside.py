"""A case beside the queue: what stands next, its clocks, the story and the last words, without leaving the list."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from complaints import rules, selectors
from complaints.enums import Status
from complaints.forms.staff import ReplyForm
from complaints.lifecycle import MAIN_MOVE, MOVES
from complaints.pausing import allowed_pauses
from complaints.views.case import masked, next_step, visible_case
from complaints.views.staff import SEES
from foundation.accounts.access import requires, signed_in

LAST_WORDS = 4


@requires(*SEES)
@require_GET
@vary_on_headers("HX-Request")
def beside(request: HttpRequest, number: str) -> HttpResponseBase:
    """The piece that the queue shows beside its list; whoever opens the address by itself gets the whole case."""
    complaint, user, now = visible_case(request, number), signed_in(request), timezone.now()
    if "HX-Request" not in request.headers:
        return redirect("complaints:staff-detail", complaint.number)
    main = MAIN_MOVE.get(Status(complaint.status))
    context = {
        "complaint": complaint,
        "contact": masked(complaint),
        "clocks": selectors.clocks_of(complaint, now=now),
        "next": next_step(complaint, main, user, {}, now) if main else None,
        "others": [MOVES[move].label for move in rules.offered_moves(user, complaint) if move != main],
        "conversation": selectors.last_words(complaint, LAST_WORDS),
        "may_work": rules.may_work_on(user, complaint),
        "may_note": rules.may_note(user, complaint),
        "pause_kinds": allowed_pauses(complaint),
        "reply_form": ReplyForm(auto_id="reply-%s"),
    }
    return render(request, "complaints/staff/beside.html", context)
