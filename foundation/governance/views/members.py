"""Who sits on the board, and how many make a quorum."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.form_pages import form_page
from foundation.core.stale import stale_context
from foundation.governance import selectors, services
from foundation.governance.forms.meetings import EndSeatForm, QuorumForm, SeatForm
from foundation.governance.models import BoardSeat, QuorumRule
from foundation.governance.views.filling import board_crumbs, fill


@require_GET
@requires(Permission.RESOLUTION_VIEW)
def members(request: HttpRequest) -> HttpResponse:
    """The seats of today with their holders, and the rules for the quorum, newest first."""
    today = timezone.localdate()
    seats = list(selectors.seats_on(today).select_related("user"))
    rule = selectors.quorum_rule_on(today)
    context = {
        "seats": seats,
        "former": BoardSeat.objects.filter(until__lte=today).order_by("-until", "position")[:20],
        "rules": QuorumRule.objects.select_related("recorded_by").order_by("-since"),
        "rule": rule,
        "needed": rule.needed(len(seats)) if rule else None,
        "may_record": signed_in(request).can(Permission.RESOLUTION_RECORD),
    }
    return render(request, "governance/members.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.RESOLUTION_RECORD)
def seat_new(request: HttpRequest) -> HttpResponse:
    """Another seat."""
    return _seat(request, None)


@require_http_methods(["GET", "POST"])
@requires(Permission.RESOLUTION_RECORD)
def seat(request: HttpRequest, public_id: str) -> HttpResponse:
    """Name the holder of a seat, or mend a name."""
    return _seat(request, get_object_or_404(BoardSeat, public_id=public_id))


@require_POST
@requires(Permission.RESOLUTION_RECORD)
def seat_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """The holder leaves; the seat may go on with a successor."""
    row = get_object_or_404(BoardSeat, public_id=public_id)
    form = EndSeatForm(request.POST)
    if form.is_valid():
        successor = form.cleaned_data["successor"] if form.cleaned_data["goes_on"] else None
        try:
            services.end_seat(
                seat_id=row.pk,
                until=form.cleaned_data["until"],
                successor=successor,
                by=signed_in(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The change on the board is recorded."))
            return redirect("governance:staff-members")
    return _seat(request, row, end_form=form)


@require_http_methods(["GET", "POST"])
@requires(Permission.RESOLUTION_RECORD)
def quorum_new(request: HttpRequest) -> HttpResponse:
    """Another rule for the quorum from a day on."""
    form = QuorumForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_quorum_rule(by=signed_in(request), now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The rule is recorded."))
            return redirect("governance:staff-members")
    context = fill(form, _("Set another quorum"), _("Record the rule"), _crumbs())
    return form_page(request, "governance/fill.html", context)


def _crumbs() -> list[tuple[str, str]]:
    return board_crumbs((reverse("governance:staff-members"), _("Members and quorum")))


def _seat(request: HttpRequest, row: BoardSeat | None, *, end_form: EndSeatForm | None = None) -> HttpResponse:
    initial = {}
    if row:
        initial = {name: getattr(row, name) for name in ("version", "title_th", "title_en", "holder", "user")}
    is_save = request.method == "POST" and end_form is None
    form = SeatForm(request.POST if is_save else None, initial=initial)
    stale = {}
    if is_save and form.is_valid():
        facts = dict(form.cleaned_data)
        shown_version = facts.pop("version")
        try:
            services.save_seat(
                seat_id=row.pk if row else None,
                shown_version=shown_version,
                by=signed_in(request),
                now=timezone.now(),
                **facts,
            )
        except StaleVersion:
            stale = stale_context(form, get_object_or_404(BoardSeat, pk=row.pk if row else None))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The seat is saved."))
            return redirect("governance:staff-members")
    context = fill(form, str(row) if row else _("Add a seat"), _("Save"), _crumbs())
    context |= {"seat": row, "end_form": end_form or EndSeatForm(), **stale}
    return form_page(request, "governance/seat.html", context)
