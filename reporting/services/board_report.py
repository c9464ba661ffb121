"""Every write of the reporting room: preface, freezing, printing, reading, and the quarterly duty."""

import hashlib
import json
from datetime import datetime, timedelta
from io import BytesIO

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.core import jobs
from foundation.core.errors import Refused
from foundation.core.ids import new_public_id
from foundation.core.models import Job, locked, signed
from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of
from foundation.core.thai.text import normalise
from reporting.editions import EDITIONS
from reporting.enums import ReportKind
from reporting.models import PrintedReport, QuarterlyReport, Reading, Snapshot

BUILD = "reporting.build"


def report_of(quarter: FiscalQuarter, *, kind: str = ReportKind.BOARD) -> QuarterlyReport:
    """The report of a quarter, made when it is first asked for."""
    report, _created = QuarterlyReport.objects.get_or_create(
        kind=kind, year_be=quarter.year_be, quarter=quarter.quarter
    )
    return report


@transaction.atomic
def write_preface(
    *, report_id: int, judgement: str, requests: str, shown_version: int, by: User, now: datetime
) -> QuarterlyReport:
    """Keep the words that people add. They enter the next edition; printed editions stay as they are.

    Raises StaleVersion when someone saved since the form was shown.
    """
    report = locked(QuarterlyReport.objects.all(), pk=report_id, shown_version=shown_version)
    report.judgement, report.requests = normalise(judgement), normalise(requests)
    signed(report, by=by, now=now).save()
    return report


def request_build(*, quarter: FiscalQuarter, by: User | None, now: datetime, kind: str = ReportKind.BOARD) -> Job:
    """Ask a worker for a new edition. A build of the same quarter that is under way is returned instead.

    Raises Refused for a quarter that has not begun.
    """
    if quarter.period.start > now:
        raise Refused(_("This quarter has not begun yet, so there is nothing to report."))
    with transaction.atomic():
        report = report_of(quarter, kind=kind)
        return jobs.enqueue(BUILD, params={"report": report.pk}, by=by, key=f"report-{report.pk}")


def freeze(*, report_id: int, by: User | None, now: datetime, job: str | None = None) -> Snapshot:
    """Freeze every figure of the quarter as the next edition, all read at one moment.

    `job` is the public id of the job that asks: one that is run again gets the snapshot it made before.
    Must be called outside a transaction: it opens a repeatable-read one of its own.
    """
    if job and (made := Snapshot.objects.filter(job=job).first()):
        return made
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        report = QuarterlyReport.objects.get(pk=report_id)
        figures = EDITIONS[report.kind].collect(report.fiscal_quarter)
    with transaction.atomic():
        report = QuarterlyReport.objects.select_for_update(of=("self",)).get(pk=report_id)
        edition = (report.snapshots.values_list("edition", flat=True).first() or 0) + 1
        figures |= {
            "edition": edition,
            "frozen_at": now.isoformat(),
            "judgement": report.judgement,
            "requests": report.requests,
            "demo": settings.DEMO_ALLOWED,
        }
        return Snapshot.objects.create(
            report=report,
            edition=edition,
            figures=figures,
            sha256=digest_of(figures),
            frozen_at=now,
            frozen_by=by,
            job=job,
        )


def digest_of(figures: dict[str, object]) -> str:
    """SHA-256 of the figures in canonical JSON, in hex."""
    canonical = json.dumps(figures, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def print_snapshot(*, snapshot_id: int, now: datetime) -> PrintedReport:
    """Lay out a snapshot once and keep the bytes. Safe to run twice: the first print stays.

    Raises PdfError when the document cannot be built; nothing is kept then.
    """
    snapshot = Snapshot.objects.select_related("report").get(pk=snapshot_id)
    if done := PrintedReport.objects.filter(snapshot=snapshot).first():
        return done
    content = EDITIONS[snapshot.report.kind].pdf(snapshot.figures, sha256=snapshot.sha256)
    public_id = new_public_id()
    name = default_storage.save(f"reports/{public_id}.pdf", BytesIO(content))
    try:
        with transaction.atomic():
            Snapshot.objects.select_for_update(of=("self",)).get(pk=snapshot_id)
            if done := PrintedReport.objects.filter(snapshot=snapshot).first():
                default_storage.delete(name)
                return done
            return PrintedReport.objects.create(
                snapshot=snapshot,
                public_id=public_id,
                file=name,
                sha256=hashlib.sha256(content).hexdigest(),
                size=len(content),
                printed_at=now,
            )
    except Exception:
        default_storage.delete(name)
        raise


def record_reading(*, printed: PrintedReport, by: User, now: datetime) -> Reading:
    """Note that a person took an edition."""
    return Reading.objects.create(printed=printed, reader=by, at=now)


def ensure_due_report(*, now: datetime, kind: str = ReportKind.BOARD) -> Job | None:
    """After a quarter has ended, have its report of that kind built, once. Called daily by the scheduler."""
    ended = fiscal_quarter_of(now).previous()
    if now < ended.period.end + timedelta(days=settings.REPORT_GRACE_DAYS):
        return None
    reports = QuarterlyReport.objects.filter(kind=kind, year_be=ended.year_be, quarter=ended.quarter)
    if Snapshot.objects.filter(report__in=reports).exists():
        return None
    return request_build(quarter=ended, by=None, now=now, kind=kind)
