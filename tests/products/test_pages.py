"""Pages: constant statements, refusals shown in the form, the disabled gate, the public form."""

import hashlib
import json
from base64 import b64encode
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from foundation.core.models import OutboxMessage
from foundation.privacy.models import Consent
from products import services
from products.models import Idea, IdeaContact, Meeting, Product, Project
from tests.accounts.signing_in import sign_in
from tests.counting import statements
from tests.people import someone
from tests.products.factories import (
    NOW,
    add_requirement,
    add_target,
    answer,
    at_stage,
    complete,
    make_idea,
    make_product,
    make_project,
    make_public_idea,
    open_meeting,
    vote,
    voters,
)

pytestmark = pytest.mark.django_db
SITE = "/staff/products/"


def browser(user) -> Client:
    client = Client()
    sign_in(client, user)
    return client


@pytest.fixture
def keeper() -> Client:
    return browser(someone("product-manager"))


@pytest.mark.parametrize("address", ["", "ideas/?view=all", "projects/"])
def test_lists_cost_the_same_however_long(address, keeper):
    def add(n: int) -> None:
        make_product(code=f"p{n}")
        answer(make_idea(title=f"ใหม่ {n}"))
        make_project(title=f"โครงการ {n}")

    add(1)
    one = statements(keeper, SITE + address)
    for n in range(2, 5):
        add(n)
    assert statements(keeper, SITE + address) == one
    assert one <= 20


def test_board_shows_each_project_under_its_stage(keeper):
    make_project(title="เพิ่งเริ่ม")
    at_stage("testing")
    page = keeper.get(f"{SITE}projects/")
    columns = {column.stage: len(column.projects) for column in page.context["columns"]}
    assert columns == {
        "scoping": 1, "business_case": 0, "development": 0, "testing": 1, "launch": 0, "review": 0,
    }  # fmt: skip


def test_button_of_the_gate_is_disabled_and_says_what_is_missing(keeper):
    project = make_project()
    page = keeper.get(project.get_absolute_url()).content.decode()
    assert 'aria-disabled="true"' in page
    assert f"{SITE}projects/{project.number}/gates/new/" not in page
    complete(project, "business_case")
    page = keeper.get(project.get_absolute_url()).content.decode()
    assert f"{SITE}projects/{project.number}/gates/new/" in page


def test_calling_a_gate_without_evidence_by_hand_is_refused(keeper):
    project = make_project()
    data = {"proposal": "ขอผ่าน", "chair": voters()[0].pk, "held_on": "10/11/2569", "quorum": 3}
    answered = keeper.post(f"{SITE}projects/{project.number}/gates/new/", data)
    assert answered.status_code == 422
    assert not Meeting.objects.exists()


def test_meeting_is_called_voted_and_decided_in_the_browser(keeper):
    project = complete(make_project(), "business_case")
    data = {"proposal": "ขอผ่าน", "chair": voters()[0].pk, "held_on": "10/11/2569", "quorum": 2}
    called = keeper.post(f"{SITE}projects/{project.number}/gates/new/", data)
    meeting = Meeting.objects.get()
    assert called.url == meeting.get_absolute_url()
    assert keeper.post(f"{meeting.get_absolute_url()}vote/", ballot(meeting)).status_code == 403
    for voter in voters()[:2]:
        assert browser(voter).post(f"{meeting.get_absolute_url()}vote/", ballot(meeting)).status_code == 302
    chair = browser(voters()[0])
    page = chair.get(meeting.get_absolute_url()).content.decode()
    assert f"{meeting.get_absolute_url()}decide/" in page
    said = {"decision": "go", "reasons": "ครบตามเกณฑ์", "next_steps": "เริ่มงาน"}
    assert chair.post(f"{meeting.get_absolute_url()}decide/", said).status_code == 302
    assert chair.post(f"{meeting.get_absolute_url()}decide/", said).status_code == 409
    assert Project.objects.get().stage == "business_case"


def ballot(meeting: Meeting, **changes: str) -> dict[str, str]:
    answers = {f"c_{row.code}": "yes" if row.is_must else "7" for row in meeting.criteria.all()}
    return {**answers, "recommendation": "go", "reasons": "คุ้มค่า", **changes}


def test_vote_without_a_criterion_names_it(keeper):
    meeting = open_meeting(complete(make_project(), "business_case"))
    answered = browser(voters()[1]).post(f"{meeting.get_absolute_url()}vote/", ballot(meeting, c_legal="", c_fit="11"))
    assert answered.status_code == 422
    assert set(answered.context["vote_form"].errors) == {"c_legal", "c_fit"}


def test_reading_the_gate_shows_votes_and_score(keeper):
    meeting = open_meeting(complete(make_project(), "business_case"))
    vote(meeting, voters()[0], points=6)
    page = keeper.get(meeting.get_absolute_url())
    assert page.context["total"] == 6
    assert page.context["to_come"] == 2
    assert not page.context["may_vote"]


def test_votes_of_others_show_once_ones_own_is_cast():
    meeting = open_meeting(complete(make_project(), "business_case"))
    vote(meeting, voters()[0], reasons="ตัวเลขน่าเชื่อถือ")
    other = browser(voters()[1])
    assert "ตัวเลขน่าเชื่อถือ" not in other.get(meeting.get_absolute_url()).content.decode()
    vote(meeting, voters()[1])
    assert "ตัวเลขน่าเชื่อถือ" in other.get(meeting.get_absolute_url()).content.decode()


def test_stale_save_shows_both_sides_and_loses_neither(keeper):
    product = make_product()
    data = {**{name: getattr(product, name) for name in services.PRODUCT_FIELDS}, "version": product.version}
    data["owner_unit"] = product.owner_unit_id
    services.review_product(product_id=product.pk, by=someone("product-manager"), now=NOW)
    answered = keeper.post(f"{product.get_absolute_url()}edit/", {**data, "name_en": "Mine"})
    assert answered.status_code == 409
    assert "Mine" in answered.content.decode()
    assert Product.objects.get().name_en == product.name_en


def test_new_idea_like_an_old_one_is_asked_about_once():
    make_idea(title="ติดตั้งตู้น้ำดื่มทุกชั้น")
    client = browser(someone("complaint-officer"))
    data = {"title": "อยากให้ติดตั้งตู้น้ำดื่มทุกชั้น", "description": ""}
    shown = client.post(f"{SITE}ideas/new/", data)
    assert len(shown.context["alike"]) == 1
    assert Idea.objects.count() == 1
    assert client.post(f"{SITE}ideas/new/", {**data, "sure": "1"}).status_code == 302
    assert Idea.objects.count() == 2


def test_people_without_the_duty_see_their_own_ideas_alone():
    officer, other = someone("complaint-officer"), someone("complaint-investigator")
    mine, theirs = make_idea(officer), make_idea(other, title="ของคนอื่น")
    client = browser(officer)
    assert [idea.pk for idea in client.get(f"{SITE}ideas/").context["page"].rows] == [mine.pk]
    assert client.get(mine.get_absolute_url()).status_code == 200
    assert client.get(theirs.get_absolute_url()).status_code == 404


def test_contact_is_hidden_until_a_reason_is_given(keeper):
    idea = make_public_idea()
    assert "somsri@example.com" not in keeper.get(idea.get_absolute_url()).content.decode()
    assert keeper.post(f"{idea.get_absolute_url()}contact/", {"reason": "x"}).status_code == 422
    shown = keeper.post(f"{idea.get_absolute_url()}contact/", {"reason": "โทรถามรายละเอียดเพิ่ม"})
    assert "somsri@example.com" in shown.content.decode()


def test_requirement_is_traced_by_choice_and_a_made_up_record_is_refused(keeper):
    project = make_project()
    idea = project.ideas.get()
    address = f"{SITE}projects/{project.number}/requirements/new/"
    data = {"text": "จองได้ทุกวัน", "priority": "must", "origin": "need", "basis": ""}
    assert keeper.post(address, {**data, "source": f"idea:{idea.public_id}"}).status_code == 302
    made_up = keeper.post(address, {**data, "source": "", "source_kind": "idea", "source_public_id": "0" * 26})
    assert made_up.status_code == 422
    half = keeper.post(address, {**data, "source": "", "source_kind": "idea", "source_public_id": ""})
    assert half.status_code == 422
    assert keeper.post(address, data).status_code == 302
    trace = keeper.get(f"{SITE}projects/{project.number}/trace/").context["trace"]
    assert (len(trace.rows), trace.holes, trace.needs, trace.unanswered) == (2, 1, 2, [])


def test_trace_names_ideas_that_nothing_answers(keeper):
    project = make_project()
    add_requirement(project)
    trace = keeper.get(f"{SITE}projects/{project.number}/trace/").context["trace"]
    assert (trace.holes, trace.needs, trace.unanswered) == (0, 0, [project.ideas.get()])


def test_results_stand_beside_targets(keeper):
    project = at_stage("review")
    target = project.targets.get(dimension="customer")
    today = timezone.localdate(NOW)
    data = {"value": "60", "n": "25", "measured_on": today.strftime("%d/%m/%Y"), "note": ""}
    keeper.post(f"{SITE}projects/{project.number}/targets/{target.public_id}/actual/", data)
    results = {value: rows for value, _label, rows in keeper.get(project.get_absolute_url()).context["results"]}
    (row,) = results["customer"]
    # From 40 to 80 wanted, 60 reached: half of the way, not met.
    assert (row.actual.value, row.is_met, row.progress) == (Decimal(60), False, 50)
    assert results["business"][0].is_met is None


def test_target_of_another_project_is_not_found(keeper):
    mine, other = make_project(), make_project()
    target = add_target(other, "customer")
    assert keeper.get(f"{SITE}projects/{mine.number}/targets/{target.public_id}/").status_code == 404


# --- the public form --------------------------------------------------------------------------------------------------


def solution(page) -> str:
    """What the widget of a page would send: the number that fits the challenge."""
    challenge = json.loads(page.context["challenge"])
    for number in range(challenge["maxnumber"] + 1):
        if hashlib.sha256(f"{challenge['salt']}{number}".encode()).hexdigest() == challenge["challenge"]:
            break
    solved = {**challenge, "number": number}
    solved.pop("maxnumber")
    return b64encode(json.dumps(solved).encode()).decode()


def filled(page, **changes: str) -> dict[str, str]:
    """The form of a page, filled in."""
    form = page.context["form"]
    given = {"title": "เปิดจองที่จอดรถล่วงหน้า", "description": "จะได้ไม่วนหา", "name": "", "email": "", "phone": ""}
    return {**given, "key": form["key"].value(), "altcha": solution(page), **changes}


def test_public_idea_sent_twice_is_one_idea(client):
    page = client.get("/portal/ideas/")
    data = filled(page)
    first = client.post("/portal/ideas/", data)
    again = client.post("/portal/ideas/", data)
    assert first.status_code == again.status_code == 302
    assert first.url == again.url
    assert Idea.objects.count() == 1
    received = client.get(first.url).content.decode()
    assert Idea.objects.get().number in received
    assert "เปิดจองที่จอดรถ" not in received


@pytest.mark.parametrize("changes", [{"altcha": ""}, {"altcha": b64encode(b"{}").decode()}, {"website": "x"}])
def test_machines_are_kept_out_and_the_text_stays(client, changes):
    answered = client.post("/portal/ideas/", filled(client.get("/portal/ideas/"), **changes))
    assert answered.status_code == 422
    assert "เปิดจองที่จอดรถล่วงหน้า" in answered.content.decode()
    assert not Idea.objects.exists()


def test_contact_without_the_tick_is_refused_and_kept_with_it(client):
    data = filled(client.get("/portal/ideas/"), email="a@example.com")
    assert client.post("/portal/ideas/", data).status_code == 422
    assert not IdeaContact.objects.exists()
    data = filled(client.get("/portal/ideas/"), email="a@example.com", agrees="on")
    assert client.post("/portal/ideas/", data).status_code == 302
    assert Consent.objects.get().purpose.key == "idea-answer"
    answer(Idea.objects.get(), now=timezone.now())
    assert OutboxMessage.objects.get().state == "queued"


@pytest.mark.parametrize(
    "changes", [{"title": " "}, {"email": "not-an-address"}, {"phone": "12"}, {"title": "ก" * 201}]
)
def test_bad_input_is_told_beside_its_field(client, changes):
    answered = client.post("/portal/ideas/", filled(client.get("/portal/ideas/"), **changes))
    assert answered.status_code == 422
    assert set(answered.context["form"].errors) == set(changes)


def test_markup_in_an_idea_stays_letters(client, keeper):
    client.post("/portal/ideas/", filled(client.get("/portal/ideas/"), title="<script>alert(1)</script>{{7*7}}"))
    page = keeper.get(Idea.objects.get().get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in page
    assert "{{7*7}}" in page


def test_staff_idea_has_no_public_receipt(client):
    assert client.get(f"/portal/ideas/{make_idea().number}/").status_code == 404


def test_api_hands_an_idea_in_and_names_nobody(keeper):
    made = keeper.post("/api/v1/ideas/", {"title": "ผ่าน API"}, content_type="application/json")
    assert made.status_code == 201
    make_public_idea()
    answered = keeper.get("/api/v1/ideas/")
    assert len(answered.json()["results"]) == 2
    assert "somsri" not in answered.content.decode()
    assert keeper.post("/api/v1/ideas/", {"title": "​"}, content_type="application/json").status_code == 400


def test_api_shows_a_project_with_requirements_and_gates(keeper):
    project = at_stage("business_case")
    add_requirement(project)
    shown = keeper.get(f"/api/v1/projects/{project.number}/").json()
    assert [gate["decision"] for gate in shown["gates"]] == ["go"]
    assert shown["requirements"][0]["is_traced"] is True
