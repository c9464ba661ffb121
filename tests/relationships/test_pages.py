"""Pages and API: constant statements, keyset pages, what a unit keeps to itself, refusals shown where they belong."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from customers.models import Customer
from foundation.accounts.models import Unit
from relationships.models import Holding, Opportunity, Programme
from tests.accounts.signing_in import sign_in
from tests.counting import statements
from tests.customers.factories import make_organisation
from tests.relationships.factories import (
    make_holding,
    make_need,
    make_opportunity,
    make_programme,
    make_segments,
    make_started,
    officer,
    strategist,
)

pytestmark = pytest.mark.django_db
SITE = "/staff/relationships/"
API = "/api/v1/"


@pytest.fixture
def desk() -> Client:
    """The browser of a customer officer."""
    client = Client()
    sign_in(client, officer())
    return client


@pytest.fixture
def planner() -> Client:
    """The browser of a strategist."""
    client = Client()
    sign_in(client, strategist())
    return client


def _hide(customer: Customer) -> None:
    """From now on another unit keeps it to itself."""
    other = Unit.objects.exclude(pk=officer().unit_id).first()
    Customer.objects.filter(pk=customer.pk).update(is_limited=True, unit=other)


# ── Statements ──────────────────────────────────────────────────────────────
LISTS = (
    f"{SITE}holdings/",
    f"{SITE}opportunities/",
    f"{SITE}opportunities/?view=board",
    f"{SITE}programmes/",
    f"{SITE}needs/",
    f"{API}holdings/",
    f"{API}opportunities/",
    f"{API}programmes/",
)


def test_lists_cost_the_same_however_long(desk: Client) -> None:
    segment = make_segments([make_organisation()])[0]

    def add() -> None:
        make_holding()
        make_opportunity()
        make_opportunity(stage="won")
        make_started(segment)
        make_need(segment)

    add()
    few = {address: statements(desk, address) for address in LISTS}
    for _n in range(3):
        add()
    assert {address: statements(desk, address) for address in LISTS} == few
    assert max(few.values()) <= 16, few


def test_the_first_page_costs_the_same_for_many_customers_and_contracts(desk: Client) -> None:
    make_segments([make_organisation()], [make_organisation()])
    make_holding()
    few = statements(desk, SITE)
    for _n in range(3):
        make_holding()
        make_opportunity(stage="won")
    assert statements(desk, SITE) == few


# ── Keyset pages ────────────────────────────────────────────────────────────
def _walk(client: Client, address: str) -> list[str]:
    """The numbers on all pages of a list, one page after the other."""
    found, cursor = list[str](), ""
    for _n in range(5):
        page = client.get(address, {"after": cursor} if cursor else {}).context["page"]
        found += [row.number for row in page.rows]
        cursor = page.next
        if not cursor:
            break
    return found


@pytest.mark.parametrize(
    ("address", "make"),
    [(f"{SITE}holdings/", make_holding), (f"{SITE}opportunities/", make_opportunity)],
)
def test_pages_show_each_row_once_and_all_of_them(
    address: str, make: Callable[..., Holding | Opportunity], desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relationships.selectors.holdings.PAGE_SIZE", 2)
    monkeypatch.setattr("relationships.selectors.opportunities.PAGE_SIZE", 2)
    customer = make_organisation()
    numbers = [make(customer).number for _n in range(5)]
    found = _walk(desk, address)
    assert sorted(found) == sorted(numbers)


def test_what_runs_out_first_comes_first(desk: Client) -> None:
    late = make_holding(ends_on=dt.date(2031, 1, 1))
    soon = make_holding(ends_on=dt.date(2030, 1, 1))
    rows = desk.get(f"{SITE}holdings/?status=running").context["page"].rows
    assert rows == [soon, late]


def test_a_made_up_cursor_and_made_up_filters_are_harmless(desk: Client) -> None:
    make_holding()
    for query in ("after=%00", "after=zzz", "status=x&kind=y", "within=-1", "within=abc", "q=%25%27"):
        assert desk.get(f"{SITE}holdings/?{query}").status_code == 200, query


# ── What a unit keeps to itself ─────────────────────────────────────────────
def test_dealings_of_a_customer_kept_by_another_unit_are_not_there(desk: Client) -> None:
    customer = make_organisation()
    holding, chance = make_holding(customer), make_opportunity(customer)
    _hide(customer)
    assert desk.get(holding.get_absolute_url()).status_code == 404
    assert desk.get(chance.get_absolute_url()).status_code == 404
    assert desk.get(f"{API}holdings/{holding.public_id}/").status_code == 404
    assert desk.get(f"{API}opportunities/{chance.public_id}/").status_code == 404
    for address in LISTS[:3]:
        assert holding.number not in desk.get(address).content.decode()
        assert chance.number not in desk.get(address).content.decode()
    assert desk.get(f"{API}holdings/").json()["results"] == []
    assert desk.get(f"{API}opportunities/").json()["results"] == []
    assert desk.post(f"{holding.get_absolute_url()}end", {"on": "31/10/2569", "reason": "price"}).status_code == 404
    assert Holding.objects.get().status == "running"


# ── Forms ───────────────────────────────────────────────────────────────────
def _contract(**changes: str) -> dict[str, str]:
    given = {
        "kind": "lease", "subject": "ร้านกาแฟ", "building": "B", "space": "1-001", "yearly_value": "120000",
        "starts_on": "01/01/2569", "ends_on": "31/12/2569", "once": "k1",
    }  # fmt: skip
    return {**given, **changes}


def test_a_contract_sent_twice_is_one_and_an_overlap_is_told_at_its_field(desk: Client) -> None:
    address = f"{SITE}customers/{make_organisation().public_id}/holdings/new"
    assert desk.post(address, _contract()).status_code == 302
    assert desk.post(address, _contract()).status_code == 302
    assert Holding.objects.count() == 1
    refused = desk.post(address, _contract(once="k2", subject="ร้านขนม"))
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"space"}
    assert "ร้านขนม" in refused.content.decode(), "what was typed stays"


def test_a_stale_correction_shows_both_sides(desk: Client) -> None:
    holding = make_holding()
    address = f"{holding.get_absolute_url()}edit"
    mine = _contract(building=holding.building, space=holding.space, subject="ของฉัน", version=str(holding.version))
    assert desk.post(address, {**mine, "subject": "ของเขา"}).status_code == 302
    stale = desk.post(address, mine)
    assert stale.status_code == 409
    assert all(words in stale.content.decode() for words in ("ของฉัน", "ของเขา"))
    assert Holding.objects.get().subject == "ของเขา"


def test_a_step_taken_by_someone_faster_is_told_and_changes_nothing(desk: Client) -> None:
    chance = make_opportunity()
    address = chance.get_absolute_url()
    assert desk.post(f"{address}qualify").status_code == 302
    assert desk.post(f"{address}qualify").status_code == 409
    assert Opportunity.objects.get().stage == "qualified"


def test_a_programme_goes_its_way_in_the_browser(planner: Client) -> None:
    segment = make_segments([make_organisation()])[0]
    values = {
        "name": "ดูแลผู้เช่า", "objective": "ต่อสัญญามากขึ้น", "segment": segment.pk, "budget": "100000",
        "starts_on": "01/10/2569", "ends_on": "31/12/2569", "once": "p1",
    }  # fmt: skip
    made = planner.post(f"{SITE}programmes/new", values)
    programme = Programme.objects.get()
    address = programme.get_absolute_url()
    assert made["Location"] == address
    assert planner.post(f"{address}start").status_code == 422, "no measure and no members yet"
    planner.post(f"{address}measures", {"metric_key": "customers.new", "target": "3"})
    planner.post(f"{address}draw", {"as_of": "20/11/2569"})
    assert planner.post(f"{address}start").status_code == 302
    assert planner.post(f"{address}evaluate", {"effect": "", "comparison": ""}).status_code == 422
    judged = {"effect": "partly", "comparison": "ลูกค้ารายอื่น", "evaluation": "ได้ผลบางส่วน"}
    assert planner.post(f"{address}evaluate", judged).status_code == 302
    assert planner.post(f"{address}evaluate", judged).status_code == 409
    assert planner.post(f"{address}close", {"lesson": "เริ่มเร็วกว่านี้"}).status_code == 302
    programme.refresh_from_db()
    assert (programme.status, programme.lesson) == ("closed", "เริ่มเร็วกว่านี้")


def test_words_of_people_are_letters(desk: Client) -> None:
    row = make_opportunity(title="<script>alert(1)</script>{{7*7}}")
    for address in (row.get_absolute_url(), f"{SITE}opportunities/"):
        page = desk.get(address).content.decode()
        assert "<script>alert(1)" not in page
        assert "{{7*7}}" in page


# ── API ─────────────────────────────────────────────────────────────────────
def test_the_api_records_a_chance_once_and_tells_what_is_wrong(desk: Client) -> None:
    customer = make_organisation()
    body = {"customer": customer.public_id, "kind": "cross", "title": "ห้องประชุม", "value": "1000.00"}
    header = {"Idempotency-Key": "one"}
    first = desk.post(f"{API}opportunities/", body, content_type="application/json", headers=header)
    again = desk.post(f"{API}opportunities/", body, content_type="application/json", headers=header)
    assert first.status_code == 201
    assert first.json()["id"] == again.json()["id"]
    assert Opportunity.objects.count() == 1
    wrong = desk.post(f"{API}opportunities/", {**body, "value": "-1"}, content_type="application/json")
    assert (wrong.status_code, [each["attr"] for each in wrong.json()["errors"]]) == (400, ["value"])
    nobody = desk.post(f"{API}opportunities/", {**body, "customer": "0" * 26}, content_type="application/json")
    assert nobody.status_code == 404


def test_a_programme_over_the_api_carries_its_measures(desk: Client) -> None:
    programme = make_programme(make_segments([make_organisation()])[0])
    assert desk.get(f"{API}programmes/{programme.public_id}/").json()["measures"] == []
    make_started(programme.segment)
    shown = desk.get(f"{API}programmes/?status=running").json()["results"]
    assert [len(each["measures"]) for each in shown] == [1]
