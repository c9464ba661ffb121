"""The four tests of a market: of whom they are asked, that answers only grow, and when it is a market."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

import customers.demo
import customers.demo_market
from customers import selectors, services
from customers.enums import MarketTestKind
from customers.models import Customer, GroupTie, MarketTest
from customers.personal_data import describe_customer
from customers.services.erasure import erase_customer
from foundation.core.errors import Incomplete, NotAllowed, Refused
from tests.counting import statements
from tests.customers.factories import NOW, make_follow_up, make_interaction, make_organisation, make_person
from tests.people import demo_people, someone

pytestmark = pytest.mark.django_db


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
    assert len(customers.demo_market.build(NOW, people)) == 5
    assert GroupTie.objects.count() == 2
    assert customers.demo_market.build(NOW, people) == []
