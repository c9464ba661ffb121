"""Gates: calling a meeting, its page with criteria and votes, the decision; the criteria themselves."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import StaleVersion
from foundation.core.form_pages import attempt
from foundation.core.stale import stale_context
from products import rules, selectors, services
from products.enums import Gate
from products.forms import CriterionForm, DecisionForm, MeetingForm, ReasonForm, VoteForm
from products.models import Criterion, Meeting, Vote
from products.views.common import SEES, first_error, step, tabs, visible_meeting, visible_project


@requires(Permission.PRODUCT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, number: str) -> HttpResponseBase:
    """Lay the project before its next gate."""
    project, user = visible_project(request, number), signed_in(request)
    gate = selectors.next_gate(project)
    initial = {"held_on": timezone.localdate(), "quorum": 3}
    form = MeetingForm(request.POST or None, project=project, by=user, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        meeting = attempt(
            form,
            lambda: services.call_meeting(
                project_id=project.pk,
                chair=said["chair"],
                held_on=said["held_on"],
                quorum=said["quorum"],
                proposal=said["proposal"],
                by=user,
                now=timezone.now(),
            ),
        )
        if meeting:
            messages.success(request, _("The meeting is called; votes may be cast."))
            return redirect(meeting)
    asked = selectors.asked_at(gate, selectors.facts_of(project)) if gate else []
    context = {
        "project": project,
        "gate_label": dict(Gate.choices).get(gate, ""),
        "asked": asked,
        "lacking": sum(not row.is_there for row in asked),
        "form": form,
    }
    return render(request, "products/gates/call.html", context, status=422 if form.errors else 200)


@requires(*SEES)
@require_GET
def meeting(request: HttpRequest, number: str, public_id: str) -> HttpResponse:
    """One meeting: what is asked, how the votes stand, what was decided."""
    return _page(request, visible_meeting(request, number, public_id))


@requires(Permission.GATE_VOTE)
@require_POST
def vote(request: HttpRequest, number: str, public_id: str) -> HttpResponse:
    """Cast or replace one's own vote."""
    shown, user = visible_meeting(request, number, public_id), signed_in(request)
    form = VoteForm(request.POST, criteria=shown.criteria.all(), auto_id="vote-%s")
    if form.is_valid() and attempt(
        form,
        lambda: services.cast_vote(
            meeting_id=shown.pk,
            recommendation=form.cleaned_data["recommendation"],
            reasons=form.cleaned_data["reasons"],
            answers=form.answers(),
            by=user,
            now=timezone.now(),
        ),
    ):
        messages.success(request, _("Your vote is recorded. You may change it until the decision."))
        return redirect(shown)
    return _page(request, shown, vote_form=form, status=422)


@requires(Permission.GATE_VOTE)
@require_POST
def decide(request: HttpRequest, number: str, public_id: str) -> HttpResponse:
    """Decide, as the chair."""
    shown = visible_meeting(request, number, public_id)
    form = DecisionForm(request.POST, auto_id="decide-%s")
    if form.is_valid():
        said = form.cleaned_data
        decided = attempt(
            form,
            lambda: services.decide_gate(
                meeting_id=shown.pk,
                decision=said["decision"],
                reasons=said["reasons"],
                next_steps=said["next_steps"],
                by=signed_in(request),
                now=timezone.now(),
            ),
        )
        if decided:
            messages.success(request, _("Decided: %(decision)s.") % {"decision": decided.get_decision_display()})
            return redirect(shown)
    return _page(request, shown, decision_form=form, status=422)


@requires(Permission.PRODUCT_EDIT)
@require_POST
def call_off(request: HttpRequest, number: str, public_id: str) -> HttpResponse:
    """Call an open meeting off."""
    shown = visible_meeting(request, number, public_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect(shown)
    return step(
        request,
        lambda: services.call_off(
            meeting_id=shown.pk, reason=form.cleaned_data["reason"], by=signed_in(request), now=timezone.now()
        ),
        _("The meeting is called off."),
        shown.project.get_absolute_url(),
    )


@requires(*SEES, Permission.ADMINISTER)
@require_GET
def criteria(request: HttpRequest) -> HttpResponse:
    """The criteria that meetings to come will judge by."""
    rows = Criterion.objects.order_by("-is_active", "kind", "position", "id")
    user = signed_in(request)
    context = {
        "musts": [row for row in rows if row.is_must],
        "scored": [row for row in rows if not row.is_must],
        "gates": [(value, str(label).partition(":")[0]) for value, label in Gate.choices],
        "required": [(label, _asked_first_at(value)) for value, label in Gate.choices],
        "may_edit": user.can(Permission.PRODUCT_EDIT) or user.can(Permission.ADMINISTER),
        **tabs(request, "criteria"),
    }
    return render(request, "products/gates/criteria.html", context)


@requires(Permission.PRODUCT_EDIT, Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def criterion(request: HttpRequest, public_id: str = "") -> HttpResponseBase:
    """Add a criterion, or change one."""
    row = get_object_or_404(Criterion, public_id=public_id) if public_id else None
    fields = ("version", *services.CRITERION_FIELDS)
    form = CriterionForm(request.POST or None, initial={name: getattr(row, name) for name in fields} if row else {})
    context: dict[str, Any] = {"criterion": row, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            saved = attempt(
                form,
                lambda: services.save_criterion(
                    criterion_id=row.pk if row else None,
                    shown_version=form.cleaned_data["version"] if row else None,
                    facts=form.cleaned_data,
                    by=signed_in(request),
                    now=timezone.now(),
                ),
            )
        except StaleVersion:
            context |= stale_context(form, get_object_or_404(Criterion, public_id=public_id))
            return render(request, "products/gates/criterion.html", context, status=409)
        if saved:
            messages.success(request, _("Saved. Meetings that are called from now on judge by it."))
            return redirect("products:staff-criteria")
    return render(request, "products/gates/criterion.html", context, status=422 if form.errors else 200)


def _page(
    request: HttpRequest,
    shown: Meeting,
    *,
    vote_form: VoteForm | None = None,
    decision_form: DecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = signed_in(request)
    votes = list(shown.votes.select_related("voter__unit").prefetch_related("scores").order_by("voted_at", "id"))
    own = next((row for row in votes if row.voter_id == user.pk), None)
    rows = selectors.tallies(shown)
    asked = selectors.asked_at(shown.gate, selectors.facts_of(shown.project)) if shown.is_open else []
    lacking = [row for row in asked if not row.is_there]
    to_come = max(0, shown.quorum - len(votes))
    context: dict[str, Any] = {
        "meeting": shown,
        "project": shown.project,
        "votes": votes,
        "own": own,
        "musts": [row for row in rows if row.criterion.is_must],
        "scored": [row for row in rows if not row.criterion.is_must],
        "total": selectors.total_score(rows),
        "failed": selectors.failed_musts(rows) if votes else [],
        "asked": asked,
        "lacking": lacking,
        "to_come": to_come,
        "may_vote": shown.is_open and rules.may_judge(user, shown),
        # Nobody judges by what the others said: the votes show once one's own is cast.
        "is_sealed": shown.is_open and rules.may_judge(user, shown) and own is None,
        "is_kept_out": shown.is_open and user.can(Permission.GATE_VOTE) and not rules.may_judge(user, shown),
        "is_chair": shown.is_open and rules.may_decide(user, shown),
        "may_call_off": shown.is_open and user.can(Permission.PRODUCT_EDIT),
        "vote_form": vote_form or _vote_form(shown, own),
        "decision_form": decision_form or DecisionForm(auto_id="decide-%s"),
        "reason_form": ReasonForm(auto_id="off-%s"),
    }
    return render(request, "products/gates/meeting.html", context, status=status)


def _vote_form(shown: Meeting, own: Vote | None) -> VoteForm:
    return VoteForm(criteria=shown.criteria.order_by("kind", "position", "id"), vote=own, auto_id="vote-%s")


def _asked_first_at(gate: str) -> list[str]:
    return [str(rules.EVIDENCE[name].label) for name, first in rules.REQUIRED_AT.items() if first == gate]
