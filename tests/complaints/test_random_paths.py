"""Random walks through the life of a complaint: whatever is tried in whatever order, no illegal state comes about.

What is right is written down here a second time, by hand: the walks do not compare the table with itself.
"""

import os
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from django.db import connection

from complaints import rules, services
from complaints.enums import FINISHED, Answer, PauseKind, Status
from complaints.lifecycle import MOVES
from complaints.models import Approval, CarryOutProof, ClosingPolicy, Complaint, Transition
from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from tests.complaints.factories import ASSESSMENT, FOUND, Desk, ground
from tests.complaints.test_moves import take

# Each state with the steps that leave it and where they lead.
EDGES = {
    "received": {"acknowledge": "acknowledged", "withdraw": "withdrawn", "merge": "merged", "turn": "turned"},
    "acknowledged": {"assess": "assessed", "withdraw": "withdrawn", "merge": "merged", "turn": "turned"},
    "assessed": {"investigate": "investigating", "withdraw": "withdrawn", "merge": "merged", "turn": "turned"},
    "investigating": {"decide": "decided", "withdraw": "withdrawn", "merge": "merged", "turn": "turned"},
    "decided": {"communicate": "communicated", "withdraw": "withdrawn"},
    "communicated": {
        "accept": "accepted",
        "reject": "rejected",
        "carry_out_unanswered": "carried_out",
        "withdraw": "withdrawn",
    },
    "accepted": {"carry_out": "carried_out", "withdraw": "withdrawn"},
    "carried_out": {
        "close": "closed",
        "reopen": "investigating",
        "dispute": "investigating",
        "withdraw": "withdrawn",
    },
    "rejected": {"review": "investigating", "close": "closed", "withdraw": "withdrawn"},
    "closed": {"reopen": "investigating", "dispute": "investigating"},
    "withdrawn": {"reinstate": "received"},
    "merged": {"separate": "received"},
    "turned": {"turn_back": "received"},
}
ALL_MOVES = sorted({move for edges in EDGES.values() for move in edges})
MANAGERS_ONLY = {"decide", "carry_out_unanswered", "review", "close", "reopen"}
COMPLAINANTS = {"accept", "reject", "withdraw", "dispute"}
Now = datetime
# Through the services and the database, a seed: TRDCRM_WALK_STEPS=50000 makes a hundred thousand of the two.
STEPS = int(os.environ.get("TRDCRM_WALK_STEPS", "2000"))


def test_the_table_alone_over_a_hundred_thousand_steps() -> None:
    chance, state, seen = Random(5), "received", Counter[tuple[str, str]]()
    for _n in range(100_000):
        move = chance.choice(ALL_MOVES) if chance.random() < 0.3 else chance.choice(sorted(EDGES[state]))
        expected = EDGES[state].get(move)
        try:
            state = MOVES[move].from_(state)
        except IllegalMove:
            assert expected is None, (state, move)
            seen["refused", move] += 1
            continue
        assert state == expected, move
        assert state in Status.values
        seen["taken", move] += 1
    assert {move for done, move in seen if done == "taken"} == set(ALL_MOVES) == set(MOVES)
    assert {move for done, move in seen if done == "refused"} == set(ALL_MOVES)


def test_demands_over_twenty_thousand_random_cases(now: Now) -> None:
    """A step is held back by what it demands and by nothing else, whatever else is on the row."""
    chance = Random(8)
    for _n in range(20_000):
        case = Complaint(
            handler_id=chance.choice([None, 1]),
            assessed_at=chance.choice([None, now]),
            investigator_id=chance.choice([None, 1, 2]),
            complained_about_id=chance.choice([None, 1]),
            heard_at=chance.choice([None, now]),
            severity=chance.choice([None, 1, 2, 3, 4]),
            grounded_at=chance.choice([None, now]),
            findings=chance.choice(["", "ก"]),
            root_cause=chance.choice(["", "ก"]),
            cause_kind=chance.choice(["", "building"]),
            outcome=chance.choice(["", "upheld"]),
            decision=chance.choice(["", "ก"]),
            remedies_decided=chance.choice([[], ["repair"]]),
            carried_out=chance.choice(["", "ก"]),
            proved_at=chance.choice([None, now]),
            answer=chance.choice(["", "accepted", "rejected", "none_given"]),
            internal_recourse_at=chance.choice([None, now]),
            external_recourse_at=chance.choice([None, now]),
            exhaustion=chance.choice(["", "exhausted"]),
            step_due_at=chance.choice([None, now - timedelta(days=1), now + timedelta(days=1)]),
            merged_into_id=chance.choice([None, 1]),
        )
        move, reason = chance.choice(ALL_MOVES), chance.choice(["", "ก"])
        assert set(rules.missing(move, case, now=now, reason=reason)) == lacking(move, case, now, reason), move


def lacking(move: str, case: Complaint, now: Now, reason: str) -> set[str]:
    """What is missing, in plain sentences of ISO 10002's clauses 7.4 to 7.10."""
    told = {"internal_recourse": case.internal_recourse_at, "external_recourse": case.external_recourse_at}
    lacks = {
        "assess": {"handler": not case.handler_id, "assessment": not case.assessed_at},
        "investigate": {"assessment": not case.assessed_at, "investigator": not case.investigator_id},
        "decide": {
            "heard": bool(case.complained_about_id) and case.heard_at is None,
            "grounds": (case.severity or 0) >= 3 and case.grounded_at is None,
            "findings": not (case.findings and case.root_cause and case.cause_kind),
            "decision": not (case.outcome and case.decision),
            "remedies": not case.remedies_decided,
        },
        "merge": {"leading": not case.merged_into_id},
        "communicate": {"decision": not (case.outcome and case.decision)},
        "carry_out": {"carried_out": not case.carried_out, "proof": case.proved_at is None},
        "carry_out_unanswered": {
            "carried_out": not case.carried_out,
            "proof": case.proved_at is None,
            "answer_time_over": case.step_due_at is None or case.step_due_at > now,
        },
        "close": {name: not at for name, at in (told | {"exhaustion": case.exhaustion}).items()}
        if case.answer == "rejected"
        else {},
    }.get(move, {})
    if move in {"investigate", "decide"}:
        lacks["independence"] = case.investigator_id in {None, case.complained_about_id}
    if move in {
        "reject",
        "carry_out_unanswered",
        "review",
        "close",
        "withdraw",
        "reopen",
        "reinstate",
        "dispute",
        "merge",
        "separate",
        "turn",
        "turn_back",
    }:
        lacks["reason"] = not reason
    return {name for name, is_lacking in lacks.items() if is_lacking}


# --- through the services and the database --------------------------------------------------------------------------


class Walk:
    """Cases in one hand, people in the other; each step tries something and judges what came of it."""

    def __init__(self, desk: Desk, auditor: User, executive: User, now: Now, seed: int) -> None:
        self.desk, self.now, self.chance, self.executive = desk, now, Random(seed), executive
        self.people = {"officer": desk.officer, "manager": desk.manager, "auditor": auditor, "complainant": None}
        self.cases = [desk.file(reply_by="page", now=now) for _n in range(12)]
        self.done: Counter[tuple[str, str]] = Counter()

    def step(self) -> None:
        """One try: a step of the path three times of four, else what happens beside the path."""
        self.now += timedelta(minutes=self.chance.choice([1, 30, 600, 6000]))
        case = self.chance.choice(self.cases)
        case.refresh_from_db()
        if self.chance.random() < 0.7:
            self.move(case)
        else:
            self.beside(case)

    def move(self, case: Complaint) -> None:
        """Try a step of the path, more often a possible one, by anybody."""
        possible = sorted(EDGES[case.status])
        move = self.chance.choice(possible if self.chance.random() < 0.7 else ALL_MOVES)
        if move in {"withdraw", "merge", "turn"} and self.chance.random() < 0.85:
            move = possible[0]
        if case.status == "communicated" and case.proved_at and self.chance.random() < 0.6:
            move = "carry_out_unanswered"
        who = self.chance.choices(list(self.people), weights=[3, 5, 1, 1])[0]
        before, trail = case.status, Transition.objects.filter(complaint=case).count()
        expected, objects = self.expected(case, move, who), move == "dispute" and self.is_late_word(case)
        try:
            self.take(move, case, who)
            came: type[Refused] | None = None
        except (NotAllowed, IllegalMove, Incomplete) as refusal:
            came = type(refusal)
        assert came is expected, (before, move, who)
        case.refresh_from_db()
        steps = Transition.objects.filter(complaint=case)
        if expected or objects:
            assert (case.status, steps.count()) == (before, trail)
        else:
            last = steps.latest("id")
            assert (last.move, last.from_status, last.to_status) == (move, before, EDGES[before][move])
            assert (case.status, last.by, last.at) == (last.to_status, self.people[who], self.now)
        self.done[move, expected.__name__ if expected else "objection" if objects else "done"] += 1

    def expected(self, case: Complaint, move: str, who: str) -> type[Refused] | None:
        """The refusal that is due, or None."""
        if self.is_forbidden(case, move, who):
            return NotAllowed
        taken_twice = move == "merge" and not (self.leading(case) and not case.filed_again.exists())
        if move not in EDGES[case.status] or taken_twice:
            return IllegalMove
        return Incomplete if self.is_lacking(case, move, who) else None

    def is_forbidden(self, case: Complaint, move: str, who: str) -> bool:
        """Not this person's step; who has investigated does not decide."""
        if who == "auditor" or (who == "complainant" and move not in COMPLAINANTS):
            return True
        if who == "officer" and move in MANAGERS_ONLY:
            return True
        return move == "decide" and case.investigator_id == self.desk.manager.pk

    def is_lacking(self, case: Complaint, move: str, who: str) -> bool:
        """Something that the step asks for is not there."""
        if move == "decide":
            return not case.findings or not self.is_grounded(case)
        if move in {"communicate", "close"} and case.severity == 4:
            return True  # a second person approves it first
        if move == "carry_out_unanswered" and not (case.step_due_at and case.step_due_at <= self.now):
            return True
        if move in {"carry_out", "carry_out_unanswered"}:
            return not self.is_proved(case, who)
        if move == "dispute":
            return not case.confirmations.filter(answered_at=None, ended_at=None)
        told = case.internal_recourse_at and case.external_recourse_at and case.exhaustion
        return bool(move == "close" and case.answer == "rejected" and not told)

    def is_grounded(self, case: Complaint) -> bool:
        """High severity: one of each; critical: two of each."""
        need = case.severity - 2
        done = case.plan.exclude(done_at=None)
        parts = (done.filter(kind="question"), done.filter(kind="step"), case.evidence.filter(withdrawal=None))
        return all(part.count() >= need for part in parts)

    def is_proved(self, case: Complaint, who: str) -> bool:
        """By the look of somebody else, since the decision that stands."""
        looks = CarryOutProof.objects.filter(complaint=case, at__gte=case.decided_at or self.now)
        return looks.exclude(by=self.people[who]).exists()

    def is_late_word(self, case: Complaint) -> bool:
        """Too late or once too often to take the case up again alone: thrice, and within 20 days, is allowed."""
        asked = case.confirmations.filter(answered_at=None, ended_at=None).first()
        if asked is None or case.status not in {"carried_out", "closed"}:
            return False
        times = Transition.objects.filter(complaint=case, move="dispute").count()
        return times >= 3 or self.now - (case.closed_at or asked.asked_at) > timedelta(days=20)

    def leading(self, case: Complaint) -> Complaint | None:
        """Another open complaint of the same person."""
        return Complaint.objects.open().exclude(pk=case.pk).order_by("pk").first()

    def take(self, move: str, case: Complaint, who: str) -> None:
        if move == "merge" and self.people[who] is not None:
            other = self.leading(case) or Complaint.objects.exclude(pk=case.pk).earliest("pk")
            services.merge(
                complaint_id=case.pk, other_number=other.number, reason="ซ้ำ", by=self.people[who], now=self.now
            )
            return
        if move == "investigate" and self.people[who] is not None:
            chosen = self.chance.choices([self.desk.investigator, self.desk.manager], weights=[9, 1])[0]
            services.start_investigation(complaint_id=case.pk, investigator=chosen, by=self.people[who], now=self.now)
        elif move == "assess" and self.people[who] is not None:
            serious = replace(ASSESSMENT, severity=self.chance.choice([3, 3, 3, 4]))
            services.assess(complaint_id=case.pk, assessment=serious, by=self.people[who], now=self.now)
        else:
            take(move, case.pk, by=self.people[who], now=self.now, desk=self.desk)

    def beside(self, case: Complaint) -> None:
        """What changes no state: findings, ways onward, pauses, the end of a disagreement."""
        plain: dict[str, Any] = {"complaint_id": case.pk, "now": self.now}
        investigator = case.investigator or self.desk.investigator
        acts: list[Callable[[], Any]] = [
            lambda: services.record_findings(found=FOUND, by=investigator, **plain),
            lambda: services.record_findings(found=FOUND, by=investigator, **plain),
            lambda: services.add_proof(kind="check", seen="ดูแล้ว", by=self.desk.investigator, **plain),
            lambda: services.add_proof(kind="check", seen="ดูแล้ว", by=self.desk.officer, **plain),
            lambda: self.ask_and_answer(case, services.communicate_or_ask(by=self.desk.officer, **plain)),
            lambda: self.ask_and_answer(case, services.close_or_ask(reason="ครบ", by=self.desk.officer, **plain)),
            lambda: services.hear(said="done", words="", by=None, **plain),
            lambda: services.tell_recourse(internal="ก", external="ข", by=self.desk.officer, **plain),
            lambda: services.pause(kind=PauseKind.COMPLAINANT, reason="รอ", by=self.desk.officer, **plain),
            lambda: services.resume(by=self.desk.officer, **plain),
            lambda: services.close(reason="จบ", exhaustion="exhausted", by=self.desk.manager, **plain),
            lambda: ground(case, investigator, self.now, self.chance.choice([1, 2, 2])),
            lambda: self.withdraw_evidence(case, investigator),
        ]
        before, act = case.status, self.chance.choice(acts)
        fitting = {"communicated": acts[2], "accepted": acts[2], "decided": acts[4], "carried_out": acts[5]}
        if before == "investigating":
            act = self.chance.choice([acts[0], acts[-2], act])
        elif self.chance.random() < 0.5:
            act = fitting.get(before, act)
        with suppress(Refused):
            act()
        case.refresh_from_db()
        ways = {("rejected", "closed"), ("carried_out", "closed"), ("decided", "communicated")}
        assert case.status == before or (before, case.status) in ways

    def withdraw_evidence(self, case: Complaint, by: User) -> None:
        """Some evidence turns out to be wrong."""
        row = case.evidence.filter(withdrawal=None).first()
        if row is not None:
            services.withdraw_evidence(
                complaint_id=case.pk, public_id=row.public_id, reason="ภาพคนละวัน", by=by, now=self.now
            )

    def ask_and_answer(self, case: Complaint, asked: object) -> None:
        """What waits is approved by the right person, by a wrong one, or given back; nothing happened before."""
        if not isinstance(asked, Approval):
            return
        status = Complaint.objects.values_list("status", flat=True).get(pk=case.pk)
        assert status == case.status
        right = self.executive if asked.step == "communicate" else self.desk.manager
        given: dict[str, Any] = {"approval_id": asked.pk, "now": self.now, "shown_version": asked.version}
        with pytest.raises(NotAllowed):
            services.approve(by=self.desk.officer, **given)
        if sum(self.done[asked.step, state] for state in ("approved", "returned")) % 3 == 2:
            services.return_with_remarks(by=right, remarks="ขอแก้คำ", **given)
        else:
            services.approve(by=right, **given)
        self.done[asked.step, Approval.objects.get(pk=asked.pk).state] += 1


@pytest.mark.parametrize("seed", [1, 2])
def test_thousands_of_steps_through_the_services(desk: Desk, person: Callable[..., User], now: Now, seed: int) -> None:
    ClosingPolicy.objects.update(reopen_times=3, reopen_days=20)
    walk = Walk(desk, person("auditor"), person("executive"), now, seed)
    for n in range(STEPS):
        walk.step()
        if n % 500 == 0:
            connection.check_constraints()  # what waits for the end of the one transaction stays little
    for case in walk.cases:
        judge(case)
    taken = {move for move, outcome in walk.done if outcome == "done"}
    assert taken == set(ALL_MOVES), set(ALL_MOVES) - taken
    assert {"done", "NotAllowed", "IllegalMove", "Incomplete"} <= {outcome for _move, outcome in walk.done}
    assert {("communicate", "approved"), ("close", "approved")} <= set(walk.done)
    assert "returned" in {outcome for _move, outcome in walk.done}
    assert walk.done["dispute", "objection"]


def judge(case: Complaint) -> None:
    """After the walk: the record is whole and the row agrees with it."""
    case.refresh_from_db()
    trail = list(case.transitions.order_by("id"))
    assert (trail[0].move, trail[0].from_status) == ("receive", "")
    for earlier, later in pairwise(trail):
        assert later.from_status == earlier.to_status
        assert EDGES[later.from_status][later.move] == later.to_status
        assert earlier.at <= later.at
    assert case.status == trail[-1].to_status
    states = list(case.history.order_by("history_date", "history_id").values_list("status", flat=True))
    walked = [state for n, state in enumerate(states) if n == 0 or state != states[n - 1]]
    assert walked == [step.to_status for step in trail]
    assert case.version == len(states)
    assert case.pauses.filter(ended_at=None).count() == int(case.is_paused)
    assert (case.status == Status.MERGED) == (case.merged_into_id is not None)
    pair = getattr(case, "turned", None)
    assert (case.status == Status.TURNED) == (pair is not None and not pair.is_complaint)
    assert (case.due == "") == (rules.next_due(case)[0] == "")
    if case.status in FINISHED:
        assert case.due == ""
        assert not case.is_paused
    if case.status == Status.CLOSED and case.answer == Answer.REJECTED:
        assert case.internal_recourse_at
        assert case.external_recourse_at
        assert case.exhaustion
    if case.status == Status.CARRIED_OUT:
        assert case.proved_at
        assert CarryOutProof.objects.filter(complaint=case, at__gte=case.decided_at).exists()
    if case.severity == 4:
        sent = [step.at for step in trail if step.move == "communicate"]
        waited = case.approvals.filter(step="communicate", state="approved").values_list("answered_at", flat=True)
        assert set(sent) <= set(waited) or any(step.move == "reinstate" for step in trail)
    assert case.confirmations.filter(answered_at=None, ended_at=None).count() <= 1
    if case.decided_by_id:
        assert case.decided_by_id != case.investigator_id
