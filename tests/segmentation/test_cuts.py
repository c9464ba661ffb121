"""Every list whose rows hang on a customer can be cut by segment (policy 2.1 to 2.3)."""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils.html import escape

from customers.models import Customer
from foundation.accounts.models import Role, User
from foundation.accounts.permissions import Permission
from foundation.core import list_filters
from segmentation.filters import NONE, SEGMENT
from segmentation.models import Segment, Study
from tests.accounts.signing_in import sign_in
from tests.complaints.factories import Desk, make_charter, make_desk
from tests.counting import statements
from tests.customers.factories import make_organisation
from tests.people import someone
from tests.relationships.factories import make_segments
from tests.segmentation.cut_lists import LISTS, CutList

pytestmark = pytest.mark.django_db
REFUSED = "ไม่ได้กรองตามเงื่อนไขนี้"
# Values that no list knows: not a segment, an attack, a segment of another study, one that was deleted.
FORGED = ("';--", "%00", "0" * 26, "ก" * 300, "other", "deleted")


@dataclass
class World:
    """Two segments in use with a customer each, and a customer in none."""

    first: Segment
    second: Segment
    customers: tuple[Customer, Customer, Customer]
    desk: Desk
    other: Segment
    deleted: str

    def value(self, word: str) -> str:
        """A forged value, as the address holds it."""
        return {"other": self.other.public_id, "deleted": self.deleted}.get(word, word)


@pytest.fixture
def world(db: None) -> World:
    make_charter()
    desk = make_desk()
    customers = (make_organisation(), make_organisation(), make_organisation())
    (other,) = make_segments([customers[2]])
    Study.objects.update(state="evaluated", adopted_at=None, adopted_by=None)
    first, second = make_segments([customers[0]], [customers[1]])
    gone = Segment.objects.create(run=other.run, number=9, name_th="ก", size=1, share=0.1, traits=[])
    deleted = gone.public_id
    gone.delete()
    return World(first, second, customers, desk, other, deleted)


def client_of(user: User) -> Client:
    client = Client()
    sign_in(client, user)
    return client


def cut(url: str, value: str, **more: str) -> str:
    query = "&".join(f"{name}={word}" for name, word in {"segment": value, **more}.items())
    return f"{url}{'&' if '?' in url else '?'}{query}"


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


@pytest.mark.parametrize("of", LISTS, ids=lambda each: each.key)
def test_a_list_shows_the_rows_of_the_segment_alone(of: CutList, world: World) -> None:
    words = [of.make(customer, world.desk) for customer in world.customers]
    client = client_of(someone(of.role))

    def shown(value: str) -> list[bool]:
        found = page(client, cut(of.url, value) if value else of.url)
        assert REFUSED not in found
        return [word in found for word in words]

    assert shown("") == [True, True, True]
    assert shown(world.first.public_id) == [True, False, False]
    assert shown(world.second.public_id) == [False, True, False]
    if of.has_strangers:
        assert shown(NONE) == [False, False, True]


@pytest.mark.parametrize("of", LISTS, ids=lambda each: each.key)
def test_the_filter_is_chosen_in_the_form_and_taken_off_by_its_chip(of: CutList, world: World) -> None:
    of.make(world.customers[0], world.desk)
    client = client_of(someone(of.role))
    plain = page(client, of.form)
    assert f'<option value="{world.first.public_id}">{world.first.title}</option>' in plain
    narrowed = page(client, cut(of.url, world.first.public_id, q=""))
    assert f'<option value="{world.first.public_id}" selected>' in narrowed
    chip = narrowed[: narrowed.index(f"{world.first.title} <svg")].rpartition('<a class="chip chip--on" href="')[2]
    address = chip.partition('"')[0].replace("&amp;", "&")
    assert "segment" not in address
    assert page(client, of.url.partition("?")[0] + address)


@pytest.mark.parametrize("of", LISTS, ids=lambda each: each.key)
@pytest.mark.parametrize("word", FORGED)
def test_a_value_that_is_no_segment_in_use_cuts_nothing_and_says_so(of: CutList, world: World, word: str) -> None:
    rows = [of.make(customer, world.desk) for customer in world.customers]
    found = page(client_of(someone(of.role)), cut(of.url, world.value(word)))
    assert REFUSED in found
    assert all(row in found for row in rows)


@pytest.mark.parametrize("of", LISTS, ids=lambda each: each.key)
def test_who_may_not_see_segments_is_not_offered_them(of: CutList, world: World) -> None:
    everything_else = [p for p in Role.objects.get(key=of.role).permissions if p != Permission.SEGMENT_VIEW]
    Role.objects.filter(key=of.role).update(permissions=everything_else)
    rows = [of.make(customer, world.desk) for customer in world.customers]
    client = client_of(someone(of.role))
    assert 'name="segment"' not in page(client, of.form)
    found = page(client, cut(of.url, world.first.public_id))
    assert REFUSED in found
    assert world.first.title not in found
    assert all(row in found for row in rows)


@pytest.mark.parametrize("of", LISTS, ids=lambda each: each.key)
def test_a_cut_list_costs_the_same_however_long(of: CutList, world: World) -> None:
    of.make(world.customers[0], world.desk)
    client = client_of(someone(of.role))
    address = cut(of.url, world.first.public_id)
    whole, few = statements(client, of.form), statements(client, address)
    for _n in range(3):
        of.make(world.customers[0], world.desk)
    assert statements(client, address) == few <= whole <= 12


def test_no_study_in_use_offers_nothing() -> None:
    assert 'name="segment"' not in page(client_of(someone("auditor")), "/staff/customers/")
    assert SEGMENT.choices() == []


def test_a_page_beyond_the_first_stays_cut(world: World) -> None:
    many = [make_organisation() for _n in range(30)]
    first, _second = make_segments_anew(many, [world.customers[0]])
    client = client_of(someone("auditor"))
    asked = {"segment": first.public_id, "relation": "current"}
    one = client.get("/staff/customers/", asked)
    two = client.get("/staff/customers/", {**asked, "after": one.context["page"].next})
    found = [row.pk for answer in (one, two) for row in answer.context["page"].rows]
    assert sorted(found) == sorted(row.pk for row in many)
    assert all(word in one.content.decode() for word in (f"segment={first.public_id}", "relation=current", "after="))


def make_segments_anew(*groups: list[Customer]) -> list[Segment]:
    """Segments of a newer study, put into use in place of the present one."""
    Study.objects.update(state="evaluated", adopted_at=None, adopted_by=None)
    return make_segments(*groups)


def test_the_export_holds_the_rows_of_the_segment_alone(world: World) -> None:
    client = client_of(someone("customer-officer"))
    address = cut("/staff/customers/export/", world.first.public_id)
    assert f'href="{escape(address)}"' in page(client, cut("/staff/customers/", world.first.public_id))
    lines = b"".join(client.post(address).streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert [world.customers[0].number in line for line in lines] == [False, True]


@pytest.mark.parametrize("word", FORGED)
def test_no_export_is_made_of_a_forged_filter(world: World, word: str) -> None:
    answer = client_of(someone("customer-officer")).post(cut("/staff/customers/export/", world.value(word)))
    assert answer.status_code == 422
    assert REFUSED in answer.content.decode()


ROUTES = ("customers", "complaints", "holdings", "opportunities", "programmes", "ideas", "insights")


@pytest.mark.parametrize("of", [each for each in LISTS if each.key in ROUTES], ids=lambda each: each.key)
def test_the_api_is_cut_too_and_refuses_what_it_does_not_know(of: CutList, world: World) -> None:
    for customer in world.customers:
        of.make(customer, world.desk)
    client = client_of(someone(of.role))
    found = client.get(cut(f"/api/v1/{of.key}/", world.first.public_id)).json()["results"]
    assert len(found) == 1
    forged = client.get(cut(f"/api/v1/{of.key}/", "';--"))
    assert (forged.status_code, [error["attr"] for error in forged.json()["errors"]]) == (400, ["segment"])


def test_counts_of_the_queue_are_cut_as_its_rows(world: World) -> None:
    for customer in (*world.customers, world.customers[0]):
        world.desk.file(customer_id=customer.pk)
    answer = client_of(someone("auditor")).get(cut("/staff/complaints/", world.first.public_id))
    counts = {tab["label"]: tab["count"] for tab in answer.context["tabs"]}
    assert counts["ยังไม่มีผู้รับผิดชอบ"] == "2"
    assert all(f"segment={world.first.public_id}" in tab["url"] for tab in answer.context["tabs"])


def test_a_complaint_without_a_customer_is_in_no_segment(world: World) -> None:
    nobody = world.desk.file(identity="anonymous")
    client = client_of(someone("auditor"))
    assert nobody.number in page(client, cut("/staff/complaints/?view=all", NONE))
    assert nobody.number not in page(client, cut("/staff/complaints/?view=all", world.first.public_id))


def test_a_key_is_taken_once() -> None:
    other = list_filters.ListFilter("segment", "", "", list, SEGMENT.condition, bool)
    with pytest.raises(ValueError, match="twice"):
        list_filters.register(other)
