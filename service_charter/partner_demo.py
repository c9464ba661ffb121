"""What partners reported: one of them every quarter, the other not on the last one, although it was asked."""

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from foundation.accounts.models import User
from foundation.core.thai.dates import FiscalQuarter
from service_charter.models import Partner, PartnerReport, ReportLink, ServiceRequest
from service_charter.selectors.measurement import days_of
from service_charter.selectors.partners import bound_on, quarter_to_report, standards_ever_of
from service_charter.services import partner_reports as services
from service_charter.services import request_linking as linking

# Cases and kept of a quarter, promise by promise; the newest quarter first.
FIGURES = (((184, 177), (96, 92), (41, 38)), ((171, 160), (88, 85), (37, 36)))


def build(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Nothing where somebody was asked already, or before there are partners."""
    partners = list(Partner.objects.filter(is_active=True).exclude(standard_codes=[]).order_by("code")[:2])
    if not partners or ReportLink.objects.exists() or PartnerReport.objects.exists():
        return
    quarter = quarter_to_report(now)
    for turn, partner in enumerate(partners):
        for age, each in enumerate((quarter, quarter.previous())):
            silent = turn > 0 and age == 0
            _quarter(partner, each, FIGURES[age], is_silent=silent, by=people["charter-owner"], now=now)
    for row in ServiceRequest.objects.filter(kind__code="repair", handler__isnull=False).select_related("touchpoint"):
        if row.handler:
            linking.set_place(
                request_id=row.pk, touchpoint=row.touchpoint, partner=partners[0], by=row.handler, now=now
            )


def _quarter(
    partner: Partner,
    quarter: FiscalQuarter,
    figures: tuple[tuple[int, int], ...],
    *,
    is_silent: bool,
    by: User,
    now: dt.datetime,
) -> None:
    first, last = days_of(quarter.period)
    asked_at = quarter.period.end + dt.timedelta(days=3, hours=9)
    services.ask(partner_id=partner.pk, first_day=first, last_day=last, by=by, now=asked_at)
    if is_silent:
        return
    link = ReportLink.objects.filter(partner=partner).latest("id")
    standards = standards_ever_of(partner)
    rows = []
    for code, (n, kept) in zip(sorted(partner.standard_codes), figures, strict=False):
        if bound_on(standards, code, last):
            rows.append(services.Told(code, f"{first:%Y%m%d}-{last:%Y%m%d}:{code}", last, n, kept))
    if rows:
        told_at = timezone.localtime(asked_at + dt.timedelta(days=4, hours=1))
        services.report_by_link(link_id=link.pk, rows=rows, now=min(told_at, now))
