"""A partner reports through a link: no account, in both languages, and only a POST does anything.

The link in the letter is left at once: its token is exchanged for a cookie, so that it stands in no address that is
looked at, copied or sent on. A signed mark in the form lets in what was written for longer than the cookie lives.
"""

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from foundation.accounts.access import public
from foundation.core import rates
from foundation.core.csrf import keeps_text
from foundation.core.errors import Refused
from foundation.core.visits import Visit
from service_charter.forms.partners import PartnerReportForm
from service_charter.models import PartnerReport, ReportLink, Standard
from service_charter.selectors.partners import bound_on, standards_ever_of
from service_charter.services import partner_reports as services

SCOPE = "service_charter.partner_report"
LOOKS = rates.Limit(60, timedelta(hours=1))
SENDINGS = rates.Limit(30, timedelta(hours=1))
VISIT = Visit(path="/portal/partner-report/", name="partner_report", salt=SCOPE)
FORM_LASTS = timedelta(hours=24)


@public
@never_cache
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Leave the address of the letter for one without the token."""
    if not rates.allow(SCOPE, rates.visitor(request), limit=LOOKS, now=timezone.now()):
        return _closed(request, None, status=429, busy=True)
    link = services.link_of(token)
    if link is None:
        return _closed(request, None, status=404)
    response = redirect("service_charter:portal-report")
    response["Referrer-Policy"] = "no-referrer"
    VISIT.grant(response, request, link)
    return response


def _again(request: HttpRequest) -> HttpResponseBase:
    """The page anew with what was typed, after the safety mark of the form had expired."""
    link = _link(request)
    if link is None or not link.is_open(timezone.now()):
        return _closed(request, link, status=404)
    return _page(request, link, _form(request, link), status=403)


@public
@never_cache
@keeps_text(lambda request, **kwargs: _again(request))
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponseBase:
    """The form; reported once, thanks."""
    link = _link(request)
    if link is None:
        return _closed(request, None, status=404)
    if request.method == "POST":
        return _send(request, link)
    if link.reported_at:
        return _thanks(request, link, PartnerReport.objects.get(link=link))
    if not _is_open(link):
        return _closed(request, link, status=410)
    return _page(request, link, _form(request, link))


def _send(request: HttpRequest, link: ReportLink) -> HttpResponse:
    """Let the report in; the same sent again is thanked for again."""
    now = timezone.now()
    if not rates.allow(f"{SCOPE}.send", link.public_id, limit=SENDINGS, now=now):
        return _closed(request, link, status=429, busy=True)
    if not link.reported_at and not _is_open(link):
        return _closed(request, link, status=410)
    form = _form(request, link)
    if form.is_valid():
        try:
            made, _is_new = services.report_by_link(link_id=link.pk, rows=form.rows, now=now)
        except services.BadRows as refusal:
            form.refuse_rows(refusal)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _thanks(request, link, made)
    return _page(request, link, form, status=422)


def _is_open(link: ReportLink) -> bool:
    return link.partner.is_active and link.is_open(timezone.now())


def _link(request: HttpRequest) -> ReportLink | None:
    """The link of the cookie; of the mark in the form where the cookie is gone."""
    public_id, mark = VISIT.granted(request)
    if not mark:
        try:
            public_id, mark = signing.loads(request.POST.get("visit", ""), salt=SCOPE, max_age=FORM_LASTS)
        except (signing.BadSignature, ValueError, TypeError):
            return None
    return ReportLink.objects.select_related("partner").filter(public_id=public_id, token_hash__startswith=mark).first()


def _promises(link: ReportLink) -> list[Standard]:
    """Those that bound on the last day of the period."""
    standards = standards_ever_of(link.partner)
    found = {standard.code: bound_on(standards, standard.code, link.last_day) for standard in standards}
    return sorted((row for row in found.values() if row), key=lambda row: row.number)


def _form(request: HttpRequest, link: ReportLink) -> PartnerReportForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    visit = signing.dumps([link.public_id, link.token_hash[:16]], salt=SCOPE)
    return PartnerReportForm(*sent, promises=_promises(link), days=(link.first_day, link.last_day), visit=visit)


def _page(request: HttpRequest, link: ReportLink, form: PartnerReportForm, *, status: int = 200) -> HttpResponse:
    response = render(request, "service_charter/partners/portal.html", {"link": link, "form": form}, status=status)
    VISIT.grant(response, request, link)
    return response


def _thanks(request: HttpRequest, link: ReportLink, made: PartnerReport) -> HttpResponse:
    return render(request, "service_charter/partners/thanks.html", {"link": link, "report": made})


def _closed(request: HttpRequest, link: ReportLink | None, *, status: int, busy: bool = False) -> HttpResponse:
    if busy:
        reason = _("There were very many tries from your network just now. Please try again in an hour, or call us.")
    elif link is None:
        reason = _("Please open the link in our letter once more, whole. It leads here without an account.")
    else:
        reason = _(
            "The link has expired or a newer one has taken its place. We gladly send you a new one: please tell us."
        )
    return render(request, "service_charter/commitments/closed.html", {"reason": reason}, status=status)
