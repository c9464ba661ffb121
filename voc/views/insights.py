"""Insights: the list, one insight with its next step, its form."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.form_pages import form_page
from foundation.core.list_filters import read, without
from foundation.core.pages import keyset_page
from foundation.core.references import resolve
from foundation.core.stale import stale_context
from segmentation.rules import can_see
from segmentation.selectors import segment_names
from voc.enums.insight import InsightStatus
from voc.filters import naming_segment
from voc.forms.insights import DecisionForm, InsightForm, OutcomeForm, SourceForm
from voc.lifecycle import INSIGHT_MOVES as MOVES
from voc.models import Insight
from voc.selectors import insights as selectors
from voc.selectors.needs import need_names
from voc.services import insights as services
from voc.tabs import tabs
from voc.views.steps import run

PATH = tuple(InsightStatus)


@require_GET
@requires(Permission.VOC_VIEW)
def insight_list(request: HttpRequest) -> HttpResponse:
    """The insights of one view, newest first, with what is overdue."""
    user = signed_in(request)
    asked = read(request.GET, user)
    rows = naming_segment(selectors.visible_insights(user), asked.cuts)
    view = request.GET.get("view", "proposed")
    view = view if view in selectors.VIEWS else "proposed"
    counts = selectors.view_counts(rows, now=timezone.now())
    labels = {"draft": _("Drafts"), "proposed": _("To be decided"), "decided": _("Decided"), "closed": _("Closed")}
    context = {
        "room_tabs": tabs("insights"),
        "tabs": [
            {"label": labels[key], "url": without(request.GET, view=key), "current": key == view, "count": counts[key]}
            for key in selectors.VIEWS
        ],
        "view": view,
        "asked": asked,
        "filters": asked.chips(request.GET),
        "overdue": counts["overdue"],
        "page": keyset_page(
            selectors.in_view(rows, view), order=("-created_at", "-id"), cursor=request.GET.get("after", "")
        ),
        "may_write": user.can(Permission.VOC_EDIT),
    }
    return render(request, "voc/insights/list.html", context)


@require_GET
@requires(Permission.VOC_VIEW)
def insight(request: HttpRequest, public_id: str) -> HttpResponse:
    """One insight with the records behind it and its next step."""
    return _page(request, _found(request, public_id))


@require_http_methods(["GET", "POST"])
@requires(Permission.VOC_EDIT)
def write(request: HttpRequest) -> HttpResponse:
    """Begin an insight; `kind` and `ref` in the address put a record behind it, `need` and `segment` fill it in."""
    user = signed_in(request)
    kind, ref = request.GET.get("kind", ""), request.GET.get("ref", "")
    cited = resolve(user, kind, ref) if kind and ref else None
    need = request.GET.get("need", "")
    initial = {
        "heard_since": timezone.localdate(),
        "owner": user.pk,
        "need_code": need,
        "segments": request.GET.getlist("segment"),
        "title": need_names().get(need, "") if need else "",
    }
    form = InsightForm(request.POST or None, initial=initial, user=user)
    if request.method == "POST" and form.is_valid():
        sources = [(kind, ref)] if cited else []
        sources += [(services.NEED_KIND, need)] if need else []
        try:
            row = services.write_insight(facts=form.facts, sources=sources, by=user, now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The draft is saved."))
            return redirect("voc:insight", row.public_id)
    return form_page(request, "voc/insights/edit.html", {"form": form, "row": None, "cited": cited})


@require_http_methods(["GET", "POST"])
@requires(Permission.VOC_EDIT)
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a draft. A stale save shows both sides and loses neither."""
    row = _found(request, public_id)
    form = InsightForm(request.POST or None, insight=row, user=signed_in(request))
    context: dict[str, Any] = {"form": form, "row": row}
    if request.method == "POST" and form.is_valid():
        try:
            services.change_insight(
                insight_id=row.pk,
                shown_version=form.cleaned_data["version"] or 0,
                facts=form.facts,
                by=signed_in(request),
                now=timezone.now(),
            )
        except StaleVersion:
            row.refresh_from_db()
            context |= stale_context(form, row, fields=("title", "heard", "heard_since", "need_code"))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The draft is saved."))
            return redirect("voc:insight", public_id)
    return form_page(request, "voc/insights/edit.html", context)


@require_POST
@requires(Permission.VOC_EDIT)
def cite(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a record behind it."""
    row = _found(request, public_id)
    form = SourceForm(request.POST, user=signed_in(request))
    if form.is_valid() and run(
        request,
        services.cite,
        _("It stands behind the insight now."),
        insight_id=row.pk,
        kind=form.cleaned_data["kind"],
        public_id=form.cleaned_data["public_id"],
    ):
        return redirect("voc:insight", public_id)
    return _page(request, row, source_form=form)


@require_POST
@requires(Permission.VOC_EDIT)
def uncite(request: HttpRequest, public_id: str, source: int) -> HttpResponse:
    """Take a record away from a draft."""
    run(request, services.uncite, "", insight_id=_found(request, public_id).pk, source_id=source)
    return redirect("voc:insight", public_id)


@require_POST
@requires(Permission.VOC_EDIT)
def propose(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lay it before those who decide."""
    run(request, services.propose_insight, _("Proposed."), insight_id=_found(request, public_id).pk)
    return redirect("voc:insight", public_id)


@require_POST
@requires(Permission.VOC_DECIDE)
def send_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for more, with a reason."""
    facts = {"insight_id": _found(request, public_id).pk, "reason": request.POST.get("reason", "")}
    run(request, services.return_insight, _("Sent back with your reason."), **facts)
    return redirect("voc:insight", public_id)


@require_POST
@requires(Permission.VOC_DECIDE)
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Decide, with the reason and a day for the follow-up."""
    row = _found(request, public_id)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            services.decide_insight(insight_id=row.pk, **form.cleaned_data, by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The decision is written down."))
            return redirect("voc:insight", public_id)
    return _page(request, row, decision_form=form)


@require_POST
@requires(Permission.VOC_EDIT)
def follow_up(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write down what came of it."""
    row = _found(request, public_id)
    form = OutcomeForm(request.POST)
    if form.is_valid() and run(
        request,
        services.follow_up_insight,
        _("Written down."),
        insight_id=row.pk,
        outcome=form.cleaned_data["outcome"],
    ):
        return redirect("voc:insight", public_id)
    return _page(request, row, outcome_form=form)


@require_POST
@requires(Permission.VOC_EDIT)
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """Nothing more is to be done."""
    run(request, services.close_insight, _("Closed."), insight_id=_found(request, public_id).pk)
    return redirect("voc:insight", public_id)


@require_POST
@requires(Permission.VOC_EDIT)
def make_idea(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand it in as an idea for products."""
    run(request, services.make_idea, _("Handed in as an idea."), insight_id=_found(request, public_id).pk)
    return redirect("voc:insight", public_id)


def _found(request: HttpRequest, public_id: str) -> Insight:
    return get_object_or_404(selectors.visible_insights(signed_in(request)), public_id=public_id)


def _page(
    request: HttpRequest,
    row: Insight,
    *,
    decision_form: DecisionForm | None = None,
    outcome_form: OutcomeForm | None = None,
    source_form: SourceForm | None = None,
) -> HttpResponse:
    user = signed_in(request)
    context = {
        "row": row,
        "path": [(status.label, status == row.status) for status in PATH],
        "cited": selectors.cited_by(row, user),
        "sees_segments": can_see(user),
        "segments": list(segment_names(row.segments).values()) if can_see(user) else [],
        "need": need_names().get(row.need_code, row.need_code),
        "moves": {name: row.status in move.sources and user.can(move.permission or "") for name, move in MOVES.items()},
        "wrote_it": user.pk == row.drafted_by_id,
        "may_edit": user.can(Permission.VOC_EDIT),
        "may_change": row.status == InsightStatus.DRAFT and user.can(Permission.VOC_EDIT),
        "idea": resolve(user, "idea", row.idea_id) if row.idea_id else None,
        "may_make_idea": not row.idea_id and user.can(Permission.IDEA_SUBMIT) and user.can(Permission.VOC_EDIT),
        "decision_form": decision_form or DecisionForm(),
        "outcome_form": outcome_form or OutcomeForm(),
        "source_form": source_form or SourceForm(user=user),
        "history": row.history.select_related("history_user").order_by("-history_id")[:20],
    }
    return form_page(request, "voc/insights/detail.html", context)
