"""Reads of the reporting room."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from foundation.core.models import Job
from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of
from reporting.enums import ReportKind
from reporting.models import PrintedReport, QuarterlyReport, Snapshot

QUARTERS_SHOWN = 8


@dataclass(frozen=True)
class QuarterLine:
    """A quarter in the list: its report, the newest edition, and the job that is making one."""

    quarter: FiscalQuarter
    newest: Snapshot | None
    editions: int
    job: Job | None
    ended: bool


def quarter_lines(*, now: datetime, count: int = QUARTERS_SHOWN, kind: str = ReportKind.BOARD) -> list[QuarterLine]:
    """The last quarters, newest first, the running one included. Three queries whatever the history."""
    quarters = [fiscal_quarter_of(now)]
    while len(quarters) < count:
        quarters.append(quarters[-1].previous())
    first = quarters[-1]
    reports = QuarterlyReport.objects.filter(kind=kind, year_be__gte=first.year_be).prefetch_related(
        Prefetch("snapshots", Snapshot.objects.select_related("printed").defer("figures"))
    )
    known = {report.fiscal_quarter: report for report in reports}
    live = {job.params.get("report"): job for job in Job.objects.live().filter(kind="reporting.build")}
    lines = []
    for quarter in quarters:
        report = known.get(quarter)
        snapshots = list(report.snapshots.all()) if report else []
        printed = [snapshot for snapshot in snapshots if hasattr(snapshot, "printed")]
        lines.append(
            QuarterLine(
                quarter=quarter,
                newest=printed[0] if printed else None,
                editions=len(printed),
                job=live.get(report.pk) if report else None,
                ended=quarter.period.end <= now,
            )
        )
    return lines


def editions_of(report: QuarterlyReport) -> list[Snapshot]:
    """Every edition of a report, newest first, with its print; figures left out."""
    return list(report.snapshots.select_related("printed", "frozen_by").defer("figures"))


def newest_printed(*, kind: str = ReportKind.BOARD) -> PrintedReport | None:
    """The newest edition of the newest quarter, for the home page."""
    return (
        PrintedReport.objects.filter(snapshot__report__kind=kind)
        .select_related("snapshot__report")
        .defer("snapshot__figures")
        .order_by("-snapshot__report__year_be", "-snapshot__report__quarter", "-snapshot__edition")
        .first()
    )
