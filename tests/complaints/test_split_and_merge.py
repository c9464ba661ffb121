"""One complaint with two matters, two complaints about one: split and merged, nobody's rights lost, and undone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import metrics, services
from complaints.models import Category, Complaint, MatterMember
from foundation.accounts.models import Unit
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, StaleVersion
from foundation.core.metrics import Period
from service_charter.models import Measurement
from tests.complaints.factories import Desk, make_person
from tests.complaints.test_matters import link

Filed = Callable[..., Complaint]
WHY = "ส่งเรื่องเดียวกันสองครั้ง"


def merge(twice: Complaint, leading: Complaint, desk: Desk, **more: Any) -> Complaint:
    told = {"reason": WHY, "by": desk.officer, "now": timezone.now(), **more}
    return services.merge(complaint_id=twice.pk, other_number=leading.number, **told)


def split(first: Complaint, desk: Desk, **more: Any) -> Complaint:
    words = {"subject": "ห้องน้ำไม่มีน้ำ", "description": "ห้องน้ำชั้นเดียวกันไม่มีน้ำ", "place": "อาคาร B ชั้น 2"}
    category = Category.objects.get(code="cleanliness")
    told = {"reason": "เป็นสองเรื่อง", "by": desk.officer, "now": timezone.now(), **more}
    return services.split(complaint_id=first.pk, part=services.Part(category, **words), **told)


def track(client: Client, number: str, code: str) -> int:
    status: int = client.post(reverse("complaints:portal-track"), {"number": number, "code": code}).status_code
    return status


def counted(case: Complaint) -> int:
    rows = Measurement.objects.filter(source_key__startswith=case.public_id, cancels=None, cancelled_by=None)
    return rows.count()


# --- merged ---------------------------------------------------------------------------------------------------------


def test_filed_twice_it_goes_on_once_and_both_codes_open(filed: Filed, desk: Desk, client: Client) -> None:
    leading, twice = filed("acknowledged"), filed("acknowledged")
    received = metrics.received(_today())[""].value
    merge(twice, leading, desk)
    twice.refresh_from_db()
    assert (twice.status, twice.merged_into, twice.due) == ("merged", leading, "")
    assert twice.transitions.latest("id").reason == WHY
    assert leading.number in twice.messages.latest("id").body
    assert track(client, twice.number, desk.codes[twice.pk]) == 302
    page = client.get(reverse("complaints:portal-case")).content.decode()
    assert leading.number in page
    assert "รับเรื่องแล้ว" in page or str(leading.get_status_display()) in page
    assert metrics.received(_today())[""].value == received - 1


def test_what_was_measured_of_it_counts_once_and_again_when_undone(filed: Filed, desk: Desk) -> None:
    leading, twice = filed("communicated"), filed("acknowledged")
    before, lead_before = counted(twice), counted(leading)
    assert before
    services.reject(complaint_id=leading.pk, by=None, now=timezone.now(), reason="ยังรั่ว")
    merge(twice, leading, desk)
    assert (counted(twice), counted(leading)) == (0, lead_before)
    services.measure_all(now=timezone.now())
    assert counted(twice) == 0
    services.separate(complaint_id=twice.pk, reason="คนละเรื่อง", by=desk.officer, now=timezone.now())
    assert counted(twice) == before


def test_undone_it_goes_on_from_its_first_receipt(filed: Filed, desk: Desk) -> None:
    leading, twice = filed(), filed(now=timezone.now() - timedelta(hours=2))
    dates = (twice.received_at, twice.resolve_due_at, twice.code_hash)
    merge(twice, leading, desk)
    with pytest.raises(IllegalMove):
        merge(twice, leading, desk)
    services.separate(complaint_id=twice.pk, reason="คนละเรื่อง", by=desk.officer, now=timezone.now())
    twice.refresh_from_db()
    assert (twice.status, twice.merged_into) == ("received", None)
    assert (twice.received_at, twice.resolve_due_at, twice.code_hash) == dates
    with pytest.raises(IllegalMove):
        services.separate(complaint_id=twice.pk, reason="อีกครั้ง", by=desk.officer, now=timezone.now())


def test_two_people_are_never_merged(filed: Filed, desk: Desk, officer: Client) -> None:
    mine, other = filed(), filed(identity="anonymous")
    for one, two in ((mine, other), (other, mine), (other, filed(identity="anonymous"))):
        with pytest.raises(Incomplete, match="คนเดียวกัน"):
            merge(one, two, desk)
    address = reverse("complaints:staff-move", args=[mine.number, "merge"])
    answer = officer.post(address, {"number": other.number, "reason": "คำที่พิมพ์ไว้"})
    assert answer.status_code == 422
    assert "คำที่พิมพ์ไว้" in answer.content.decode()


def test_rights_states_and_reasons(filed: Filed, desk: Desk, other_unit: Unit) -> None:
    first, second = filed(), filed()
    with pytest.raises(Incomplete):
        merge(first, second, desk, reason="")
    with pytest.raises(Incomplete):
        merge(first, first, desk)
    with pytest.raises(Incomplete):
        merge(first, filed(unit=other_unit), desk)
    with pytest.raises(NotAllowed):
        merge(first, second, desk, by=make_person("auditor", "aud", desk.unit))
    with pytest.raises(IllegalMove):
        merge(first, filed("withdrawn"), desk)
    with pytest.raises(IllegalMove):
        merge(filed("decided"), second, desk)
    merge(first, second, desk)
    with pytest.raises(IllegalMove):  # another one goes on in it
        merge(second, filed(), desk)


def test_it_leaves_its_matter_so_that_nobody_is_counted_twice(filed: Filed, desk: Desk) -> None:
    leading, twice = filed(), filed()
    link(leading, twice, desk.officer)
    merge(twice, leading, desk)
    assert not MatterMember.objects.filter(left_at=None).exists()


def test_the_database_knows_where_it_goes_on(filed: Filed) -> None:
    case = filed()
    for wrong in ({"status": "merged"}, {"merged_into": filed()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Complaint.objects.filter(pk=case.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=case.pk).update(status="merged", merged_into=case)


def test_the_page_offers_it_and_takes_it_back(filed: Filed, officer: Client) -> None:
    leading, twice = filed(), filed()
    data = {"number": leading.number, "reason": WHY}
    assert officer.post(reverse("complaints:staff-move", args=[twice.number, "merge"]), data).status_code == 302
    for case in (leading, twice):
        page = officer.get(reverse("complaints:staff-detail", args=[case.number])).content.decode()
        assert (twice if case is leading else leading).number in page
    assert officer.post(reverse("complaints:staff-move", args=[twice.number, "merge"]), data).status_code == 409
    back = reverse("complaints:staff-move", args=[twice.number, "separate"])
    assert officer.post(back, {"reason": "คนละเรื่อง"}).status_code == 302


# --- split ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("identity", ["named", "anonymous", "confidential"])
def test_the_second_keeps_the_first_receipt_and_the_code(
    filed: Filed, desk: Desk, client: Client, identity: str
) -> None:
    first = filed("acknowledged", identity=identity, now=timezone.now() - timedelta(days=3))
    second = split(first, desk)
    assert second.number != first.number
    assert (second.received_at, second.resolve_due_at) == (first.received_at, first.resolve_due_at)
    assert (second.identity, second.status, second.handler) == (identity, "received", desk.officer)
    assert hasattr(second, "complainant") == (identity != "anonymous")
    if identity != "anonymous":
        assert second.complainant.name == first.complainant.name
        assert second.complainant.data_key_id != first.complainant.data_key_id
    for case in (first, second):
        assert second.number in case.messages.latest("id").body
        assert track(client, case.number, desk.codes[first.pk]) == 302
        assert second.number in client.get(reverse("complaints:portal-case")).content.decode()
    assert track(client, second.number, "0" * 26) == 422
    assert first.history.first().history_change_reason.endswith(second.number)


def test_split_is_undone_by_letting_the_second_go_on_in_the_first(filed: Filed, desk: Desk, client: Client) -> None:
    first = filed(identity="anonymous")
    second = split(first, desk)
    merge(second, first, desk)
    second.refresh_from_db()
    assert second.merged_into == first
    assert track(client, second.number, desk.codes[first.pk]) == 302


def test_who_may_split_and_until_when(filed: Filed, desk: Desk, other_unit: Unit) -> None:
    first = filed()
    with pytest.raises(Incomplete):
        split(first, desk, reason=" ")
    with pytest.raises(NotAllowed):
        split(first, desk, by=make_person("auditor", "aud", desk.unit))
    with pytest.raises(NotAllowed):
        split(filed(unit=other_unit), desk)
    for status in ("decided", "withdrawn", "closed"):
        with pytest.raises(IllegalMove):
            split(filed(status), desk)
    with pytest.raises(StaleVersion):
        split(first, desk, shown_version=first.version + 5)
    assert not Complaint.objects.exclude(split_from=None).exists()


def test_the_page_keeps_what_was_typed_and_sees_who_was_faster(filed: Filed, desk: Desk, officer: Client) -> None:
    first = filed()
    address = reverse("complaints:staff-split", args=[first.number])
    assert first.description in officer.get(address).content.decode()
    building = Category.objects.get(code="building")
    data = {"version": first.version, "subject": "เรื่องที่สอง", "description": "ข้อความส่วนที่สอง", "category": building.pk}
    half = officer.post(address, data)
    assert half.status_code == 422
    assert "ข้อความส่วนที่สอง" in half.content.decode()
    stale = officer.post(address, data | {"reason": "สองเรื่อง", "version": first.version + 7})
    assert stale.status_code == 409
    assert "ข้อความส่วนที่สอง" in stale.content.decode()
    done = officer.post(address, data | {"reason": "สองเรื่อง"})
    second = Complaint.objects.get(split_from=first)
    assert done.url == reverse("complaints:staff-detail", args=[second.number])
    assert first.number in officer.get(done.url).content.decode()
    over = filed("withdrawn")
    assert officer.get(reverse("complaints:staff-split", args=[over.number])).status_code == 409


def _today() -> Period:
    return Period(timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1))
