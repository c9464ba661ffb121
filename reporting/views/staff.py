"""Pages of the reporting room: the quarters, one quarter, its editions."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.models import Job
from foundation.core.thai.dates import FiscalQuarter
from reporting import selectors, services
from reporting.enums import ReportKind
from reporting.forms import PrefaceForm
from reporting.layout import report_data
from reporting.models import PrintedReport, QuarterlyReport, Snapshot
from reporting.pages import section_for_page

EARLIEST_YEAR_BE = 2540
VOC_QUARTERS_SHOWN = 5


@require_GET
@requires(Permission.REPORT_VIEW)
def report_list(request: HttpRequest) -> HttpResponse:
    """The quarters, newest first, with the edition that the board reads."""
    now = timezone.now()
    context = {
        "lines": selectors.quarter_lines(now=now),
        "voc_lines": selectors.quarter_lines(now=now, kind=ReportKind.VOC, count=VOC_QUARTERS_SHOWN),
    }
    return render(request, "reporting/list.html", context)


@require_GET
@requires(Permission.REPORT_VIEW)
def detail(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """One quarter: the newest edition on the page, every edition to take along, the preface."""
    return _detail_page(request, _quarter(year, quarter))


@require_POST
@requires(Permission.REPORT_BUILD)
def build(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """Have a worker make a new edition."""
    asked = _quarter(year, quarter)
    try:
        services.request_build(quarter=asked, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("reporting:staff-detail", year=asked.year_be, quarter=asked.quarter)


@require_http_methods(["POST"])
@requires(Permission.REPORT_BUILD)
def preface(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """Keep the words of the next edition."""
    asked = _quarter(year, quarter)
    report = services.report_of(asked)
    form = PrefaceForm(request.POST, instance=QuarterlyReport(year_be=asked.year_be, quarter=asked.quarter))
    if not form.is_valid():
        return _detail_page(request, asked, form=form, status=422)
    try:
        services.write_preface(
            report_id=report.pk,
            judgement=form.cleaned_data["judgement"],
            requests=form.cleaned_data["requests"],
            shown_version=form.cleaned_data["version"],
            by=signed_in(request),
            now=timezone.now(),
        )
    except StaleVersion as stale:
        messages.error(request, stale.message)
        return _detail_page(request, asked, form=form, status=409)
    messages.success(request, _("Saved. It will stand in the next edition."))
    return redirect("reporting:staff-detail", year=asked.year_be, quarter=asked.quarter)


@require_GET
@requires(Permission.REPORT_VIEW)
def download(request: HttpRequest, public_id: str) -> FileResponse:
    """The PDF of an edition; who took it is noted."""
    printed = get_object_or_404(
        PrintedReport.objects.select_related("snapshot__report").defer("snapshot__figures"), public_id=public_id
    )
    services.record_reading(printed=printed, by=signed_in(request), now=timezone.now())
    report = printed.snapshot.report
    name = f"{report.kind}-report-{report.year_be}-Q{report.quarter}-edition-{printed.snapshot.edition}.pdf"
    response = FileResponse(
        default_storage.open(printed.file), as_attachment=True, filename=name, content_type="application/pdf"
    )
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
@requires(Permission.REPORT_VIEW)
def figures(request: HttpRequest, public_id: str) -> JsonResponse:
    """The frozen figures of an edition with their hash, for whoever wants to check them."""
    printed = get_object_or_404(PrintedReport.objects.select_related("snapshot"), public_id=public_id)
    frozen = {"sha256": printed.snapshot.sha256, "figures": printed.snapshot.figures}
    return JsonResponse(frozen, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _quarter(year: int, quarter: int) -> FiscalQuarter:
    """The quarter of the address; 404 for one that no calendar has."""
    if not (1 <= quarter <= 4 and EARLIEST_YEAR_BE <= year <= timezone.localdate().year + 543 + 1):
        raise Http404
    return FiscalQuarter(year, quarter)


def _detail_page(
    request: HttpRequest, quarter: FiscalQuarter, *, form: PrefaceForm | None = None, status: int = 200
) -> HttpResponse:
    report = QuarterlyReport.objects.filter(
        kind=ReportKind.BOARD, year_be=quarter.year_be, quarter=quarter.quarter
    ).first()
    editions = selectors.editions_of(report) if report else []
    newest = next((edition for edition in editions if hasattr(edition, "printed")), None)
    shown = report_data(_figures_of(newest), sha256=newest.sha256) if newest else None
    if shown:
        shown["sections"] = [section_for_page(section) for section in shown["sections"]]
    draft = report or QuarterlyReport(year_be=quarter.year_be, quarter=quarter.quarter)
    context = {
        "quarter": quarter,
        "report": report,
        "editions": editions,
        "newest": newest,
        "shown": shown,
        "job": _live_job(report),
        "running": quarter.period.end > timezone.now(),
        "may_build": signed_in(request).can(Permission.REPORT_BUILD) and quarter.period.start <= timezone.now(),
        "form": form or PrefaceForm(instance=draft, initial={"version": draft.version}),
    }
    return render(request, "reporting/detail.html", context, status=status)


def _figures_of(snapshot: Snapshot) -> dict[str, object]:
    figures: dict[str, object] = Snapshot.objects.values_list("figures", flat=True).get(pk=snapshot.pk)
    return figures


def _live_job(report: QuarterlyReport | None) -> Job | None:
    return Job.objects.live().filter(kind=services.BUILD, key=f"report-{report.pk}").first() if report else None
