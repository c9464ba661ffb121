"""The quarterly report of the voice of the customer: one quarter, its editions, making a new one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused
from foundation.core.models import Job
from foundation.core.thai.dates import FiscalQuarter
from reporting import selectors, services
from reporting.enums import ReportKind
from reporting.models import QuarterlyReport, Snapshot
from reporting.pages import section_for_page
from reporting.voc_report import report_data

EARLIEST_YEAR_BE = 2540


@require_GET
@requires(Permission.REPORT_VIEW)
def detail(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """The newest edition on the page, every edition to take along."""
    asked, now = _quarter(year, quarter), timezone.now()
    report = QuarterlyReport.objects.filter(kind=ReportKind.VOC, year_be=year, quarter=quarter).first()
    editions = selectors.editions_of(report) if report else []
    newest = next((edition for edition in editions if hasattr(edition, "printed")), None)
    shown = None
    if newest:
        frozen = Snapshot.objects.values_list("figures", flat=True).get(pk=newest.pk)
        shown = report_data(frozen, sha256=newest.sha256)
        shown["sections"] = [section_for_page(section) for section in shown["sections"]]
    live = Job.objects.live().filter(kind=services.BUILD)
    context = {
        "quarter": asked,
        "editions": editions,
        "newest": newest,
        "shown": shown,
        "job": live.filter(key=f"report-{report.pk}").first() if report else None,
        "running": asked.period.end > now,
        "may_build": signed_in(request).can(Permission.REPORT_BUILD) and asked.period.start <= now,
    }
    return render(request, "reporting/voc_report.html", context)


@require_POST
@requires(Permission.REPORT_BUILD)
def build(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """Have a worker make a new edition."""
    asked = _quarter(year, quarter)
    try:
        services.request_build(quarter=asked, by=signed_in(request), now=timezone.now(), kind=ReportKind.VOC)
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("reporting:voc-report", year=year, quarter=quarter)


def _quarter(year: int, quarter: int) -> FiscalQuarter:
    """The quarter of the address; 404 for one that no calendar has."""
    if not (1 <= quarter <= 4 and EARLIEST_YEAR_BE <= year <= timezone.localdate().year + 543 + 1):
        raise Http404
    return FiscalQuarter(year, quarter)
