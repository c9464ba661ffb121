"""Receipt (ISO 10002, 7.2 to 7.4): one record for every door, with number, code, dates and acknowledgement."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from complaints import selectors, services
from complaints.enums import Due, Status
from complaints.models import Category, Complainant, Complaint
from foundation.accounts.models import Unit, User
from foundation.core.errors import Incomplete, NotAllowed
from foundation.core.ids import is_valid_number, new_tracking_code
from foundation.core.models import OutboxMessage
from tests.complaints.factories import Desk

MONDAY_TEN = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)  # 10:00 in Bangkok
Filed = Callable[..., Complaint]


def test_the_record_holds_what_receipt_demands(desk: Desk) -> None:
    complaint = desk.file(now=MONDAY_TEN)
    assert is_valid_number(complaint.number)
    assert complaint.number.startswith("C-2569-")
    assert (complaint.status, complaint.received_at, complaint.received_by) == (Status.RECEIVED, MONDAY_TEN, None)
    assert complaint.unit.code == "complaint-centre"
    assert complaint.unit_concerned.code == "building-services"
    assert complaint.remedies_requested == ["repair"]
    assert complaint.transitions.get().move == "receive"


def test_the_charter_sets_the_dates(desk: Desk) -> None:
    complaint = desk.file(now=MONDAY_TEN)
    assert complaint.acknowledge_due_at == MONDAY_TEN + timedelta(hours=1)
    assert complaint.reply_due_at == MONDAY_TEN + timedelta(days=1)
    assert complaint.resolve_due_at == MONDAY_TEN + timedelta(days=3)
    assert complaint.resolve_standard.number == 4
    assert complaint.due == Due.FIRST_REPLY  # the receipt itself is the acknowledgement of this charter
    assert complaint.acknowledged_at == MONDAY_TEN
    assert complaint.queue_at == complaint.reply_due_at


def test_a_holiday_moves_the_date(desk: Desk) -> None:
    before_fathers_day = datetime(2026, 12, 3, 3, 0, tzinfo=UTC)  # Thursday; Saturday 5 Dec, substitute Monday 7 Dec
    complaint = desk.file(now=before_fathers_day)
    assert complaint.resolve_due_at == datetime(2026, 12, 9, 3, 0, tzinfo=UTC)
    clock = selectors.clocks_of(complaint, now=before_fathers_day, explained=True)[-1]
    assert [line.kind for line in clock.lines] == ["counted", "counted", "closed", "holiday", "counted", "counted"]
    assert clock.counted_total == clock.allowed == timedelta(hours=24)


def test_without_a_charter_the_lawful_fifteen_days_bind(db: None) -> None:
    complaint = services.register_complaint(
        identity="anonymous",
        story=services.Story(category=Category.objects.get(code="other"), description="ก"),
        contact=None,
        door=services.Door(),
        tracking_code=new_tracking_code(),
        by=None,
        now=MONDAY_TEN,
    )
    assert complaint.reply_due_at == MONDAY_TEN + timedelta(days=15)
    assert complaint.resolve_due_at is None
    assert complaint.due == Due.FIRST_REPLY


def test_only_a_keyed_hash_of_the_code_is_kept(desk: Desk) -> None:
    complaint = desk.file()
    code = desk.codes[complaint.pk]
    bare = code.replace("-", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(c)::text FROM complaints_complaint c WHERE id = %s", [complaint.pk])
        stored = cursor.fetchone()[0]
    assert code not in stored
    assert bare not in stored
    assert selectors.by_number_and_hash(complaint.number, services.code_hash(code.lower())) == complaint


def test_contact_is_sealed_and_found_by_hash(desk: Desk) -> None:
    complaint = desk.file()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(c)::text FROM complaints_complainant c")
        stored = cursor.fetchone()[0]
    assert "สุดารัตน์" not in stored
    assert "812345678" not in stored
    person = Complainant.objects.select_related("data_key").get(complaint=complaint)
    assert (person.name, person.phone) == ("สุดารัตน์ มีสุข", "+66812345678")
    assert services.hashes_of(phone="081-234-5678", email="")["phone_hash"] == person.phone_hash


def test_an_anonymous_complaint_has_nobody_behind_it(desk: Desk) -> None:
    complaint = desk.file(identity="anonymous")
    assert not Complainant.objects.filter(complaint=complaint).exists()
    assert not OutboxMessage.objects.exists()


def test_the_acknowledgement_names_number_code_and_date(desk: Desk) -> None:
    complaint = desk.file(now=MONDAY_TEN)
    message = OutboxMessage.objects.select_related("data_key").get()
    for part in (complaint.number, desk.codes[complaint.pk], "19 พฤศจิกายน 2569", "กฎบัตรข้อ 4"):
        assert part in message.subject + message.body, part


def test_text_is_cleaned_and_found(desk: Desk) -> None:
    complaint = desk.file(description="น้ํา\u200bรั่ว\u202e  ห้อง ๒๑๔")
    assert complaint.description == "น้ำรั่ว ห้อง ๒๑๔"
    for needle in ("น้ำรั่ว", "ห้อง 214", complaint.number.lower(), "อาคาร b"):
        assert selectors.searched(Complaint.objects.all(), needle).get() == complaint, needle


def test_the_subject_is_cut_between_words(desk: Desk) -> None:
    long = "น้ำหยดจากฝ้าเพดานหน้าร้านใกล้ปลั๊กไฟพื้นลื่นลูกค้าเกือบล้มแจ้งแม่บ้านแล้วเอาถังมารองแต่ยังไม่มีช่างมาดูเลย"
    subject = desk.file(description=long).subject
    assert len(subject) <= 81
    assert subject.endswith("…")
    assert long.startswith(subject[:-1])


@pytest.mark.parametrize(
    ("change", "field"),
    [({"description": "   "}, "description"), ({"description": "ก" * 5001}, "description")],
)
def test_receipt_refuses_what_is_missing_or_too_long(desk: Desk, change: dict[str, str], field: str) -> None:
    with pytest.raises(Incomplete) as refusal:
        desk.file(**change)
    assert set(refusal.value.missing) == {field}


def test_a_named_complaint_needs_a_name(desk: Desk) -> None:
    with pytest.raises(Incomplete) as refusal:
        services.register_complaint(
            identity="named",
            story=services.Story(category=Category.objects.get(code="other"), description="ก"),
            contact=None,
            door=services.Door(),
            tracking_code=new_tracking_code(),
            by=None,
            now=MONDAY_TEN,
        )
    assert set(refusal.value.missing) == {"name"}


def test_taking_down_is_a_duty(desk: Desk, person: Callable[..., User]) -> None:
    with pytest.raises(NotAllowed):
        desk.file(by=person("auditor"))
    assert desk.file(by=desk.officer).received_by == desk.officer


def test_numbers_are_gapless_within_a_buddhist_year(desk: Desk) -> None:
    serials = [int(desk.file().number.split("-")[2]) for _ in range(3)]
    assert serials == [1, 2, 3]
    new_year = datetime(2027, 1, 1, 3, tzinfo=UTC)
    assert desk.file(now=new_year).number.startswith("C-2570-000001-")


GUARDED = (
    "DELETE FROM complaints_message",
    "UPDATE complaints_message SET body = ''",
    "DELETE FROM complaints_transition",
    "UPDATE complaints_transition SET reason = ''",
    "DELETE FROM complaints_duechange",
    "UPDATE complaints_recourse SET body = ''",
)


def test_messages_and_steps_only_grow(filed: Filed, desk: Desk, now: datetime) -> None:
    complaint = filed("rejected")
    services.tell_recourse(complaint_id=complaint.pk, by=desk.officer, now=now, internal="ผู้จัดการ")
    services.review(complaint_id=complaint.pk, reason="ดูใหม่", by=desk.manager, now=now + timedelta(days=3))
    for statement in GUARDED:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_unit_sees_its_own_cases_only(desk: Desk, person: Callable[..., User]) -> None:
    complaint = desk.file()
    elsewhere = person("complaint-officer", unit=Unit.objects.get(code="property"))
    everyone = person("complaint-manager", unit=Unit.objects.get(code="property"))
    assert not Complaint.objects.visible_to(elsewhere).exists()
    assert Complaint.objects.visible_to(everyone).get() == complaint
    services.assign(complaint_id=complaint.pk, by=desk.officer, now=MONDAY_TEN, handler=elsewhere)
    assert Complaint.objects.visible_to(elsewhere).get() == complaint
