"""The steps of a meeting's life: invite, who came, minutes, certifying, the signed file."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.form_pages import form_page
from foundation.core.forms import RefusableForm
from foundation.core.stale import stale_context
from foundation.governance import selectors, services
from foundation.governance.enums import MeetingState
from foundation.governance.forms.meetings import (
    AttendanceForm,
    CertifyForm,
    ChangeMeetingForm,
    MeetingReasonForm,
    MinutesFileForm,
    StepForm,
)
from foundation.governance.models import BoardMeeting
from foundation.governance.views.filling import board_crumbs, fill
from foundation.governance.views.meetings import meeting_page

STEPS: dict[str, tuple[type[RefusableForm], Callable[..., BoardMeeting]]] = {
    "invite": (StepForm, services.invite_to_meeting),
    "minutes": (StepForm, services.draft_minutes),
    "take-back": (MeetingReasonForm, services.take_back_minutes),
    "certify": (CertifyForm, services.certify_minutes),
    "cancel": (MeetingReasonForm, services.cancel_meeting),
}


@require_POST
@requires(Permission.RESOLUTION_RECORD)
def step(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """One step of the path; a refusal shows the meeting with what is missing."""
    if name not in STEPS:
        raise Http404
    row = get_object_or_404(selectors.meetings(), public_id=public_id)
    kind, service = STEPS[name]
    form = _form(kind, request, row)
    if form.is_valid():
        try:
            moved = service(meeting_id=row.pk, by=signed_in(request), now=timezone.now(), **_facts(form))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("Meeting %(label)s: %(state)s.") % {"label": row.label, "state": moved.get_state_display()}
            )
            return redirect(row)
    return meeting_page(request, row, forms={name: form})


@require_http_methods(["GET", "POST"])
@requires(Permission.RESOLUTION_RECORD)
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Another day or place."""
    row = get_object_or_404(selectors.meetings(), public_id=public_id)
    initial = {name: getattr(row, name) for name in ("version", "held_on", "place", "note")}
    form = ChangeMeetingForm(request.POST or None, initial=initial)
    stale: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        shown_version = facts.pop("version")
        try:
            services.change_meeting(
                meeting_id=row.pk, shown_version=shown_version, by=signed_in(request), now=timezone.now(), **facts
            )
        except StaleVersion:
            stale = stale_context(form, get_object_or_404(BoardMeeting, pk=row.pk))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The meeting is changed."))
            return redirect(row)
    context = fill(form, _("Change day or place"), _("Save"), board_crumbs((row.get_absolute_url(), row.label)))
    return form_page(request, "governance/fill.html", {**context, **stale})


@require_http_methods(["GET", "POST"])
@requires(Permission.RESOLUTION_RECORD)
def attendance(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who came: takes an invited meeting to "held", or mends what was written down."""
    row = get_object_or_404(selectors.meetings(), public_id=public_id)
    kept = dict(row.attendance.values_list("seat_id", "presence"))
    form = AttendanceForm(request.POST or None, seats=selectors.seats_on(row.held_on), kept=kept)
    service = services.hold_meeting if row.state == MeetingState.INVITED else services.correct_attendance
    if request.method == "POST" and form.is_valid():
        try:
            service(meeting_id=row.pk, presences=form.presences, by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The attendance is recorded."))
            return redirect(row)
    rule = selectors.quorum_rule_on(row.held_on)
    needed = rule.needed(len(form.fields)) if rule else len(form.fields) + 1
    lead = _("%(needed)s of %(seats)s members make a quorum on that day.")
    crumbs = board_crumbs((row.get_absolute_url(), row.label))
    context = fill(form, _("Who came to meeting %(label)s") % {"label": row.label}, _("Save the attendance"), crumbs)
    context["lead"] = lead % {"needed": needed, "seats": len(form.fields)}
    return form_page(request, "governance/fill.html", context)


@require_POST
@requires(Permission.RESOLUTION_RECORD)
def file(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep the signed minutes."""
    row = get_object_or_404(selectors.meetings(), public_id=public_id)
    form = MinutesFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.file_minutes(
                meeting_id=row.pk, upload=form.cleaned_data["upload"], by=signed_in(request), now=timezone.now()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The signed minutes are filed."))
            return redirect(row)
    return meeting_page(request, row, forms={"file": form})


def _form(kind: type[RefusableForm], request: HttpRequest, row: BoardMeeting) -> RefusableForm:
    if kind is CertifyForm:
        return CertifyForm(request.POST, meetings=selectors.meetings_that_may_certify(row))
    return kind(request.POST)


def _facts(form: RefusableForm) -> dict[str, Any]:
    facts = dict(form.cleaned_data)
    if "certified_in" in facts:
        facts["certified_in_id"] = facts.pop("certified_in").pk
    return facts
