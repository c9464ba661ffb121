"""Observations of the board: the list, recording one, answering it, and what the board said to the answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.access import requires as whoever_sees_it
from foundation.core.errors import Refused
from foundation.core.form_pages import form_page
from foundation.core.pages import keyset_page
from foundation.governance import rules, selectors, services
from foundation.governance.enums import ObservationState
from foundation.governance.forms.board import AnswerForm, DecisionForm, ObservationForm
from foundation.governance.models import Observation


@require_GET
@requires(Permission.RESOLUTION_VIEW, Permission.OBSERVATION_ANSWER)
def observation_list(request: HttpRequest) -> HttpResponse:
    """Those that wait first by their day; tabs for the others."""
    state = request.GET.get("state", "")
    rows = selectors.observations().visible_to(signed_in(request))
    if state in (ObservationState.ANSWERED, ObservationState.ACCEPTED):
        rows, order = rows.filter(state=state), ["-id"]
    else:
        state, rows, order = "", rows.waiting(), ["due_on", "id"]
    context = {
        "page": keyset_page(rows, order=order, cursor=request.GET.get("after", "")),
        "tabs": _tabs(state),
        "today": timezone.localdate(),
        "may_record": signed_in(request).can(Permission.RESOLUTION_RECORD),
        "sees_board": signed_in(request).can(Permission.RESOLUTION_VIEW),
        "state": state,
    }
    return render(request, "governance/observations.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.RESOLUTION_RECORD)
def observation_new(request: HttpRequest) -> HttpResponse:
    """Write down what the board observed."""
    meetings = selectors.meetings_held()
    initial = {"meeting": meetings.filter(public_id=request.GET.get("meeting", "")).first()}
    form = ObservationForm(request.POST or None, initial=initial, meetings=meetings)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        meeting = facts.pop("meeting")
        try:
            row = services.record_observation(meeting_id=meeting.pk, by=signed_in(request), now=timezone.now(), **facts)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The observation is recorded, and its owner is told."))
            return redirect(row)
    return form_page(request, "governance/observation_new.html", {"form": form})


@require_GET
@whoever_sees_it()
def observation(request: HttpRequest, public_id: str) -> HttpResponse:
    """One observation with its answers and what the board said."""
    return _page(request, _visible(request, public_id))


@require_POST
@whoever_sees_it()
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """The owner answers; for others there is nothing here."""
    user = signed_in(request)
    row = get_object_or_404(selectors.observations().visible_to(user).owned_by(user), public_id=public_id)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            services.answer_observation(
                observation_id=row.pk, by=signed_in(request), now=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The answer goes to the board."))
            return redirect(row)
    return _page(request, row, answer_form=form)


@require_POST
@requires(Permission.RESOLUTION_RECORD)
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """The secretary records what the board said to the answer."""
    row = _visible(request, public_id)
    form = DecisionForm(request.POST, meetings=_meetings_after(row))
    if form.is_valid():
        try:
            _decide(row, form, signed_in(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("What the board said is recorded."))
            return redirect(row)
    return _page(request, row, decision_form=form)


def _decide(row: Observation, form: DecisionForm, by: User) -> None:
    meeting_id, note = form.cleaned_data["meeting"].pk, form.cleaned_data["note"]
    if form.cleaned_data["decision"] == DecisionForm.ACCEPT:
        services.accept_observation(observation_id=row.pk, meeting_id=meeting_id, note=note, by=by, now=timezone.now())
    else:
        services.return_observation(
            observation_id=row.pk,
            meeting_id=meeting_id,
            note=note,
            due_on=form.cleaned_data["due_on"],
            by=by,
            now=timezone.now(),
        )


def _visible(request: HttpRequest, public_id: str) -> Observation:
    row: Observation = get_object_or_404(selectors.observations().visible_to(signed_in(request)), public_id=public_id)
    return row


def _meetings_after(row: Observation):  # type: ignore[no-untyped-def]  # a queryset for the form
    last = row.answers.last()
    day = timezone.localdate(last.created_at) if last else row.meeting.held_on
    return selectors.meetings_held().filter(held_on__gte=day)


def _page(
    request: HttpRequest,
    row: Observation,
    *,
    answer_form: AnswerForm | None = None,
    decision_form: DecisionForm | None = None,
) -> HttpResponse:
    user = signed_in(request)
    may_answer = row.is_waiting and rules.may_answer(user, row)
    may_decide = row.state == ObservationState.ANSWERED and user.can(Permission.RESOLUTION_RECORD)
    context = {
        "observation": row,
        "events": selectors.events_of(row),
        # A refused form stays with what was typed, even where somebody else was faster.
        "answer_form": answer_form or (AnswerForm() if may_answer else None),
        "decision_form": decision_form or (DecisionForm(meetings=_meetings_after(row)) if may_decide else None),
        "form": answer_form or decision_form,
        "is_overdue": row.is_waiting and row.due_on < timezone.localdate(),
        "sees_board": user.can(Permission.RESOLUTION_VIEW),
    }
    return form_page(request, "governance/observation.html", context)


def _tabs(state: str) -> list[dict[str, object]]:
    names = (
        ("", _("To be answered")),
        (ObservationState.ANSWERED, _("Before the board")),
        (ObservationState.ACCEPTED, _("Accepted")),
    )
    address = reverse("governance:staff-observations")
    return [
        {"label": label, "url": f"{address}?state={value}" if value else address, "current": value == state}
        for value, label in names
    ]
