"""Demo reports: the last ended quarter with words of the strategist, and the one before."""

from collections.abc import Mapping
from datetime import datetime

from foundation.accounts.models import User
from foundation.core.thai.dates import fiscal_quarter_of
from reporting import services
from reporting.enums import ReportKind
from reporting.models import Snapshot

JUDGEMENT = "ตอบข้อร้องเรียนได้ทันมากขึ้น แต่งานซ่อมอาคารยังเป็นเรื่องที่ลูกค้าร้องมากที่สุด"
REQUESTS = "เห็นชอบให้ทบทวนมาตรฐานงานซ่อมอาคารในกฎบัตรบริการ\nรับทราบผลการจำแนกกลุ่มลูกค้า ประจำปี"


VOC_QUARTERS = 4


def build(now: datetime, people: Mapping[str, User]) -> None:
    """Freeze and print what has not been: the two last ended quarters for the board, four of customers' voices."""
    _board(now, people)
    quarter = fiscal_quarter_of(now)
    for _step in range(VOC_QUARTERS):
        quarter = quarter.previous()
        report = services.report_of(quarter, kind=ReportKind.VOC)
        if not Snapshot.objects.filter(report=report).exists():
            _print(report.pk, people, now)


def _board(now: datetime, people: Mapping[str, User]) -> None:
    last = fiscal_quarter_of(now).previous()
    for quarter in (last.previous(), last):
        report = services.report_of(quarter)
        if Snapshot.objects.filter(report=report).exists():
            continue
        if quarter == last:
            services.write_preface(
                report_id=report.pk,
                judgement=JUDGEMENT,
                requests=REQUESTS,
                shown_version=report.version,
                by=people["strategist"],
                now=now,
            )
        _print(report.pk, people, now)


def _print(report_id: int, people: Mapping[str, User], now: datetime) -> None:
    snapshot = services.freeze(report_id=report_id, by=people["strategist"], now=now)
    services.print_snapshot(snapshot_id=snapshot.pk, now=now)
