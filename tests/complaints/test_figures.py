"""Figures against values reckoned by hand, and evidence made true and false."""

from datetime import UTC, datetime, timedelta

import pytest

from complaints import evidence, metrics, services
from complaints.models import Complaint
from foundation.core.evidence import Verdict
from foundation.core.metrics import Period
from tests.complaints.factories import Desk, make_desk

MONDAY_TEN = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)  # 10:00 in Bangkok; promised are 1 and 3 working days
MONTH = Period(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
HOURS = timedelta(hours=1)
DAYS = timedelta(days=1)


@pytest.fixture
def november(desk: Desk) -> list[Complaint]:
    """Four cases: answered and accepted in time, answered late and rejected, withdrawn, just received."""
    cases = [desk.file(now=MONDAY_TEN, category=kind) for kind in ("building", "building", "staff", "staff")]
    path = ("acknowledge", "assess", "investigate", "decide", "communicate")
    for case, pace in ((cases[0], HOURS), (cases[1], 2 * DAYS)):
        for n, move in enumerate(path):
            desk.step(case, move, now=MONDAY_TEN + (n + 1) * pace)
    desk.step(cases[0], "accept", now=MONDAY_TEN + 6 * HOURS)
    desk.step(cases[1], "reject", now=MONDAY_TEN + 11 * DAYS)
    desk.step(cases[2], "withdraw", now=MONDAY_TEN + HOURS)
    return cases


def test_counts(november: list[Complaint]) -> None:
    assert metrics.received(MONTH)[""].value == 4
    assert {key: value.value for key, value in metrics.received(MONTH, "category").items()} == {
        "building": 2,
        "staff": 2,
    }
    assert metrics.still_open(MONTH)[""].value == 3  # accepted, rejected and just received; not the withdrawn one
    before = Period(datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC))
    assert metrics.received(before)[""].value == 0


def test_promises_kept_among_those_whose_outcome_is_known(november: list[Complaint]) -> None:
    """The clock of the test stands before the dates of the running case, so two outcomes are known."""
    resolved = metrics.RESOLVED.query(MONTH, None)[""]
    known = 2 if november[3].resolve_due_at > datetime.now(UTC) else 3
    assert (resolved.n, resolved.value) == (known, pytest.approx(100 / known))
    assert resolved.low is not None
    assert resolved.low < resolved.value < resolved.high


def test_answers_and_ratings(november: list[Complaint]) -> None:
    accepted = metrics.accepted(MONTH)[""]
    assert (accepted.value, accepted.n) == (50, 2)
    assert metrics.satisfied(MONTH)[""].value is None
    for case, score in ((november[0], 5), (november[1], 3)):
        services.rate(complaint_id=case.pk, process=score, outcome=None, comment="", now=MONDAY_TEN + 11 * DAYS)
    assert (metrics.satisfied(MONTH)[""].value, metrics.satisfied(MONTH)[""].n) == (50, 2)


def test_figures_of_the_past_do_not_change_when_a_case_is_closed_later(november: list[Complaint], desk: Desk) -> None:
    before = metrics.still_open(MONTH)[""].value
    desk.step(november[3], "withdraw", now=MONTH.end + DAYS)
    assert metrics.still_open(MONTH)[""].value == before


def test_evidence_is_green_with_every_case_in_time_and_amber_when_one_is_late(desk: Desk) -> None:
    desk.file(now=MONDAY_TEN)
    assert evidence.ON_TIME.find(MONDAY_TEN + HOURS).verdict == Verdict.GREEN
    late = evidence.ON_TIME.find(MONDAY_TEN + 30 * DAYS)
    assert late.verdict == Verdict.AMBER
    assert "1" in str(late.sentence)


def test_evidence_is_red_without_a_standard(db: None) -> None:
    make_desk()
    assert evidence.ON_TIME.find(MONDAY_TEN).verdict == Verdict.RED
