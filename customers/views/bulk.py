"""Changing many customers of the list at once: preview, progress, undo."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from customers.enums import BulkState
from customers.filters import read_query
from customers.forms import add_refusal
from customers.forms_bulk import BulkForm, UndoBulkForm
from customers.lifecycle import BULK_MOVES
from customers.models import BulkAction
from customers.rules import may_stop_bulk
from customers.selectors import bulk as selectors
from customers.services.bulk import MOST, start_bulk
from customers.services.bulk_undo import start_undo
from customers.words import BULK_LEFT
from foundation.accounts.access import requires, signed_in
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, Refused
from foundation.core.list_filters import read
from foundation.core.pages import keyset_page

PICKED_MOST = 200


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_EDIT)
def bulk_new(request: HttpRequest) -> HttpResponseBase:
    """GET says of whom it is; POST shows what would become of them, and, confirmed, has it done.

    Whom: those picked in the list (`pick`), or all that the filters in the address ask for.
    """
    user = signed_in(request)
    cut = read(request.GET, user)
    picked = [] if request.GET.get("all") else request.GET.getlist("pick")[:PICKED_MOST]
    nobody = bool(request.GET.get("picking")) and not picked
    customers = selectors.chosen(user, read_query(request.GET, cut.cuts), picked)
    form = BulkForm(request.POST or None)
    context: dict[str, Any] = {
        "form": form, "asked": cut, "nobody": nobody, "most": MOST, "picked": bool(picked),
        "back": f"{reverse('customers:staff-list')}?{_filters(request)}",
    }  # fmt: skip
    if nobody or cut.refused:
        return render(request, "customers/bulk/form.html", context, status=422 if request.method == "POST" else 200)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("confirm"):
            try:
                action = start_bulk(
                    customers=customers, wanted=form.wanted, reason=form.cleaned_data["reason"],
                    shown=form.cleaned_data["shown"] or 0, by=user, now=timezone.now(),
                )  # fmt: skip
            except Incomplete as refusal:
                add_refusal(form, refusal, renamed={"value": form.value_field})
            except Refused as refusal:
                form.add_error(None, refusal.message)
            else:
                return redirect("customers:bulk-action", action.public_id)
        context["preview"] = selectors.preview(customers, form.wanted)
    context |= {"total": customers.order_by()[: MOST + 1].count(), "first": selectors.first_of(customers)}
    return render(request, "customers/bulk/form.html", context, status=422 if form.errors else 200)


def _filters(request: HttpRequest) -> str:
    kept = request.GET.copy()
    for name in ("pick", "picking", "all"):
        kept.pop(name, None)
    return kept.urlencode()


@require_GET
@requires(Permission.CUSTOMER_EDIT)
def bulk_list(request: HttpRequest) -> HttpResponse:
    """What was changed in bulk, newest first."""
    page = keyset_page(selectors.bulk_actions(), order=("-pk",), cursor=request.GET.get("after", ""), size=25)
    rows = [
        {"action": action, "value": value, "standing": BulkState(action.standing).label}
        for action, value in zip(page.rows, selectors.values_of(page.rows), strict=True)
    ]
    return render(request, "customers/bulk/list.html", {"page": page, "rows": rows})


@require_GET
@requires(Permission.CUSTOMER_EDIT)
def bulk_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """How far it is, what became of the customers, whom it left and why; and the way back."""
    return _detail(request, selectors.bulk_action(public_id))


@require_POST
@requires(Permission.CUSTOMER_EDIT)
def bulk_undo(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Take all of it back."""
    action = selectors.bulk_action(public_id)
    form = UndoBulkForm(request.POST)
    if form.is_valid():
        try:
            start_undo(
                action_id=action.pk, reason=form.cleaned_data["reason"], by=signed_in(request), now=timezone.now()
            )
        except Incomplete as refusal:
            add_refusal(form, refusal)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("customers:bulk-action", action.public_id)
    return _detail(request, action, form, status=422)


def _detail(
    request: HttpRequest, action: BulkAction, form: UndoBulkForm | None = None, *, status: int = 200
) -> HttpResponse:
    user = signed_in(request)
    standing = action.standing
    context = {
        "action": action,
        "job": action.job,
        "is_moving": standing in {BulkState.RUNNING, BulkState.UNDOING},
        "standing": BulkState(standing).label,
        "value": selectors.values_of([action])[0],
        "counts": selectors.outcomes_of(action),
        "left": [{"row": row, "sentence": BULK_LEFT[row.code]} for row in selectors.left_of(action, user)],
        "undo": form or UndoBulkForm(),
        "may_undo": _may_undo(user, action, standing),
    }
    return render(request, "customers/bulk/detail.html", context, status=status)


def _may_undo(user: User, action: BulkAction, standing: str) -> bool:
    is_over = standing in BULK_MOVES["undo"].sources
    return is_over and BulkAction.objects.filter(may_stop_bulk(user), pk=action.pk).exists()
