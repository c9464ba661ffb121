"""Partners for staff: the register, one partner with what it keeps and reports, and asking for reports."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.form_pages import form_page
from foundation.core.pages import keyset_page
from foundation.core.stale import stale_context
from service_charter.forms import ReasonForm
from service_charter.forms.partners import AskForm, PartnerForm
from service_charter.models import Partner, PartnerReport, ReportLink, Standard
from service_charter.partner_rules import READERS, may_keep
from service_charter.selectors import all_in_force
from service_charter.selectors import partners as reads
from service_charter.selectors.measurement import Judged, Tally, days_of
from service_charter.services import partner_reports as reporting
from service_charter.services import partners as services

SHOWN = 12  # reports and links on the page of a partner


@require_GET
@requires(*READERS)
def index(request: HttpRequest) -> HttpResponse:
    """Who keeps promises in our name, how well, and until when each has reported."""
    now, gone = timezone.now(), request.GET.get("gone") == "1"
    page = keyset_page(reads.listed(active=not gone), order=["name_th", "id"], cursor=request.GET.get("after", ""))
    kept, quarter = reads.kept_in_all(page.rows, reads.year_until(now)), reads.quarter_to_report(now)
    owing = {silent.pk for silent in reads.owing(quarter, now)[0]}
    context = {
        "page": page,
        "lines": [(row, kept.get(str(row.pk), Tally()), row.pk in owing) for row in page.rows],
        "gone": gone,
        "quarter": quarter,
        "may_keep": may_keep(signed_in(request)),
    }
    return render(request, "service_charter/partners/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CHARTER_CASCADE)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a partner."""
    promises = list(all_in_force(at=timezone.now()).order_by("number"))
    return _form_page(request, None, PartnerForm(request.POST or None, promises=promises))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CHARTER_CASCADE)
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a partner's names, mailbox and promises."""
    partner = get_object_or_404(Partner, public_id=public_id)
    promises = list(all_in_force(at=timezone.now()).order_by("number"))
    initial = {field: getattr(partner, field) for field in ("version", *services.PARTNER_FIELDS)}
    form = PartnerForm(request.POST or None, initial=initial, promises=promises, stored=partner.standard_codes)
    form.fields["code"].disabled = True
    return _form_page(request, partner, form)


@require_GET
@requires(*READERS)
def partner(request: HttpRequest, public_id: str) -> HttpResponse:
    """What it keeps for us, how well, and what it has reported."""
    return _page(request, get_object_or_404(Partner, public_id=public_id))


@require_GET
@requires(*READERS)
def report(request: HttpRequest, public_id: str, report_id: str) -> HttpResponse:
    """A report as it was told."""
    row = get_object_or_404(
        PartnerReport.objects.select_related("partner"), partner__public_id=public_id, public_id=report_id
    )
    names = {standard.code: standard.promise for standard in reads.standards_ever_of(row.partner)}
    lines = [
        (names.get(line["code"], line["code"]), line | {"date": dt.date.fromisoformat(line["day"])})
        for line in row.content
    ]
    return render(request, "service_charter/partners/report.html", {"report": row, "lines": lines})


@require_POST
@requires(Permission.CHARTER_CASCADE)
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for the report of a period."""
    row = get_object_or_404(Partner, public_id=public_id)
    form = AskForm(request.POST)
    if form.is_valid():
        try:
            reporting.ask(partner_id=row.pk, **form.cleaned_data, by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            _say_sent(request, row)
            return redirect(row)
    return _page(request, row, ask_form=form, status=422)


@require_POST
@requires(Permission.CHARTER_CASCADE)
def renew(request: HttpRequest, public_id: str, link_id: str) -> HttpResponse:
    """Send a new link for the same period; the one before ends."""
    link = _link(public_id, link_id)
    days = {"first_day": link.first_day, "last_day": link.last_day}
    try:
        reporting.ask(partner_id=link.partner_id, **days, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        _say_sent(request, link.partner)
    return redirect(link.partner)


@require_POST
@requires(Permission.CHARTER_CASCADE)
def revoke(request: HttpRequest, public_id: str, link_id: str) -> HttpResponse:
    """End a link."""
    link = _link(public_id, link_id)
    try:
        reporting.revoke(link_id=link.pk, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The link is ended. Nobody can report through it any more."))
    return redirect(link.partner)


@never_cache
@require_POST
@requires(Permission.CHARTER_CASCADE)
def new_token(request: HttpRequest, public_id: str) -> HttpResponse:
    """A key for the partner's system, shown on this answer alone."""
    row = get_object_or_404(Partner, public_id=public_id)
    try:
        token = services.new_token(partner_id=row.pk, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(row)
    return _page(request, row, token=token)


@require_POST
@requires(Permission.CHARTER_CASCADE)
def end_token(request: HttpRequest, public_id: str) -> HttpResponse:
    """End the key of the partner's system."""
    row = get_object_or_404(Partner, public_id=public_id)
    try:
        services.end_token(partner_id=row.pk, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The key is ended. The partner's system can report no more."))
    return redirect(row)


@require_POST
@requires(Permission.CHARTER_CASCADE)
def turn(request: HttpRequest, public_id: str) -> HttpResponse:
    """Retire a partner that works for us; take one on again that does not."""
    row = get_object_or_404(Partner, public_id=public_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        step = services.retire if request.POST.get("to") == "retired" else services.take_back_on
        try:
            row = step(partner_id=row.pk, reason=form.cleaned_data["reason"], by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            done = _("works for us again") if row.is_active else _("no longer works for us")
            messages.success(request, f"{row.name} {done}")
            return redirect(row)
    return _page(request, row, reason_form=form, status=422)


def _link(public_id: str, link_id: str) -> ReportLink:
    rows = ReportLink.objects.select_related("partner")
    return get_object_or_404(rows, partner__public_id=public_id, public_id=link_id)


def _say_sent(request: HttpRequest, row: Partner) -> None:
    if row.email:
        messages.success(request, _("A new link is on its way to %(name)s.") % {"name": row.name})
    else:
        messages.warning(request, _("%(name)s has no mailbox, so no link was sent.") % {"name": row.name})


def _form_page(request: HttpRequest, row: Partner | None, form: PartnerForm) -> HttpResponse:
    stale: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_partner(
                partner_id=row.pk if row else None,
                shown_version=form.cleaned_data["version"],
                facts=form.cleaned_data,
                by=signed_in(request),
                now=timezone.now(),
            )
        except StaleVersion:
            row = get_object_or_404(Partner, pk=row.pk if row else None)
            stale = stale_context(form, row, fields=services.PARTNER_FIELDS[1:])
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": saved.name})
            return redirect(saved)
    return form_page(request, "service_charter/partners/form.html", {"partner": row, "form": form, **stale})


def _page(
    request: HttpRequest,
    row: Partner,
    *,
    ask_form: AskForm | None = None,
    reason_form: ReasonForm | None = None,
    token: str = "",
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    tallies, promises = reads.kept_by(row, reads.year_until(now)), reads.promises_of(row, now)
    first, last = days_of(reads.quarter_to_report(now).period)
    links = list(row.links.select_related("made_by").order_by("-last_day", "-id")[:SHOWN])
    context: dict[str, Any] = {
        "partner": row,
        "kept": [_judged(one, tallies.get(one.code, Tally())) for one in promises],
        "reports": list(row.reports.order_by("-last_day", "-id")[:SHOWN]),
        "links": [(link, _standing(link, now)) for link in links],
        "commitments": list(row.commitments.select_related("charter", "partner", "acceptance")[:SHOWN]),
        "key": row.tokens.filter(revoked_at=None).select_related("made_by").first(),
        "token": token,
        "may_keep": may_keep(signed_in(request)),
        "form": ask_form or reason_form,
        "ask_form": ask_form or AskForm(initial={"first_day": first, "last_day": last}),
        "reason_form": reason_form or ReasonForm(),
        "history": row.history.select_related("history_user")[:8],
    }
    return render(request, "service_charter/partners/one.html", context, status=status)


def _judged(promise: Standard, tally: Tally) -> tuple[Standard, Tally, Judged]:
    return promise, tally, tally.judged(float(promise.target_percent))


def _standing(link: ReportLink, now: dt.datetime) -> str:
    if link.reported_at:
        return "reported"
    if link.revoked_at:
        return "ended"
    return "late" if reads.is_past(link, now) else "open"
