"""The system looks at itself: annex H as figures, objectives by year with a plan, one live page."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from complaints import metrics_annex as annex
from complaints import services
from complaints.models import Complaint, Objective
from complaints.performance import cases_behind, our_metric, our_metrics, standings, trend
from complaints.policy_pdf import policy_pdf
from foundation.accounts.models import User
from foundation.core.errors import Incomplete, NotAllowed, StaleVersion
from foundation.core.metrics import Period
from foundation.core.thai.dates import fiscal_year_of
from foundation.governance.services import record_action
from tests.complaints.factories import ASSESSMENT, Desk

CLAUSES = Path(__file__).parents[2] / "docs" / "complaints-iso10002.md"
Filed = Callable[..., Complaint]


@pytest.fixture
def today(now: datetime) -> Period:
    return Period(now - timedelta(days=1), now + timedelta(days=1))


def test_the_table_of_clauses_counts_the_figures_right() -> None:
    [row] = [line for line in CLAUSES.read_text().splitlines() if line.startswith("| 8.4 ")]
    assert f"| {len(our_metrics())} figures " in row


def test_what_is_told_again_of_the_same_place_is_repeated(
    filed: Filed, desk: Desk, now: datetime, today: Period
) -> None:
    desk.file(now=now - timedelta(days=40))
    filed()
    filed(category="parking")
    value = annex.repeated(today)[""]
    assert (value.n, value.value) == (2, 50)
    desk.file(now=now - timedelta(days=400), category="parking")
    assert annex.repeated(today)[""].value == 50, "longer ago than a year is not the same again"


def test_a_corrected_assessment_was_wrongly_judged(filed: Filed, desk: Desk, now: datetime, today: Period) -> None:
    right, wrong = filed("assessed"), filed("assessed")
    assert annex.wrongly_judged(today)[""].value == 0
    lower = services.Assessment(**{**ASSESSMENT.__dict__, "severity": 1, "is_safety_matter": False})
    services.reassess(complaint_id=wrong.pk, assessment=lower, by=desk.officer, now=now, shown_version=wrong.version)
    assert annex.wrongly_judged(today)[""].value == 50
    assert right.pk != wrong.pk


def test_the_other_figures_of_annex_h(filed: Filed, desk: Desk, now: datetime, today: Period) -> None:
    filed("communicated")
    rejected = filed("rejected")
    services.tell_recourse(complaint_id=rejected.pk, internal="ก", external="ข", by=desk.officer, now=now)
    assert annex.settled_at_once(today)[""].value == 100
    assert annex.sent_on(today)[""].value == 50
    closed = filed("closed")
    assert annex.rated(today)[""].value == 0
    services.rate(complaint_id=closed.pk, process=5, outcome=2, comment="", now=now)
    assert annex.rated(today)[""].value == 100
    assert annex.satisfied_with_outcome(today)[""].value == 0
    record_action(
        cause="ก", action="ข", owner=desk.manager, due_on=timezone.localdate(now) + timedelta(days=9),
        by=desk.manager, now=now, source=("complaint", closed.public_id),
    )  # fmt: skip
    assert annex.improvements(today)[""].value == 1


def _set(desk: Desk, now: datetime, **more: object) -> Objective:
    said = {
        "year_be": fiscal_year_of(timezone.localdate(now)),
        "metric_key": "complaints.repeated",
        "target": Decimal(10),
        "plan": "ตรวจท่อทุกไตรมาส",
        "means": "",
        "owner": desk.manager,
        "reason": "",
        "by": desk.manager,
        "now": now,
    }
    return services.set_objective(**(said | more))  # type: ignore[arg-type]


def test_an_objective_has_a_target_that_can_be_reached_and_a_plan(desk: Desk, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        _set(desk, now, by=desk.officer)
    for bad, name in (
        ({"target": Decimal(101)}, "target"),
        ({"plan": " "}, "plan"),
        ({"metric_key": "x"}, "metric_key"),
    ):
        with pytest.raises(Incomplete) as refused:
            _set(desk, now, **bad)
        assert name in refused.value.missing
    row = _set(desk, now)
    with pytest.raises(Incomplete):
        _set(desk, now, target=Decimal(8))
    with pytest.raises(StaleVersion):
        _set(desk, now, target=Decimal(8), reason="ทำได้ดีขึ้น", shown_version=row.version + 5)
    changed = _set(desk, now, target=Decimal(8), reason="ทำได้ดีขึ้น", shown_version=row.version)
    assert changed.history.count() == 2


def test_the_year_is_read_against_its_objective(filed: Filed, desk: Desk, now: datetime) -> None:
    _set(desk, now)
    year = fiscal_year_of(timezone.localdate(now))
    for _n in range(6):
        filed()
    [row] = [each for each in standings(year, now=timezone.now()) if each.metric.key == "complaints.repeated"]
    assert (row.target, row.is_reached) == (10, False)
    assert len(row.quarters) == 4


def test_the_pages_show_figure_objective_and_trend(
    desk: Desk, filed: Filed, signed_in: Callable[[User], Client], now: datetime
) -> None:
    filed("closed")
    manager, year = signed_in(desk.manager), fiscal_year_of(timezone.localdate(now))
    page = reverse("complaints:staff-objective", args=["complaints.repeated", year])
    said = {"target": "12", "plan": "ตรวจท่อ", "means": "ช่างสองคน", "owner": str(desk.manager.pk)}
    assert manager.post(page, said | {"plan": ""}).status_code == 422
    assert manager.post(page, said).status_code == 302
    assert manager.post(page, said | {"version": "99", "reason": "ก"}).status_code == 409
    shown = manager.get(reverse("complaints:staff-performance-figure", args=["complaints.repeated"])).content.decode()
    assert "ช่างสองคน" in shown
    whole = manager.get(reverse("complaints:staff-performance")).content.decode()
    for metric in our_metrics():
        assert str(metric.title) in whole
    assert signed_in(desk.officer).get(page).status_code == 403
    assert manager.get(reverse("complaints:staff-performance-figure", args=["x.y"])).status_code == 404


def test_the_policy_is_on_paper_in_both_languages(charter: None, client: Client, now: datetime) -> None:
    for language in ("th", "en"):
        assert policy_pdf(language=language, now=now) == policy_pdf(language=language, now=now)
        answer = client.get(reverse("complaints:portal-policy-file", args=[language]))
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
        assert answer.content.startswith(b"%PDF")
    assert client.get(reverse("complaints:portal-policy-file", args=["fr"])).status_code == 404


def test_each_quarter_of_a_figure_leads_to_the_complaints_received_in_it(desk: Desk, manager: Client) -> None:
    now = timezone.now()
    case = desk.file(now=now)
    links = cases_behind(now=now)
    metric = our_metric("complaints.received")
    assert metric is not None
    assert list(links) == list(reversed(trend(metric, now=now).labels))
    page = manager.get(reverse("complaints:staff-performance-figure", args=[metric.key])).content.decode()
    newest = next(iter(links.values()))
    assert f'href="{escape(newest)}"' in page
    assert f'href="{escape(newest)}"' in manager.get(reverse("complaints:staff-performance")).content.decode()
    assert case.number in manager.get(newest).content.decode()
