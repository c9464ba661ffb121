"""Plans: the list, one edition with everything in it, its texts, its next edition, what changed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core import references
from foundation.core.errors import Refused, StaleVersion
from foundation.core.form_pages import form_page
from foundation.core.stale import stale_context
from foundation.core.thai.dates import fiscal_year_of
from strategy import compare, selectors, services
from strategy.completeness import missing_of
from strategy.content import PLAN_TEXTS
from strategy.enums import Status
from strategy.forms import EnforceForm, InputForm, PlanForm, PlanStartForm, ReasonForm
from strategy.lifecycle import MOVES, PATH
from strategy.models import BoardText, Plan
from strategy.rules import standing


@require_GET
@requires(Permission.STRATEGY_VIEW)
def plan_list(request: HttpRequest) -> HttpResponse:
    """Every edition of every plan."""
    may_edit = signed_in(request).can(Permission.STRATEGY_EDIT)
    return render(request, "strategy/plans.html", {"plans": selectors.plans(), "may_edit": may_edit})


@require_http_methods(["GET", "POST"])
@requires(Permission.STRATEGY_EDIT)
def start(request: HttpRequest) -> HttpResponse:
    """Begin a plan for years that have none yet."""
    year = fiscal_year_of(timezone.now())
    form = PlanStartForm(request.POST or None, initial={"kind": "annual", "first_year": year, "last_year": year})
    if request.method == "POST" and form.is_valid():
        try:
            plan = services.start_plan(**form.cleaned_data, by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("strategy:staff-plan-edit", public_id=plan.public_id)
    return form_page(request, "strategy/plan_new.html", {"form": form})


@require_GET
@requires(Permission.STRATEGY_VIEW)
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One edition with its parts and its next step."""
    return plan_page(request, plan_of(public_id))


@require_http_methods(["GET", "POST"])
@requires(Permission.STRATEGY_EDIT)
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change the texts of a draft. A stale save shows both sides and loses neither."""
    plan = plan_of(public_id)
    initial = {name: getattr(plan, name) for name in ("version", *PLAN_TEXTS, "under")}
    form = PlanForm(request.POST or None, initial=initial, plan=plan)
    stale: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            services.save_plan(
                plan=plan,
                shown_version=form.cleaned_data["version"],
                facts=form.cleaned_data,
                by=signed_in(request),
                now=timezone.now(),
            )
        except StaleVersion:
            plan.refresh_from_db()
            stale = stale_context(form, plan)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The texts are saved."))
            return redirect(plan)
    context = {"plan": plan, "form": form, **stale}
    return form_page(request, "strategy/plan_edit.html", context)


@require_POST
@requires(Permission.STRATEGY_EDIT)
def next_edition(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin the next edition from this one."""
    plan = plan_of(public_id)
    try:
        copy = services.next_edition(plan=plan, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(plan)
    messages.success(
        request, _("Edition %(number)s begins with everything of the last one.") % {"number": copy.edition}
    )
    return redirect(copy)


@require_GET
@requires(Permission.STRATEGY_VIEW)
def compare_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """What this edition changes from another one of the same plan (the one before, unless `with` names it)."""
    plan = plan_of(public_id)
    others = list(plan.family().exclude(pk=plan.pk).order_by("-edition"))
    asked = request.GET.get("with", "")
    earlier = [row for row in others if row.edition < plan.edition]
    other = next((row for row in others if str(row.edition) == asked), next(iter(earlier or others), None))
    changes = compare.plan_changes(other, plan) if isinstance(other, Plan) else []
    context = {"plan": plan, "others": others, "other": other, "changes": changes}
    return render(request, "strategy/compare.html", context)


@require_POST
@requires(Permission.STRATEGY_EDIT)
def input_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Name what the plan rests on."""
    plan = plan_of(public_id)
    user, form = signed_in(request), InputForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        reference = references.by_address(user, given["address"]) if given["address"] else None
        if given["address"] and reference is None:
            form.add_error("address", _("No record that you may see has this address."))
        else:
            try:
                services.add_input(
                    plan=plan,
                    kind=given["kind"],
                    reference=reference,
                    note=given["note"],
                    by=user,
                    now=timezone.now(),
                )
            except Refused as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("The input is on the list."))
                return redirect(plan)
    return plan_page(request, plan, input_form=form)


@require_POST
@requires(Permission.STRATEGY_EDIT)
def input_remove(request: HttpRequest, public_id: str, input_id: str) -> HttpResponse:
    """Take an input off the list."""
    plan = plan_of(public_id)
    get_object_or_404(plan.inputs, public_id=input_id)
    services.remove_input(plan=plan, public_id=input_id, by=signed_in(request), now=timezone.now())
    messages.success(request, _("The input is off the list."))
    return redirect(plan)


def plan_of(public_id: str) -> Plan:
    """The edition with what its page shows. Raises Http404."""
    rows = Plan.objects.select_related(
        "resolution__meeting", "drafted_by", "under", "customer_definition", "market_definition"
    )
    return get_object_or_404(rows, public_id=public_id)


def steps(user: User, text: BoardText) -> dict[str, bool]:
    """Which moves this person may make now."""
    return {
        name: text.status in move.sources and bool(move.permission) and user.can(move.permission or "")
        for name, move in MOVES.items()
    }


def plan_page(request: HttpRequest, plan: Plan, **forms: Any) -> HttpResponse:
    """The page of a plan, with the form that was refused, if one was."""
    user, now = signed_in(request), timezone.now()
    day = timezone.localdate(now)
    before = selectors.edition_before(plan)
    initiatives = list(
        selectors.with_standing(plan.initiatives.all(), day, today=day)
        .select_related("owner", "owner_unit", "line", "indicator")
        .order_by("number")
    )
    for row in initiatives:
        row.state = standing(row.percent, row.expected)  # type: ignore[attr-defined]
    lines = list(plan.lines.order_by("number"))
    for line in lines:
        line.shown = [row for row in initiatives if row.line_id == line.pk]  # type: ignore[attr-defined]
    indicators = list(plan.indicators.select_related("owner_unit").prefetch_related("targets").order_by("number"))
    context = {
        "plan": plan,
        "goals": [
            (
                goal,
                [row for row in indicators if row.goal_id == goal.pk],
                [line for line in lines if line.goal_id == goal.pk],
            )
            for goal in plan.goals.prefetch_related("links__item__master_plan").order_by("number")
        ],
        "path": [(status, status.label, status == plan.status) for status in PATH],
        "missing": list(missing_of(plan).values()) if plan.is_draft else [],
        "moves": steps(user, plan),
        "before": before,
        "changes": compare.plan_changes(before, plan) if before and plan.is_draft else [],
        "inputs": selectors.inputs_of(plan, user),
        "input_gaps": selectors.input_gaps(plan),
        "may_edit": plan.is_draft and user.can(Permission.STRATEGY_EDIT),
        "may_link": user.can(Permission.STRATEGY_EDIT),
        "may_continue": plan.status == Status.IN_FORCE and user.can(Permission.STRATEGY_EDIT),
        "may_see_resolutions": user.can(Permission.RESOLUTION_VIEW),
        "enforce_form": EnforceForm(initial={"effective_on": max(day, plan.quarters[0].period.start.date())}),
        "take_back_form": ReasonForm(),
        "input_form": InputForm(),
        **forms,
    }
    return form_page(request, "strategy/plan.html", context)
