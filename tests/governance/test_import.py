"""Importing the announcement: whole files, badly formed ones, the same one twice, and two people at once."""

import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.core.evidence import CLAUSES
from foundation.governance import content, selectors, services
from foundation.governance.enums import PolicyStatus
from foundation.governance.models import PolicyVersion, Resolution
from foundation.governance.policy_file import MOST_BYTES, decoded, read_announcement
from tests.governance.announcements import announcement
from tests.governance.factories import NOW, make_meeting
from tests.governance.policies import admin
from tests.people import someone

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]

# The announcement itself is not part of this repository; it may lie beside the checkout.
REAL = next(
    (
        path
        for path in (up / "shared" / "policy-th.txt" for up in list(Path(settings.BASE_DIR).parents)[:2])
        if path.is_file()
    ),
    None,
)


def test_a_whole_file_becomes_the_version_in_force() -> None:
    result = services.import_policy(text=announcement(), by=admin(), now=NOW)
    version = selectors.current_policy()
    assert result.is_new
    assert version == result.version
    assert version.status == PolicyStatus.PUBLISHED
    assert version.clauses.get(key="5.4").text_th == "ข้อความของข้อ 5.4"
    assert version.clauses.count() == len(CLAUSES)
    assert version.resolution is not None
    assert version.resolution.is_historical
    assert version.resolution.content_hash == version.content_hash == content.content_hash(version)
    assert (version.meeting_label, version.announced_on) == ("8/2565", dt.date(2022, 9, 12))


@pytest.mark.skipif(REAL is None, reason="the announcement does not lie beside the checkout")
def test_the_real_announcement_is_read_to_its_end() -> None:
    assert REAL is not None
    found = services.import_policy(text=decoded(REAL.read_bytes()), by=admin(), now=NOW).announcement
    assert set(found.clauses) == set(CLAUSES)
    assert found.problems == []
    assert (found.label, found.approved_on) == ("8/2565", dt.date(2022, 8, 24))
    assert found.announced_on == dt.date(2022, 9, 12)
    version = selectors.current_policy()
    assert version is not None
    assert all(clause.text_th for clause in version.clauses.all())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "ไม่พบชื่อเรื่อง"),
        (announcement(without="5.4"), "5.4"),
        (announcement(without="เรื่อง"), "ไม่พบชื่อเรื่อง"),
        (announcement(without="3. "), "หมวด 3"),
        (announcement(without="ประกาศ ณ"), "วันที่ประกาศ"),
        (announcement(without="ได้รับ"), "มติคณะกรรมการ"),
        (announcement(instead={"5.4 ข้อความ": "5.3 ข้อความ"}), "5.3"),
        (announcement(instead={"5.4 ข้อความ": "5.9 ข้อความ"}), "5.9"),
        (announcement(instead={"24 สิงหาคม 2565": "32 สิงหาคม 2565"}), "ไม่ใช่วันที่"),
        (announcement(instead={"1.1 ข้อความ": "2.9 ข้อความ"}), "1.1"),
    ],
)
def test_a_badly_formed_file_says_what_is_wrong(text: str, words: str) -> None:
    with pytest.raises(Incomplete) as refusal:
        services.import_policy(text=text, by=admin(), now=NOW)
    assert any(words in problem for problem in refusal.value.missing.values())
    assert not PolicyVersion.objects.exists()
    assert not Resolution.objects.exists()


def test_a_clause_under_another_heading_is_named_with_its_line() -> None:
    text = announcement(without="2.1").replace("3. หมวด", "2.1 ข้อความของข้อ 2.1 ที่ย้าย\n\n3. หมวด")
    assert read_announcement(text).problems == []
    moved = announcement(without="2.1").replace("4. หมวด", "2.1 ข้อความของข้อ 2.1\n\n4. หมวด")
    assert any("2.1" in problem for problem in read_announcement(moved).problems)


def test_thai_digits_and_continued_lines_are_read() -> None:
    text = announcement(instead={"5.4 ข้อความของข้อ 5.4": "๕.๔ ข้อความ ๑๐ วัน\nต่อบรรทัดใหม่"})
    assert read_announcement(text).clauses["5.4"] == "ข้อความ ๑๐ วัน ต่อบรรทัดใหม่"


def test_what_belongs_nowhere_is_listed() -> None:
    found = read_announcement(announcement(instead={"5.1 ข้อความ": "หมายเหตุลอย\n\n5.1 ข้อความ"}))
    assert [line.text for line in found.unplaced] == ["หมายเหตุลอย"]
    assert found.is_fit


@pytest.mark.parametrize("data", [b"\x00\x01\x02", b"PK\x03\x04" + bytes(40), b"a" * (MOST_BYTES + 1)])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        decoded(data)


def test_the_old_thai_code_page_is_read() -> None:
    assert decoded("เรื่อง นโยบาย".encode("cp874")) == "เรื่อง นโยบาย"


def test_the_same_file_again_changes_nothing_and_another_is_refused() -> None:
    services.import_policy(text=announcement(), by=admin(), now=NOW)
    again = services.import_policy(text="\ufeff" + announcement().replace("\n", "\r\n"), by=admin(), now=NOW)
    assert not again.is_new
    with pytest.raises(Refused):
        services.import_policy(text=announcement(instead={"ข้อ 5.4": "ข้อห้าจุดสี่"}), by=admin(), now=NOW)
    assert PolicyVersion.objects.count() == Resolution.objects.count() == 1


def test_a_meeting_of_another_day_is_not_overwritten() -> None:
    services.record_meeting(
        number=8, year_be=2565, held_on=dt.date(2022, 8, 31), by=someone("board-secretary"), now=NOW
    )
    with pytest.raises(Refused, match="8/2565"):
        services.import_policy(text=announcement(), by=admin(), now=NOW)
    assert not PolicyVersion.objects.exists()


def test_only_the_policy_administrator_imports() -> None:
    with pytest.raises(NotAllowed):
        services.import_policy(text=announcement(), by=someone("strategist"), now=NOW)


def test_the_file_is_shown_before_it_is_recorded(client_as: ClientAs) -> None:
    client = client_as("policy-administrator")
    upload = SimpleUploadedFile("policy.txt", announcement().encode(), content_type="text/plain")
    page = client.post("/staff/policy/import/", {"file": upload})
    assert "ข้อความของข้อ 5.4" in page.content.decode()
    assert not PolicyVersion.objects.exists()
    response = client.post("/staff/policy/import/", {"text": announcement()})
    version = PolicyVersion.objects.get()
    assert response["Location"] == version.get_absolute_url() or version.public_id in response["Location"]
    make_meeting(someone("board-secretary"))
    assert "ข้อความของข้อ 5.4" in client.get("/portal/policy/").content.decode()


def test_a_bad_file_offers_nothing_to_record(client_as: ClientAs) -> None:
    upload = SimpleUploadedFile("policy.txt", announcement(without="5.4").encode(), content_type="text/plain")
    page = client_as("policy-administrator").post("/staff/policy/import/", {"file": upload}).content.decode()
    assert "นำเข้าไฟล์นี้ไม่ได้" in page
    assert "บันทึกนโยบายนี้" not in page


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_make_one_version() -> None:
    who, results = admin(), list[bool]()
    gate = threading.Barrier(2, timeout=10)

    def run() -> None:
        try:
            gate.wait()
            results.append(services.import_policy(text=announcement(), by=who, now=NOW).is_new)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(results) == [False, True]
    assert PolicyVersion.objects.count() == Resolution.objects.count() == 1
