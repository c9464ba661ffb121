"""Touchpoints at work: the list, one touchpoint, its poster, the map along the customer's life, the stages."""

from secrets import token_urlsafe
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from customers import selectors, services
from customers.enums import TouchpointKind
from customers.forms_touchpoints import CloseForm, TouchpointForm, initial_of_touchpoint
from customers.models import Touchpoint
from customers.poster import feedback_address, poster_pdf
from customers.touchpoint_map import touchpoint_map
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.list_filters import read, without
from foundation.core.metrics import Period
from foundation.core.stale import stale_context
from foundation.core.thai.dates import fiscal_quarter_of

MAY_SEE = (Permission.CUSTOMER_VIEW, Permission.VOC_VIEW, Permission.TOUCHPOINT_EDIT)


@require_GET
@requires(*MAY_SEE)
def touchpoint_list(request: HttpRequest) -> HttpResponseBase:
    """Touchpoints in use, or the closed ones; a company has some dozens, so they stand on one page."""
    shows_closed = request.GET.get("show") == "closed"
    rows = list(selectors.touchpoints_closed() if shows_closed else selectors.touchpoints_in_use())
    groups = [(label, [row for row in rows if row.kind == kind]) for kind, label in TouchpointKind.choices]
    context = {
        "groups": [group for group in groups if group[1]],
        "count": len(rows),
        "shows_closed": shows_closed,
        "tabs": [
            {"label": _("In use"), "url": "?", "current": not shows_closed, "count": None},
            {"label": _("Out of use"), "url": "?show=closed", "current": shows_closed, "count": None},
        ],
        "may_edit": signed_in(request).can(Permission.TOUCHPOINT_EDIT),
    }
    return render(request, "customers/touchpoints/list.html", context)


@require_GET
@requires(*MAY_SEE)
def touchpoint_detail(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """One touchpoint: facts, QR code, what passed there."""
    return _detail(request, _touchpoint(public_id))


@require_http_methods(["GET", "POST"])
@requires(Permission.TOUCHPOINT_EDIT)
def touchpoint_new(request: HttpRequest) -> HttpResponseBase:
    """Record a touchpoint; sent twice, it is recorded once."""
    user = signed_in(request)
    initial = {
        "once": token_urlsafe(16),
        "owner_unit": user.unit_id,
        "owner": user.pk,
        "opened_on": timezone.localdate(),
    }
    form = TouchpointForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            touchpoint = services.add_touchpoint(
                values=form.values(), by=user, now=timezone.now(), once=form.cleaned_data["once"]
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Recorded. Its poster is ready to print."))
            return redirect(touchpoint.get_absolute_url())
    return render(request, "customers/touchpoints/form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.TOUCHPOINT_EDIT)
def touchpoint_edit(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Change a touchpoint; a stale save shows both sides and loses neither."""
    touchpoint = _touchpoint(public_id)
    form = TouchpointForm(request.POST or None, initial=initial_of_touchpoint(touchpoint))
    context: dict[str, Any] = {"touchpoint": touchpoint, "form": form}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.update_touchpoint(
                touchpoint_id=touchpoint.pk,
                shown_version=form.cleaned_data["version"] or 0,
                values=form.values(),
                by=signed_in(request),
                now=timezone.now(),
            )
        except StaleVersion:
            context |= stale_context(form, _touchpoint(public_id))
            status = 409
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(touchpoint.get_absolute_url())
    status = 422 if form.errors and status == 200 else status
    return render(request, "customers/touchpoints/form.html", context, status=status)


@require_POST
@requires(Permission.TOUCHPOINT_EDIT)
def touchpoint_close(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Take it out of use, with a reason."""
    touchpoint = _touchpoint(public_id)
    form = CloseForm(request.POST)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            services.close_touchpoint(
                touchpoint_id=touchpoint.pk, on=asked["on"], reason=asked["reason"], by=signed_in(request),
                now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Closed. What was said there stays."))
            return redirect(touchpoint.get_absolute_url())
    return _detail(request, touchpoint, close_form=form, status=422)


@require_POST
@requires(Permission.TOUCHPOINT_EDIT)
def touchpoint_reopen(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Bring a closed one back."""
    touchpoint = _touchpoint(public_id)
    try:
        services.reopen_touchpoint(touchpoint_id=touchpoint.pk, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("In use again, with the same code."))
    return redirect(touchpoint.get_absolute_url())


@require_GET
@requires(*MAY_SEE)
def touchpoint_poster(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The poster with the QR code, as PDF; with `stage`, the code names that one of the stages it serves."""
    touchpoint = _touchpoint(public_id)
    asked = request.GET.get("stage", "")
    stage = next((each for each in touchpoint.stages_in_use if each.code == asked), None)
    if asked and stage is None:
        raise Http404
    poster = poster_pdf(touchpoint, today=timezone.localdate(), stage=stage)
    name = "-".join(filter(None, ("touchpoint", touchpoint.code, asked)))
    response = HttpResponse(poster, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@require_GET
@requires(*MAY_SEE)
def map_page(request: HttpRequest) -> HttpResponseBase:
    """Stages × touchpoints with what passed at each crossing, in the chosen period."""
    periods = _periods()
    chosen = request.GET.get("period", "")
    chosen = chosen if chosen in periods else "year"
    label, period = periods[chosen]
    asked = read(request.GET, signed_in(request))
    context = {
        "map": touchpoint_map(period, cuts=asked.cuts),
        "asked": asked,
        "filters": asked.chips(request.GET),
        "period": chosen,
        "period_label": label,
        "tabs": [
            {"label": name, "url": without(request.GET, period=key), "current": key == chosen, "count": None}
            for key, (name, _period) in periods.items()
        ],
        "may_edit": signed_in(request).can(Permission.TOUCHPOINT_EDIT),
    }
    return render(request, "customers/touchpoints/map.html", context)


def _periods() -> dict[str, tuple[str, Period]]:
    """What the map can be drawn for: the running quarter, the one before, and the last four whole ones."""
    running = fiscal_quarter_of(timezone.localdate())
    last = running.previous()
    first = last.previous().previous().previous()
    year = Period(first.period.start, running.period.end)
    return {
        "year": (_("Four quarters and the running one"), year),
        "last": (last.label(), last.period),
        "running": (running.label(), running.period),
    }


def _touchpoint(public_id: str) -> Touchpoint:
    rows = Touchpoint.objects.select_related("owner_unit", "owner").prefetch_related("stages")
    return get_object_or_404(rows, public_id=public_id)


def _detail(
    request: HttpRequest, touchpoint: Touchpoint, *, close_form: CloseForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "touchpoint": touchpoint,
        "address": feedback_address(touchpoint),
        "contacts": selectors.contacts_at(touchpoint),
        "changes": selectors.touchpoint_changes(touchpoint),
        "close_form": close_form or CloseForm(initial={"on": timezone.localdate()}),
        "may_edit": signed_in(request).can(Permission.TOUCHPOINT_EDIT),
        "form": close_form,
    }
    return render(request, "customers/touchpoints/detail.html", context, status=status)
