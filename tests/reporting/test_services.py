"""Freezing, printing and the quarterly duty."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from foundation.core import metrics
from foundation.core.errors import Refused, StaleVersion
from foundation.core.metrics import Direction, Metric, Value
from foundation.core.models import Job
from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of
from reporting import layout, services
from reporting.models import PrintedReport, Snapshot

pytestmark = pytest.mark.django_db(transaction=True)
QUARTER = FiscalQuarter(2569, 3)
NOW = QUARTER.period.end + timedelta(days=6)


@pytest.fixture
def figure(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """One registered metric whose value the test can change."""
    state = {"value": 12.0}
    metric = Metric(
        key="complaints.received",
        clause="5.4",
        title="เรื่องที่รับ",
        unit="เรื่อง",
        formula="นับ",
        direction=Direction.NEUTRAL,
        query=lambda period, by: (
            {"": Value(state["value"], 12)} if by is None else {"🐘 ช้าง": Value(7, 7), "ข": Value(5, 5)}
        ),
        dimensions=("category",),
    )
    monkeypatch.setattr(metrics, "_metrics", {metric.key: metric})
    return state


def freeze() -> Snapshot:
    return services.freeze(report_id=services.report_of(QUARTER).pk, by=None, now=NOW)


def test_a_snapshot_keeps_its_figures_when_the_data_change(figure) -> None:
    first = freeze()
    figure["value"] = 99.0
    second = freeze()
    assert first.figures["metrics"][0]["value"]["value"] == 12.0
    assert second.figures["metrics"][0]["value"]["value"] == 99.0
    assert (first.edition, second.edition) == (1, 2)


def test_the_hash_is_that_of_the_stored_figures(figure) -> None:
    snapshot = Snapshot.objects.get(pk=freeze().pk)
    assert services.digest_of(snapshot.figures) == snapshot.sha256


def test_the_same_snapshot_gives_the_same_bytes(figure) -> None:
    snapshot = freeze()
    printed = services.print_snapshot(snapshot_id=snapshot.pk, now=NOW)
    again = layout.report_pdf(Snapshot.objects.get(pk=snapshot.pk).figures, sha256=snapshot.sha256)
    with default_storage.open(printed.file) as stored:
        assert stored.read() == again
    assert hashlib.sha256(again).hexdigest() == printed.sha256


def test_printing_twice_keeps_the_first_print(figure) -> None:
    snapshot = freeze()
    first = services.print_snapshot(snapshot_id=snapshot.pk, now=NOW)
    second = services.print_snapshot(snapshot_id=snapshot.pk, now=NOW + timedelta(days=1))
    assert first == second
    assert PrintedReport.objects.count() == 1


def test_a_job_that_runs_again_freezes_once(figure) -> None:
    report = services.report_of(QUARTER)
    first = services.freeze(report_id=report.pk, by=None, now=NOW, job="job-1")
    assert services.freeze(report_id=report.pk, by=None, now=NOW, job="job-1") == first


@pytest.mark.parametrize("table", ["reporting_snapshot", "reporting_printedreport"])
def test_what_was_printed_cannot_be_changed_in_the_database(figure, table) -> None:
    services.print_snapshot(snapshot_id=freeze().pk, now=NOW)
    with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET sha256 = ''")  # noqa: S608 - names from this file


def test_preface_refuses_to_overwrite_an_unseen_change(figure, person) -> None:
    report, by = services.report_of(QUARTER), person("strategist")
    services.write_preface(report_id=report.pk, judgement="ก", requests="", shown_version=1, by=by, now=NOW)
    with pytest.raises(StaleVersion):
        services.write_preface(report_id=report.pk, judgement="ข", requests="", shown_version=1, by=by, now=NOW)
    report.refresh_from_db()
    assert report.judgement == "ก"


def test_preface_stands_in_the_next_edition_only(figure, person) -> None:
    before = freeze()
    report = services.report_of(QUARTER)
    services.write_preface(
        report_id=report.pk,
        judgement="คำตัดสิน",
        requests="ข้อหนึ่ง\n\nข้อสอง",
        shown_version=1,
        by=person("strategist"),
        now=NOW,
    )
    summary = layout.report_data(freeze().figures, sha256="0" * 64)["summary"]
    assert summary["judgement"] == "คำตัดสิน"
    assert summary["requests"] == ["ข้อหนึ่ง", "ข้อสอง"]
    assert layout.report_data(before.figures, sha256="0" * 64)["summary"]["judgement"] != "คำตัดสิน"


def test_a_quarter_that_has_not_begun_is_refused(figure) -> None:
    future = fiscal_quarter_of(timezone.now()).next()
    with pytest.raises(Refused):
        services.request_build(quarter=future, by=None, now=timezone.now())


def test_two_requests_for_one_quarter_make_one_job(figure) -> None:
    first = services.request_build(quarter=QUARTER, by=None, now=NOW)
    assert services.request_build(quarter=QUARTER, by=None, now=NOW) == first


def test_the_duty_builds_once_and_only_after_the_days_of_grace(figure, settings) -> None:
    settings.REPORT_GRACE_DAYS = 5
    assert services.ensure_due_report(now=QUARTER.period.end + timedelta(days=4)) is None
    job = services.ensure_due_report(now=NOW)
    assert job is not None
    freeze()
    Job.objects.all().delete()
    assert services.ensure_due_report(now=NOW) is None


def test_small_shares_are_left_out_of_breakdowns(monkeypatch) -> None:
    metric = Metric(
        key="x.share",
        clause="3.2",
        title="x",
        unit="%",
        formula="x",
        direction=Direction.UP,
        query=lambda period, by: (
            {"a": Value(50.0, 4, 10.0, 90.0), "b": Value(50.0, 5, 20.0, 80.0)}
            if by
            else {"": Value(50.0, 9, 20.0, 80.0)}
        ),
        dimensions=("category",),
    )
    monkeypatch.setattr(metrics, "_metrics", {metric.key: metric})
    rows = {row["key"]: row["value"] for row in freeze().figures["metrics"][0]["by"]["category"]}
    assert rows == {"a": None, "b": 50.0}
