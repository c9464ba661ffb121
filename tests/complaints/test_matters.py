"""Many complaints handled as one: who may link what, one answer for all, everybody's own rights, and all undoable."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import rules_together, selectors, services
from complaints.enums import Status
from complaints.models import Complaint, Matter, MatterMember
from foundation.accounts.models import Unit, User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.models import Notification
from tests.complaints.factories import DECISION, FOUND, Desk, make_charter, make_desk, make_person
from tests.counting import statements

Filed = Callable[..., Complaint]
WHY = "แจ้งลิฟต์ตัวเดียวกัน"


def link(first: Complaint, second: Complaint, by: User, **more: Any) -> Matter:
    told = {"reason": WHY, "now": timezone.now(), **more}
    return services.link(complaint_id=first.pk, other_number=second.number, by=by, **told)


def take_along(case: Complaint, by: User) -> dict[str, services.Followed]:
    done = services.follow(complaint_id=case.pk, by=by, now=timezone.now())
    return {each.complaint.number: each for each in done}


def live(matter: Matter) -> set[int]:
    return set(MatterMember.objects.filter(matter=matter, left_at=None).values_list("complaint_id", flat=True))


def status(case: Complaint) -> str:
    case.refresh_from_db()
    return case.status


# --- linking and taking out -----------------------------------------------------------------------------------------


def test_the_one_received_first_leads_and_a_third_joins(filed: Filed, desk: Desk) -> None:
    now = timezone.now()
    late, early, third = filed(now=now), filed(now=now - timedelta(days=2)), filed(now=now)
    before = {case.pk: (case.received_at, case.resolve_due_at, case.version) for case in (late, early, third)}
    matter = link(late, early, desk.officer)
    assert matter.lead_id == early.pk
    assert link(third, late, desk.officer) == matter
    assert live(matter) == {late.pk, early.pk, third.pk}
    for case in (late, early, third):
        case.refresh_from_db()
        assert (case.received_at, case.resolve_due_at, case.version) == before[case.pk]


def test_what_must_stay_apart_is_never_linked(filed: Filed, desk: Desk) -> None:
    plain = filed()
    for apart in (filed(identity="confidential"), filed(complained_about=desk.investigator)):
        for first, second in ((plain, apart), (apart, plain)):
            with pytest.raises(NotAllowed):
                link(first, second, desk.manager)
    assert not Matter.objects.exists()


def test_rights_count_for_each_case(filed: Filed, desk: Desk, other_unit: Unit) -> None:
    mine, foreign = filed(), filed(unit=other_unit)
    with pytest.raises(Incomplete, match="หมายเลข"):
        link(mine, foreign, desk.officer)
    with pytest.raises(NotAllowed):
        link(mine, filed(), make_person("auditor", "aud", desk.unit))
    with pytest.raises(NotAllowed):  # knows the key of a row that is not to be seen
        link(foreign, mine, desk.officer)
    assert not Matter.objects.exists()


def test_no_reason_nothing_twice_and_not_what_is_over(filed: Filed, desk: Desk) -> None:
    first, second, over = filed(), filed(), filed("withdrawn")
    with pytest.raises(Incomplete):
        link(first, second, desk.officer, reason="  ")
    with pytest.raises(Incomplete):
        link(first, first, desk.officer)
    with pytest.raises(IllegalMove):
        link(first, over, desk.officer)
    link(first, second, desk.officer)
    with pytest.raises(IllegalMove):
        link(second, first, desk.officer)
    link(filed(), other := filed(), desk.officer)
    with pytest.raises(IllegalMove):
        link(first, other, desk.officer)


def test_taken_out_it_goes_on_by_itself_and_the_record_says_why(filed: Filed, desk: Desk, officer: Client) -> None:
    lead, second, third = filed(now=timezone.now() - timedelta(hours=3)), filed(), filed()
    matter = link(second, lead, desk.officer)
    link(third, lead, desk.officer)
    services.unlink(complaint_id=lead.pk, reason="คนละตัว", by=desk.officer, now=timezone.now())
    matter.refresh_from_db()
    assert (matter.lead_id, live(matter)) == (second.pk, {second.pk, third.pk})
    services.unlink(complaint_id=third.pk, reason="คนละชั้น", by=desk.officer, now=timezone.now())
    matter.refresh_from_db()
    assert matter.ended_at
    assert live(matter) == set()
    with pytest.raises(IllegalMove):
        services.unlink(complaint_id=third.pk, reason="อีกครั้ง", by=desk.officer, now=timezone.now())
    page = officer.get(reverse("complaints:staff-detail", args=[third.number])).content.decode()
    assert WHY in page
    assert "คนละชั้น" in page
    again = link(third, lead, desk.officer)
    assert again.pk != matter.pk


def test_a_case_that_turns_out_to_be_about_one_of_us_leaves_by_itself(filed: Filed, desk: Desk) -> None:
    first, second, third = filed(), filed(), filed()
    matter = link(first, second, desk.officer)
    link(first, third, desk.officer)
    facts = {"complained_about": desk.investigator}
    version = Complaint.objects.get(pk=second.pk).version
    services.correct_facts(
        complaint_id=second.pk, facts=facts, by=desk.officer, now=timezone.now(), shown_version=version
    )
    assert live(matter) == {first.pk, third.pk}


def test_the_database_holds_one_matter_a_case(filed: Filed, desk: Desk) -> None:
    first, second = filed(), filed()
    matter = link(first, second, desk.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        MatterMember.objects.create(
            matter=matter, complaint=first, joined_at=timezone.now(), joined_by=desk.officer, why_joined=WHY
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        MatterMember.objects.filter(complaint=first).update(left_at=timezone.now(), left_by=desk.officer, why_left="")


def test_who_is_in_charge_of_the_other_hears_of_it(filed: Filed, desk: Desk) -> None:
    colleague = make_person("complaint-officer", "somsak", desk.unit)
    theirs, mine = filed(), filed()
    services.acknowledge(complaint_id=theirs.pk, by=colleague, now=timezone.now())
    matter = link(mine, theirs, desk.officer)
    assert Notification.objects.filter(user=colleague, text__contains=matter.number).count() == 1


# --- one investigation, one answer ----------------------------------------------------------------------------------


def test_one_investigation_and_one_answer_reach_everybody(filed: Filed, desk: Desk) -> None:
    lead = filed("investigating", now=timezone.now() - timedelta(hours=1))
    named, english, nameless = filed(), filed(language="en"), filed(identity="anonymous")
    for case in (named, english, nameless):
        link(case, lead, desk.officer)
    done = take_along(lead, desk.officer)
    assert {each.number for each in (named, english, nameless)} == set(done)
    assert all(each.moves == ["acknowledge", "assess", "investigate"] for each in done.values())
    desk.step(lead, "decide")
    held = take_along(lead, desk.officer)  # the officer may share what was found, and not decide
    assert {tuple(each.moves) for each in held.values()} == {("findings",)}
    assert all(each.refusal for each in held.values())
    take_along(lead, desk.manager)
    desk.step(lead, "communicate")
    take_along(lead, desk.officer)
    for case in (named, english, nameless):
        assert status(case) == "communicated"
        assert (case.findings, case.decision, case.investigator) == (FOUND.text, DECISION.text, desk.investigator)
        letter = case.messages.get(kind="decision").body
        assert DECISION.text in letter
        assert ("3 people told us" if case.language == "en" else "3 คน") in letter
        assert case.resolved_at is not None
        assert [step.move for step in case.transitions.order_by("id")] == [
            *("receive", "acknowledge", "assess", "investigate", "decide", "communicate")
        ]
    assert take_along(lead, desk.officer) == {}


def test_each_complainant_answers_rates_and_appeals_alone(filed: Filed, desk: Desk) -> None:
    lead, content, upset = filed("communicated"), filed(), filed()
    for case in (content, upset):
        link(case, lead, desk.officer)
    take_along(lead, desk.manager)
    take_along(lead, desk.officer)
    assert (status(content), status(upset)) == ("communicated", "communicated")
    now = timezone.now()
    services.accept(complaint_id=content.pk, by=None, now=now)
    services.reject(complaint_id=upset.pk, by=None, now=now, reason="ยังค้างอยู่")
    services.rate(complaint_id=upset.pk, process=2, outcome=1, comment="", now=now)
    assert status(lead) == "communicated"
    assert not hasattr(Complaint.objects.get(pk=content.pk), "rating")
    services.review(complaint_id=upset.pk, reason="ดูใหม่", by=desk.manager, now=now)
    desk.step(lead, "accept")
    desk.step(lead, "carry_out")
    done = take_along(lead, desk.officer)
    assert {number: each.moves for number, each in done.items()} == {content.number: ["carry_out"]}
    assert status(upset) == "investigating"
    assert not Complaint.objects.get(pk=upset.pk).findings, "what was found before does not count for the appeal"


def test_only_the_cases_one_may_see_are_taken_along(
    filed: Filed, desk: Desk, other_unit: Unit, officer: Client
) -> None:
    lead, mine, moved = filed("assessed"), filed(), filed()
    link(mine, lead, desk.officer)
    link(moved, lead, desk.officer)
    services.assign(complaint_id=moved.pk, by=desk.officer, now=timezone.now(), handler=None, unit=other_unit)
    assert set(take_along(lead, desk.officer)) == {mine.number}
    assert status(moved) == "received"
    page = officer.get(reverse("complaints:staff-matter", args=[lead.number])).content.decode()
    assert moved.number not in page
    assert mine.number in page
    stranger = make_person("complaint-officer", "stranger", other_unit)
    with pytest.raises(NotAllowed):
        services.follow(complaint_id=moved.pk, by=stranger, now=timezone.now())


# --- pages ----------------------------------------------------------------------------------------------------------


def test_linked_from_the_similar_cases_and_shown_everywhere(filed: Filed, desk: Desk, officer: Client) -> None:
    first, second = filed(), filed()
    near = officer.get(reverse("complaints:staff-similar", args=[first.number])).content.decode()
    to_link = f"{reverse('complaints:staff-matter', args=[first.number])}?with={second.number}"
    assert to_link in near
    assert f'value="{second.number}"' in officer.get(to_link).content.decode()
    answer = officer.post(
        reverse("complaints:staff-matter-link", args=[first.number]), {"number": second.number.lower(), "reason": WHY}
    )
    assert answer.status_code == 302
    matter = Matter.objects.get()
    for page in (
        officer.get(reverse("complaints:staff-detail", args=[second.number])),
        officer.get(reverse("complaints:staff-matter", args=[second.number])),
    ):
        assert matter.number in page.content.decode()
    queue = officer.get(reverse("complaints:staff-list")).content.decode()
    assert queue.count("2 เรื่องรวมกัน") == 2


def test_a_refused_form_keeps_what_was_typed(filed: Filed, officer: Client) -> None:
    first = filed()
    address = reverse("complaints:staff-matter-link", args=[first.number])
    answer = officer.post(address, {"number": "C-2569-999999-9", "reason": "เหตุผลที่พิมพ์ไว้"})
    assert answer.status_code == 422
    assert "เหตุผลที่พิมพ์ไว้" in answer.content.decode()
    second = filed("withdrawn")
    assert officer.post(address, {"number": second.number, "reason": WHY}).status_code in {409, 422}


def test_the_complainant_reads_how_many_and_never_who(filed: Filed, desk: Desk, client: Client) -> None:
    mine, other, gone = filed(), filed(description="ข้อความลับของอีกคน"), filed()
    link(mine, other, desk.officer)
    link(mine, gone, desk.officer)
    desk.step(gone, "withdraw")
    track = {"number": mine.number, "code": desk.codes[mine.pk]}
    client.post(reverse("complaints:portal-track"), track)
    page = client.get(reverse("complaints:portal-case")).content.decode()
    assert "อีก 1 คนแจ้งเรื่องนี้ด้วย" in page
    assert other.number not in page
    assert "ข้อความลับ" not in page


def test_pages_cost_the_same_however_many_cases(filed: Filed, desk: Desk, manager: Client) -> None:
    lead = filed("investigating")
    link(filed(), lead, desk.officer)
    pages = [reverse(f"complaints:staff-{name}", args=[lead.number]) for name in ("detail", "matter")]
    pages.append(reverse("complaints:staff-list"))
    few = [statements(manager, page) for page in pages]
    for _n in range(5):
        link(filed(), lead, desk.officer)
    assert [statements(manager, page) for page in pages] == few
    assert few[2] <= 12


# --- at the same moment, and in any order ---------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same", [True, False])
def test_two_officers_link_at_the_same_moment(same: bool) -> None:
    make_charter()
    desk = make_desk()
    a, b, c = (desk.file(identity="anonymous") for _n in range(3))
    second = make_person("complaint-officer", "second", desk.unit)
    pairs = [(a, b, desk.officer), (b, a, second)] if same else [(a, b, desk.officer), (c, b, second)]
    start, told = threading.Barrier(2), list[str]()

    def act(first: Complaint, other: Complaint, by: User) -> None:
        try:
            start.wait(10)
            link(first, other, by)
            told.append("done")
        except IllegalMove:
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(told) == (["done", "refused"] if same else ["done", "done"])
    matter = Matter.objects.get()
    assert live(matter) == ({a.pk, b.pk} if same else {a.pk, b.pk, c.pk})


@pytest.mark.django_db(transaction=True)
def test_two_people_take_the_others_along_at_the_same_moment() -> None:
    make_charter()
    desk = make_desk()
    lead, other = desk.advance(desk.file(), "assessed"), desk.file()
    link(lead, other, desk.officer)
    second = make_person("complaint-officer", "second", desk.unit)
    start, told = threading.Barrier(2), list[int]()

    def act(by: User) -> None:
        try:
            start.wait(10)
            told.append(len(take_along(lead, by)))
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=[by]) for by in (desk.officer, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(told) == [0, 1]
    assert other.transitions.filter(move="assess").count() == 1


@pytest.mark.parametrize("seed", [3, 4])
def test_whatever_is_tried_the_matters_stay_whole(desk: Desk, now: datetime, seed: int) -> None:
    chance = Random(seed)
    people = [desk.officer, desk.manager, desk.investigator, make_person("auditor", "reader", desk.unit)]
    cases = [desk.file(identity=chance.choice(["named", "anonymous", "confidential"])) for _n in range(9)]
    seen = set[str]()
    moves = [
        "acknowledge",
        "assess",
        "investigate",
        "decide",
        "communicate",
        "accept",
        "reject",
        "carry_out",
        "withdraw",
    ]
    for _n in range(260):
        case, other, by = chance.choice(cases), chance.choice(cases), chance.choice(people)
        now += timedelta(minutes=chance.randrange(1, 90))
        plain: dict[str, Any] = {"complaint_id": case.pk, "by": by, "now": now}
        reason = chance.choice([WHY, WHY, WHY, ""])
        name = chance.choice(["link", "link", "unlink", "lead", "follow", "step", "step"])
        try:
            with transaction.atomic():
                if name == "link":
                    services.link(other_number=other.number, reason=reason, **plain)
                elif name == "unlink":
                    services.unlink(reason=reason, **plain)
                elif name == "lead":
                    services.lead_by(reason=reason, **plain)
                elif name == "follow":
                    services.follow(**plain)
                else:
                    desk.step(case, chance.choice(moves[:-1] if chance.random() < 0.9 else moves), now=now)
            seen.add(name)
        except Refused as refusal:
            seen.add(f"{name}:{type(refusal).__name__}")
        judge()
    assert {"link", "unlink", "lead", "follow", "step"} <= seen, seen
    assert {"link:NotAllowed", "link:IllegalMove", "link:Incomplete", "unlink:IllegalMove"} <= seen, seen


def judge() -> None:
    """The rules of matters in plain sentences: two at least, the lead among them, none that must stay apart."""
    for matter in Matter.objects.all():
        members = live(matter)
        if matter.ended_at:
            assert not members
        else:
            assert len(members) >= 2
            assert matter.lead_id in members
    for member in MatterMember.objects.filter(left_at=None).select_related("complaint"):
        assert not rules_together.why_apart(member.complaint)


# --- what is behind -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("here", "there", "steps"),
    [
        ("received", "received", []),
        ("received", "assessed", ["acknowledge", "assess"]),
        ("received", "communicated", ["acknowledge", "assess", "investigate", "findings", "decide", "communicate"]),
        ("investigating", "closed", ["findings", "decide", "communicate"]),
        ("decided", "rejected", ["communicate"]),
        ("communicated", "closed", []),
        ("assessed", "acknowledged", []),
        ("received", "withdrawn", []),
        ("withdrawn", "closed", []),
        ("rejected", "closed", []),
        ("accepted", "carried_out", ["carry_out"]),
    ],
)
def test_the_steps_a_case_is_behind(here: str, there: str, steps: list[str]) -> None:
    told = Status(there) in {"decided", "communicated", "rejected", "accepted", "carried_out", "closed"}
    lead = Complaint(status=there, decision="ก", outcome="upheld", findings="ข" if told else "")
    lead.carried_out = "ค" if there in {"carried_out", "closed"} else ""
    case = Complaint(status=here, decision="ก", outcome="upheld")
    assert rules_together.shared_steps(case, lead) == steps


def test_an_accepted_case_with_another_decision_is_not_carried_out_for_the_lead() -> None:
    lead = Complaint(status="carried_out", decision="ก", outcome="upheld", carried_out="ค")
    assert rules_together.shared_steps(Complaint(status="accepted", decision="อื่น", outcome="upheld"), lead) == []


def test_nobody_is_told_of_company_without_a_matter(filed: Filed) -> None:
    case = filed()
    assert selectors.others_told(case) == 0
    assert selectors.times_in_matters(case) == []
