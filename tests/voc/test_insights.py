"""Insights, what we did, the listening plan: their ways and refusals."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from foundation.accounts.models import Role, User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused, StaleVersion
from foundation.core.models import Notification
from tests.governance.factories import NOW
from tests.voc.announcing import DAY, make_done, make_insight, make_plan
from tests.voc.rating import survey_of
from voc.enums.insight import DoneStatus, InsightStatus
from voc.lifecycle import DONE_MOVES, INSIGHT_MOVES
from voc.models import DoneEntry, Insight, ListeningPlan
from voc.selectors.insights import done_on_portal
from voc.services import done, insights, plan

pytestmark = pytest.mark.django_db
Person = Callable[..., User]
LATER = (NOW + 60 * DAY).date()

STEPS: dict[str, Callable[[int, User], object]] = {
    "propose": lambda pk, by: insights.propose_insight(insight_id=pk, by=by, now=NOW),
    "return": lambda pk, by: insights.return_insight(insight_id=pk, reason="ขาดที่มา", by=by, now=NOW),
    "decide": lambda pk, by: decide(pk, by),
    "decline": lambda pk, by: decide(pk, by, "wont"),
    "follow_up": lambda pk, by: insights.follow_up_insight(insight_id=pk, outcome="ดีขึ้น", by=by, now=NOW),
    "close": lambda pk, by: insights.close_insight(insight_id=pk, by=by, now=NOW),
}
DONE_STEPS: dict[str, Callable[[int, User], object]] = {
    "submit": lambda pk, by: done.submit_done(entry_id=pk, by=by, now=NOW),
    "send_back": lambda pk, by: done.send_back_done(entry_id=pk, reason="แก้", by=by, now=NOW),
    "publish": lambda pk, by: publish(pk, by),
    "withdraw": lambda pk, by: done.withdraw_done(entry_id=pk, reason="เลิก", by=by, now=NOW),
}


def decide(pk: int, by: User, decision: str = "do") -> Insight:
    day = None if decision == "wont" else LATER
    return insights.decide_insight(
        insight_id=pk, decision=decision, reason="ลูกค้าบอกตรงกัน", follow_up_on=day, by=by, now=NOW
    )


def publish(pk: int, by: User) -> DoneEntry:
    shown = DoneEntry.objects.get(pk=pk).version
    return done.publish_done(entry_id=pk, shown_version=shown, by=by, now=NOW)


@pytest.fixture
def analyst(person: Person) -> User:
    return person("voc-analyst")


@pytest.fixture
def executive(person: Person) -> User:
    return person("executive")


@pytest.fixture
def both(person: Person) -> User:
    """Somebody who may write and decide."""
    user = person("executive", "both")
    user.roles.add(Role.objects.get(key="voc-analyst"))
    return user


def proposed(by: User) -> Insight:
    survey_of("parking")
    row = make_insight(by, cited=("need", "parking"))
    return insights.propose_insight(insight_id=row.pk, by=by, now=NOW)


def test_from_draft_to_closed(analyst: User, executive: User) -> None:
    row = proposed(analyst)
    assert row.decide_by == timezone.localdate(NOW + insights.DECIDE_WITHIN)
    decide(row.pk, executive)
    insights.follow_up_insight(insight_id=row.pk, outcome="ข้อร้องเรียนลดลง", by=analyst, now=NOW + DAY)
    row = insights.close_insight(insight_id=row.pk, by=analyst, now=NOW + DAY)
    assert (row.status, row.decision, row.decided_by) == (InsightStatus.CLOSED, "do", executive)


def test_who_wrote_it_cannot_decide(both: User) -> None:
    row = proposed(both)
    for decision in ("do", "wont"):
        with pytest.raises(NotAllowed):
            decide(row.pk, both, decision)


def test_the_database_wants_another_person_to_decide(analyst: User, executive: User) -> None:
    row = proposed(analyst)
    decide(row.pk, executive)
    with pytest.raises(IntegrityError), transaction.atomic():
        Insight.objects.filter(pk=row.pk).update(decided_by=analyst)
    with pytest.raises(IntegrityError), transaction.atomic():
        Insight.objects.filter(pk=row.pk).update(follow_up_on=None)


def test_declined_is_closed_without_a_follow_up(analyst: User, executive: User) -> None:
    row = decide(proposed(analyst).pk, executive, "wont")
    assert (row.status, row.follow_up_on) == (InsightStatus.CLOSED, None)
    with pytest.raises(Refused):
        insights.make_idea(insight_id=row.pk, by=analyst, now=NOW)


def test_a_decision_needs_a_day_to_come(analyst: User, executive: User) -> None:
    row = proposed(analyst)
    with pytest.raises(Incomplete):
        insights.decide_insight(
            insight_id=row.pk, decision="do", reason="ดี", follow_up_on=NOW.date(), by=executive, now=NOW
        )


@pytest.mark.parametrize(
    ("name", "status"),
    [
        (name, status)
        for name in sorted(STEPS)
        for status in (InsightStatus.DRAFT, InsightStatus.PROPOSED)
        if status not in INSIGHT_MOVES[name].sources
    ],
)
def test_steps_refuse_other_states(analyst: User, both: User, name: str, status: str) -> None:
    row = make_insight(analyst)
    Insight.objects.filter(pk=row.pk).update(status=status)
    with pytest.raises(IllegalMove):
        STEPS[name](row.pk, both)


@pytest.mark.parametrize("name", sorted(STEPS))
def test_steps_refuse_other_people(analyst: User, person: Person, name: str) -> None:
    with pytest.raises(NotAllowed):
        STEPS[name](make_insight(analyst).pk, person("auditor"))


def test_an_insight_without_a_source_is_not_proposed(analyst: User) -> None:
    with pytest.raises(Incomplete) as refusal:
        insights.propose_insight(insight_id=make_insight(analyst).pk, by=analyst, now=NOW)
    assert "sources" in refusal.value.missing


def test_what_does_not_exist_cannot_be_cited(analyst: User) -> None:
    row = make_insight(analyst)
    for kind, public_id in (("complaint", "0" * 26), ("nothing", "x"), ("need", "unasked")):
        with pytest.raises(Incomplete):
            insights.cite(insight_id=row.pk, kind=kind, public_id=public_id, by=analyst, now=NOW)


def test_cited_twice_stands_once(analyst: User) -> None:
    survey_of("parking")
    row = make_insight(analyst, cited=("need", "parking"))
    insights.cite(insight_id=row.pk, kind="need", public_id="parking", by=analyst, now=NOW)
    assert row.sources.count() == 1


def test_an_idea_is_made_once(analyst: User) -> None:
    row = make_insight(analyst)
    first = insights.make_idea(insight_id=row.pk, by=analyst, now=NOW).idea_id
    assert first
    assert insights.make_idea(insight_id=row.pk, by=analyst, now=NOW).idea_id == first


def test_a_stale_save_is_refused(analyst: User) -> None:
    row = make_insight(analyst)
    insights.change_insight(insight_id=row.pk, shown_version=row.version, facts={}, by=analyst, now=NOW)
    with pytest.raises(StaleVersion):
        insights.change_insight(insight_id=row.pk, shown_version=row.version, facts={}, by=analyst, now=NOW)


def test_owners_are_told_of_overdue_follow_ups_once(analyst: User, executive: User) -> None:
    row = decide(proposed(analyst).pk, executive)
    late = NOW + 61 * DAY
    assert insights.remind_of_follow_ups(now=NOW) == 0
    assert insights.remind_of_follow_ups(now=late) == 1
    assert insights.remind_of_follow_ups(now=late) == 1
    key = f"voc.overdue:{row.public_id}:{row.follow_up_on}"
    assert Notification.objects.filter(user=analyst, key=key).count() == 1


# ── You said, we did ─────────────────────────────────────────────────────────


def test_an_entry_reaches_the_portal_after_a_second_person(analyst: User, executive: User, both: User) -> None:
    row = done.submit_done(entry_id=make_done(analyst).pk, by=analyst, now=NOW)
    assert not done_on_portal().exists()
    publish(row.pk, executive)
    assert done_on_portal().count() == 1
    own = done.submit_done(entry_id=make_done(both).pk, by=both, now=NOW)
    with pytest.raises(NotAllowed):
        publish(own.pk, both)


def test_changed_words_are_not_approved(analyst: User, executive: User) -> None:
    row = done.submit_done(entry_id=make_done(analyst).pk, by=analyst, now=NOW)
    with pytest.raises(StaleVersion):
        done.publish_done(entry_id=row.pk, shown_version=row.version - 1, by=executive, now=NOW)


@pytest.mark.parametrize("facts", [{"said_en": ""}, {"did_th": ""}, {"since": (NOW + DAY).date()}])
def test_an_incomplete_entry_is_not_sent(analyst: User, facts: dict[str, object]) -> None:
    with pytest.raises(Incomplete):
        done.submit_done(entry_id=make_done(analyst, **facts).pk, by=analyst, now=NOW)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        (name, status)
        for name in sorted(DONE_STEPS)
        for status in (DoneStatus.DRAFT, DoneStatus.SUBMITTED, DoneStatus.WITHDRAWN)
        if status not in DONE_MOVES[name].sources
    ],
)
def test_entries_refuse_other_states(analyst: User, both: User, name: str, status: str) -> None:
    row = make_done(analyst)
    DoneEntry.objects.filter(pk=row.pk).update(status=status)
    with pytest.raises(IllegalMove):
        DONE_STEPS[name](row.pk, both)


@pytest.mark.parametrize("name", sorted(DONE_STEPS))
def test_entries_refuse_other_people(analyst: User, person: Person, name: str) -> None:
    with pytest.raises(NotAllowed):
        DONE_STEPS[name](make_done(analyst).pk, person("auditor"))


# ── Listening plan ───────────────────────────────────────────────────────────


def test_the_next_day_follows_from_the_frequency(analyst: User) -> None:
    row = make_plan(analyst)
    assert row.next_due_on == NOW.date()
    row = plan.listened(plan_id=row.pk, on=NOW.date(), by=analyst, now=NOW)
    assert row.next_due_on == NOW.date() + timedelta(days=92)


@pytest.mark.parametrize("days", [1, -1])
def test_a_day_to_come_or_before_the_last_one_is_refused(analyst: User, days: int) -> None:
    row = make_plan(analyst)
    plan.listened(plan_id=row.pk, on=NOW.date(), by=analyst, now=NOW)
    with pytest.raises(Incomplete):
        plan.listened(plan_id=row.pk, on=(NOW + days * DAY).date(), by=analyst, now=NOW)


def test_a_channel_stands_once_and_reaches_somebody(analyst: User, executive: User) -> None:
    make_plan(analyst)
    for facts in ({}, {"channel": "phone", "groups": []}):
        with pytest.raises(Incomplete):
            make_plan(analyst, **facts)
    with pytest.raises(NotAllowed):
        make_plan(executive, channel="visit")
    assert ListeningPlan.objects.count() == 1
