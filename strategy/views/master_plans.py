"""The company's other plans, which of their items ours serves, and the gaps on both sides."""

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
from foundation.core.form_pages import form_page
from foundation.core.stale import stale_context
from strategy import selectors, services
from strategy.forms import LinkForm, MasterItemForm, MasterPlanForm
from strategy.models import Goal, Initiative, MasterItem, MasterPlan
from strategy.services.linking import MASTER_FIELDS

LIST = "strategy:staff-master-plans"


@require_GET
@requires(Permission.STRATEGY_VIEW)
def master_list(request: HttpRequest) -> HttpResponse:
    """Every master plan with its items, what serves each, and what serves nothing."""
    return _list(request)


@require_http_methods(["GET", "POST"])
@requires(Permission.STRATEGY_EDIT)
def new(request: HttpRequest) -> HttpResponse:
    """Add a master plan."""
    return _form(request, None)


@require_http_methods(["GET", "POST"])
@requires(Permission.STRATEGY_EDIT)
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change its name, keeper or years."""
    return _form(request, get_object_or_404(MasterPlan, public_id=public_id))


@require_POST
@requires(Permission.STRATEGY_EDIT)
def item_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add an item."""
    master, form = get_object_or_404(MasterPlan, public_id=public_id), MasterItemForm(request.POST)
    if form.is_valid():
        try:
            item = services.add_master_item(
                master=master, **form.cleaned_data, by=signed_in(request), now=timezone.now()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Item %(code)s is added.") % {"code": item.code})
            return redirect(LIST)
    return _list(request, refused=master, item_form=form)


@require_POST
@requires(Permission.STRATEGY_EDIT)
def item_remove(request: HttpRequest, item_id: str) -> HttpResponse:
    """Take an item out, its links with it."""
    item = _item(item_id)
    services.remove_master_item(master=item.master_plan, public_id=item_id, by=signed_in(request), now=timezone.now())
    messages.success(request, _("Item %(code)s is removed.") % {"code": item.code})
    return redirect(LIST)


@require_POST
@requires(Permission.STRATEGY_EDIT)
def link(request: HttpRequest, item_id: str) -> HttpResponse:
    """Say which goal or initiative serves the item."""
    item, form = _item(item_id), LinkForm(request.POST, ours=_choices())
    if form.is_valid():
        ours = _ours(form.cleaned_data["ours"])
        services.link(ours=ours, item=item, by=signed_in(request), now=timezone.now())
        words = {"ours": ours.title, "code": item.code}
        messages.success(request, _("“%(ours)s” serves %(code)s.") % words)
    else:
        messages.error(request, _("Please choose a goal or an initiative of a plan in force."))
    return redirect(LIST)


@require_POST
@requires(Permission.STRATEGY_EDIT)
def unlink(request: HttpRequest, item_id: str) -> HttpResponse:
    """Take a link away."""
    item, form = _item(item_id), LinkForm(request.POST, ours=_choices())
    if form.is_valid():
        services.unlink(ours=_ours(form.cleaned_data["ours"]), item=item, by=signed_in(request), now=timezone.now())
        messages.success(request, _("The link is taken away."))
    return redirect(LIST)


def _item(item_id: str) -> MasterItem:
    return get_object_or_404(MasterItem.objects.select_related("master_plan"), public_id=item_id)


def _ours(value: str) -> Goal | Initiative:
    kind, _colon, public_id = value.partition(":")
    model: type[Goal] | type[Initiative] = Goal if kind == "goal" else Initiative
    rows: Any = model._default_manager.all()
    found: Goal | Initiative = get_object_or_404(rows, public_id=public_id)
    return found


def _choices() -> list[tuple[str, str]]:
    """Goals and initiatives of the plans in force."""
    binding = selectors.plans_in_force(timezone.localdate())
    goals = Goal.objects.filter(plan__in=binding).select_related("plan").order_by("plan", "number")
    initiatives = Initiative.objects.filter(plan__in=binding).order_by("plan", "number")
    return [
        *((f"goal:{row.public_id}", _("Goal: %(title)s") % {"title": row.title}) for row in goals),
        *((f"initiative:{row.public_id}", _("Initiative: %(title)s") % {"title": row.title}) for row in initiatives),
    ]


def _list(
    request: HttpRequest, *, refused: MasterPlan | None = None, item_form: MasterItemForm | None = None
) -> HttpResponse:
    day = timezone.localdate()
    may_edit = signed_in(request).can(Permission.STRATEGY_EDIT)
    context = {
        "masters": selectors.master_plans(day),
        "gaps": selectors.gaps_of(day),
        "choices": _choices() if may_edit else [],
        "may_edit": may_edit,
        "refused": refused,
        "refused_form": item_form,
        "item_form": MasterItemForm(),
    }
    return form_page(request, "strategy/master_plans.html", context)


def _form(request: HttpRequest, master: MasterPlan | None) -> HttpResponse:
    initial = {name: getattr(master, name) for name in ("version", *MASTER_FIELDS)} if master else {}
    form = MasterPlanForm(request.POST or None, initial=initial)
    stale: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            services.save_master_plan(
                master=master,
                shown_version=form.cleaned_data["version"],
                facts=form.cleaned_data,
                by=signed_in(request),
                now=timezone.now(),
            )
        except StaleVersion:
            assert master is not None  # noqa: S101  a new one has no version to be stale
            master.refresh_from_db()
            stale = stale_context(form, master)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The master plan is saved."))
            return redirect(LIST)
    context = {"master": master, "form": form, **stale}
    return form_page(request, "strategy/master_plan.html", context)
