"""Joining field by field: designed fields, the unit that keeps a record to itself, the relation with its dates."""

import datetime as dt
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from customers import metrics, selectors, services
from customers.models import Customer, CustomerMerge, RelationPeriod
from customers.rules import FACT, JOINED
from customers.services.register import EDITABLE
from foundation.accounts.models import Unit, User
from foundation.core.errors import Refused
from foundation.core.metrics import Period
from tests.customers.factories import NOW, make_field, make_interaction, make_person, thai_number
from tests.people import someone

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LATER = NOW + DAY
SPRING, SUMMER = dt.date(2026, 3, 1), dt.date(2026, 7, 1)
KEYS = ("floor", "visits", "colour")


def officer() -> User:
    return someone("customer-officer")


def fresh(row: Customer) -> Customer:
    return Customer.with_merged.select_related("data_key").get(pk=row.pk)


def join(keep: Customer, gone: Customer, *taken: str) -> CustomerMerge:
    shown = {row.pk: fresh(row).version for row in (keep, gone)}
    return services.merge_customers(
        survivor_id=keep.pk, merged_id=gone.pk, shown_versions=shown, taken=taken, reason="คนเดียวกัน", by=officer(),
        now=LATER,
    )  # fmt: skip


def part(merge: CustomerMerge) -> list[str]:
    return services.undo_merge(merge_id=merge.pk, reason="คนละคน", by=officer(), now=LATER + DAY)


def periods(row: Customer) -> list[tuple[Any, ...]]:
    return list(row.relations.order_by("starts_on").values_list("relation", "starts_on", "ends_on"))


def one_who_became_current(**values: Any) -> Customer:
    row = make_person(relation="prospect", relation_since=SPRING, **values)
    services.change_relation(
        customer_id=row.pk, relation="current", since=SUMMER, by=officer(), now=NOW, reason="ทำสัญญา"
    )
    return row


HISTORY = [("prospect", SPRING, SUMMER), ("current", SUMMER, None)]


def test_the_dated_history_of_the_chosen_relation_stands_alone_and_nobody_is_counted_twice() -> None:
    keep, gone = make_person(relation="former", relation_since=SUMMER), one_who_became_current()
    merge = join(keep, gone, "relation")
    assert (periods(keep), periods(gone)) == (HISTORY, [])
    assert (fresh(keep).relation, fresh(keep).relation_since) == ("current", SUMMER)
    days = Period(NOW - 300 * DAY, NOW + DAY)
    assert {key: value.value for key, value in metrics.current_customers(days, "relation").items()} == {"current": 1}
    assert part(merge) == []
    assert (periods(keep), periods(gone)) == ([("former", SUMMER, None)], HISTORY)


def test_without_a_choice_the_survivor_keeps_its_own() -> None:
    keep, gone = make_person(relation="former", relation_since=SUMMER), one_who_became_current()
    join(keep, gone)
    assert (periods(keep), periods(gone)) == ([("former", SUMMER, None)], [])
    assert fresh(keep).relation == "former"


def test_a_relation_that_changed_since_stays_and_the_other_record_gets_its_own_back() -> None:
    keep, gone = make_person(relation="former", relation_since=SPRING), one_who_became_current()
    merge = join(keep, gone, "relation")
    services.change_relation(
        customer_id=keep.pk, relation="former", since=NOW.date(), by=officer(), now=LATER, reason="เลิกเช่า"
    )
    now_so = periods(keep)
    assert part(merge) == ["relation"]
    assert (periods(keep), periods(gone)) == (now_so, HISTORY)
    assert {(row.relation, row.relation_since) for row in (fresh(keep), fresh(gone))} == {
        ("former", NOW.date()), ("current", SUMMER),
    }  # fmt: skip


@pytest.mark.parametrize("taken", [(), ("relation",)])
def test_what_does_not_stand_can_be_read_in_the_history(client_as: Callable[..., Client], taken: tuple[str]) -> None:
    keep, gone = make_person(relation="former", relation_since=dt.date(2025, 5, 6)), one_who_became_current()
    last = make_person()
    join(keep, gone, *taken)
    join(last, keep)
    (kept, aside) = selectors.relations_put_aside(last)
    assert (kept.number, aside.number) == (keep.number, keep.number if taken else gone.number)
    page = client_as("auditor").get(reverse("customers:staff-history", args=[last.public_id])).content.decode()
    assert "6 พ.ค. 2568" in page
    assert page.count("ทำสัญญา") == 1


def test_designed_fields_are_taken_one_by_one() -> None:
    keep = make_person(attributes={"floor": "2", "visits": 3})
    gone = make_person(attributes={"floor": "5", "colour": "ฟ้า"})
    merge = join(keep, gone, "fact_floor", "fact_visits")
    assert fresh(keep).attributes == {"floor": "5"}
    changed = fresh(keep)
    changed.attributes = {"floor": "9"}
    changed.save()
    assert part(merge) == ["fact_floor"]
    assert fresh(keep).attributes == {"floor": "9", "visits": 3}


def test_a_record_of_one_unit_is_never_opened_by_joining() -> None:
    unit, other = Unit.objects.get(code="property"), Unit.objects.get(code="customer-market")
    user = officer()
    user.unit = unit
    user.save()
    keep, gone = make_person(unit=other), make_person(unit=unit, is_limited=True)
    with pytest.raises(Refused):
        join(keep, gone)
    with pytest.raises(Refused):
        join(gone, keep, "unit")
    merge = join(keep, gone, "unit")
    assert (fresh(keep).unit, fresh(keep).is_limited) == (unit, True)
    assert part(merge) == []
    assert (fresh(keep).unit, fresh(keep).is_limited) == (other, False)


def test_a_customer_without_a_name_is_refused() -> None:
    keep = make_person(name_th="สมชาย", family_th="ใจดี")
    gone = make_person(name_th="", family_th="", name_en="Somchai", family_en="Jaidee")
    with pytest.raises(Refused):
        join(keep, gone, "name_th")
    join(keep, gone, "name_th", "name_en")
    assert (fresh(keep).name_th, fresh(keep).name_en) == ("", "Somchai")


def test_both_are_compared_and_chosen_on_one_page(client_as: Callable[..., Client]) -> None:
    make_field("Floor", "text")
    make_field("Visits", "number", unit_th="ครั้ง", unit_en="times")
    client = client_as("customer-officer")
    keep = make_person(relation="former", relation_since=SUMMER, facts={"floor": "ชั้นสอง", "visits": "7"})
    gone = one_who_became_current(facts={"floor": "ชั้นห้า", "visits": "7"})
    pair = services.put_side_by_side(numbers=(keep.number, gone.number), by=officer(), now=NOW)
    page = client.get(pair.get_absolute_url()).content.decode()
    assert all(said in page for said in ("ชั้นสอง", "ชั้นห้า", "7 ครั้ง", "1 มี.ค. 2569"))
    assert 'name="from_fact_floor"' in page
    assert 'name="from_relation"' in page
    assert 'name="from_fact_visits"' not in page
    form = {
        "keep": "first", "first_version": fresh(keep).version, "second_version": fresh(gone).version,
        "from_fact_floor": "second", "from_relation": "second", "reason": "คนเดียวกัน",
    }  # fmt: skip
    assert client.post(pair.get_absolute_url(), form).status_code == 302
    assert (fresh(keep).attributes, periods(keep)) == ({"floor": "ชั้นห้า", "visits": 7}, HISTORY)
    merge = CustomerMerge.objects.get()
    changed = fresh(keep)
    services.update_customer(
        customer_id=keep.pk, shown_version=changed.version, values={"facts": {"floor": "ชั้นเก้า"}}, by=None, now=LATER
    )
    undone = client.post(reverse("customers:merge-undo", args=[merge.public_id]), {"reason": "คนละคน"}, follow=True)
    assert "Floor ไทย" in undone.content.decode()


def test_joinings_from_before_name_the_facts_that_came_with_them() -> None:
    keep, gone = make_person(attributes={"floor": "2"}), make_person(attributes={"floor": "5", "colour": "ฟ้า"})
    merge = join(keep, gone, "email")
    migration = import_module("customers.migrations.0027_merging_field_by_field")
    migration._name_facts(apps, None)
    merge.refresh_from_db()
    assert merge.taken == ["email", "fact_colour"]
    migration._forget_facts(apps, None)
    merge.refresh_from_db()
    assert merge.taken == ["email"]


def everything_said(row: Customer) -> dict[str, Any]:
    """All that people can read of a record, and the columns made from it."""
    row = fresh(row)
    made = ("sort_key", "search_text", "identifier_hash", "phone_hash", "email_hash", "phone_end4", "province")
    said = {name: getattr(row, name) for name in (*EDITABLE, *made, "relation", "relation_since", "merged_into_id")}
    dated = list(RelationPeriod.objects.filter(customer=row).order_by("pk").values())
    return {**said, "dated": dated, "timeline": list(row.interactions.order_by("pk").values_list("pk", flat=True))}


class TakenApart(TestCase):
    """Whatever was chosen: taken apart, both are what they were."""

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        taken=st.sets(st.sampled_from([*JOINED, *(f"{FACT}{key}" for key in KEYS)])),
        facts=st.tuples(*(st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["ก", "ข", 3])) for _each in "ab")),
        turned=st.booleans(),
    )
    def test_both_are_what_they_were(self, taken: set[str], facts: tuple[dict[str, Any], ...], turned: bool) -> None:
        unit = Unit.objects.get(code="property")
        one = one_who_became_current(
            attributes=facts[0], phone="0812345678", national_id=thai_number("1", 4321), unit=unit, kind="resale"
        )
        other = make_person(
            attributes=facts[1], email="k@example.com", name_en="Kamol", family_en="Dee", title_th="นาย",
            relation="former", relation_since=SPRING, postcode="10210", owner=officer(), language="en",
        )  # fmt: skip
        keep, gone = (other, one) if turned else (one, other)
        for row in (keep, gone):
            make_interaction(row)
        before = [everything_said(row) for row in (keep, gone)]
        merge = join(keep, gone, *taken)
        assert [row.relations.filter(ends_on=None).count() for row in (keep, gone)] == [1, 0]
        assert part(merge) == []
        assert [everything_said(row) for row in (keep, gone)] == before
