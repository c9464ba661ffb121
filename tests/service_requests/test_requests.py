"""Requests through their services: the path, refusals, the clock, the ledger, forms in versions, erasure."""

import datetime as dt
import json
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from foundation.accounts.models import Unit
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.privacy.models import AccessLog
from service_charter import personal_data
from service_charter.enums import Facet, WaitKind
from service_charter.models import Measurement, RequestField, RequestForm, RequestStep, ServiceRequest, Standard
from service_charter.request_lifecycle import MOVES
from service_charter.request_running import shares
from service_charter.running import Load, Share
from service_charter.services import request_kinds as kinds
from service_charter.services import request_talk as talk
from service_charter.services import request_turning as turning
from service_charter.services import requests as services
from service_charter.services.request_erasure import erase_customer
from service_charter.services.request_measuring import tell_missed
from tests.people import someone
from tests.service_requests.factories import (
    RESULT,
    add_question,
    advance,
    designer,
    make_kind,
    officer,
    published,
    receive,
)

pytestmark = pytest.mark.django_db

# Written down a second time, by hand.
EDGES = {
    "received": {"take": "working", "withdraw": "withdrawn", "turn": "turned"},
    "working": {"finish": "done", "withdraw": "withdrawn", "turn": "turned"},
    "done": {"close": "closed", "reopen": "working"},
    "closed": {"reopen": "working"},
    "withdrawn": {},
    "turned": {"turn_back": "received"},
}


def step(move: str, pk: int, now: dt.datetime, **changes: Any) -> ServiceRequest:
    extra: dict[str, dict[str, Any]] = {
        "finish": {"outcome": "granted", "answer": RESULT},
        "reopen": {"reason": "ยังไม่ครบ"},
        "withdraw": {"reason": "ไม่ใช้แล้ว"},
        "turn": {"reason": "ไม่พอใจ", "number": "C-2569-000001-3"},
        "turn_back": {"reason": "ผิดเรื่อง"},
    }
    act = {"turn": turning.leave, "turn_back": turning.come_back}.get(move) or getattr(services, move)
    result: ServiceRequest = act(request_id=pk, **{"by": officer(), "now": now, **extra.get(move, {}), **changes})
    return result


def test_the_table_over_twenty_thousand_steps() -> None:
    chance, state, seen = Random(7), "received", set()
    for _n in range(20_000):
        move = chance.choice(sorted(MOVES))
        expected = EDGES[state].get(move)
        try:
            state = MOVES[move].from_(state)
        except IllegalMove:
            assert expected is None
            seen.add((move, "refused"))
        else:
            assert state == expected
            seen.add((move, "taken"))
        state = "received" if state == "withdrawn" else state
    assert seen == {(move, end) for move in MOVES for end in ("taken", "refused")}


def test_random_paths_never_leave_the_table_and_count_once() -> None:
    kind = make_kind()
    for seed in range(6):
        chance, now = Random(seed), timezone.now() - dt.timedelta(days=20)
        pk = receive(kind, at=now).pk
        for _n in range(25):
            now += dt.timedelta(hours=chance.uniform(0.1, 6))
            with suppress(Refused), transaction.atomic():
                match chance.choice([*MOVES, "pause", "resume", "ask", "hear", "rate"]):
                    case "pause":
                        services.pause(request_id=pk, kind=WaitKind.OTHER, reason="รอ", by=officer(), now=now)
                    case "resume":
                        services.resume(request_id=pk, by=officer(), now=now)
                    case "ask":
                        talk.send_message(request_id=pk, body="?", by=officer(), now=now, is_question=True)
                    case "hear":
                        talk.receive_message(request_id=pk, body="!", now=now)
                    case "rate":
                        services.rate(request_id=pk, score=4, comment="", now=now)
                    case move:
                        step(move, pk, now)
            row = ServiceRequest.objects.get(pk=pk)
            assert row.is_paused == row.pauses.filter(ended_at__isnull=True).exists()
            assert not (row.is_paused and row.met_at)
            assert bool(row.outcome) == (row.status in ("done", "closed"))
        walked = [(s.from_status, s.move, s.to_status) for s in RequestStep.objects.filter(request=pk).order_by("id")]
        assert all(EDGES[a][move] == b for a, move, b in walked[1:])
        row = ServiceRequest.objects.get(pk=pk)
        standing = Measurement.objects.filter(source_key=row.public_id, cancelled_by=None).count()
        assert standing == 0 if row.status == "turned" else standing in ({1} if row.met_at else {0, 1})


@pytest.mark.parametrize("status", sorted(EDGES))
def test_every_other_move_is_refused_from_each_state(status: str) -> None:
    row, now = advance(receive(), status), timezone.now()
    for move in set(MOVES) - set(EDGES[status]):
        with pytest.raises(IllegalMove):
            step(move, row.pk, now)
    row.refresh_from_db()
    assert row.status == status


def test_steps_demand_reasons_words_and_the_right_person() -> None:
    row, now = advance(receive(), "working"), timezone.now()
    for move, changes in (("withdraw", {"reason": " "}), ("finish", {"answer": " "}), ("finish", {"outcome": "?"})):
        with pytest.raises(Incomplete):
            step(move, row.pk, now, **changes)
    with pytest.raises(NotAllowed):
        step("finish", row.pk, now, by=someone("auditor"))
    with pytest.raises(NotAllowed):
        services.assign(request_id=row.pk, handler=someone("auditor"), by=officer(), now=now)
    with pytest.raises(Incomplete):
        services.rate(request_id=row.pk, score=9, comment="", now=now)
    with pytest.raises(IllegalMove):
        services.rate(request_id=row.pk, score=5, comment="", now=now)


class TestClockAndLedger:
    def test_kept_is_told_once_however_often_it_is_taken_up_again(self) -> None:
        row, now = advance(receive(), "done"), timezone.now()
        measured = Measurement.objects.get()
        assert (measured.source, measured.kept, measured.n) == ("request", 1, 1)
        step("reopen", row.pk, now)
        step("finish", row.pk, now + dt.timedelta(days=90))
        assert Measurement.objects.count() == 1

    def test_a_missed_date_is_told_by_the_sweep_and_again_by_nobody(self) -> None:
        row, now = receive(at=timezone.now() - dt.timedelta(days=30)), timezone.now()
        assert tell_missed(now=now) == 1
        tell_missed(now=now)
        advance(row, "done", now=now)
        assert list(Measurement.objects.values_list("kept", flat=True)) == [0]

    def test_a_pause_moves_the_date_by_working_time_and_cannot_be_doubled(self) -> None:
        at = dt.datetime(2026, 11, 9, 3, tzinfo=dt.UTC)  # a Monday, 10 o'clock in Bangkok
        row = advance(receive(at=at), "working", now=at)
        before = row.due_at
        services.pause(request_id=row.pk, kind=WaitKind.OTHER, reason="รออะไหล่", by=officer(), now=at)
        with pytest.raises(IllegalMove):
            services.pause(request_id=row.pk, kind=WaitKind.OTHER, reason="รอ", by=officer(), now=at)
        row = services.resume(request_id=row.pk, by=officer(), now=at + dt.timedelta(days=1))
        assert before
        assert row.due_at == before + dt.timedelta(days=1)
        with pytest.raises(IllegalMove):
            services.resume(request_id=row.pk, by=officer(), now=at + dt.timedelta(days=1))

    def test_a_question_stops_the_clock_until_the_customer_answers(self) -> None:
        row, now = advance(receive(), "working"), timezone.now()
        talk.send_message(request_id=row.pk, body="ขอเลขห้อง", by=officer(), now=now, is_question=True)
        row.refresh_from_db()
        assert row.is_paused
        talk.receive_message(request_id=row.pk, body="B312", now=now)
        row.refresh_from_db()
        assert not row.is_paused

    def test_the_first_word_of_a_person_meets_a_promise_of_a_first_reply(self) -> None:
        row, now = receive(make_kind(standard="transaction-check")), timezone.now()
        advance(row, "working")
        assert not Measurement.objects.exists()
        talk.send_message(request_id=row.pk, body="เอกสารครบแล้ว", by=officer(), now=now)
        assert Measurement.objects.get().kept == 1
        step("finish", row.pk, now)
        assert Measurement.objects.count() == 1

    def test_no_clock_runs_without_a_promise_nor_from_an_unapproved_one(self) -> None:
        row = receive(make_kind(standard=""))
        assert (row.standard, row.due_at) == (None, None)
        advance(row, "done")
        assert not Measurement.objects.exists()
        kind = make_kind("another")
        before = Standard.objects.get(code="transaction-result")
        facts = {"unit": kind.unit, "standard_code": "no-such-promise", "rank": 1}
        with pytest.raises(Incomplete):
            kinds.save_kind(kind_id=kind.pk, facts=facts, by=designer(), now=timezone.now())
        from service_charter.services import start_version

        draft = start_version(by=designer(), now=timezone.now())
        copied = draft.standards.get(code=before.code)
        row = receive(kind)
        with pytest.raises(IntegrityError, match="not approved"), transaction.atomic():
            ServiceRequest.objects.filter(pk=row.pk).update(standard=copied)

    def test_a_date_that_the_calendar_moved_is_judged_anew(self) -> None:
        row, now = receive(at=timezone.now() - dt.timedelta(days=30)), timezone.now()
        tell_missed(now=now)
        ServiceRequest.objects.filter(pk=row.pk).update(due_at=row.due_at - dt.timedelta(days=1))
        assert services.recompute_for_calendar(request_id=row.pk, now=now)
        assert not services.recompute_for_calendar(request_id=row.pk, now=now)
        assert sum(Measurement.objects.values_list("n", flat=True)) == 0


class TestForms:
    def test_a_published_form_never_changes(self) -> None:
        form = published(make_kind())
        with pytest.raises(IllegalMove):
            add_question(form, kind="text", label_th="ก", label_en="a")
        for change in (
            lambda: RequestForm.objects.filter(pk=form.pk).update(title_th="อื่น"),
            lambda: RequestField.objects.filter(form=form).update(label_th="อื่น"),
            lambda: RequestField.objects.filter(form=form).delete(),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                change()

    def test_a_new_version_copies_and_gives_new_questions_new_keys(self) -> None:
        kind, now = make_kind(), timezone.now()
        draft = kinds.start_form(kind_id=kind.pk, by=designer(), now=now)
        assert kinds.start_form(kind_id=kind.pk, by=designer(), now=now) == draft
        gone = draft.questions.get(key="q6")
        kinds.remove_question(form_id=draft.pk, question_id=gone.pk, by=designer(), now=now)
        add_question(draft, kind="text", label_th="ใหม่", label_en="New")
        assert [q.key for q in draft.questions.order_by("number")] == ["q1", "q2", "q3", "q4", "q5", "q7"]
        last = draft.questions.get(key="q7")
        kinds.raise_question(form_id=draft.pk, question_id=last.pk, by=designer(), now=now)
        assert [q.key for q in draft.questions.order_by("number")][-2:] == ["q7", "q5"]

    def test_what_cannot_be_published_or_offered(self) -> None:
        now, by = timezone.now(), designer()
        facts = {"code": "bare", "title_th": "ก", "title_en": "", "standard_code": "", "rank": 1}
        kind = kinds.save_kind(kind_id=None, facts={**facts, "unit": Unit.objects.first()}, by=by, now=now)
        draft = kinds.start_form(kind_id=kind.pk, by=by, now=now)
        with pytest.raises(Incomplete):
            kinds.publish_form(form_id=draft.pk, by=by, now=now)
        with pytest.raises(IllegalMove):
            kinds.offer_kind(kind_id=kind.pk, is_offered=True, by=by, now=now)
        with pytest.raises(Incomplete):
            add_question(draft, kind="choice", label_th="ก", label_en="a", choices_th="หนึ่ง", choices_en="one")
        with pytest.raises(Incomplete):
            add_question(draft, kind="choice", label_th="ก", label_en="a", choices_th="1\n2", choices_en="one")
        add_question(draft, kind="text", label_th="ก", label_en="a")
        with pytest.raises(Incomplete):
            kinds.publish_form(form_id=draft.pk, by=by, now=now)
        with pytest.raises(NotAllowed):
            kinds.publish_form(form_id=draft.pk, by=officer(), now=now)


class TestPersonalData:
    def test_contact_and_answers_are_sealed_shown_for_a_reason_and_forgotten(self) -> None:
        row, now = receive(), timezone.now()
        with pytest.raises(Incomplete):
            services.reveal_customer(request_id=row.pk, reason="", by=officer(), now=now)
        shown = services.reveal_customer(request_id=row.pk, reason="โทรนัดช่างซ่อม", by=officer(), now=now)
        assert shown["phone"] == "+66812345678"
        assert AccessLog.objects.filter(subject_public_id=row.public_id).count() == 1
        from foundation.privacy.personal_data import Person

        assert personal_data.find(Person(phone="081 234 5678")) == [row.public_id]
        assert "อาคาร B" in personal_data.describe(row.public_id).values()
        assert personal_data.holds(row.public_id)
        with pytest.raises(Refused):
            erase_customer(request_id=row.pk, by=designer(), now=now)
        talk.receive_message(request_id=row.pk, body="ฉันชื่อสุดารัตน์", now=now)
        advance(row, "done")
        erase_customer(request_id=row.pk, by=designer(), now=now)
        erased = ServiceRequest.objects.select_related("data_key").get(pk=row.pk)
        assert (erased.name, erased.answers, erased.phone_hash) == (None, None, "")
        assert "สุดารัตน์" not in json.dumps(list(erased.messages.values_list("body", flat=True)), ensure_ascii=False)
        assert personal_data.find(Person(phone="081 234 5678")) == []


def test_running_requests_weigh_on_their_unit_until_their_date_is_met() -> None:
    request = receive(make_kind())
    assert request.standard_id is not None
    due, hour = request.queue_at, dt.timedelta(hours=1)
    at_unit = {Facet.UNIT: str(request.unit_id)}
    assert list(shares(due - 2 * hour, due - hour)) == []
    assert list(shares(due - hour, due + hour)) == [Share(request.standard_id, Load(soon=1), at_unit)]
    assert list(shares(due + hour, due + 2 * hour)) == [Share(request.standard_id, Load(late=1), at_unit)]
    advance(request, "done")
    assert list(shares(due + hour, due + 2 * hour)) == []
