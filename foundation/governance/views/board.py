"""The board's page: what waits for it, what it decided, and recording both."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import NotAllowed, Refused
from foundation.core.form_pages import form_page
from foundation.core.pages import keyset_page
from foundation.governance import selectors, services
from foundation.governance.forms.board import MeetingForm, ResolutionForm
from foundation.governance.forms.meetings import InterestForm
from foundation.governance.models import BoardMeeting, BoardSeat, Proposal, Resolution


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
    """Plan a meeting that lies ahead, or record one that was held."""
    form = MeetingForm(request.POST or None, seats=selectors.seats_on(timezone.localdate()))
    if request.method == "POST" and form.is_valid():
        try:
            meeting = _new_meeting(request, form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Meeting %(label)s is recorded.") % {"label": meeting.label})
            return redirect("governance:staff-meeting", meeting.public_id)
    return form_page(request, "governance/meeting_new.html", {"form": form})


def _new_meeting(request: HttpRequest, form: MeetingForm) -> BoardMeeting:
    facts = dict(form.cleaned_data)
    facts["number"], facts["year_be"] = facts.pop("label")
    absent, place = facts.pop("absent"), facts.pop("place")
    by, now = signed_in(request), timezone.now()
    if facts["held_on"] > timezone.localdate(now):
        return services.plan_meeting(place=place, by=by, now=now, **facts)
    # Who sat on the board on that day may be others than today's members.
    there = set(selectors.seats_on(facts["held_on"]).values_list("pk", flat=True))
    return services.record_meeting(absent={seat.pk for seat in absent} & there, by=by, now=now, **facts)


@require_http_methods(["GET", "POST"])
@requires(Permission.RESOLUTION_VIEW)
def proposal(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was proposed; the secretary records here what the board decided."""
    row = get_object_or_404(Proposal.objects.select_related("proposed_by", "withdrawal"), public_id=public_id)
    may_record = signed_in(request).can(Permission.RESOLUTION_RECORD)
    if request.method == "POST" and not may_record:
        raise NotAllowed(_("Only the board secretary records meetings and resolutions."))
    form = _resolution_form(request, row, selectors.meetings_that_may_decide(row))
    if request.method == "POST" and form.is_valid() and _recorded(request, row, form):
        return redirect("governance:staff-board")
    context = {
        "proposal": row,
        "answers": row.resolutions.select_related("meeting"),
        "form": form if may_record and selectors.is_open(row) else None,
        "is_drafter": signed_in(request).pk in {*row.drafter_ids, row.proposed_by_id},
        "interests": selectors.interests_of(row),
        "interest_form": InterestForm(seats=_seats_to_speak_for(request)) if selectors.is_open(row) else None,
        "agenda_items": row.agenda_items.select_related("meeting"),
    }
    return form_page(request, "governance/proposal.html", context)


@require_POST
@requires(Permission.RESOLUTION_VIEW)
def interest(request: HttpRequest, public_id: str) -> HttpResponse:
    """A member has an interest: the secretary writes it down, or the member for the own seat."""
    row = get_object_or_404(Proposal, public_id=public_id)
    form = InterestForm(request.POST, seats=_seats_to_speak_for(request))
    if form.is_valid():
        try:
            services.declare_interest(
                proposal_id=row.pk,
                seat_id=form.cleaned_data["seat"].pk,
                ground=form.cleaned_data["ground"],
                by=signed_in(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The interest is recorded: this member abstains."))
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("governance:staff-proposal", row.public_id)


def _seats_to_speak_for(request: HttpRequest) -> QuerySet[BoardSeat]:
    """Every seat of today for the secretary, the own ones for a member."""
    seats = selectors.seats_on(timezone.localdate())
    user = signed_in(request)
    return seats if user.can(Permission.RESOLUTION_RECORD) else seats.filter(user=user)


def _resolution_form(request: HttpRequest, row: Proposal, meetings: QuerySet[BoardMeeting]) -> ResolutionForm:
    bound = selectors.must_abstain(row)
    seats = BoardSeat.objects.filter(attendance__meeting__in=meetings).distinct().order_by("position", "id")
    item = row.agenda_items.filter(meeting__in=meetings).select_related("meeting").order_by("-id").first()
    initial = {"abstained": bound, **({"meeting": item.meeting, "item": item.number} if item else {})}
    return ResolutionForm(request.POST or None, meetings=meetings, seats=seats, initial=initial)


def _recorded(request: HttpRequest, row: Proposal, form: ResolutionForm) -> bool:
    try:
        resolution = services.record_resolution(
            proposal_id=row.pk, by=signed_in(request), now=timezone.now(), **_decision(form)
        )
    except Refused as refusal:
        form.refuse(refusal)
        return False
    messages.success(
        request, _("The resolution of meeting %(label)s is recorded.") % {"label": resolution.meeting.label}
    )
    return True


def _decision(form: ResolutionForm) -> dict[str, Any]:
    facts = dict(form.cleaned_data)
    facts["meeting_id"] = facts.pop("meeting").pk
    facts["abstained"] = [seat.pk for seat in facts["abstained"]]
    return facts


@require_GET
@requires(Permission.RESOLUTION_VIEW)
def resolution(request: HttpRequest, public_id: str) -> HttpResponse:
    """One resolution with the fingerprint of what it decided."""
    row = _resolution(public_id)
    context = {
        "resolution": row,
        "abstained": BoardSeat.objects.filter(pk__in=row.abstained),
        "later": Resolution.objects.filter(corrects=row).select_related("meeting").first(),
        "may_record": signed_in(request).can(Permission.RESOLUTION_RECORD),
    }
    return render(request, "governance/resolution.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.RESOLUTION_RECORD)
def correct(request: HttpRequest, public_id: str) -> HttpResponse:
    """A later meeting decided anew: a further resolution, while the first one stays as it is."""
    row = _resolution(public_id)
    form = _resolution_form(request, row.proposal, selectors.meetings_that_may_correct(row))
    if request.method == "POST" and form.is_valid():
        try:
            new = services.correct_resolution(
                resolution_id=row.pk, by=signed_in(request), now=timezone.now(), **_decision(form)
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("The resolution of meeting %(label)s is recorded.") % {"label": new.meeting.label}
            )
            return redirect("governance:staff-resolution", new.public_id)
    return form_page(request, "governance/correct.html", {"resolution": row, "form": form})


def _resolution(public_id: str) -> Resolution:
    rows = Resolution.objects.select_related("meeting", "proposal", "recorded_by", "corrects__meeting")
    return get_object_or_404(rows, public_id=public_id)
