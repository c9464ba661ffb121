"""While filing: others told the same. What is shown of it, who may be followed, everybody's own record, and undoing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import selectors, services
from complaints.models import Category, Complaint, Matter, MatterMember
from foundation.core import antibot
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused, StaleVersion
from foundation.core.models import Notification
from tests.complaints.factories import ASSESSMENT, Desk, make_person
from tests.complaints.portal_form import CHECK, NEW, solved, step
from tests.complaints.test_matters import WHY, judge, link, live, take_along
from tests.counting import statements

Filed = Callable[..., Complaint]
LIFT = "ลิฟต์ตัวที่ 3 ค้างระหว่างชั้น คุณสมศรีบอกว่าเสียมาหลายวันแล้ว"
MINE = "ลิฟต์ตัวที่ 3 เสียอีกแล้ว ค้างระหว่างชั้น"
PLACE = "อาคาร B ชั้น 2 หน้าห้อง 214"
CASE = reverse("complaints:portal-case")
APART = reverse("complaints:portal-apart")


def near(description: str = MINE, place: str = PLACE, category: str = "building") -> list[selectors.Sibling]:
    return selectors.siblings(category=category, description=description, place=place, now=timezone.now())


def tell(client: Client, identity: str = "anonymous", description: str = MINE, place: str = PLACE) -> Any:
    """The first pages of the form; the answer to the story."""
    client.post(NEW, {"identity": identity})
    client.post(step("about"), {"category": "building"})
    return client.post(step("story"), {"description": description, "place": place, "occurred_on": ""})


def file(client: Client, follow: str) -> Complaint:
    client.post(step("siblings"), {"follow": follow})
    client.post(step("remedy"), {"remedies": ["repair"], "remedy_wish": ""})
    client.post(step("files"), {})
    known = set(Complaint.objects.values_list("pk", flat=True))
    assert client.post(CHECK, {antibot.FIELD: solved()}).status_code == 302
    return Complaint.objects.exclude(pk__in=known).get()


# --- what is offered ------------------------------------------------------------------------------------------------


def test_an_open_matter_at_the_same_place_is_offered(filed: Filed) -> None:
    first = filed(description=LIFT)
    (found,) = near()
    assert (found.public_id, found.others, found.is_here) == (first.public_id, 1, True)


def test_cases_handled_as_one_are_offered_once_with_their_number(filed: Filed, desk: Desk) -> None:
    cases = [filed(description=LIFT) for _n in range(3)]
    for case in cases[1:]:
        link(cases[0], case, desk.officer)
    (found,) = near()
    assert found.others == 3


@pytest.mark.parametrize(
    ("status", "fields"),
    [
        ("received", {"identity": "confidential"}),
        ("received", {"category": "staff"}),
        ("received", {"category": "contract"}),
        ("withdrawn", {}),
        ("closed", {}),
        ("decided", {}),
        ("received", {"now": timezone.now() - timedelta(days=200)}),
        ("received", {"description": "ที่จอดรถเต็มทุกวัน", "category": "parking"}),
    ],
)
def test_what_leads_to_a_person_or_is_something_else_is_not(filed: Filed, status: str, fields: dict[str, Any]) -> None:
    filed(status, **{"description": LIFT} | fields)
    assert near() == []


def test_about_one_of_us_or_touching_safety_is_not(filed: Filed, desk: Desk) -> None:
    filed(description=LIFT, complained_about=desk.investigator)
    hurt = filed("assessed", description=LIFT)
    assert hurt.is_safety_matter
    assert near() == []
    matter = link(hurt, filed(description="อีกเรื่อง", category="staff"), desk.officer)
    describe(hurt, matter, desk, "ลิฟต์ตัวที่ 3 อาคาร B ขัดข้อง", "Lift 3, building B, out of order")
    (found,) = near()
    assert (found.subject_th, found.has_line) == ("ลิฟต์ตัวที่ 3 อาคาร B ขัดข้อง", True)


def test_nothing_of_what_another_wrote_is_shown(filed: Filed, client: Client) -> None:
    other = filed(description=LIFT)
    assert tell(client).url == step("siblings")
    page = client.get(step("siblings")).content.decode()
    assert "อาคารและสิ่งอำนวยความสะดวก" in page
    for word in ("สมศรี", "214", other.number, other.public_id, "สุดารัตน์"):
        assert word not in page


def test_looking_costs_the_same_however_many_there_are(filed: Filed, client: Client) -> None:
    filed(description=LIFT)
    tell(client)
    few = statements(client, step("siblings"))
    for _n in range(4):
        filed(description=LIFT)
    tell(client)
    assert statements(client, step("siblings")) == few


# --- while filing ---------------------------------------------------------------------------------------------------


def test_followed_it_is_ones_own_record_in_a_common_matter(filed: Filed, desk: Desk, client: Client) -> None:
    other = filed("acknowledged", description=LIFT)
    tell(client)
    mine = file(client, "1")
    matter = Matter.objects.get()
    assert (matter.lead_id, live(matter)) == (other.pk, {other.pk, mine.pk})
    assert mine.number != other.number
    assert mine.resolve_due_at
    assert Notification.objects.filter(user=desk.officer, text__contains=mine.number).count() == 1
    page = client.get(CASE).content.decode()
    assert "อีก 1 คนแจ้งเรื่องนี้ด้วย" in page
    assert APART in page
    assert other.number not in page


def test_mine_is_different_stays_alone(filed: Filed, client: Client) -> None:
    filed(description=LIFT)
    tell(client)
    file(client, "own")
    assert not Matter.objects.exists()


def test_no_question_where_nothing_is_alike_or_it_is_told_in_confidence(filed: Filed, client: Client) -> None:
    assert tell(client).url == step("remedy")
    filed(description=LIFT)
    assert tell(client, "confidential").url == step("remedy")
    assert client.get(step("siblings")).status_code == 302


@pytest.mark.parametrize("follow", ["", "2", "x"])
def test_a_choice_that_is_none_is_asked_for_again(filed: Filed, client: Client, follow: str) -> None:
    filed(description=LIFT)
    tell(client)
    assert client.post(step("siblings"), {"follow": follow}).status_code == 422
    assert client.get(CHECK).status_code == 302


def test_another_story_forgets_the_choice(filed: Filed, client: Client) -> None:
    filed(description=LIFT)
    tell(client)
    client.post(step("siblings"), {"follow": "1"})
    filed(description=LIFT)
    filed(description=LIFT)
    tell(client)
    assert client.get(CHECK).url == step("siblings")


def test_what_was_over_meanwhile_files_alone(filed: Filed, desk: Desk, client: Client) -> None:
    other = filed(description=LIFT)
    tell(client)
    client.post(step("siblings"), {"follow": "1"})
    desk.step(other, "withdraw")
    assert file(client, "1").is_open
    assert not Matter.objects.exists()


# --- undone ---------------------------------------------------------------------------------------------------------


def test_the_complainant_goes_alone_again(filed: Filed, desk: Desk, client: Client) -> None:
    other = filed("acknowledged", description=LIFT)
    tell(client)
    mine = file(client, "1")
    before = (mine.number, mine.code_hash, mine.received_at, mine.resolve_due_at)
    assert client.post(APART).status_code == 302
    mine.refresh_from_db()
    assert (mine.number, mine.code_hash, mine.received_at, mine.resolve_due_at) == before
    assert not MatterMember.objects.filter(left_at=None).exists()
    assert MatterMember.objects.get(complaint=mine).left_by is None
    with pytest.raises(IllegalMove):
        services.go_alone(complaint_id=mine.pk, now=timezone.now())
    assert Notification.objects.filter(user=desk.officer, text__contains=mine.number).count() == 2
    assert other.is_open


def test_not_what_an_officer_linked_and_not_after_the_decision(filed: Filed, desk: Desk) -> None:
    lead, linked = filed("investigating", description=LIFT), filed(description=LIFT)
    link(lead, linked, desk.officer)
    with pytest.raises(NotAllowed):
        services.go_alone(complaint_id=linked.pk, now=timezone.now())
    with pytest.raises(NotAllowed):
        services.go_alone(complaint_id=lead.pk, now=timezone.now())
    joined = filed(description=LIFT)
    services.join(complaint_id=joined.pk, other_public_id=linked.public_id, now=timezone.now())
    desk.step(lead, "decide")
    take_along(lead, desk.officer)
    take_along(lead, desk.manager)
    with pytest.raises(IllegalMove):
        services.go_alone(complaint_id=joined.pk, now=timezone.now())


def test_the_officer_takes_it_out_and_the_page_says_who_joined(filed: Filed, desk: Desk, officer: Client) -> None:
    lead, mine = filed(description=LIFT), filed(description=LIFT)
    matter = services.join(complaint_id=mine.pk, other_public_id=lead.public_id, now=timezone.now())
    assert matter
    page = officer.get(reverse("complaints:staff-matter", args=[mine.number])).content.decode()
    assert "ผู้ร้องเรียน" in page
    services.unlink(complaint_id=mine.pk, reason="คนละตัว", by=desk.officer, now=timezone.now())
    assert live(matter) == set()


# --- the public line ------------------------------------------------------------------------------------------------


def describe(case: Complaint, matter: Matter, desk: Desk, th: str, en: str, version: int = 0) -> Matter:
    matter.refresh_from_db()
    return services.describe(
        complaint_id=case.pk,
        public_th=th,
        public_en=en,
        by=desk.officer,
        now=timezone.now(),
        shown_version=version or matter.version,
    )


def test_the_line_is_written_in_both_languages_by_who_works_on_it(filed: Filed, desk: Desk, officer: Client) -> None:
    first, second = filed(description=LIFT), filed(description=LIFT)
    matter = link(first, second, desk.officer)
    with pytest.raises(Incomplete):
        describe(first, matter, desk, "ลิฟต์เสีย", "")
    describe(first, matter, desk, "ลิฟต์เสีย", "Lift out of order")
    with pytest.raises(StaleVersion):
        describe(first, matter, desk, "อื่น", "Other", version=1)
    with pytest.raises(IllegalMove):
        describe(filed(), matter, desk, "อื่น", "Other")
    assert near()[0].subject_en == "Lift out of order"
    address = reverse("complaints:staff-matter-describe", args=[first.number])
    matter.refresh_from_db()
    half = officer.post(address, {"version": matter.version, "public_th": "พิมพ์ไว้แล้ว", "public_en": ""})
    assert half.status_code == 422
    assert "พิมพ์ไว้แล้ว" in half.content.decode()
    assert officer.post(address, {"version": 1, "public_th": "ก", "public_en": "b"}).status_code == 409
    full = {"version": matter.version, "public_th": "ลิฟต์ตัวที่ 3", "public_en": "Lift 3"}
    assert officer.post(address, full).status_code == 302


# --- those who follow -----------------------------------------------------------------------------------------------


def test_a_lead_decided_anew_warns_who_is_in_charge_of_the_others(filed: Filed, desk: Desk) -> None:
    colleague = make_person("complaint-officer", "somsak", desk.unit)
    lead, other = filed("communicated"), filed()
    services.acknowledge(complaint_id=other.pk, by=colleague, now=timezone.now())
    link(lead, other, desk.officer)
    take_along(lead, desk.manager)
    told = Notification.objects.filter(user=colleague, text__contains=lead.number)
    before = told.count()
    now = timezone.now()
    services.reject(complaint_id=lead.pk, by=None, now=now, reason="ยังค้างอยู่")
    services.review(complaint_id=lead.pk, reason="ดูใหม่", by=desk.manager, now=now)
    services.record_findings(
        complaint_id=lead.pk, found=services.Findings("ก", "ข", "building"), by=desk.investigator, now=now
    )
    anew = services.Decision(outcome="partly", text="คำตัดสินใหม่", remedies=["repair"], prevention="", carry_out_by=None)
    other.refresh_from_db()
    assert other.decision
    services.decide(complaint_id=lead.pk, decision=anew, by=desk.manager, now=now)
    assert told.count() == before + 1


def test_to_follow_never_lowers_what_was_judged_before(filed: Filed, desk: Desk) -> None:
    lead, hit = filed("assessed"), filed("assessed")
    version = Complaint.objects.get(pk=hit.pk).version
    worse = replace(ASSESSMENT, severity=4, impact=4, needs_immediate_action=True)
    services.reassess(complaint_id=hit.pk, assessment=worse, by=desk.officer, now=timezone.now(), shown_version=version)
    desk.step(hit, "withdraw")
    services.reinstate(complaint_id=hit.pk, reason="ยังเป็นอยู่", by=desk.officer, now=timezone.now())
    link(lead, hit, desk.officer, reason=WHY)
    assert take_along(lead, desk.officer)[hit.number].moves == ["acknowledge", "assess"]
    hit.refresh_from_db()
    assert (hit.severity, hit.impact, hit.needs_immediate_action) == (4, 4, True)
    assert hit.priority == 4


def test_the_matter_stands_in_the_line_of_time(filed: Filed, desk: Desk, officer: Client) -> None:
    first, second = filed(), filed()
    matter = link(first, second, desk.officer)
    page = officer.get(reverse("complaints:staff-detail", args=[first.number])).content.decode()
    assert page.index(matter.number) < page.index('id="files"')


def test_only_subjects_that_lead_to_nobody_are_common() -> None:
    assert set(Category.objects.filter(is_common=False).values_list("code", flat=True)) == {
        "staff",
        "contract",
        "other",
        "misconduct",
    }


# --- in any order ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [5, 6])
def test_joined_left_and_merged_in_any_order_the_matters_stay_whole(desk: Desk, seed: int) -> None:
    chance, now, seen = Random(seed), timezone.now(), set[str]()
    cases = [desk.file(description=LIFT, reply_by="page") for _n in range(8)]
    for _n in range(160):
        case, other = chance.choice(cases), chance.choice(cases)
        now += timedelta(minutes=1)
        name = chance.choice(["join", "join", "alone", "unlink", "merge", "separate"])
        staff: dict[str, Any] = {"complaint_id": case.pk, "reason": WHY, "by": desk.officer, "now": now}
        try:
            if name == "join":
                joined = services.join(complaint_id=case.pk, other_public_id=other.public_id, now=now)
                name = "join" if joined else "join:none"
            elif name == "alone":
                services.go_alone(complaint_id=case.pk, now=now)
            elif name == "merge":
                services.merge(other_number=other.number, **staff)
            else:
                {"unlink": services.unlink, "separate": services.separate}[name](**staff)
            seen.add(name)
        except Refused as refusal:
            seen.add(f"{name}:{type(refusal).__name__}")
        judge()
        assert not MatterMember.objects.filter(left_at=None, complaint__status="merged").exists()
    assert {"join", "join:none", "alone", "unlink", "merge", "separate"} <= seen, seen
