"""The parts of a draft: add, change, remove."""

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
from foundation.core.stale import stale_context
from strategy import services
from strategy.forms import part_form
from strategy.models import Indicator, Plan
from strategy.parts import PARTS, PartKind, PartRow
from strategy.views.plans import plan_of

WIDE = ("description", "clauses")


@require_http_methods(["GET", "POST"])
@requires(Permission.STRATEGY_EDIT)
def new(request: HttpRequest, public_id: str, key: str) -> HttpResponse:
    """Add a goal, a line, an indicator or an initiative."""
    return _page(request, plan_of(public_id), _kind(key), None)


@require_http_methods(["GET", "POST"])
@requires(Permission.STRATEGY_EDIT)
def edit(request: HttpRequest, public_id: str, key: str, part_id: str) -> HttpResponse:
    """Change one."""
    plan, kind = plan_of(public_id), _kind(key)
    return _page(request, plan, kind, _part(plan, kind, part_id))


@require_POST
@requires(Permission.STRATEGY_EDIT)
def remove(request: HttpRequest, public_id: str, key: str, part_id: str) -> HttpResponse:
    """Take one out of the draft."""
    plan, kind = plan_of(public_id), _kind(key)
    part = _part(plan, kind, part_id)
    try:
        services.remove_part(plan=plan, kind=kind, part=part, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("%(part)s is out of the draft.") % {"part": f"{kind.label} {part.number}"})
    return redirect(plan)


def _kind(key: str) -> PartKind:
    if key not in PARTS:
        raise Http404
    return PARTS[key]


def _part(plan: Plan, kind: PartKind, part_id: str) -> PartRow:
    rows: Any = kind.model._default_manager.filter(plan=plan)
    part: PartRow = get_object_or_404(rows, public_id=part_id)
    return part


def _page(request: HttpRequest, plan: Plan, kind: PartKind, part: PartRow | None) -> HttpResponse:
    form = part_form(kind, plan, part, request.POST or None)
    stale: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_part(
                plan=plan,
                kind=kind,
                part=part,
                shown_version=form.cleaned_data["version"],
                facts=form.facts(),
                by=signed_in(request),
                now=timezone.now(),
            )
        except StaleVersion:
            assert part is not None  # noqa: S101  a new part has no version to be stale
            part.refresh_from_db()
            _show_targets(part)
            stale = stale_context(form, part)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(part)s is saved.") % {"part": f"{kind.label} {saved.number}"})
            return redirect(plan)
    pairs = [form[name] for name in form.fields if name not in WIDE and not form[name].is_hidden]
    context = {
        "plan": plan,
        "kind": kind,
        "part": part,
        "form": form,
        "pairs": pairs,
        "wide": [form[name] for name in WIDE if name in form.fields],
        **stale,
    }
    return form_page(request, "strategy/part.html", context)


def _show_targets(part: PartRow) -> None:
    """The stored targets under the names of their fields, to stand beside what was typed."""
    if isinstance(part, Indicator):
        for target in part.targets.all():
            setattr(part, f"target_{target.year}", target.value)
