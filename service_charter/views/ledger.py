"""The ledger of results: every entry, one of them, a sample by hand, and taking a wrong one back."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused
from foundation.core.list_filters import Chip, without
from foundation.core.pages import keyset_page
from service_charter import selectors, services
from service_charter.enums import Source
from service_charter.forms.ledger import SampleForm, TakeBackForm, promise_choices
from service_charter.models import Measurement
from service_charter.services import Entry

NOON = dt.time(12)


@require_GET
@requires(Permission.CHARTER_VIEW)
def ledger(request: HttpRequest) -> HttpResponse:
    """Every entry, the newest first, of one promise or source."""
    promises = promise_choices()
    code, source = request.GET.get("promise", ""), request.GET.get("source", "")
    code = code if code in dict(promises) else ""
    source = source if source in Source.values else ""
    rows = selectors.ledger(code=code, source=source)
    chosen = (("promise", dict(promises).get(code, "")), ("source", str(Source(source).label) if source else ""))
    context = {
        "page": keyset_page(rows, order=["-id"], cursor=request.GET.get("after", "")),
        "promises": promises,
        "sources": Source.choices,
        "code": code,
        "source": source,
        "filters": [Chip(label, without(request.GET, name)) for name, label in chosen if label],
        "may_measure": signed_in(request).can(Permission.CHARTER_MEASURE),
    }
    return render(request, "service_charter/ledger/list.html", context)


@require_GET
@requires(Permission.CHARTER_VIEW)
def entry(request: HttpRequest, public_id: str) -> HttpResponse:
    """One entry, and what took it back."""
    return _entry(request, _row(public_id), TakeBackForm())


@require_POST
@requires(Permission.CHARTER_MEASURE)
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a wrong entry back by one that turns its counts round."""
    row = _row(public_id)
    form = TakeBackForm(request.POST)
    if form.is_valid():
        try:
            services.cancel(measurement_id=row.pk, by=signed_in(request), now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Taken back. Both entries stay readable, and the sums count neither."))
            return redirect(row)
    return _entry(request, _row(public_id), form, status=422)


@require_http_methods(["GET", "POST"])
@requires(Permission.CHARTER_MEASURE)
def sample(request: HttpRequest) -> HttpResponse:
    """Enter a sample that was looked through by hand. Sent twice, it counts once."""
    initial = {"code": request.GET.get("promise", ""), "day": timezone.localdate()}
    form = SampleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given, now = form.cleaned_data, timezone.now()
        moment = min(dt.datetime.combine(given["day"], NOON, timezone.get_current_timezone()), now)
        standard = selectors.standard_bound_at(given["code"], moment)
        told = Entry(
            standard_id=standard.pk if standard else 0,
            source=Source.SAMPLE,
            key=given["key"],
            # A day of the future stays one, so that it is refused.
            occurred_at=moment if given["day"] <= timezone.localdate(now) else now + dt.timedelta(days=1),
            kept=given["kept"],
            n=given["n"],
            unit_id=given["unit"].pk if given["unit"] else None,
            touchpoint_id=given["touchpoint"].pk if given["touchpoint"] else None,
            note=given["note"],
        )
        try:
            row, is_new = services.enter(told, by=signed_in(request), now=now)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Entered.") if is_new else _("This sample stood in the ledger already."))
            return redirect(row)
    status = 422 if form.errors else 200
    return render(request, "service_charter/ledger/sample.html", {"form": form}, status=status)


def _row(public_id: str) -> Measurement:
    return get_object_or_404(selectors.ledger(), public_id=public_id)


def _entry(request: HttpRequest, row: Measurement, form: TakeBackForm, *, status: int = 200) -> HttpResponse:
    taken_back_by = getattr(row, "cancelled_by", None)
    may_measure = signed_in(request).can(Permission.CHARTER_MEASURE)
    context = {
        "row": row,
        "taken_back_by": taken_back_by,
        "may_take_back": may_measure and row.cancels_id is None and taken_back_by is None,
        "form": form,
    }
    return render(request, "service_charter/ledger/one.html", context, status=status)
