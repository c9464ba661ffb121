"""Evidence of the closing provisions, of the report on voices, and of what people attest, made true and false."""

import datetime as dt
from collections.abc import Callable, Iterable

from foundation.core.ids import new_public_id
from foundation.core.thai.dates import FiscalQuarter
from reporting import services
from reporting.enums import ReportKind
from reporting.evidence import JUDGED_BY_PEOPLE
from reporting.models import Deadline, PrintedReport, QuarterlyReport, Snapshot
from tests.governance.factories import NOW
from tests.people import someone
from tests.proofs import Maker, Proofs, at
from tests.reporting import factories as f

DAY = f.DAY
QUARTERS = tuple(FiscalQuarter(2569, number) for number in (1, 2, 3, 4))  # the four that had ended by NOW
IN_TIME, LATE = 10 * DAY, 60 * DAY


def count_from(day: dt.date) -> None:
    """Let the calendar of duties count from that day; as installed, it counts from the day of the installation."""
    Deadline.objects.update(starts_on=day)


def printed(quarter: FiscalQuarter, after: dt.timedelta = IN_TIME, kind: str = ReportKind.BOARD) -> PrintedReport:
    """A report frozen and printed so long after the quarter; rows alone, since making one is tested apart."""
    moment = quarter.period.end + after
    report, _made = QuarterlyReport.objects.get_or_create(kind=kind, year_be=quarter.year_be, quarter=quarter.quarter)
    snapshot = Snapshot.objects.create(
        report=report, edition=report.snapshots.count() + 1, figures={}, sha256="0" * 64, frozen_at=moment
    )
    facts = {"public_id": new_public_id(), "file": "x.pdf", "sha256": "0" * 64, "size": 1, "printed_at": moment}
    return PrintedReport.objects.create(snapshot=snapshot, **facts)


def _reported(quarters: Iterable[FiscalQuarter], kind: str = ReportKind.BOARD) -> dt.datetime:
    count_from(dt.date(2025, 10, 1))
    for quarter in quarters:
        printed(quarter, kind=kind)
    return NOW


def _one_late() -> dt.datetime:
    printed(QUARTERS[1], LATE)
    return _reported(q for q in QUARTERS if q != QUARTERS[1])


def _voices(count: int) -> Maker:
    return lambda: _reported(QUARTERS[:count], ReportKind.VOC)


def _reviewed(days: int) -> Maker:
    """A review was closed, and so many days have passed since."""

    def make() -> dt.datetime:
        closed = f.closed().closed_at
        assert closed is not None
        return closed + days * DAY

    return make


def _another_is_late() -> dt.datetime:
    moment = _reviewed(1)()
    services.open_review(due_on=f.DUE, by=someone(f.ADMIN), now=moment)
    return moment + 60 * DAY


def attested(rule_key: str, *, days: int = 0, withdrawn: bool = False) -> Maker:
    """Attested for ninety days, looked at so many days later."""

    def make() -> dt.datetime:
        row = services.attest(
            rule_key=rule_key,
            statement=f.STATEMENT,
            expires_on=(NOW + 90 * DAY).date(),
            cited=[{"label": "บันทึกการตรวจ", "url": "/staff/policy/"}],
            by=someone("executive"),
            now=NOW,
        )
        moment = NOW + days * DAY
        if withdrawn:
            services.withdraw_attestation(
                attestation_id=row.pk, reason="พบหน้าที่ยังไม่ครบ", by=someone("executive"), now=moment
            )
        return moment

    return make


def _of_people(key: str) -> dict[str, Callable[[], dt.datetime]]:
    return {"green": attested(key, days=90), "amber": attested(key, days=91)}


PROOFS: Proofs = {
    "reporting.board_report_each_quarter": {
        "green": lambda: _reported(QUARTERS),
        "amber": _one_late,
        "red": lambda: _reported(QUARTERS[1:]),
    },
    "reporting.voc_report": {"green": _voices(4), "amber": _voices(3), "red": at(NOW)},
    "reporting.review_within_a_year": {
        "green": _reviewed(365),
        "amber": _another_is_late,
        "red": _reviewed(367),
    },
    **{rule.key: _of_people(rule.key) for rule in JUDGED_BY_PEOPLE},
}
