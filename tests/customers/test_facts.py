"""Figures of the register: features for studies, metrics, demo data, what is held about a person."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from customers import demo, selectors, services
from customers.metrics import CURRENT, LOST, NEW
from customers.models import AttributeDefinition, Customer, Interaction, RelationPeriod
from customers.personal_data import CONTACT, CUSTOMER
from foundation.core.metrics import Period
from foundation.core.search import search_all
from foundation.core.thai.dates import FiscalQuarter
from foundation.privacy.personal_data import Person
from tests.customers.factories import NOW, make_interaction, make_organisation, make_person

pytestmark = pytest.mark.django_db


def define(*keys: str, kind: str = "number") -> None:
    for key in keys:
        AttributeDefinition.objects.create(key=key, label_th=key, label_en=key, kind=kind)


def test_features_are_rows_in_the_order_of_the_keys() -> None:
    define("fresh", "milk")
    define("channel", kind="category")
    full = make_organisation(
        attributes={"fresh": 5, "milk": 2.5, "channel": "2"}, relation_since=NOW.date() - timedelta(days=10)
    )
    bare = make_organisation()
    make_interaction(full, at=NOW - timedelta(days=3))
    make_interaction(full, at=NOW - timedelta(days=400))
    keys = ["milk", "fresh", "tenure_days", "interactions_365d"]
    rows = list(selectors.numeric_features(keys, at=timezone.localdate(NOW)))
    assert rows == [(full.pk, 2.5, 5.0, 10.0, 1.0), (bare.pk, None, None, 0.0, 0.0)]
    assert list(selectors.category_values(["channel", "party"])) == [
        (full.pk, "2", "organisation"),
        (bare.pk, None, "organisation"),
    ]


def test_combinations_join_own_and_designed_categories() -> None:
    define("channel", kind="category")
    make_organisation(attributes={"channel": "2"})
    make_organisation()
    found = selectors.category_combinations(["party", "channel"], customers=Customer.objects.all())
    assert found == {("organisation", "2"): 1, ("organisation", ""): 1}


def test_feature_that_is_not_offered_is_refused() -> None:
    define("channel", kind="category")
    assert "channel" not in {feature.key for feature in selectors.available_features()}
    with pytest.raises(ValueError, match="channel"):
        list(selectors.numeric_features(["channel"]))


def test_features_cost_one_statement_whatever_the_number_of_rows(django_assert_num_queries) -> None:
    define("fresh")
    for n in range(3):
        make_organisation(attributes={"fresh": n})
    with django_assert_num_queries(2):  # what is offered, and the rows
        assert len(list(selectors.numeric_features(["fresh"]))) == 3


def quarter(year_be: int, number: int) -> Period:
    return FiscalQuarter(year_be, number).period


def test_metrics_count_by_dates_not_by_today() -> None:
    early = make_organisation(relation="prospect", relation_since=date(2025, 10, 5), kind="resale")
    for relation, day in (("current", date(2026, 1, 10)), ("former", date(2026, 5, 2)), ("current", date(2026, 8, 1))):
        services.change_relation(customer_id=early.pk, relation=relation, since=day, by=None, now=NOW)
    make_person(relation="current", relation_since=date(2026, 2, 1))
    q1, q2, q3, q4 = (quarter(2569, n) for n in (1, 2, 3, 4))
    assert [CURRENT.measure(q)[""].value for q in (q1, q2, q3, q4)] == [0, 2, 1, 2]
    assert [NEW.measure(q)[""].value for q in (q1, q2, q3, q4)] == [0, 2, 0, 0]
    assert [LOST.measure(q)[""].value for q in (q1, q2, q3, q4)] == [0, 0, 1, 0]
    assert {key: v.value for key, v in CURRENT.measure(q3, "relation").items()} == {"current": 1, "former": 1}
    assert {key: v.value for key, v in NEW.measure(q2, "kind").items()} == {"direct": 1, "resale": 1}


@pytest.fixture
def demo_people(person):
    return {"customer-officer": person("customer-officer")}


def test_demo_is_believable_and_always_the_same(demo_people) -> None:
    made = demo.build(NOW, demo_people)
    assert 170 <= len(made) <= 200
    assert {c.relation for c in Customer.objects.all()} == {"prospect", "current", "former", "competitor"}
    assert not Interaction.objects.filter(at__gt=NOW).exists()
    assert not RelationPeriod.objects.filter(starts_on__gt=NOW.date()).exists()
    names = list(Customer.objects.order_by("pk").values_list("name_th", "relation", "relation_since"))
    assert names[0][0].startswith("กรม")
    first = [(c.name_th, c.attributes) for c in made]
    figures = dict(first)
    assert figures[names[0][0]]["area_sqm"] == made[0].attributes["area_sqm"]


def test_search_box_offers_customers_to_those_who_may_see_them(person) -> None:
    make_organisation(name_th="ครัวบ้านสวน")
    found = {source.key: hits for source, hits in search_all(person("customer-officer"), "บ้านสวน")}
    assert [hit.title for hit in found["customers"]] == ["บริษัท ครัวบ้านสวน"]
    assert "customers" not in {source.key for source, _hits in search_all(person("board-secretary"), "บ้านสวน")}


def test_everything_held_about_a_person_is_found_described_and_erased() -> None:
    customer = make_person(name_th="ณิชา", phone="0812345678", national_id="1234545678781")
    make_interaction(customer, summary="ขอย้ายห้อง")
    firm = make_organisation()
    services.add_contact(customer_id=firm.pk, values={"name": "ณิชา", "phone": "0812345678"}, by=None, now=NOW)
    asked = Person(phone="081 234 5678")
    (found,) = CUSTOMER.find(asked)
    (contact,) = CONTACT.find(asked)
    assert CUSTOMER.find(Person(national_id="1234545678781")) == [found]
    assert "ขอย้ายห้อง" in CUSTOMER.describe(found).values()
    assert CONTACT.describe(contact)["name"] == "ณิชา"
    CUSTOMER.erase(found, by=None, now=NOW)
    CONTACT.erase(contact, by=None, now=NOW)
    assert (CUSTOMER.find(asked), CONTACT.find(asked)) == ([], [])
    assert "ขอย้ายห้อง" not in CUSTOMER.describe(found).values()
    assert CONTACT.describe(contact)["name"] == ""
