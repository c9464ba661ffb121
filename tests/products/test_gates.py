"""Gates: missing evidence, quorum, musts, separation of duties, decisions, random paths."""

import contextlib
import random
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.models import Notification
from products import rules, selectors, services
from products.enums import Decision, Gate, MeetingStatus, ProjectStatus, Stage
from products.lifecycle import GATE_AFTER, STAGE_BEHIND
from products.models import OPEN_STATUSES, Criterion, Meeting, Project, Target, Vote
from tests.people import someone
from tests.products.factories import (
    DAY,
    NOW,
    add_target,
    at_stage,
    complete,
    decide,
    make_project,
    manager,
    open_meeting,
    pass_gate,
    vote,
    voters,
)

pytestmark = pytest.mark.django_db


def voted(project: Project, **facts) -> Meeting:
    """A meeting on which the quorum has voted."""
    meeting = open_meeting(complete(project, selectors.next_gate(project)))
    for voter in voters():
        vote(meeting, voter, **facts)
    return meeting


@pytest.mark.parametrize("name", sorted(rules.REQUIRED_AT))
def test_each_missing_piece_of_evidence_blocks_its_gate(name):
    """With everything but one piece, the gate that asks for it first names it, and so do the gates after."""
    everything = rules.Facts(
        has_ideas=True,
        requirements=2,
        papers=frozenset({"business_case", "test_report", "launch_plan"}),
        dimensions=frozenset({"efficiency", "customer", "business"}),
        has_budget=True,
        has_launch_day=True,
        risks=1,
        has_promise=True,
        product_status="offered",
        targets=3,
        targets_measured=3,
        has_lesson=True,
    )
    without = {
        "need": {"has_ideas": False, "requirements": 0},
        "risks": {"risks": 0},
        "business_case": {"papers": everything.papers - {"business_case"}},
        "targets": {"dimensions": frozenset({"customer", "business"})},
        "plan": {"has_launch_day": False},
        "traced": {"untraced": 1},
        "appetite": {"risks_too_great": 1},
        "test_report": {"papers": everything.papers - {"test_report"}},
        "verified": {"musts_unverified": 1},
        "promise": {"has_promise": False},
        "launch_plan": {"papers": everything.papers - {"launch_plan"}},
        "product": {"product_status": ""},
        "offered": {"product_status": "planned"},
        "actuals": {"targets_measured": 2},
        "lesson": {"has_lesson": False},
    }[name]
    facts = rules.Facts(**{**everything.__dict__, **without})
    gates = list(Gate.values)
    for gate in gates:
        assert rules.missing_before(gate, everything) == {}
        asked = gates.index(gate) >= gates.index(rules.REQUIRED_AT[name])
        assert (name in rules.missing_before(gate, facts)) == asked


def test_missing_evidence_blocks_the_meeting_and_says_what():
    project = make_project(with_idea=False)
    with pytest.raises(Incomplete) as refusal:
        open_meeting(project)
    assert set(refusal.value.missing) == {"need", "risks"}
    assert not Meeting.objects.exists()


def test_evidence_lost_before_the_decision_blocks_go_but_not_stop():
    meeting = voted(make_project())
    meeting.project.ideas.update(project=None)
    with pytest.raises(Incomplete) as refusal:
        decide(meeting)
    assert set(refusal.value.missing) == {"need"}
    assert decide(meeting, Decision.KILL).status == MeetingStatus.DECIDED


def test_whole_way_from_idea_to_closed_review():
    project = at_stage(Stage.REVIEW)
    assert project.launched_on is not None
    project = pass_gate(project, now=NOW + DAY)
    assert (project.status, project.ended_at) == (ProjectStatus.CLOSED, NOW + DAY)
    assert [meeting.gate for meeting in project.meetings.order_by("id")] == list(Gate.values)


@pytest.mark.parametrize(
    ("decision", "status", "stage"),
    [
        (Decision.GO, ProjectStatus.RUNNING, Stage.BUSINESS_CASE),
        (Decision.RECYCLE, ProjectStatus.RUNNING, Stage.SCOPING),
        (Decision.HOLD, ProjectStatus.ON_HOLD, Stage.SCOPING),
        (Decision.KILL, ProjectStatus.KILLED, Stage.SCOPING),
    ],
)
def test_decision_moves_the_project(decision, status, stage):
    project = pass_gate(make_project(), decision)
    assert (project.status, project.stage) == (status, stage)
    assert (project.ended_at is not None) == (status == ProjectStatus.KILLED)


def test_project_on_hold_comes_back_and_meets_again():
    project = pass_gate(make_project(), Decision.HOLD)
    with pytest.raises(IllegalMove):
        open_meeting(project)
    services.resume(project_id=project.pk, reason="งบประมาณผ่านแล้ว", by=manager(), now=NOW)
    meeting = open_meeting(project)
    assert (meeting.gate, meeting.attempt) == (Gate.BUSINESS_CASE, 2)


def test_a_meeting_asks_those_who_may_vote():
    asked = voters()
    project = complete(make_project(), Gate.BUSINESS_CASE)
    project.manager.roles.add(asked[0].roles.get())
    meeting = open_meeting(project)
    notes = Notification.objects.filter(url=meeting.get_absolute_url())
    assert {note.user for note in notes} == set(asked)


def test_decision_waits_for_the_quorum():
    meeting = open_meeting(complete(make_project(), Gate.BUSINESS_CASE))
    for voter in voters()[:2]:
        vote(meeting, voter)
    with pytest.raises(Refused, match="1"):
        decide(meeting)
    # Voting twice does not make two votes.
    vote(meeting, voters()[1], recommendation="kill")
    with pytest.raises(Refused):
        decide(meeting)
    assert Vote.objects.filter(meeting=meeting).count() == 2


def test_unmet_must_forbids_go():
    meeting = voted(make_project(), met=False)
    with pytest.raises(Refused) as refusal:
        decide(meeting)
    assert "Lawful" in refusal.value.message or "กฎหมาย" in refusal.value.message
    assert decide(meeting, Decision.RECYCLE).decision == Decision.RECYCLE


@pytest.mark.parametrize("who", ["manager", "caller", "executive who proposed", "no duty"])
def test_those_behind_the_project_do_not_vote(who):
    project = complete(make_project(), Gate.BUSINESS_CASE)
    other = someone("product-manager", "second-manager")
    meeting = services.call_meeting(
        project_id=project.pk, chair=voters()[0], held_on=NOW.date(), quorum=3, proposal="ขอเริ่ม", by=other, now=NOW
    )  # fmt: skip
    voter = {"manager": manager(), "caller": other, "no duty": someone("customer-officer")}.get(who) or voters()[1]
    for person in (manager(), other):
        person.roles.add(voters()[0].roles.get())  # even with the duty
    if who == "executive who proposed":
        Project.objects.filter(pk=project.pk).update(proposed_by=voter)
    with pytest.raises(NotAllowed):
        vote(meeting, type(voter).objects.get(pk=voter.pk))


def test_chair_must_not_stand_behind_the_project_and_only_the_chair_decides():
    project = complete(make_project(), Gate.BUSINESS_CASE)
    for chair in (manager(), someone("customer-officer")):
        with pytest.raises(Incomplete) as refusal:
            open_meeting(project, chair=chair)
        assert set(refusal.value.missing) == {"chair"}
    meeting = voted(project)
    with pytest.raises(NotAllowed):
        decide(meeting, by=voters()[1])


def test_vote_needs_every_criterion_within_its_range():
    meeting = open_meeting(complete(make_project(), Gate.BUSINESS_CASE))
    codes = {row.code: row.is_must for row in meeting.criteria.all()}
    good = {code: True if is_must else 5 for code, is_must in codes.items()}
    must, scored = next(c for c, m in codes.items() if m), next(c for c, m in codes.items() if not m)
    for bad in ({must: None}, {must: 1}, {scored: 11}, {scored: -1}, {scored: True}, {scored: "7"}):
        with pytest.raises(Incomplete) as refusal:
            vote(meeting, voters()[0], answers={**good, **bad})
        assert set(refusal.value.missing) == set(bad)
    with pytest.raises(Incomplete):
        vote(meeting, voters()[0], reasons="")
    assert not Vote.objects.exists()


def test_criteria_are_those_of_the_day_the_meeting_was_called():
    meeting = open_meeting(complete(make_project(), Gate.BUSINESS_CASE))
    before = {(row.code, row.name_th) for row in meeting.criteria.all()}
    legal = Criterion.objects.get(code="legal")
    services.save_criterion(
        criterion_id=legal.pk, shown_version=legal.version, facts={"name_th": "ใหม่", "is_active": False},
        by=manager(), now=NOW,
    )  # fmt: skip
    assert {(row.code, row.name_th) for row in meeting.criteria.all()} == before
    services.call_off(meeting_id=meeting.pk, reason="เลื่อน", by=manager(), now=NOW)
    assert not open_meeting(meeting.project).criteria.filter(code="legal").exists()


def test_weighted_score_and_musts_by_hand():
    meeting = open_meeting(complete(make_project(), Gate.BUSINESS_CASE))
    for voter, points in zip(voters(), (4, 7, 10), strict=True):
        answers = {row.code: points != 4 if row.is_must else points for row in meeting.criteria.all()}
        if points == 10:
            answers["fit"] = 1
        vote(meeting, voter, answers=answers)
    rows = selectors.tallies(meeting)
    fit = next(row for row in rows if row.criterion.code == "fit")
    # Six scored criteria, three of weight 2. Fit: (4 + 7 + 1) / 3 = 4; the others: 7. (2·4 + 7·7) / 9 = 57 / 9.
    assert (fit.mean, fit.low, fit.high, fit.n) == (4, 1, 7, 3)
    assert selectors.total_score(rows) == Decimal(57) / 9
    assert selectors.failed_musts(rows) == []
    assert {(row.yes, row.no) for row in rows if row.criterion.is_must} == {(2, 1)}


def test_gate_decided_twice_is_refused_the_second_time():
    meeting = voted(make_project())
    decide(meeting)
    with pytest.raises(IllegalMove):
        decide(meeting, Decision.KILL)
    assert Meeting.objects.get(pk=meeting.pk).decision == Decision.GO


def test_database_lets_a_gate_go_once_and_one_meeting_be_open():
    project = pass_gate(make_project())
    first = project.meetings.get()
    facts = {name: getattr(first, name) for name in ("project", "chair", "opened_by", "opened_at", "held_on", "gate")}
    decided = {"status": "decided", "decision": "go", "reasons": "x", "decided_by": first.chair, "decided_at": NOW}
    with pytest.raises(IntegrityError, match="gate_goes_once"), transaction.atomic():
        Meeting.objects.create(attempt=2, proposal="x", **decided, **facts)
    Meeting.objects.create(attempt=2, proposal="x", **facts)
    with pytest.raises(IntegrityError, match="gate_one_open_meeting"), transaction.atomic():
        Meeting.objects.create(attempt=3, proposal="x", **facts)


def test_votes_stay_as_they_were_once_the_meeting_is_over():
    meeting = voted(make_project())
    decide(meeting)
    with pytest.raises(IllegalMove):
        vote(meeting, voters()[0])
    with pytest.raises(IntegrityError, match="is over"), transaction.atomic():
        Vote.objects.filter(meeting=meeting).update(recommendation="kill")


def test_targets_freeze_at_the_gate_after_the_business_case():
    project = at_stage(Stage.DEVELOPMENT)
    assert project.targets_frozen_at == NOW
    with pytest.raises(IllegalMove):
        add_target(project, "customer", name="อีกข้อ")
    with pytest.raises(Incomplete) as refusal:
        services.save_plan(
            project_id=project.pk, shown_version=None, facts={"budget": Decimal(1)}, by=manager(), now=NOW
        )
    assert set(refusal.value.missing) == {"budget"}
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Target.objects.filter(project=project).update(value=Decimal(1))
    with pytest.raises(IntegrityError, match="stay frozen"), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(targets_frozen_at=None)


def try_something(project: Project, chance: random.Random) -> str:
    """One random act of a random person; gives its name."""
    meeting = project.meetings.filter(status="open").first()
    act = chance.choice(["complete", "call", "vote", "vote", "vote", "decide", "decide", "resume", "launch"])
    if act == "complete" and project.is_open and selectors.next_gate(project):
        complete(project, selectors.next_gate(project))
    elif act == "call":
        open_meeting(project)
    elif act == "vote" and meeting:
        vote(meeting, chance.choice([*voters(), manager()]))
    elif act == "decide" and meeting:
        decision = chance.choice(["go"] * 7 + ["recycle", "hold", "kill"])
        decide(meeting, decision, by=chance.choice([meeting.chair, meeting.chair, voters()[1]]))
    elif act == "resume":
        services.resume(project_id=project.pk, reason="ไปต่อ", by=manager(), now=NOW)
    elif act == "launch":
        services.record_launch(project_id=project.pk, launched_on=NOW.date(), by=manager(), now=NOW)
    return act


@pytest.mark.parametrize("seed", range(6))
def test_random_paths_keep_the_rules(seed):
    """Whatever is refused changes nothing, whatever is done follows the table, and each gate says go once, in order."""
    chance, project = random.Random(seed), make_project()
    for _step in range(25):
        project.refresh_from_db()
        status, stage = project.status, project.stage
        act = "refused"
        with contextlib.suppress(Refused), transaction.atomic():
            act = try_something(project, chance)
        project.refresh_from_db()
        if (project.status, project.stage) != (status, stage):
            assert act in {"decide", "resume", "launch"}
            assert status in OPEN_STATUSES
        if project.stage != stage and act == "decide":
            assert project.stage == STAGE_BEHIND[GATE_AFTER[stage]]
            assert project.meetings.latest("decided_at").votes.count() >= 3
    goes = list(project.meetings.filter(decision="go").order_by("id").values_list("gate", flat=True))
    assert goes == list(Gate.values)[: len(goes)]
