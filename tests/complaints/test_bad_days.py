"""Bad days: an officer leaves with forty cases, the charter changes under running ones, the fiscal year turns."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints import services
from complaints.metrics import received, still_open
from complaints.models import Complaint
from complaints.selectors import clocks_of
from foundation.core.thai.dates import FiscalQuarter, fiscal_year_of
from tests.complaints.factories import Desk, make_charter, make_desk, make_person

Filed = Callable[..., Complaint]
BANGKOK = ZoneInfo("Asia/Bangkok")


def test_an_officer_leaves_with_forty_open_cases(desk: Desk, now: datetime) -> None:
    cases = [desk.advance(desk.file(), "acknowledged") for _n in range(40)]
    about = desk.file(complained_about=make_person("complaint-officer", "taker", desk.unit))
    services.acknowledge(complaint_id=about.pk, by=desk.officer, now=now)
    taker = about.complained_about
    assert taker is not None
    with CaptureQueriesContext(connection) as seen:
        row = services.hand_over(giver=desk.officer, taker=taker, reason="ลาออก", by=desk.manager, now=now)
    assert len(seen) < 30, "the statements do not grow with the cases"
    desk.officer.is_active = False
    desk.officer.save()
    assert Complaint.objects.filter(pk__in=[case.pk for case in cases], handler=taker).count() == 40
    assert [each.complaint_id for each in row.cases.exclude(hurdle="")] == [about.pk]
    left = Complaint.objects.open().filter(handler__is_active=False)
    assert [case.pk for case in left] == [about.pk], "what the taker must not have stands for the manager to see"
    services.assign(complaint_id=about.pk, handler=desk.manager, by=desk.manager, now=now)
    assert not left.all().exists()
    for case in cases[:3]:
        assert case.history.count() >= 3, "each case says who gave it and why"


def test_running_cases_keep_the_charter_of_their_receipt(db: None) -> None:
    make_charter(date(2024, 10, 1))
    desk, received_at = make_desk(), datetime(2025, 9, 30, 10, 0, tzinfo=BANGKOK)
    old = desk.file(now=received_at)
    promised = {clock.promise: clock.due_at for clock in clocks_of(old, now=received_at)}
    assert old.resolve_standard is not None
    version = old.resolve_standard.charter
    type(version).objects.filter(pk=version.pk).update(status="superseded", effective_until=date(2025, 10, 1))
    new = desk.file(now=received_at + timedelta(days=2))
    old.refresh_from_db()
    assert new.resolve_standard_id is None, "no charter is in force on that day: the lawful fifteen days hold"
    assert new.reply_due_at is not None
    later = received_at + timedelta(days=3)
    assert {clock.promise: clock.due_at for clock in clocks_of(old, now=later)} == promised
    services.acknowledge(complaint_id=old.pk, by=desk.officer, now=later)
    old.refresh_from_db()
    assert old.resolve_standard is not None
    assert old.resolve_standard.charter_id == version.pk


def test_the_fiscal_year_turns_at_midnight_in_bangkok(desk: Desk) -> None:
    before = datetime(2026, 9, 30, 23, 59, tzinfo=BANGKOK)
    after = datetime(2026, 10, 1, 0, 1, tzinfo=BANGKOK)
    cases = [desk.file(now=moment) for moment in (before, after)]
    assert [fiscal_year_of(moment) for moment in (before, after)] == [2569, 2570]
    last, first = FiscalQuarter(2569, 4).period, FiscalQuarter(2570, 1).period
    assert last.end == first.start
    assert (received(last)[""].n, received(first)[""].n) == (1, 1)
    assert still_open(last)[""].n == 1
    # Both numbers are of the calendar year; the clock runs on over the turn, by working time.
    assert all("-2569-" in case.number for case in cases)
    assert cases[0].resolve_due_at == cases[1].resolve_due_at, "neither hour before the office opens counts"
