"""Mystery visits: the list, planning one, telling what happened, calling one off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused
from foundation.core.pages import keyset_page
from service_charter import selectors
from service_charter.enums import VisitState
from service_charter.forms.ledger import TakeBackForm, VisitForm, VisitReportForm
from service_charter.models import MysteryVisit
from service_charter.services import visits as services


@require_GET
@requires(Permission.CHARTER_MEASURE)
def visit_list(request: HttpRequest) -> HttpResponse:
    """Visits to be made by their day; a tab for those that are over. Whom they surprise doesn't see them."""
    shown = "over" if request.GET.get("show") == "over" else ""
    rows = selectors.visits()
    if shown:
        rows, order = rows.exclude(state=VisitState.PLANNED), ["-ended_at", "-id"]
    else:
        rows, order = rows.filter(state=VisitState.PLANNED), ["last_day", "id"]
    context = {
        "page": keyset_page(rows, order=order, cursor=request.GET.get("after", "")),
        "shown": shown,
        "today": timezone.localdate(),
        "tabs": [
            {"label": _("To be made"), "url": "?", "current": not shown},
            {"label": _("Over and told"), "url": "?show=over", "current": bool(shown)},
        ],
    }
    return render(request, "service_charter/visits/list.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.CHARTER_MEASURE)
def visit_new(request: HttpRequest) -> HttpResponse:
    """Plan a visit."""
    form = VisitForm(request.POST or None, initial={"touchpoint": request.GET.get("touchpoint", "")})
    if request.method == "POST" and form.is_valid():
        try:
            row = services.plan_visit(by=signed_in(request), now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The visit is planned, and the visitor is told."))
            return redirect(row)
    return render(request, "service_charter/visits/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.CHARTER_MEASURE)
def visit(request: HttpRequest, public_id: str) -> HttpResponse:
    """One visit; its visitor tells here what happened."""
    row = _visit(public_id)
    form = _report_form(row, request)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.report_visit(visit_id=row.pk, by=signed_in(request), now=timezone.now(), **form.facts)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Told. What you saw stands in the ledger."))
            return redirect(row)
    if form.errors:
        status = 422
    return _page(request, _visit(public_id), form, TakeBackForm(), status=status)


@require_POST
@requires(Permission.CHARTER_MEASURE)
def visit_call_off(request: HttpRequest, public_id: str) -> HttpResponse:
    """The visit is not made, for a reason."""
    row = _visit(public_id)
    form = TakeBackForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            services.call_off_visit(visit_id=row.pk, reason=reason, by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The visit is called off."))
            return redirect(row)
    return _page(request, _visit(public_id), _report_form(row, None), form, status=422)


def _visit(public_id: str) -> MysteryVisit:
    return get_object_or_404(selectors.visits(), public_id=public_id)


def _report_form(row: MysteryVisit, request: HttpRequest | None) -> VisitReportForm:
    data = request.POST if request is not None and request.method == "POST" else None
    standards = selectors.standards_of_visit(row)
    return VisitReportForm(data, standards=standards, initial={"visited_on": timezone.localdate()})


def _page(
    request: HttpRequest, row: MysteryVisit, form: VisitReportForm, off_form: TakeBackForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "visit": row,
        "form": form,
        "off_form": off_form,
        "standards": selectors.standards_of_visit(row),
        "measured": selectors.measured_by_visit(row),
        "may_tell": row.is_planned and signed_in(request).pk == row.visitor_id,
    }
    return render(request, "service_charter/visits/one.html", context, status=status)
