"""The quarterly report of the voice of the customer: frozen, laid out, due, and the rule that says so."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from foundation.accounts.models import User
from foundation.core.evidence import Verdict
from foundation.core.models import Job
from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of
from reporting import services, voc_report
from reporting.enums import ReportKind
from reporting.models import PrintedReport, QuarterlyReport, Snapshot
from reporting.voc_evidence import VOC_REPORTED, due_quarters
from reporting.voc_figures import collect
from tests.governance.factories import NOW
from tests.papers import text_of
from tests.voc.announcing import make_done, make_insight, make_plan
from tests.voc.rating import rate
from voc.services import done, insights

QUARTER = fiscal_quarter_of(NOW)
pytestmark = pytest.mark.django_db


def print_one(quarter: FiscalQuarter) -> PrintedReport:
    """An edition, without the transaction of its own that `freeze` opens."""
    report = services.report_of(quarter, kind=ReportKind.VOC)
    words = {"edition": 1, "frozen_at": NOW.isoformat(), "judgement": "", "requests": "", "demo": True}
    figures = collect(quarter) | words
    snapshot = Snapshot.objects.create(
        report=report, edition=1, figures=figures, sha256=services.digest_of(figures), frozen_at=NOW
    )
    return services.print_snapshot(snapshot_id=snapshot.pk, now=NOW)


@pytest.fixture
def a_full_quarter(person: Callable[..., User]) -> None:
    analyst, executive = person("voc-analyst"), person("executive")
    rate("parking", [(5, 2)] * 20 + [(4, 5)] * 14)
    rate("signs", [(2, 4)] * 6)
    rate("toilets", [(5, 1)] * 4)
    row = make_insight(analyst, cited=("need", "parking"))
    insights.propose_insight(insight_id=row.pk, by=analyst, now=NOW)
    insights.decide_insight(
        insight_id=row.pk,
        decision="do",
        reason="ลูกค้าบอกตรงกัน",
        follow_up_on=(NOW + timedelta(days=60)).date(),
        by=executive,
        now=NOW,
    )
    entry = done.submit_done(entry_id=make_done(analyst).pk, by=analyst, now=NOW)
    done.publish_done(entry_id=entry.pk, shown_version=entry.version, by=executive, now=NOW)
    make_plan(analyst)


@pytest.mark.usefixtures("a_full_quarter")
def test_the_report_tells_needs_insights_and_holes() -> None:
    figures = collect(QUARTER) | {"edition": 1, "frozen_at": NOW.isoformat(), "judgement": "", "requests": ""}
    data = voc_report.report_data(figures, sha256="0" * 64)
    parts = {section["key"]: section for section in data["sections"]}
    assert {"needs", "insights", "done", "coverage"} <= set(parts)
    table = next(block for block in parts["needs"]["blocks"] if block["type"] == "table")
    # 34 respondents: all 34 important, 14 satisfied; I = 10, S = 4.1, opportunity 15.9. Toilets had four raters.
    assert [row[1:6] for row in table["rows"]] == [
        ["parking", "15.9", "10.0", "4.1", "34"],
        ["signs", "0.0", "0.0", "10.0", "6"],
    ]
    assert "toilets" not in str(data["sections"])
    assert parts["insights"]["blocks"][0]["rows"][0][2] == "ลูกค้าบอกตรงกัน"


@pytest.mark.usefixtures("a_full_quarter")
def test_small_groups_are_not_even_frozen() -> None:
    frozen = {row["code"]: row for row in collect(QUARTER)["needs"]["everybody"]}
    assert frozen["toilets"]["n"] == 0
    assert "important" not in frozen["toilets"]


@pytest.mark.usefixtures("a_full_quarter")
def test_the_same_figures_give_the_same_bytes() -> None:
    printed = print_one(QUARTER)
    frozen = printed.snapshot.figures
    first = voc_report.report_pdf(frozen, sha256=printed.snapshot.sha256)
    assert first == voc_report.report_pdf(frozen, sha256=printed.snapshot.sha256)
    assert first.startswith(b"%PDF")


@pytest.mark.usefixtures("a_full_quarter")
def test_what_is_printed_can_be_read_back() -> None:
    printed = print_one(QUARTER)
    text = text_of(voc_report.report_pdf(printed.snapshot.figures, sha256=printed.snapshot.sha256))
    for told in (
        "รายงานเสียงของลูกค้า",
        "parking15.910.04.134",
        "signs0.00.010.06",
        "ลูกค้าบอกตรงกัน",
        *(word for row in printed.snapshot.figures["done"] for word in (row["said"]["th"], row["did"]["th"])),
    ):
        assert "".join(told.split()) in text, told
    assert "toilets" not in text


def test_an_empty_quarter_can_be_printed() -> None:
    assert print_one(FiscalQuarter(2560, 1)).size > 1000


def test_both_kinds_stand_side_by_side(client_as: Callable[..., Client]) -> None:
    board, voc = services.report_of(QUARTER), services.report_of(QUARTER, kind=ReportKind.VOC)
    assert board != voc
    assert QuarterlyReport.objects.filter(year_be=QUARTER.year_be).count() == 2
    printed = print_one(QUARTER)
    client = client_as("strategist")
    page = client.get(voc.address)
    assert page.status_code == 200
    assert printed.public_id in page.content.decode()
    assert printed.public_id not in client.get(board.address).content.decode()


def test_after_a_quarter_the_report_is_built_by_itself() -> None:
    ended = QUARTER.period.start + timedelta(days=settings.REPORT_GRACE_DAYS)
    job = services.ensure_due_report(now=ended, kind=ReportKind.VOC)
    assert job is not None
    assert Job.objects.filter(kind=services.BUILD).count() == 1
    report = QuarterlyReport.objects.get(pk=job.params["report"])
    assert (report.kind, report.fiscal_quarter) == (ReportKind.VOC, QUARTER.previous())
    print_one(QUARTER.previous())
    assert services.ensure_due_report(now=ended, kind=ReportKind.VOC) is None


def test_the_rule_is_red_then_amber_then_green() -> None:
    assert VOC_REPORTED.find(timezone.now()).verdict == Verdict.RED
    due = due_quarters(timezone.now())
    for quarter in due[:-1]:
        print_one(quarter)
    finding = VOC_REPORTED.find(timezone.now())
    assert finding.verdict == Verdict.AMBER
    assert due[-1].label() in str(finding.sentence)
    print_one(due[-1])
    assert VOC_REPORTED.find(timezone.now()).verdict == Verdict.GREEN


def test_a_board_report_does_not_count_as_one_of_voices() -> None:
    report = services.report_of(QUARTER.previous())
    Snapshot.objects.create(report=report, edition=1, figures={}, sha256="0" * 64, frozen_at=NOW)
    assert VOC_REPORTED.find(timezone.now()).verdict == Verdict.RED
