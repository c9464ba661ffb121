"""One meeting of the board: its agenda, what it decided and what it observed."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.files import attachments_of
from foundation.core.form_pages import form_page
from foundation.core.forms import RefusableForm
from foundation.core.stale import stale_context
from foundation.governance import selectors, services
from foundation.governance.enums import AgendaKind, MeetingState
from foundation.governance.forms.board import AgendaForm
from foundation.governance.forms.meetings import CertifyForm, MeetingReasonForm, MinutesFileForm
from foundation.governance.models import AgendaItem, BoardMeeting

PATH = (
    MeetingState.PLANNED,
    MeetingState.INVITED,
    MeetingState.HELD,
    MeetingState.MINUTED,
    MeetingState.CERTIFIED,
)


@require_GET
@requires(Permission.RESOLUTION_VIEW)
def meeting(request: HttpRequest, public_id: str) -> HttpResponse:
    """Agenda, who came, resolutions and observations of a meeting, with its next step."""
    return meeting_page(request, _meeting(public_id))


def meeting_page(
    request: HttpRequest, row: BoardMeeting, *, forms: Mapping[str, RefusableForm] | None = None
) -> HttpResponse:
    """The page of a meeting; `forms` are those that a step refused, by its name."""
    given = dict(forms or {})
    agenda = list(selectors.agenda_of(row))
    attendance = list(selectors.attendance_of(row))
    listed = {item.proposal_id for item in agenda}
    is_open = row.is_ahead or row.state == MeetingState.HELD
    context = {
        "meeting": row,
        "path": [(state, state.label, state == row.state) for state in PATH],
        "agenda": agenda,
        "attendance": attendance,
        "quorum": selectors.quorum_of(row) if attendance else None,
        "resolutions": row.resolutions.all(),
        "observations": selectors.observations().filter(meeting=row).order_by("id"),
        "certifies": row.certifies.order_by("held_on"),
        "unlisted": [each for each in selectors.open_proposals() if each.pk not in listed] if row.is_ahead else [],
        "files": attachments_of(services.MINUTES_FILE, row.public_id),
        "may_record": signed_in(request).can(Permission.RESOLUTION_RECORD),
        "may_edit_agenda": signed_in(request).can(Permission.RESOLUTION_RECORD) and is_open,
        "certify_form": given.get("certify") or CertifyForm(meetings=selectors.meetings_that_may_certify(row)),
        "take_back_form": given.get("take-back") or MeetingReasonForm(auto_id="back-%s"),
        "cancel_form": given.get("cancel") or MeetingReasonForm(auto_id="cancel-%s"),
        "file_form": given.get("file") or MinutesFileForm(),
        "form": next(iter(given.values()), None),
        "today": timezone.localdate(),
    }
    return form_page(request, "governance/meeting.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.RESOLUTION_RECORD)
def item_new(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add an item to the agenda."""
    return _item(request, _meeting(public_id), None)


@require_http_methods(["GET", "POST"])
@requires(Permission.RESOLUTION_RECORD)
def item_edit(request: HttpRequest, public_id: str, item_id: str) -> HttpResponse:
    """Change an item of the agenda."""
    row = _meeting(public_id)
    return _item(request, row, get_object_or_404(row.agenda, public_id=item_id))


@require_POST
@requires(Permission.RESOLUTION_RECORD)
def item_remove(request: HttpRequest, public_id: str, item_id: str) -> HttpResponse:
    """Take an item off the agenda."""
    item = get_object_or_404(AgendaItem, meeting__public_id=public_id, public_id=item_id)
    try:
        services.remove_agenda_item(item_id=item.pk, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Item %(number)s is off the agenda.") % {"number": item.number})
    return redirect("governance:staff-meeting", public_id)


def _meeting(public_id: str) -> BoardMeeting:
    return get_object_or_404(selectors.meetings(), public_id=public_id)


def _item(request: HttpRequest, row: BoardMeeting, item: AgendaItem | None) -> HttpResponse:
    proposals = selectors.proposals_for(row)
    initial: dict[str, Any] = {"kind": AgendaKind.FOR_INFORMATION}
    if item:
        initial = {name: getattr(item, name) for name in ("version", "number", "kind", "title", "proposal", "outcome")}
    elif asked := proposals.filter(public_id=request.GET.get("proposal", "")).first():
        initial = {"kind": AgendaKind.FOR_DECISION, "title": asked.title_th, "proposal": asked}
    form = AgendaForm(request.POST or None, initial=initial, proposals=proposals)
    stale: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, row, item, form)
        except StaleVersion:
            stale = stale_context(form, get_object_or_404(row.agenda, pk=item.pk if item else None))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The agenda is saved."))
            return redirect("governance:staff-meeting", row.public_id)
    return form_page(request, "governance/agenda_item.html", {"meeting": row, "item": item, "form": form, **stale})


def _save(request: HttpRequest, row: BoardMeeting, item: AgendaItem | None, form: AgendaForm) -> None:
    services.save_agenda_item(
        meeting_id=row.pk,
        item_id=item.pk if item else None,
        shown_version=form.cleaned_data["version"],
        number=form.cleaned_data["number"],
        kind=form.cleaned_data["kind"],
        title=form.cleaned_data["title"],
        proposal=form.cleaned_data["proposal"],
        outcome=form.cleaned_data["outcome"],
        by=signed_in(request),
        now=timezone.now(),
    )
