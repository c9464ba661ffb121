"""The charter's pages, public and staff."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from foundation.accounts.models import User
from foundation.governance.models import Proposal
from foundation.governance.services import record_meeting, record_resolution
from service_charter import services
from service_charter.demo_texts import STANDARDS, TEXTS
from service_charter.enums import Status
from service_charter.models import CharterVersion, Standard
from tests.counting import statements
from tests.governance.factories import NOW
from tests.service_charter.factories import (
    add_standard,
    decide,
    make_approved,
    make_draft,
    make_proposed,
    make_published,
    submit_and_review,
)

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]
Person = Callable[..., User]


@pytest.fixture
def owner(client_as: ClientAs) -> Client:
    return client_as("charter-owner")


def _texts(charter: CharterVersion, **fields: str) -> dict[str, object]:
    return {"version": charter.version, **TEXTS, **fields}


def _standard(standard: Standard, **fields: object) -> dict[str, object]:
    facts = {field: getattr(standard, field) for field in services.STANDARD_FIELDS if field != "owner_unit"}
    return {"version": standard.version, "owner_unit": "", **facts, "automatic": "", **fields}


def test_without_a_charter_the_page_says_so(client: Client) -> None:
    page = client.get("/portal/charter/").content.decode()
    assert "ยังไม่มีกฎบัตรที่ใช้บังคับ" in page


def test_the_public_reads_the_version_in_force(client: Client, owner: Client, person: Person) -> None:
    charter = make_published(owner.user, person("board-secretary"), effective_on=timezone.localdate())
    for address in ("/portal/charter/", f"/portal/charter/{charter.number}/"):
        page = client.get(address).content.decode()
        assert 'id="item-4"' in page
        assert "1/2569" in page
        assert page.count("<h1") == 1


def test_the_public_page_speaks_english(client: Client, owner: Client, person: Person) -> None:
    make_published(owner.user, person("board-secretary"), effective_on=timezone.localdate())
    page = client.get("/portal/charter/", headers={"Accept-Language": "en"}).content.decode()
    assert "We tell you our decision and the remedy within 3 working days." in page
    assert "Customer service charter" in page


@pytest.mark.parametrize("make", [make_draft, make_proposed])
def test_the_public_does_not_read_what_is_not_published(
    client: Client, owner: Client, make: Callable[[User], CharterVersion]
) -> None:
    charter = make(owner.user)
    assert client.get(f"/portal/charter/{charter.number}/").status_code == 404


def test_a_version_to_come_is_announced(client: Client, owner: Client, person: Person) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=30)
    charter = make_published(owner.user, person("board-secretary"), effective_on=tomorrow)
    page = client.get("/portal/charter/").content.decode()
    assert f'href="/portal/charter/{charter.number}/"' in page
    assert 'id="item-1"' not in page


def test_text_of_the_owner_is_inert(client: Client, owner: Client, person: Person) -> None:
    charter = make_draft(owner.user)
    services.save_texts(
        charter_id=charter.pk,
        shown_version=charter.version,
        texts={"intro_th": "<script>alert(1)</script>{{7*7}}"},
        by=owner.user,
        now=timezone.now(),
    )
    page = owner.get(f"/staff/charter/{charter.number}/").content.decode()
    assert "<script>alert(1)" not in page
    assert "{{7*7}}" in page


def test_the_whole_way_in_the_browser(owner: Client, person: Person, client_as: ClientAs) -> None:
    draft = make_draft(owner.user)
    at = f"/staff/charter/{draft.number}/"
    assert owner.post(f"{at}submit").status_code == 302
    assert f"{at}propose" not in owner.get(at).content.decode()
    reviewer = client_as("strategist")
    assert f"{at}review" in reviewer.get(at).content.decode()
    assert reviewer.post(f"{at}return", {"reason": ""}).status_code == 422
    assert reviewer.post(f"{at}review").status_code == 302
    assert owner.post(f"{at}propose").status_code == 302
    draft.refresh_from_db()
    assert draft.status == Status.PROPOSED
    today, secretary = timezone.localdate(), person("board-secretary")
    meeting = record_meeting(number=1, year_be=today.year + 543, held_on=today, by=secretary, now=timezone.now())
    record_resolution(
        meeting_id=meeting.pk,
        proposal_id=Proposal.objects.get().pk,
        item="4.2",
        kind="approved",
        by=secretary,
        now=timezone.now(),
    )
    response = owner.post(f"{at}publish", {"effective_on": f"{today.day}/{today.month}/{today.year + 543}"})
    assert response.status_code == 302
    draft.refresh_from_db()
    assert (draft.status, draft.effective_on) == (Status.PUBLISHED, today)


def test_any_two_versions_are_compared_word_by_word(owner: Client, person: Person) -> None:
    first = make_published(owner.user, person("board-secretary"))
    draft = make_draft(owner.user)
    services.save_texts(
        charter_id=draft.pk, shown_version=draft.version, texts={"intro_th": f"{draft.intro_th}เสมอไป"},
        by=owner.user, now=timezone.now(),
    )  # fmt: skip
    for address in (f"/staff/charter/{draft.number}/", f"/staff/charter/{draft.number}/?with={first.number}"):
        assert "<ins>เสมอไป</ins>" in owner.get(address).content.decode()
    assert "<del>เสมอไป</del>" in owner.get(f"/staff/charter/{first.number}/?with={draft.number}").content.decode()
    assert owner.get(f"/staff/charter/{draft.number}/?with=x").status_code == 200


def test_publishing_without_a_resolution_is_refused_kindly(owner: Client) -> None:
    charter = make_draft(owner.user)
    response = owner.post(f"/staff/charter/{charter.number}/publish", {"effective_on": "1/1/2580"})
    assert response.status_code == 422
    assert response.context["publish_form"].non_field_errors()
    charter.refresh_from_db()
    assert charter.status == Status.DRAFT


@pytest.mark.parametrize("date", ["", "เมื่อไรก็ได้", "29/2/2568", "1/1/2569"])
def test_publishing_with_a_bad_date_keeps_what_was_typed(owner: Client, person: Person, date: str) -> None:
    charter = make_approved(owner.user, person("board-secretary"))
    response = owner.post(f"/staff/charter/{charter.number}/publish", {"effective_on": date})
    assert response.status_code == 422
    assert response.context["publish_form"].errors
    assert response.context["publish_form"]["effective_on"].value() == date


def test_an_incomplete_draft_is_told_what_is_missing(owner: Client) -> None:
    owner.post("/staff/charter/new")
    response = owner.post("/staff/charter/1/submit", follow=True)
    assert "กฎบัตรต้องมีมาตรฐานอย่างน้อยหนึ่งข้อ" in response.content.decode()


def test_a_second_draft_is_refused_kindly(owner: Client) -> None:
    make_draft(owner.user)
    response = owner.post("/staff/charter/new", follow=True)
    assert response.redirect_chain == [("/staff/charter/", 302)]
    assert CharterVersion.objects.count() == 1


def test_a_stale_save_shows_both_sides_and_loses_neither(owner: Client) -> None:
    charter = make_draft(owner.user)
    at = f"/staff/charter/{charter.number}/edit"
    owner.post(at, _texts(charter, title_th="ของเขา"))
    response = owner.post(at, _texts(charter, title_th="ของฉัน"))
    page = response.content.decode()
    assert "ของเขา" in page
    assert 'value="ของฉัน"' in page
    stored = CharterVersion.objects.get(pk=charter.pk)
    assert stored.title_th == "ของเขา"
    assert f'name="version" value="{stored.version}"' in page
    again = owner.post(at, _texts(stored, title_th="ของฉัน"))
    assert again.status_code == 302
    stored.refresh_from_db()
    assert stored.title_th == "ของฉัน"


def test_a_standard_is_added_changed_and_removed(owner: Client) -> None:
    charter = make_draft(owner.user, count=1)
    first = charter.standards.get()
    at = f"/staff/charter/{charter.number}/standards/"
    form = _standard(first, number=2, code="new-one", event="resolve", duration_amount=5, duration_unit="calendar_days")
    assert owner.post(f"{at}new", form).status_code == 302
    added = charter.standards.get(number=2)
    assert str(added.duration) == "5 วัน"
    changed = _standard(added, target_percent="97.5")
    assert owner.post(f"{at}{added.public_id}/", changed).status_code == 302
    added.refresh_from_db()
    assert f"{added.target_percent}" == "97.50"
    stale = owner.post(f"{at}{added.public_id}/", {**changed, "target_percent": "50"})
    assert "97.50" in stale.content.decode()
    assert owner.post(f"{at}{added.public_id}/remove").status_code == 302
    assert charter.standards.count() == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"target_percent": "101"}, "target_percent"),
        ({"target_percent": "0"}, "target_percent"),
        ({"target_percent": "NaN"}, "target_percent"),
        ({"duration_amount": "0"}, "duration_amount"),
        ({"duration_amount": "-3"}, "duration_amount"),
        ({"duration_unit": "moons"}, "duration_unit"),
        ({"number": "1"}, "number"),
        ({"code": "ภาษาไทย"}, "code"),
        ({"promise_th": ""}, "promise_th"),
        ({"promise_th": "ก" * 301}, "promise_th"),
        ({"owner_unit": "999999"}, "owner_unit"),
    ],
)
def test_a_bad_standard_is_refused_at_its_field(owner: Client, fields: dict[str, str], field: str) -> None:
    charter = make_draft(owner.user, count=1)
    good = _standard(charter.standards.get(), number=2, code="new-one", event="resolve")
    response = owner.post(f"/staff/charter/{charter.number}/standards/new", {**good, **fields})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert charter.standards.count() == 1


def test_a_charter_under_review_does_not_change_by_form(owner: Client) -> None:
    charter = make_proposed(owner.user)
    response = owner.post(f"/staff/charter/{charter.number}/edit", _texts(charter, title_th="ใหม่"))
    assert response.status_code == 422
    standard = charter.standards.all()[0]
    assert owner.post(f"/staff/charter/{charter.number}/standards/{standard.public_id}/remove").status_code == 409
    charter.refresh_from_db()
    assert charter.title_th != "ใหม่"


def test_what_a_version_changes_is_shown(owner: Client, person: Person) -> None:
    make_published(owner.user, person("board-secretary"))
    draft = make_draft(owner.user)
    fourth = draft.standards.get(number=4)
    at = f"/staff/charter/{draft.number}/"
    owner.post(f"{at}standards/{fourth.public_id}/", _standard(fourth, target_percent="95"))
    changes = owner.get(at).context["changes"]
    assert [(change.before, change.after) for change in changes] == [("เป้าหมาย 90%", "เป้าหมาย 95%")]


def test_list_queries_do_not_grow(owner: Client, person: Person) -> None:
    secretary, today = person("board-secretary"), timezone.localdate()
    make_published(owner.user, secretary, effective_on=today, count=1)
    one = statements(owner, "/staff/charter/")
    for number in (1, 2):
        make_published(owner.user, secretary, effective_on=today + dt.timedelta(days=number), count=1)
    assert statements(owner, "/staff/charter/") == one <= 12


def test_detail_queries_do_not_grow(owner: Client, person: Person) -> None:
    make_published(owner.user, person("board-secretary"), effective_on=timezone.localdate(), count=1)
    draft = make_draft(owner.user)
    one = statements(owner, f"/staff/charter/{draft.number}/")
    for facts in STANDARDS[1:4]:
        add_standard(draft, owner.user, **facts)
    assert statements(owner, f"/staff/charter/{draft.number}/") == one <= 16


def test_public_page_queries_do_not_grow(client: Client, owner: Client, person: Person) -> None:
    secretary, today = person("board-secretary"), timezone.localdate()
    make_published(owner.user, secretary, effective_on=today, count=1)
    one = statements(client, "/portal/charter/")
    second = make_draft(owner.user)
    for facts in STANDARDS[1:4]:
        add_standard(second, owner.user, **facts)
    submit_and_review(second, owner.user)
    services.propose(charter_id=second.pk, by=owner.user, now=NOW)
    decide(second, secretary)
    services.publish(charter_id=second.pk, effective_on=today + dt.timedelta(days=1), by=owner.user, now=NOW)
    assert statements(client, "/portal/charter/2/") <= one + 1 <= 6


def test_the_api_gives_standards_in_force(owner: Client, person: Person) -> None:
    make_published(owner.user, person("board-secretary"), effective_on=timezone.localdate())
    rows = owner.get("/api/v1/standards/?area=complaints&event=resolve").json()["results"]
    assert [(row["number"], row["duration_amount"], row["target_percent"]) for row in rows] == [(4, 3, "90.00")]
    assert owner.get("/api/v1/standards/?area=transactions").json()["results"] == []
    [charter] = owner.get("/api/v1/charters/").json()["results"]
    assert (charter["status"], len(charter["standards"])) == ("published", 4)
    assert owner.patch("/api/v1/charters/1/", {"status": "draft"}).status_code == 403


def test_a_returned_version_can_be_proposed_again(owner: Client, person: Person) -> None:
    charter = make_proposed(owner.user)
    decide(charter, person("board-secretary"), "returned")
    at = f"/staff/charter/{charter.number}/"
    owner.post(f"{at}submit")
    services.review(charter_id=charter.pk, by=person("strategist"), now=timezone.now())
    owner.post(f"{at}propose")
    charter.refresh_from_db()
    assert charter.status == Status.PROPOSED
