"""Cases near to one: found by words and place, with reasons and outcomes, and only what the reader may see."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from complaints import selectors
from complaints.enums import Severity
from complaints.models import Category, Complaint
from complaints.selectors.similar import SHOWN
from foundation.accounts.models import Unit, User
from tests.complaints.factories import Desk, make_person

Filed = Callable[..., Complaint]
DRIP = "น้ำหยดจากฝ้าเพดานหน้าร้าน"


def near(user: User, complaint: Complaint) -> dict[str, list[str]]:
    return {found.complaint.number: found.reasons for found in selectors.similar_cases(user, complaint)}


def _elsewhere(complaint: Complaint) -> Complaint:
    Complaint.objects.filter(pk=complaint.pk).update(place="ลานจอดรถ")
    return complaint


def test_words_and_place_are_named_as_reasons(filed: Filed, desk: Desk) -> None:
    case = filed(description=DRIP)
    same_words = _elsewhere(filed(description=f"{DRIP} อีกแล้ว", category="parking"))
    same_place = filed(description="ไฟทางเดินดับ")
    neither = _elsewhere(filed(description="ไฟทางเดินดับ", category="parking"))
    found = near(desk.officer, case)
    assert any("ถ้อยคำ" in reason for reason in found[same_words.number])
    assert found.get(same_place.number, ["สถานที่เดียวกัน"])[0] == "สถานที่เดียวกัน"
    assert neither.number not in found
    assert case.number not in found


def test_only_cases_that_the_reader_may_see_are_near(filed: Filed, desk: Desk, other_unit: Unit) -> None:
    case = filed(description=DRIP)
    foreign = filed(description=DRIP, unit=other_unit)
    about_me = filed(description=DRIP, complained_about=desk.officer)
    assert near(desk.officer, case) == {}
    stranger = make_person("complaint-officer", "stranger", other_unit)
    assert set(near(stranger, case)) == {foreign.number}
    assert set(near(desk.manager, case)) == {foreign.number, about_me.number}


def test_the_outcome_of_a_past_case_is_shown_and_nothing_is_applied(filed: Filed, officer: Client) -> None:
    past, case = filed("closed", description=DRIP), filed(description=DRIP)
    before = Complaint.objects.values().get(pk=case.pk)
    page = officer.get(reverse("complaints:staff-similar", args=[case.number])).content.decode()
    assert past.number in page
    assert "ข้อต่อเก่า" in page
    assert Complaint.objects.values().get(pk=case.pk) == before


def test_one_statement_however_many_are_near(filed: Filed, desk: Desk) -> None:
    case = filed(description=DRIP)
    for _n in range(9):
        filed(description=DRIP)
    near(desk.manager, case)  # the permissions of the person are known now
    with CaptureQueriesContext(connection) as captured:
        found = near(desk.manager, case)
    assert len(found) == SHOWN
    assert len(captured) == 1
    assert "%>" in captured[0]["sql"]


def test_the_case_page_fetches_them_apart(filed: Filed, officer: Client) -> None:
    case = filed()
    page = officer.get(reverse("complaints:staff-detail", args=[case.number])).content.decode()
    assert f'hx-get="{reverse("complaints:staff-similar", args=[case.number])}"' in page


def test_subject_and_severity_are_suggested_with_their_reasons_and_never_applied(desk: Desk, officer: Client) -> None:
    for _n in range(3):
        desk.advance(desk.file(category="safety", description="แอร์ไม่เย็นในห้องประชุม"), "assessed")
    case = desk.file(category="building", description="แอร์ไม่เย็นในห้องประชุม")
    page = officer.get(reverse("complaints:staff-similar", args=[case.number])).content.decode()
    safety = Category.objects.get(code="safety").name
    assert safety in page
    assert str(Severity.HIGH.label) in page
    case.refresh_from_db()
    assert (case.category.code, case.severity) == ("building", None)


def test_words_of_danger_suggest_high_severity(desk: Desk, officer: Client) -> None:
    case = desk.file(description="มีควันออกจากตู้ไฟ")
    page = officer.get(reverse("complaints:staff-similar", args=[case.number])).content.decode()
    assert "ควัน" in page
    suggested = selectors.suggestions(desk.officer, case, [], at=timezone.now())
    assert suggested.severity is not None
    assert suggested.category is None
    quiet = selectors.suggestions(desk.officer, desk.file(description="ป้ายบอกทางไม่ชัด"), [], at=timezone.now())
    assert quiet.severity is None
