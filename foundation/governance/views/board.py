"""The board's page: what waits for it, what it decided, and recording both."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import NotAllowed, Refused
from foundation.core.pages import keyset_page
from foundation.governance import selectors, services
from foundation.governance.forms.board import MeetingForm, ResolutionForm
from foundation.governance.models import Proposal, Resolution


@require_GET
@requires(Permission.RESOLUTION_VIEW)
def board(request: HttpRequest) -> HttpResponse:
    """Proposals that wait, and the meetings with their resolutions, newest first."""
    page = keyset_page(selectors.meetings(), order=["-held_on", "-id"], cursor=request.GET.get("after", ""), size=20)
    context = {
        "page": page,
        "proposals": selectors.open_proposals(),
        "waiting": selectors.observations().waiting().order_by("due_on")[:5],
        "today": timezone.localdate(),
        "may_record": signed_in(request).can(Permission.RESOLUTION_RECORD),
    }
    return render(request, "governance/board.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.RESOLUTION_RECORD)
def meeting_new(request: HttpRequest) -> HttpResponse:
    """Record a meeting."""
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number, year_be = form.cleaned_data["label"]
        try:
            meeting = services.record_meeting(
                number=number,
                year_be=year_be,
                held_on=form.cleaned_data["held_on"],
                note=form.cleaned_data["note"],
                by=signed_in(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Meeting %(label)s is recorded.") % {"label": meeting.label})
            return redirect("governance:staff-meeting", meeting.public_id)
    return render(request, "governance/meeting_new.html", {"form": form})


@require_http_methods(["GET", "POST"])
@requires(Permission.RESOLUTION_VIEW)
def proposal(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was proposed; the secretary records here what the board decided."""
    row = get_object_or_404(Proposal.objects.select_related("proposed_by", "withdrawal"), public_id=public_id)
    may_record = signed_in(request).can(Permission.RESOLUTION_RECORD)
    if request.method == "POST" and not may_record:
        raise NotAllowed(_("Only the board secretary records meetings and resolutions."))
    form = ResolutionForm(request.POST or None, meetings=selectors.meetings_that_may_decide(row))
    if request.method == "POST" and form.is_valid() and _recorded(request, row, form):
        return redirect("governance:staff-board")
    context = {
        "proposal": row,
        "answers": row.resolutions.select_related("meeting"),
        "form": form if may_record and selectors.is_open(row) else None,
        "is_drafter": signed_in(request).pk in {*row.drafter_ids, row.proposed_by_id},
    }
    return render(request, "governance/proposal.html", context)


def _recorded(request: HttpRequest, row: Proposal, form: ResolutionForm) -> bool:
    try:
        resolution = services.record_resolution(
            meeting_id=form.cleaned_data["meeting"].pk,
            proposal_id=row.pk,
            item=form.cleaned_data["item"],
            kind=form.cleaned_data["kind"],
            remarks=form.cleaned_data["remarks"],
            by=signed_in(request),
            now=timezone.now(),
        )
    except Refused as refusal:
        form.refuse(refusal)
        return False
    messages.success(
        request, _("The resolution of meeting %(label)s is recorded.") % {"label": resolution.meeting.label}
    )
    return True


@require_GET
@requires(Permission.RESOLUTION_VIEW)
def resolution(request: HttpRequest, public_id: str) -> HttpResponse:
    """One resolution with the fingerprint of what it decided."""
    rows = Resolution.objects.select_related("meeting", "proposal", "recorded_by")
    return render(request, "governance/resolution.html", {"resolution": get_object_or_404(rows, public_id=public_id)})
