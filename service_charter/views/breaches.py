"""Broken promises: the list, worst first, and one of them from its discovery to its end."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.forms import RefusableForm
from foundation.core.pages import keyset_page
from foundation.core.stale import stale_context
from service_charter import breach_rules as rules
from service_charter import charts, selectors
from service_charter.enums import BreachState
from service_charter.forms.breaches import BreachActionForm, BreachNoteForm
from service_charter.models import Breach
from service_charter.selectors import breaches as reads
from service_charter.services import breaches as services

STEPS: dict[str, tuple[type[RefusableForm], Callable[..., Breach]]] = {
    "act": (BreachActionForm, services.act_on_breach),
    "close": (BreachNoteForm, services.close_breach),
    "withdraw": (BreachNoteForm, services.withdraw_breach),
}
OVER = "over"


@require_GET
@requires(Permission.CHARTER_VIEW)
def breach_list(request: HttpRequest) -> HttpResponse:
    """What waits for an action, the worst first; tabs for what is under way and what is over."""
    shown = request.GET.get("show", "")
    rows = reads.breaches()
    if shown == BreachState.ACTING:
        rows, order = rows.filter(state=BreachState.ACTING), ["found_at", "id"]
    elif shown == OVER:
        rows, order = rows.filter(closed_at__isnull=False), ["-closed_at", "-id"]
    else:
        shown, order = "", ["-gap", "id"]
        rows = reads.worst_first(rows.filter(state=BreachState.OPEN))
    context = {
        "page": keyset_page(rows, order=order, cursor=request.GET.get("after", "")),
        "tabs": [
            {"label": label, "url": f"?show={value}" if value else "?", "current": value == shown}
            for value, label in (
                ("", BreachState.OPEN.label),
                (str(BreachState.ACTING), BreachState.ACTING.label),
                (OVER, _("Over")),
            )
        ],
        "shown": shown,
        "late_before": timezone.now() - rules.ANSWER_WITHIN,
    }
    return render(request, "service_charter/breaches/list.html", context)


@require_GET
@requires(Permission.CHARTER_VIEW)
def breach(request: HttpRequest, public_id: str) -> HttpResponse:
    """One broken promise: what shows it, what is done, what was measured since."""
    return _page(request, _breach(public_id))


@require_POST
@requires(Permission.RISK_EDIT, Permission.CHARTER_MEASURE)
def breach_step(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """Act on it, close it, withdraw it. What is refused stands in the form, with what was typed."""
    if name not in STEPS:
        raise Http404
    row = _breach(public_id)
    kind, service = STEPS[name]
    form = kind(request.POST)
    if not form.is_valid():
        return _page(request, row, {name: form}, status=422)
    facts = dict(form.cleaned_data)
    shown_version = facts.pop("version")
    try:
        service(breach_id=row.pk, shown_version=shown_version, by=signed_in(request), now=timezone.now(), **facts)
    except StaleVersion as refusal:
        row = _breach(public_id)
        stale_context(form, row)  # the next try is against the page as it is now
        form.refuse(refusal)
        return _page(request, row, {name: form}, status=409)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, _breach(public_id), {name: form}, status=422)
    messages.success(request, _("The step is recorded."))
    return redirect(row)


def _breach(public_id: str) -> Breach:
    return get_object_or_404(reads.breaches(), public_id=public_id)


def _page(
    request: HttpRequest, row: Breach, forms: dict[str, RefusableForm] | None = None, *, status: int = 200
) -> HttpResponse:
    user, given, now = signed_in(request), forms or {}, timezone.now()
    target = float(row.target_percent)
    before, since = reads.before(row), reads.measured_since(row, now=now)
    initial = {"version": row.version}
    weeks = selectors.control_chart(selectors.weekly(row.standard_code, now=now))
    may_measure = user.can(Permission.CHARTER_MEASURE)
    context: dict[str, Any] = {
        "breach": row,
        "before": (before, before.judged(target)),
        "since": (since, since.judged(target)),
        "is_cured": rules.is_cured(before, since, target),
        "waits_for_closing": rules.waits_for_closing(row),
        "chart": charts.control_drawing(weeks),
        "may_act": row.state == BreachState.OPEN and rules.may_answer(user, row),
        "may_close": rules.waits_for_closing(row) and rules.may_close(user, row),
        "may_withdraw": row.state == BreachState.OPEN and may_measure,
        "may_see_actions": user.can(Permission.RISK_VIEW),
        "form": next(iter(given.values()), None),
        "act_form": given.get("act", BreachActionForm(initial=initial)),
        "close_form": given.get("close", BreachNoteForm(initial=initial, auto_id="id_close_%s")),
        "withdraw_form": given.get("withdraw", BreachNoteForm(initial=initial, auto_id="id_withdraw_%s")),
        "history": row.history.select_related("history_user").order_by("-history_id"),
    }
    return render(request, "service_charter/breaches/one.html", context, status=status)
