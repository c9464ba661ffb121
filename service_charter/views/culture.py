"""The service culture index: years and units, a round with its steps, and the statements for staff to answer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.form_pages import form_page
from foundation.core.stale import show_stored_version
from foundation.core.thai.dates import fiscal_quarter_of
from foundation.governance.selectors.risks import actions_of
from service_charter.citing import CULTURE_KIND
from service_charter.commitment_rules import OVERSIGHT
from service_charter.culture_charts import years_chart
from service_charter.culture_rules import LONGEST_ROUND
from service_charter.enums import CultureState
from service_charter.forms.culture import CultureForm, RoundForm
from service_charter.models import CultureRound
from service_charter.selectors import culture as reads
from service_charter.services import culture as services

STEPS = {
    "open": (services.open_round, gettext_lazy("The round is open; everybody asked got a note.")),
    "close": (services.close_round, gettext_lazy("The round is closed. Its results show now.")),
}


@require_GET
@requires(*OVERSIGHT, Permission.CHARTER_COMMIT)
def index(request: HttpRequest) -> HttpResponse:
    """Every round, and the house over the years: staff see what came of their answers."""
    user, now = signed_in(request), timezone.now()
    may_keep = user.can(Permission.CHARTER_CASCADE)
    rows = reads.rounds() if may_keep else reads.rounds().exclude(state=CultureState.DRAFT)
    years = reads.years(now)
    context = {
        "rounds": [(row, reads.turnout(row)) for row in rows],
        "years": years,
        "chart": years_chart(years) if len(years) > 1 else None,
        "may_keep": may_keep,
        "waiting": reads.waiting_for(user, timezone.localdate(now)),
    }
    return render(request, "service_charter/culture/index.html", context)


@require_GET
@requires(*OVERSIGHT, Permission.CHARTER_COMMIT)
def culture_round(request: HttpRequest, year: int) -> HttpResponse:
    """A round: turnout while it is open, results by unit and statement afterwards, and what was done about it."""
    return _round(request, _row(request, year))


@require_http_methods(["GET", "POST"])
@requires(Permission.CHARTER_CASCADE)
def edit(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Prepare a round; a new one starts with the statements of the last."""
    row = get_object_or_404(CultureRound, fiscal_year_be=year) if year else None
    form = RoundForm(request.POST or None, initial=_initial(row))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            saved = services.prepare(
                fiscal_year_be=given["fiscal_year_be"],
                closes_on=given["closes_on"],
                statements=given["statements"],
                shown_version=given["version"],
                by=signed_in(request),
                now=timezone.now(),
            )
        except StaleVersion as stale:
            form.refuse(stale)
            show_stored_version(form, stale.stored)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(saved)
    return form_page(request, "service_charter/culture/edit.html", {"round": row, "form": form})


@require_POST
@requires(Permission.CHARTER_CASCADE)
def step(request: HttpRequest, year: int, name: str) -> HttpResponse:
    """Open or close a round, or remind those who have not answered."""
    row = get_object_or_404(CultureRound, fiscal_year_be=year)
    given: dict[str, Any] = {"round_id": row.pk, "by": signed_in(request), "now": timezone.now()}
    try:
        if name == "remind":
            count = services.remind(**given)
            messages.success(request, _("Reminded: %(count)s.") % {"count": count})
        elif name in STEPS:
            take, words = STEPS[name]
            take(**given)
            messages.success(request, words)
        else:
            raise Http404
    except Refused as refusal:
        messages.error(request, refusal.message)
        return _round(request, row, status=409)
    return redirect(row)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CHARTER_COMMIT)
def answer(request: HttpRequest) -> HttpResponse:
    """The statements of the open round, answered once."""
    user, now = signed_in(request), timezone.now()
    row = reads.waiting_for(user, timezone.localdate(now))
    if row is None:
        context = {"round": None, "open_round": reads.open_round(timezone.localdate(now))}
        status = 409 if request.method == "POST" else 200
        return render(request, "service_charter/culture/answer.html", context, status=status)
    form = CultureForm(request.POST or None, items=list(row.items.all()))
    if request.method == "POST" and form.is_valid():
        try:
            services.answer(round_id=row.pk, marks=form.marks, by=user, now=now)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Thank you. Your answer is in, and nothing joins it to your name."))
            return redirect("service_charter:culture")
    return form_page(request, "service_charter/culture/answer.html", {"round": row, "form": form})


def _row(request: HttpRequest, year: int) -> CultureRound:
    row = get_object_or_404(CultureRound, fiscal_year_be=year)
    if row.state == CultureState.DRAFT and not signed_in(request).can(Permission.CHARTER_CASCADE):
        raise Http404
    return row


def _round(request: HttpRequest, row: CultureRound, *, status: int = 200) -> HttpResponse:
    user = signed_in(request)
    row.refresh_from_db()
    is_closed = row.state == CultureState.CLOSED
    sees_actions = user.can(Permission.RISK_VIEW)
    context: dict[str, Any] = {
        "round": row,
        "turnout": reads.turnout(row),
        "house": reads.house(row),
        "units": reads.table(row) if is_closed else [],
        "items": reads.items(row) if is_closed else list(row.items.all()),
        "asked_units": reads.turnout_by_unit(row) if row.state == CultureState.OPEN else [],
        "may_keep": user.can(Permission.CHARTER_CASCADE),
        "longest": LONGEST_ROUND,
        "actions": actions_of(user, CULTURE_KIND, row.public_id) if is_closed and sees_actions else None,
        "kind": CULTURE_KIND,
        "may_add": user.can(Permission.RISK_EDIT),
    }
    return render(request, "service_charter/culture/round.html", context, status=status)


def _initial(row: CultureRound | None) -> dict[str, Any]:
    last = row or reads.rounds().first()
    lines = list(last.items.all()) if last else []
    found: dict[str, Any] = {
        "statements_th": "\n".join(item.text_th for item in lines),
        "statements_en": "\n".join(item.text_en for item in lines),
        "fiscal_year_be": fiscal_quarter_of(timezone.now()).year_be,
    }
    if row:
        found |= {"fiscal_year_be": row.fiscal_year_be, "closes_on": row.closes_on, "version": row.version}
    return found
