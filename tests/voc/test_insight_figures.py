"""Scores, coverage, metrics and evidence against values worked out by hand; the rules made true and false."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from foundation.accounts.models import User
from foundation.core.evidence import Verdict
from foundation.core.metrics import Period
from foundation.core.models import OutboxMessage
from tests.counting import statements
from tests.customers.factories import make_touchpoint
from tests.governance.factories import NOW
from tests.segmentation.factories import adopted_study
from tests.voc.announcing import DAY, make_customer, make_done, make_insight, make_plan, make_published
from tests.voc.rating import rate
from voc import insight_evidence, insight_metrics
from voc.models import AnnouncementDelivery, Feedback, Insight, Voice
from voc.scores import Band, NeedScore, Quadrant, means, quadrant, ranked
from voc.selectors.coverage import coverage
from voc.selectors.needs import need_scores
from voc.services import done, insights, plan, sending

pytestmark = pytest.mark.django_db
YEAR = Period(NOW - timedelta(days=365), NOW + timedelta(days=1))
STAGES = ("aware", "consider", "become", "use", "support", "renew", "bonded")


@pytest.fixture
def analyst(person: Callable[..., User]) -> User:
    return person("voc-analyst")


@pytest.fixture
def executive(person: Callable[..., User]) -> User:
    return person("executive")


def score(n: int, important: int, satisfied: int, code: str = "x") -> NeedScore:
    return NeedScore(code, code, "", n, important, satisfied)


# ── Opportunity ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("n", "important", "satisfied", "opportunity", "band"),
    [
        (100, 90, 20, 16.0, Band.EXTREME),
        (100, 80, 10, 15.0, Band.HIGH),
        (100, 80, 40, 12.0, Band.HIGH),
        (100, 80, 60, 10.0, Band.SOLID),
        (100, 60, 90, 6.0, Band.LOW),
        (100, 0, 100, 0.0, Band.LOW),
    ],
)
def test_opportunity_is_importance_and_what_satisfaction_lacks(
    n: int, important: int, satisfied: int, opportunity: float, band: Band
) -> None:
    made = score(n, important, satisfied)
    assert made.opportunity == pytest.approx(opportunity)
    assert made.band == band


def test_under_five_is_not_shown_and_under_thirty_is_not_sure() -> None:
    few, some, many = score(4, 4, 0, "few"), score(29, 20, 2, "some"), score(30, 20, 2, "many")
    assert [each.code for each in ranked([few, some, many])] == ["some", "many"]
    assert (some.is_sure, many.is_sure) == (False, True)


def test_quadrants_part_at_the_means() -> None:
    needs = [score(10, 9, 3, "a"), score(10, 9, 9, "b"), score(10, 3, 3, "c"), score(10, 3, 9, "d")]
    cross = means(needs)
    assert cross == (6.0, 6.0)
    assert [quadrant(need, cross) for need in needs] == [
        Quadrant.CONCENTRATE,
        Quadrant.KEEP,
        Quadrant.LOW,
        Quadrant.OVERKILL,
    ]


def test_scores_come_from_the_answers_that_count() -> None:
    rate("parking", [(5, 1), (4, 4), (3, 5), (5, 2), (2, 2)])
    rate("parking", [(5, 5)], not_counted="same")
    rate("parking", [(5, 5)], at=NOW - timedelta(days=500))
    [made] = need_scores(YEAR)
    assert (made.n, made.important, made.satisfied) == (5, 3, 2)
    assert made.opportunity == pytest.approx(8.0)


def test_scores_by_segment_leave_out_whom_nobody_knows() -> None:
    study = adopted_study(now=NOW - DAY)
    members = list(study.chosen_run.memberships.select_related("customer", "segment")[:6])
    rate("parking", [(5, 1)] * 6 + [(1, 5)], customers=[member.customer for member in members])
    cut = need_scores(YEAR, by_segment=True)
    assert sum(each.n for each in cut) == 6
    assert {each.segment for each in cut} == {member.segment.public_id for member in members}


# ── Coverage ─────────────────────────────────────────────────────────────────


def hear(*stages: str, at: datetime = NOW, key: str = "") -> None:
    """A rating with a word at a touchpoint of these stages."""
    place = make_touchpoint(*stages, name_th=f"จุด {stages[0]}")
    given = Feedback.objects.create(touchpoint=place, rating=4, comment="ดี", given_at=at, form_key=key or stages[0])
    Voice.objects.create(
        text="ดี", search_text="ดี", occurred_at=at, gathered_at=at, channel="feedback", touchpoint=place, feedback=given
    )


def test_a_silent_stage_is_a_hole_and_a_touchpoint_of_two_stages_counts_in_both(analyst: User) -> None:
    hear("use", "support")
    make_plan(analyst, channel="feedback", groups=["current"], stages=["use", "renew"])
    table = coverage(YEAR, at=NOW)
    row = next(row for row in table.rows if row.channel == "feedback")
    states = {cell.stage.code: cell.state for cell in row.cells}
    assert (states["use"], states["support"], states["renew"], states["aware"]) == ("heard", "heard", "waiting", "none")
    assert row.total == 1
    assert {stage.code for stage in table.silent_stages} == set(STAGES) - {"use", "support"}
    assert len(table.missed_groups) == 3


def test_planned_and_overdue_is_told_apart(analyst: User) -> None:
    make_plan(analyst, channel="visit", stages=["use"])
    later = NOW + timedelta(days=3)
    row = next(row for row in coverage(YEAR, at=later).rows if row.channel == "visit")
    assert {cell.stage.code: cell.state for cell in row.cells}["use"] == "late"


# ── Metrics ──────────────────────────────────────────────────────────────────


def decided(analyst: User, executive: User, *, proposed: datetime, at: datetime, heard: datetime) -> Insight:
    row = make_insight(analyst, heard_since=heard.date(), cited=("insight", make_insight(analyst).public_id))
    insights.propose_insight(insight_id=row.pk, by=analyst, now=proposed)
    return insights.decide_insight(
        insight_id=row.pk,
        decision="do",
        reason="ดี",
        follow_up_on=(at + timedelta(days=5)).date(),
        by=executive,
        now=at,
    )


def test_decisions_on_time_and_days_from_the_voice(analyst: User, executive: User) -> None:
    then = NOW - timedelta(days=200)
    for heard, at in ((10, 20), (20, 30), (60, 45)):  # due 30 days after the proposal: the last one is late
        decided(
            analyst,
            executive,
            proposed=then,
            at=then + timedelta(days=at),
            heard=then - timedelta(days=heard),
        )
    on_time = insight_metrics.decided_on_time(YEAR)[""]
    assert (on_time.n, on_time.value) == (3, pytest.approx(200 / 3))
    days = insight_metrics.voice_to_decision(YEAR)[""]
    assert (days.n, days.value) == (3, 50.0)


def test_follow_ups_on_time(analyst: User, executive: User) -> None:
    then = NOW - timedelta(days=100)
    first, _second = (decided(analyst, executive, proposed=then, at=then + DAY, heard=then) for _ in range(2))
    insights.follow_up_insight(insight_id=first.pk, outcome="ดีขึ้น", by=analyst, now=then + 3 * DAY)
    on_time = insight_metrics.followed_up_on_time(YEAR)[""]
    assert (on_time.n, on_time.value) == (2, 50.0)


def test_an_insight_of_two_segments_counts_in_both(analyst: User, executive: User) -> None:
    then = NOW - timedelta(days=100)
    row = decided(analyst, executive, proposed=then, at=then + DAY, heard=then)
    Insight.objects.filter(pk=row.pk).update(segments=["a" * 26, "b" * 26])
    assert set(insight_metrics.decided_on_time(YEAR, "segment")) == {"a" * 26, "b" * 26}


def delivered(analyst: User, executive: User, *, sent: int, failed: int, silent: int = 0) -> None:
    for i in range(sent + failed):
        make_customer(f"ราย {i}", email=f"d{i}@shop.example")
    for i in range(silent):
        make_customer(f"เงียบ {i}")
    row = make_published(analyst, executive)
    while sending.send_batch(row, now=NOW):
        pass
    keys = list(OutboxMessage.objects.order_by("pk").values_list("pk", flat=True))
    blank = {"recipient": None, "subject": None, "body": None}
    OutboxMessage.objects.filter(pk__in=keys[:sent]).update(state="sent", **blank)
    OutboxMessage.objects.filter(pk__in=keys[sent:]).update(state="failed")


def test_delivered_and_reached(analyst: User, executive: User) -> None:
    delivered(analyst, executive, sent=3, failed=1, silent=4)
    share, reach = insight_metrics.delivered(YEAR)[""], insight_metrics.reached(YEAR)[""]
    assert (share.n, share.value) == (4, 75.0)
    assert (reach.n, reach.value) == (8, 37.5)
    assert insight_metrics.published(YEAR, "kind")["outage"].value == 1


# ── Evidence ─────────────────────────────────────────────────────────────────


def verdicts() -> dict[str, Verdict]:
    return {rule.key: rule.find(NOW + timedelta(hours=1)).verdict for rule in insight_evidence.EVIDENCE}


def test_with_nothing_every_rule_is_red() -> None:
    assert set(verdicts().values()) == {Verdict.RED}


def test_the_page_does_not_praise_what_is_overdue(client_as: Callable[..., Client]) -> None:
    client = client_as("voc-analyst")
    analyst: User = client.user  # type: ignore[attr-defined]
    hear(*STAGES, at=timezone.now() - timedelta(days=3))
    line = make_plan(analyst, stages=list(STAGES), starts_on=(timezone.now() - timedelta(days=300)).date())
    overdue = client.get("/staff/voc/coverage/")
    assert overdue.context["overdue"] == [line]
    assert line.method_th in overdue.content.decode()
    plan.listened(plan_id=line.pk, on=timezone.localdate(), by=analyst, now=timezone.now())
    assert client.get("/staff/voc/coverage/").context["overdue"] == []


def test_coverage_turns_amber_and_green(analyst: User) -> None:
    row = make_plan(analyst)
    for stage in STAGES[:-1]:
        hear(stage)
    assert verdicts()["voc.coverage"] == Verdict.AMBER
    hear(STAGES[-1])
    assert verdicts()["voc.coverage"] == Verdict.GREEN
    plan.save_plan(plan_id=row.pk, shown_version=row.version, facts={"groups": ["current"]}, by=analyst, now=NOW)
    assert verdicts()["voc.coverage"] == Verdict.AMBER


def test_needs_turn_amber_and_green() -> None:
    rate("parking", [(5, 1)] * 29)
    assert verdicts()["voc.needs_ranked"] == Verdict.AMBER
    rate("parking", [(5, 1)])
    assert verdicts()["voc.needs_ranked"] == Verdict.GREEN


def test_insights_turn_green_and_amber(analyst: User, executive: User) -> None:
    row = decided(analyst, executive, proposed=NOW - DAY, at=NOW, heard=NOW - 5 * DAY)
    assert verdicts()["voc.insights_decided"] == Verdict.GREEN
    Insight.objects.filter(pk=row.pk).update(follow_up_on=(NOW - DAY).date())
    assert verdicts()["voc.insights_decided"] == Verdict.AMBER


def test_announcements_turn_green_and_amber(analyst: User, executive: User) -> None:
    delivered(analyst, executive, sent=20, failed=1)
    assert verdicts()["voc.announced"] == Verdict.GREEN
    AnnouncementDelivery.objects.update(message=None, outcome="failed")
    assert verdicts()["voc.announced"] == Verdict.AMBER


def test_you_said_we_did_turns_green_and_amber(analyst: User, executive: User) -> None:
    row = done.submit_done(entry_id=make_done(analyst).pk, by=analyst, now=NOW)
    row = done.publish_done(entry_id=row.pk, shown_version=row.version, by=executive, now=NOW)
    assert verdicts()["voc.you_said_we_did"] == Verdict.GREEN
    type(row).objects.filter(pk=row.pk).update(published_at=NOW - timedelta(days=200))
    assert verdicts()["voc.you_said_we_did"] == Verdict.AMBER


# ── Pages and API ────────────────────────────────────────────────────────────


def test_lists_cost_the_same_with_more_rows(client_as: Callable[..., Client], executive: User) -> None:
    client = client_as("voc-analyst")
    user: User = client.user  # type: ignore[attr-defined]
    addresses = {
        "/staff/voc/insights/?view=draft": lambda: make_insight(user),
        "/staff/voc/announcements/": lambda: make_published(user, executive),
        "/staff/voc/you-said-we-did/": lambda: make_done(user),
    }
    for address, make in addresses.items():
        make()
        before = statements(client, address)
        for _ in range(4):
            make()
        assert statements(client, address) == before <= 12


def test_needs_of_few_people_stay_hidden_on_the_page(client_as: Callable[..., Client]) -> None:
    client = client_as("voc-analyst")
    rate("toilets", [(5, 1)] * 4)
    assert "toilets" not in client.get("/staff/voc/needs/").content.decode()
    rate("toilets", [(5, 1)])
    assert "toilets" in client.get("/staff/voc/needs/").content.decode()


def test_an_insight_begun_over_the_api(client_as: Callable[..., Client]) -> None:
    client = client_as("voc-analyst")
    facts = {"title": "ป้ายอ่านยาก", "heard": "หลายคนถามทาง", "heard_since": "2026-11-01"}
    made = client.post("/api/v1/insights/", facts, content_type="application/json")
    assert made.status_code == 201
    assert client.get(f"/api/v1/insights/{made.json()['id']}/").json()["status"] == "draft"
    assert client_as("auditor").post("/api/v1/insights/", facts, content_type="application/json").status_code == 403


def test_the_proof_over_the_api(client_as: Callable[..., Client], analyst: User, executive: User) -> None:
    delivered(analyst, executive, sent=2, failed=1)
    client = client_as("auditor")
    [row] = client.get("/api/v1/announcements/").json()["results"]
    proof = client.get(f"/api/v1/announcements/{row['id']}/").json()["proof"]
    assert (proof["delivered"], proof["failed"], proof["total"]) == (2, 1, 3)
