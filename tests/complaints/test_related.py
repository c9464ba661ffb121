"""Cases tied to one another without being handled as one, and the files that go with a second matter."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from complaints import selectors, services
from complaints.enums_investigation import FOLLOWED, Tie
from complaints.models import CaseTie, Category, Complaint
from foundation.accounts.models import Unit, User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.files import attach
from foundation.core.models import Attachment
from tests.complaints.factories import SEEN, Desk, make_person
from tests.undoing import press_undo

Filed = Callable[..., Complaint]


def relate(one: Complaint, two: Complaint, by: User, now: datetime, kind: str = "same_cause") -> CaseTie:
    return services.relate(complaint_id=one.pk, other_number=two.number, kind=kind, reason="ท่อชุดเดียวกัน", by=by, now=now)


def labels(user: User, case: Complaint) -> list[tuple[str, str]]:
    return [(tie.label, tie.case.number) for tie in selectors.related(user, case)]


def test_a_tie_is_seen_from_both_ends_and_has_its_direction(desk: Desk, filed: Filed, now: datetime) -> None:
    one, two = filed(), filed()
    relate(two, one, desk.officer, now, "follows")
    assert labels(desk.officer, two) == [(str(Tie.FOLLOWS.label), one.number)]
    assert labels(desk.officer, one) == [(str(FOLLOWED), two.number)]
    relate(one, two, desk.investigator, now, "contradicts")
    with pytest.raises(IllegalMove):
        relate(two, one, desk.officer, now, "contradicts")
    with pytest.raises(IntegrityError, match="complaint_link_one_way"), transaction.atomic():
        CaseTie.objects.create(first=two, second=one, kind="same_cause", reason="ก", by=desk.officer, at=now)


def test_a_tie_is_undone_with_a_reason_and_can_be_made_anew(desk: Desk, filed: Filed, now: datetime) -> None:
    one, two = filed(), filed()
    before = (one.version, two.version)
    link = relate(one, two, desk.officer, now)
    undo = {"public_id": link.public_id, "by": desk.officer, "now": now}
    with pytest.raises(Incomplete):
        services.unrelate(complaint_id=two.pk, reason=" ", **undo)
    services.unrelate(complaint_id=two.pk, reason="คนละท่อ", **undo)
    with pytest.raises(IllegalMove):
        services.unrelate(complaint_id=one.pk, reason="อีกครั้ง", **undo)
    assert labels(desk.officer, one) == []
    relate(one, two, desk.officer, now)
    assert (CaseTie.objects.count(), len(labels(desk.officer, two))) == (2, 1)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.version, two.version) == before, "what others type is not overtaken"


@pytest.mark.parametrize("wrong", ["itself", "nowhere", "kind", "reason"])
def test_what_a_tie_must_say(desk: Desk, filed: Filed, now: datetime, wrong: str) -> None:
    one, two = filed(), filed()
    given = {"other_number": two.number, "kind": "same_cause", "reason": "ท่อชุดเดียวกัน"}
    given |= {
        "itself": {"other_number": one.number},
        "nowhere": {"other_number": "C-2569-999999-0"},
        "kind": {"kind": "hunch"},
        "reason": {"reason": " "},
    }[wrong]
    with pytest.raises(Incomplete):
        services.relate(complaint_id=one.pk, by=desk.officer, now=now, **given)
    assert not CaseTie.objects.exists()


def test_nothing_of_the_confidential_route_shows(desk: Desk, filed: Filed, officer: Client, now: datetime) -> None:
    one, two = filed(), filed()
    relate(one, two, desk.officer, now)
    services.take_confidential(complaint_id=two.pk, reason="มีการขอเงิน", by=desk.officer, now=now)
    for person in (desk.officer, desk.manager, desk.investigator):
        assert labels(person, one) == []
    page = officer.get(reverse("complaints:staff-detail", args=[one.number])).content.decode()
    panel = page[page.index('id="related"') :][:3000]
    assert two.number not in panel
    link = CaseTie.objects.get()
    undo = reverse("complaints:staff-unrelate", args=[one.number, link.public_id])
    assert officer.post(undo, {"reason": "ลองดู"}).status_code == 404
    with pytest.raises(Incomplete) as hidden:
        relate(one, two, desk.officer, now, "contradicts")
    with pytest.raises(Incomplete) as unknown:
        services.relate(
            complaint_id=one.pk, other_number="C-1", kind="contradicts", reason="ก", by=desk.officer, now=now
        )
    assert hidden.value.missing == unknown.value.missing, "a hidden case and none are the same answer"


def test_another_unit_neither_sees_nor_ties(desk: Desk, filed: Filed, other_unit: Unit, now: datetime) -> None:
    one, two = filed(), filed(unit=other_unit)
    stranger = make_person("complaint-officer", "elsewhere", other_unit)
    relate(one, two, desk.manager, now)
    assert labels(stranger, two) == []
    with pytest.raises(NotAllowed):
        relate(one, two, stranger, now, "contradicts")


@pytest.mark.parametrize("identity", ["anonymous", "confidential"])
def test_a_tie_never_tells_who_somebody_without_a_name_is(
    desk: Desk, filed: Filed, now: datetime, identity: str
) -> None:
    one, two = filed(), filed(identity=identity)
    with pytest.raises(Incomplete) as refused:
        relate(one, two, desk.officer, now, "same_person")
    assert set(refused.value.missing) == {"kind"}
    relate(one, filed(), desk.officer, now, "same_person")


def test_an_officer_ties_and_unties_on_the_case(desk: Desk, filed: Filed, officer: Client) -> None:
    one, two = filed(), filed()
    address = reverse("complaints:staff-relate", args=[one.number])
    page = reverse("complaints:staff-detail", args=[one.number])
    refused = officer.post(address, {"number": "C-9", "kind": "same_cause", "reason": "ฝ้าชุดเดียวกัน"})
    assert refused.status_code == 422
    assert "ฝ้าชุดเดียวกัน" in refused.content.decode()
    said = {"number": two.number, "kind": "same_cause", "reason": "ฝ้าชุดเดียวกัน"}
    done = officer.post(address, said, follow=True)
    assert officer.post(address, said).status_code == 409
    assert press_undo(officer, done).status_code == 302
    assert officer.post(address, said).status_code == 302
    assert two.number in officer.get(page).content.decode()
    undo = reverse("complaints:staff-unrelate", args=[one.number, CaseTie.objects.get(undone_at=None).public_id])
    assert officer.post(undo, {"reason": ""}).status_code == 422
    assert officer.post(undo, {"reason": "คนละฝ้า"}).status_code == 302
    assert two.number not in officer.get(page).content.decode()


# --- files at a split ------------------------------------------------------------------------------------------------


def handed_in(case: Complaint, name: str) -> Attachment:
    upload = SimpleUploadedFile(name, name.encode(), content_type="text/plain")
    return attach(
        owner_kind=selectors.FILE_OWNER, owner_public_id=case.public_id, upload=upload, visibility="complainant"
    )


def names(case: Complaint) -> set[str]:
    return {file.name for file in selectors.files(case)}


def split(case: Complaint, files: list[str], by: User, now: datetime) -> Complaint:
    part = services.Part(Category.objects.get(code="building"), "ไฟดับ", "ไฟดับหน้าร้าน", files=files)
    return services.split(complaint_id=case.pk, part=part, reason="สองเรื่อง", by=by, now=now)


def test_chosen_files_go_with_the_second_matter_and_come_back(desk: Desk, filed: Filed, now: datetime) -> None:
    case = filed()
    stays, goes = handed_in(case, "ฝ้า.txt"), handed_in(case, "ไฟ.txt")
    second = split(case, [goes.public_id], desk.officer, now)
    assert (names(case), names(second)) == ({stays.name}, {goes.name})
    services.merge(complaint_id=second.pk, other_number=case.number, reason="เรื่องเดียว", by=desk.officer, now=now)
    assert names(case) == {stays.name, goes.name}


def test_evidence_stays_where_it_is_named_and_a_stranger_file_is_refused(
    desk: Desk, filed: Filed, now: datetime
) -> None:
    case, other = filed("investigating"), filed()
    named, stranger = handed_in(case, "ฝ้า.txt"), handed_in(other, "อื่น.txt")
    found = services.Finding(**{**SEEN.__dict__, "file_id": named.public_id})
    services.log_evidence(complaint_id=case.pk, found=found, by=desk.officer, now=now)
    for wrong in (named, stranger):
        with pytest.raises(Incomplete) as refused:
            split(case, [wrong.public_id], desk.officer, now)
        assert set(refused.value.missing) == {"files"}
    assert not case.parts.exists()


def test_the_split_page_offers_the_files(desk: Desk, filed: Filed, officer: Client) -> None:
    case = filed()
    kept = handed_in(case, "ไฟ.txt")
    address = reverse("complaints:staff-split", args=[case.number])
    assert kept.public_id in officer.get(address).content.decode()
    said = {
        "version": Complaint.objects.get(pk=case.pk).version,
        "subject": "ไฟดับ",
        "description": "ไฟดับหน้าร้าน",
        "category": Category.objects.get(code="building").pk,
        "reason": "สองเรื่อง",
        "files": [kept.public_id],
    }
    assert officer.post(address, said).status_code == 302
    assert names(case.parts.get()) == {"ไฟ.txt"}
