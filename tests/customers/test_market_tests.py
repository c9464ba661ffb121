"""The four tests of a market: of whom they are asked, that answers only grow, and when it is a market."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import translation

import customers.demo
import customers.demo_market
from customers import selectors, services
from customers.columns import columns_on_offer
from customers.enums import MarketTestKind
from customers.filters import read_query
from customers.metrics import MARKET
from customers.models import Customer, GroupTie, MarketStanding, MarketTest
from customers.personal_data import describe_customer
from customers.selectors import ListQuery
from customers.selectors.market_tests import standing_in_market
from customers.services.erasure import erase_customer
from customers.services.exports import export_customers
from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.core.metrics import Period
from tests.counting import statements
from tests.customers.factories import NOW, make_follow_up, make_interaction, make_organisation, make_person
from tests.people import demo_people, someone

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
YEAR = Period(NOW - 300 * DAY, NOW + DAY)


def note(
    customer: Customer, test: str = "need", verdict: str = "yes", why: str = "ร้านเดิมแคบ", **given: Any
) -> MarketTest:
    asked: dict[str, Any] = {"by": someone("customer-officer"), "now": NOW, **given}
    return services.note_market_test(customer_id=customer.pk, test=test, verdict=verdict, why=why, **asked)


def test_it_is_a_market_once_all_four_are_answered_with_yes_and_the_newest_answer_counts() -> None:
    customer = make_organisation(relation="prospect")
    assert [each.answer for each in selectors.four_tests(customer)] == [None] * 4
    for test in MarketTestKind:
        assert not selectors.is_market(selectors.four_tests(customer))
        note(customer, test)
    assert selectors.is_market(selectors.four_tests(customer))
    note(customer, "power", "no", "งบถูกตัด")
    assert not selectors.is_market(selectors.four_tests(customer))
    assert [row.verdict for row in selectors.tests_told(customer) if row.test == "power"] == ["no", "yes"]


@pytest.mark.parametrize("relation", ["current", "former"])
def test_who_is_a_customer_or_was_is_not_asked(relation: str) -> None:
    with pytest.raises(Refused):
        note(make_organisation(relation=relation))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"why": " "}, "why"),
        ({"why": "ก" * 2001}, "why"),
        ({"test": "luck"}, "test"),
        ({"verdict": "maybe"}, "verdict"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(given: dict[str, str], field: str) -> None:
    with pytest.raises(Incomplete) as refusal:
        note(make_organisation(relation="prospect"), **given)
    assert set(refusal.value.missing) == {field}


def all_four(customer: Customer, verdict: str = "yes", **given: Any) -> Customer:
    for test in MarketTestKind:
        note(customer, test, verdict, **given)
    return customer


def test_the_market_is_a_share_of_possible_customers_as_it_stood_at_the_end_of_a_period() -> None:
    since = {"relation": "prospect", "relation_since": date(2026, 1, 5)}
    early = all_four(make_organisation(**since, kind="resale"), now=NOW - 90 * DAY)
    all_four(make_organisation(**since))
    all_four(make_organisation(**since), "unclear")
    note(make_organisation(**since))
    all_four(make_person(relation="competitor"))
    make_person(relation="current")
    note(early, "power", "no", "งบถูกตัด", now=NOW)
    early_on, now_on = Period(NOW - 120 * DAY, NOW - 60 * DAY), Period(NOW - 60 * DAY, NOW + DAY)
    assert [(MARKET.measure(each)[""].value, MARKET.measure(each)[""].n) for each in (early_on, now_on)] == [
        (25, 4)
    ] * 2
    by_kind = [MARKET.measure(each, "kind") for each in (early_on, now_on)]
    assert [{key: value.value for key, value in each.items()} for each in by_kind] == [
        {"direct": 0, "resale": 100},
        {"direct": pytest.approx(33.33), "resale": 0},
    ]
    assert MARKET.measure(Period(NOW - 900 * DAY, NOW - 800 * DAY))[""].value is None
    for dimension in MARKET.dimensions:
        MARKET.measure(now_on, dimension)


def found(market: str, **more: str) -> set[Customer]:
    asked = read_query(QueryDict("&".join(f"{name}={value}" for name, value in {"market": market, **more}.items())))
    rows = selectors.customers_list(someone("customer-officer"), asked).page.rows
    assert set(selectors.customers_matching(someone("customer-officer"), asked)) == set(rows)
    return set(rows)


def test_the_list_finds_markets_and_missing_tests() -> None:
    whole, doubtful, begun, untold = (make_organisation(relation="prospect") for _n in range(4))
    all_four(whole)
    all_four(doubtful, "unclear")
    note(begun)
    other, won = make_person(relation="competitor"), all_four(make_organisation(relation="prospect"))
    services.change_relation(customer_id=won.pk, relation="current", since=NOW.date(), by=None, now=NOW)
    make_person(relation="former")
    assert found("market") == {whole}
    assert found("not") == {doubtful}
    assert found("open") == {begun, untold, other}
    assert found("open", relation="prospect") == {begun, untold}
    assert len(found("nonsense")) == 7
    note(doubtful, "need")
    assert found("not") == {doubtful}
    for test in MarketTestKind:
        note(doubtful, test)
    assert found("market") == {whole, doubtful}


def test_the_column_of_list_and_export_says_how_far_the_tests_are() -> None:
    whole, begun = all_four(make_organisation(relation="prospect")), make_organisation(relation="prospect")
    note(begun)
    make_person(relation="current")
    column = columns_on_offer([], {})["market"]
    with translation.override("en"):
        rows = list(
            export_customers(query=ListQuery(order="oldest"), by=someone("customer-officer"), now=NOW, columns=[column])
        )
    told = [line.strip().rpartition(",")[2].strip('"') for line in rows]
    assert told[0] == "Market"
    assert whole.number in rows[1]
    assert "Is a market" in rows[1]
    assert "A test is missing, 1 of 4 answered" in rows[2]
    assert told[3] == ""


def test_the_filter_stands_in_the_address_the_card_and_the_api(client_as: Callable[..., Client]) -> None:
    whole, other = all_four(make_organisation(relation="prospect")), make_organisation(relation="prospect")
    officer = client_as("customer-officer")
    page = officer.get("/staff/customers/", {"market": "market", "column": ["market", "kind"]}).content.decode()
    assert whole.number in page
    assert other.number not in page
    assert "เป็นตลาด" in page
    assert statements(officer, "/staff/customers/?market=open&column=market") <= 12
    rows = officer.get("/api/v1/customers/", {"market": "open"}).json()["results"]
    assert [row["number"] for row in rows] == [other.number]


def test_joined_records_are_reckoned_anew_and_taken_apart_again() -> None:
    officer = someone("customer-officer")
    keep, gone = make_person(relation="prospect"), make_person(relation="prospect")
    for test in ("need", "power"):
        note(keep, test)
    for test in ("willingness", "right"):
        note(gone, test)
    merge = services.merge_customers(
        survivor_id=keep.pk, merged_id=gone.pk, shown_versions={keep.pk: 1, gone.pk: 1}, taken=(), reason="ซ้ำ",
        by=officer, now=NOW,
    )  # fmt: skip
    assert [(row.customer, row.state) for row in MarketStanding.objects.all()] == [(keep, "market")]
    services.undo_merge(merge_id=merge.pk, reason="คนละราย", by=officer, now=NOW)
    assert {(row.customer, row.state, row.answered) for row in MarketStanding.objects.all()} == {
        (keep, "open", 2),
        (gone, "open", 2),
    }


def test_the_filter_is_served_by_an_index() -> None:
    all_four(make_organisation(relation="prospect"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Customer.objects.filter(standing_in_market("market")).order_by().explain()
    assert "market_by_state" in plan, plan


def test_the_database_knows_no_market_without_four_answers() -> None:
    customer = make_organisation(relation="prospect")
    with pytest.raises(IntegrityError), transaction.atomic():
        MarketStanding.objects.create(customer=customer, state="market", answered=3)


def test_it_takes_the_right() -> None:
    with pytest.raises(NotAllowed):
        note(make_organisation(relation="prospect"), by=someone("voc-analyst"))


def test_an_answer_is_never_changed_but_follows_its_customer() -> None:
    officer = someone("customer-officer")
    keep, gone = make_person(relation="prospect"), make_person(relation="prospect")
    row = note(gone)
    for change in (lambda: MarketTest.objects.update(verdict="no"), lambda: MarketTest.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    services.merge_customers(
        survivor_id=keep.pk, merged_id=gone.pk, shown_versions={keep.pk: 1, gone.pk: 1}, taken=(), reason="ซ้ำ",
        by=officer, now=NOW,
    )  # fmt: skip
    assert MarketTest.objects.get(pk=row.pk).customer == keep


def test_a_person_is_told_the_answers_and_forgetting_silences_the_words() -> None:
    customer = make_person(relation="prospect", phone="0812345678")
    note(customer)
    assert any("ร้านเดิมแคบ" in words for words in describe_customer(customer.public_id).values())
    erase_customer(customer_id=customer.pk, by=None, now=NOW)
    assert MarketTest.objects.select_related("data_key").get().why is None


def test_from_the_page_to_the_answer(client_as: Callable[..., Client]) -> None:
    officer = client_as("customer-officer")
    customer = make_organisation(relation="prospect")
    record = reverse("customers:staff-detail", args=[customer.public_id])
    address = reverse("customers:market-test", args=[customer.public_id])
    assert f"{address}?test=right" in officer.get(record).content.decode()
    refused = officer.post(address, {"test": "right", "verdict": "yes", "why": ""})
    assert refused.status_code == 422
    assert officer.post(address, {"test": "right", "verdict": "no", "why": "ติดสัญญากับรายอื่น"}).status_code == 302
    for page in (record, address):
        assert "ติดสัญญากับรายอื่น" in officer.get(page).content.decode()
    assert (
        'id="market"'
        not in officer.get(reverse("customers:staff-detail", args=[make_organisation().public_id])).content.decode()
    )


def test_the_page_of_a_possible_customer_stays_within_its_price(client_as: Callable[..., Client]) -> None:
    officer = client_as("customer-officer")
    customer = make_organisation(relation="prospect", phone="0812345678")
    for test in MarketTestKind:
        note(customer, test)
        make_follow_up(customer, interaction=make_interaction(customer))
    assert statements(officer, reverse("customers:staff-detail", args=[customer.public_id])) <= 25


def test_the_demo_shows_both_once(monkeypatch: pytest.MonkeyPatch) -> None:
    people = demo_people(monkeypatch)
    customers.demo.build(NOW, people)
    assert len(customers.demo_market.build(NOW, people)) == 9
    assert MARKET.measure(YEAR)[""].value > 0
    assert GroupTie.objects.count() == 2
    assert customers.demo_market.build(NOW, people) == []
