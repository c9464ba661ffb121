"""Changing many cases of the queue at once: what is to change, what became of each, and the way back."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints import rules, services
from complaints.enums_bulk import BulkOutcome
from complaints.forms.bulk import BulkForm, UndoForm
from complaints.models import BulkChange, Complaint
from complaints.services.bulk import MOST
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, Refused
from foundation.core.pages import keyset_page
from foundation.core.toasts import undoable

PAGE_SIZE = 25


@requires(Permission.COMPLAINT_HANDLE)
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_new(request: HttpRequest) -> HttpResponseBase:
    """The cases ticked in the queue (`pick` in the address), and what is to change of them."""
    user, picked = signed_in(request), request.GET.getlist("pick")[: MOST + 1]
    cases = list(Complaint.objects.visible_to(user).filter(number__in=picked).order_by("queue_at", "pk")[: MOST + 1])
    form, status = BulkForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                change = services.change_many(
                    numbers=picked, wanted=form.wanted, reason=form.cleaned_data["reason"], by=user, now=timezone.now()
                )
            except Refused as refusal:
                form.refuse(refusal)
            else:
                if count := change.cases.filter(outcome=BulkOutcome.CHANGED).count():
                    done = ngettext("%(n)s case is changed.", "%(n)s cases are changed.", count) % {"n": count}
                    undoable(request, done, reverse("complaints:bulk-undo", args=[change.public_id]))
                return redirect("complaints:bulk-change", change.public_id)
    context = {"form": form, "cases": cases, "unseen": len(set(picked)) - len(cases)}
    return render(request, "complaints/staff/bulk.html", context, status=status)


@requires(Permission.COMPLAINT_HANDLE)
@require_GET
def bulk_list(request: HttpRequest) -> HttpResponse:
    """What was changed of many cases, newest first."""
    rows = BulkChange.objects.visible_to(signed_in(request)).select_related("by__unit", "handler", "unit")
    page = keyset_page(rows, order=("-pk",), cursor=request.GET.get("after", ""), size=PAGE_SIZE)
    return render(request, "complaints/staff/bulk_list.html", {"page": page})


@requires(Permission.COMPLAINT_HANDLE)
@require_GET
def bulk_change(request: HttpRequest, public_id: str) -> HttpResponse:
    """What became of each case, which stayed and why."""
    return _page(request, _found(request, public_id))


@requires(Permission.COMPLAINT_HANDLE)
@require_POST
def undo(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Take all of it back that nobody changed since."""
    change, form = _found(request, public_id), UndoForm(request.POST)
    if not form.is_valid():
        return _page(request, change, form=form, status=422)
    try:
        services.undo_many(
            change_id=change.pk, reason=form.cleaned_data["reason"], by=signed_in(request), now=timezone.now()
        )
    except (IllegalMove, Incomplete) as refusal:
        form.refuse(refusal)
        return _page(request, _found(request, public_id), form=form, status=409)
    return redirect("complaints:bulk-change", public_id)


def _found(request: HttpRequest, public_id: str) -> BulkChange:
    rows = BulkChange.objects.visible_to(signed_in(request))
    return get_object_or_404(rows.select_related("by__unit", "undone_by", "handler", "unit"), public_id=public_id)


def _page(request: HttpRequest, change: BulkChange, *, form: UndoForm | None = None, status: int = 200) -> HttpResponse:
    """Cases out of the reader's sight are counted, not named; whoever changed them chose them by their numbers."""
    user = signed_in(request)
    rows = list(change.cases.select_related("complaint"))
    if change.by_id != user.pk:
        seen = set(Complaint.objects.visible_to(user).filter(bulk_changes__change=change).values_list("pk", flat=True))
        rows = [row for row in rows if row.complaint_id in seen]
    counts = {outcome.value: sum(row.outcome == outcome for row in rows) for outcome in BulkOutcome}
    context: dict[str, Any] = {
        "change": change,
        "rows": rows,
        "counts": counts,
        "left": [row for row in rows if row.why],
        "form": form or UndoForm(),
        "may_undo": change.undone_at is None and counts[BulkOutcome.CHANGED] and rules.may_undo_bulk(user, change),
    }
    return render(request, "complaints/staff/bulk_change.html", context, status=status)
