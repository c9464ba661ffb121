"""Requests about personal data: taking in, the clock, the path with its refusals, words, a look at who asks."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, StaleVersion
from foundation.core.models import Notification, OutboxMessage
from foundation.privacy import personal_data, selectors, services
from foundation.privacy.enums import Ground, Outcome, RequestStatus, Right
from foundation.privacy.lifecycle import MOVES
from foundation.privacy.models import AccessLog, DataRequest, RequestStep
from tests.privacy.factories import EMAIL, HOW, NATIONAL_ID, PHONE, bring, make_request

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture
def officer(person):
    return person("data-protection-officer")


# --- taking in ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("right", list(Right))
def test_every_right_is_taken_in_and_answered_within_thirty_days(right, officer):
    row = make_request(right, now=NOW)
    assert row.number.startswith("D-2569-")
    assert timezone.localtime(row.due_at).strftime("%Y-%m-%d %H:%M") == "2026-12-23 23:59"
    assert row.purposes == (["marketing"] if right == Right.WITHDRAWAL else [])
    assert Notification.objects.filter(user=officer, url=row.get_absolute_url()).count() == 1


def test_who_asks_lies_sealed_and_is_found_by_hashes():
    row = make_request()
    stored = DataRequest.objects.filter(pk=row.pk).values("name", "phone", "details", "phone_hash")[0]
    assert all(value != PHONE for value in stored.values())
    assert bytes(stored["name"]).find("สมศรี".encode()) == -1
    for person in (
        personal_data.Person(phone="081 234 5678"),
        personal_data.Person(email=EMAIL.upper()),
        personal_data.Person(national_id=NATIONAL_ID),
    ):
        found = [each for each in personal_data.find_everything(person) if each.kind.kind == "privacy.request"]
        assert [each.public_id for each in found] == [row.public_id]
    assert "สมศรี" in found[0].describe()["name"]


def test_the_receipt_goes_out_in_the_persons_language_and_the_code_is_kept_nowhere_else():
    make_request(code="K7QF-2MXD-1111-2222-3333-4444-5Z")
    letter = OutboxMessage.objects.get(kind="privacy.data_request_received")
    assert (letter.recipient, letter.language, letter.purpose) == (EMAIL, "th", "data-rights")
    assert "K7QF-2MXD" in letter.body
    assert not DataRequest.objects.filter(code_hash__contains="K7QF").exists()


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"name": " "}, {"name"}),
        ({"phone": "", "email": "", "national_id": ""}, {"phone"}),
        ({"whom": "representative"}, {"representative", "authority"}),
        ({"right": "correction", "details": " "}, {"details"}),
        ({"right": "withdrawal", "purposes": []}, {"purposes"}),
        ({"details": "ก" * 3001}, {"details"}),
    ],
)
def test_what_is_missing_is_said(changes, missing):
    with pytest.raises(Incomplete) as refusal:
        make_request(changes.pop("right", "access"), **changes)
    assert set(refusal.value.missing) == missing
    assert not DataRequest.objects.exists()


def test_only_the_officer_writes_a_request_down(person):
    with pytest.raises(NotAllowed):
        services.submit_request(
            wish=services.Wish("access"), asker=services.Asker(name="ก", phone=PHONE), channel="phone", language="th",
            notice=None, tracking_code="x", now=NOW, by=person("auditor"),
        )  # fmt: skip


# --- the path -------------------------------------------------------------------------------------------------------

ACTS = {
    "verify": lambda row, by: services.verify_identity(request_id=row.pk, how=HOW, by=by, now=NOW),
    "start": lambda row, by: services.start(request_id=row.pk, by=by, now=NOW),
    "answer": lambda row, by: services.answer(
        request_id=row.pk, outcome="granted", ground="", text="ตามแนบ", by=by, now=NOW
    ),
    "refuse_unverified": lambda row, by: services.refuse_unverified(
        request_id=row.pk, text="ยืนยันตัวตนไม่ได้", by=by, now=NOW
    ),
    "close": lambda row, by: services.close(request_id=row.pk, by=by, now=NOW),
    "withdraw": lambda row, by: services.withdraw(request_id=row.pk, now=NOW),
}


def in_status(status: str) -> DataRequest:
    row = make_request(now=NOW)
    if status == "withdrawn":
        return services.withdraw(request_id=row.pk, now=NOW)
    return row if status == "received" else bring(row, status, now=NOW)


@pytest.mark.parametrize("move", list(MOVES))
@pytest.mark.parametrize("status", list(RequestStatus))
def test_a_move_is_taken_from_its_states_only(status, move, officer):
    row = in_status(status)
    if status in MOVES[move].sources:
        ACTS[move](row, officer)
        row.refresh_from_db()
        assert row.status == MOVES[move].target
        last = RequestStep.objects.filter(request=row).last()
        assert (last.move, last.from_status, last.to_status) == (move, status, row.status)
    else:
        before = RequestStep.objects.filter(request=row).count()
        with pytest.raises(IllegalMove):
            ACTS[move](row, officer)
        assert RequestStep.objects.filter(request=row).count() == before


@pytest.mark.parametrize("role", ["auditor", "executive", "system-administrator", "customer-officer"])
@pytest.mark.parametrize("move", [move for move in MOVES if move != "withdraw"])
def test_nobody_else_takes_a_step(move, role, person):
    row = in_status(next(iter(MOVES[move].sources)))
    with pytest.raises(NotAllowed):
        ACTS[move](row, person(role))


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({"outcome": ""}, "outcome"),
        ({"outcome": "refused"}, "ground"),
        ({"outcome": "partly", "ground": "no-such"}, "ground"),
        ({"text": "  "}, "answer"),
    ],
)
def test_an_answer_needs_outcome_ground_and_words(said, missing, officer):
    row = in_status("working")
    given = {"outcome": "granted", "ground": "", "text": "ตามแนบ", **said}
    with pytest.raises(Incomplete) as refusal:
        services.answer(request_id=row.pk, by=officer, now=NOW, **given)
    assert list(refusal.value.missing) == [missing]


def test_a_refusal_tells_ground_and_the_way_onward(officer):
    row = in_status("working")
    services.answer(
        request_id=row.pk, outcome=Outcome.REFUSED, ground=Ground.LEGAL_DUTY, text="ต้องเก็บ 10 ปี", by=officer, now=NOW
    )
    told = row.notes.filter(is_internal=False).last().body
    assert "ต้องเก็บ 10 ปี" in told
    assert "33" in told
    assert "คุ้มครองข้อมูลส่วนบุคคล" in told


def test_an_answer_from_an_old_page_is_not_written_over_another(officer):
    row = in_status("working")
    with pytest.raises(StaleVersion):
        services.answer(
            request_id=row.pk,
            outcome="granted",
            ground="",
            text="x",
            by=officer,
            now=NOW,
            shown_version=row.version - 1,
        )


@pytest.mark.parametrize(
    "change",
    [
        {"status": "working", "verified_at": None, "verified_by": None},
        {"outcome": "granted"},
        {"ground": "others"},
        {"due_at": NOW + timedelta(days=90)},
        {"status": "closed"},
    ],
)
def test_the_database_keeps_the_path_too(change):
    row = make_request(now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        DataRequest.objects.filter(pk=row.pk).update(**change)


# --- the clock ------------------------------------------------------------------------------------------------------


def test_the_clock_is_extended_once_to_a_stated_day_with_a_reason(officer):
    row = make_request(now=NOW)
    until = timezone.localdate(row.due_at) + timedelta(days=20)
    services.extend(request_id=row.pk, until=until, reason="ต้องค้นเอกสารเก่า", by=officer, now=NOW)
    row.refresh_from_db()
    assert timezone.localdate(row.due_at) == until
    assert "ต้องค้นเอกสารเก่า" in row.notes.get().body
    with pytest.raises(IllegalMove):
        services.extend(request_id=row.pk, until=until + timedelta(days=1), reason="อีก", by=officer, now=NOW)


@pytest.mark.parametrize("days", [0, -1, 31])
def test_the_new_day_lies_within_thirty_days_more(days, officer):
    row = make_request(now=NOW)
    until = timezone.localdate(row.due_at) + timedelta(days=days)
    with pytest.raises(Incomplete) as refusal:
        services.extend(request_id=row.pk, until=until, reason="เอกสารเก่า", by=officer, now=NOW)
    assert list(refusal.value.missing) == ["until"]


def test_a_late_request_is_not_extended(officer):
    row = make_request(now=NOW)
    late = NOW + timedelta(days=31)
    assert DataRequest.objects.overdue(at=late).get() == row
    with pytest.raises(IllegalMove):
        services.extend(request_id=row.pk, until=late.date(), reason="เอกสารเก่า", by=officer, now=late)


# --- looks and words ------------------------------------------------------------------------------------------------


def test_a_look_at_who_asks_is_written_down(officer):
    row = make_request()
    shown = services.reveal_asker(request_id=row.pk, reason="โทรยืนยันตัวตน", by=officer, now=NOW)
    assert shown["phone"] == PHONE
    look = AccessLog.objects.get()
    assert (look.subject_public_id, look.fields) == (row.public_id, ["email", "name", "national_id", "phone"])


@pytest.mark.parametrize("reason", ["", "ดู", "    "])
def test_a_look_without_a_purpose_is_refused(reason, officer):
    with pytest.raises(Incomplete):
        services.reveal_asker(request_id=make_request().pk, reason=reason, by=officer, now=NOW)
    assert not AccessLog.objects.exists()


def test_notes_stay_inside_and_messages_go_out(officer):
    row = make_request()
    services.add_note(request_id=row.pk, body="ตรวจทะเบียนแล้ว", by=officer, now=NOW)
    services.send_message(request_id=row.pk, body="ขอเวลานัดโทร", by=officer, now=NOW)
    services.receive_message(request_id=row.pk, body="บ่ายสองครับ", now=NOW)
    said = [entry.body for entry in selectors.public_timeline(row) if entry.is_message]
    assert sorted(said) == sorted(["ขอเวลานัดโทร", "บ่ายสองครับ"])
    assert OutboxMessage.objects.filter(kind="privacy.data_request_message").count() == 1


def test_other_requests_of_the_same_person_are_shown():
    first, second = make_request(), make_request("copy", phone="+66899999999", national_id="")
    make_request(phone="+66811111111", email="other@example.org", national_id="")
    assert list(selectors.others_of_the_same(first)) == [second]


def test_a_request_that_is_over_can_be_silenced_and_an_open_one_not(officer):
    row = make_request()
    with pytest.raises(Exception, match=row.number):
        personal_data.erase_everything(personal_data.Person(phone=PHONE), by=officer, now=NOW)
    bring(row, "closed")
    personal_data.erase_everything(personal_data.Person(phone=PHONE), by=officer, now=NOW)
    row = DataRequest.objects.select_related("data_key").get(pk=row.pk)
    assert (row.name, row.answer, row.phone_hash, row.outcome) == (None, None, "", "granted")
    assert row.notes.last().body is None
