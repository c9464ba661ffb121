"""The counts of contacts say what the timeline says, whatever is written, put right, moved or taken away."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from customers import services
from customers.models import ContactCount, Interaction
from customers.services.contact_counts import fold_contact_counts
from customers.touchpoint_metrics import CONTACTS, contact_rows
from foundation.core.append_only import writable_history
from foundation.core.metrics import Period
from tests.customers.factories import NOW, make_interaction, make_organisation, make_touchpoint, stage
from tests.customers.test_undoing import at_once
from tests.people import someone

MIDNIGHT = datetime(2026, 11, 1, tzinfo=NOW.tzinfo)
NOVEMBER = Period(MIDNIGHT, MIDNIGHT + timedelta(days=30))
CHANNELS = ("phone", "walk_in", "line")
Key = tuple[date, str, int | None, int | None]


def told() -> Counter[Key]:
    """What the timeline says."""
    rows = Interaction.objects.standing().values_list("at", "channel", "touchpoint_id", "stage_id")
    return Counter((timezone.localdate(at), *rest) for at, *rest in rows)


def counted() -> Counter[Key]:
    """What the counts say."""
    found: Counter[Key] = Counter()
    for row in ContactCount.objects.all():
        found[(row.day, row.channel, row.touchpoint_id, row.stage_id)] += row.contacts
    return +found


class TestCounts(TestCase):
    """Whatever happened: the same."""

    @settings(max_examples=40)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["write", "write", "write", "put right", "age", "delete", "fold", "join"]),
                st.integers(0, 9), st.integers(0, 60 * 24 * 3), st.sampled_from(CHANNELS), st.booleans(),
            ), max_size=14,
        )
    )  # fmt: skip
    def test_the_counts_are_those_of_the_timeline(self, steps: list[tuple[str, int, int, str, bool]]) -> None:
        customers = [make_organisation(), make_organisation()]
        counter = make_touchpoint("use", "support")
        for what, which, minutes, channel, is_placed in steps:
            at = NOW - timedelta(minutes=minutes)
            place = {"touchpoint": counter, "stage": stage("use")} if is_placed else {}
            rows = list(Interaction.objects.standing().order_by("pk"))
            row = rows[which % len(rows)] if rows else None
            if what == "write":
                make_interaction(customers[which % 2], at=at, channel=channel, **place)
            elif what == "fold":
                fold_contact_counts()
            elif row is None:
                continue
            elif what == "put right":
                make_interaction(row.customer, at=at, channel=channel, corrects=row, **place)
            elif what == "join":
                self.move(row, customers)
            else:
                self.rewrite(row, at if what == "age" else None)
            assert counted() == told()

    def move(self, row: Interaction, customers: list[Any]) -> None:
        other = next(customer for customer in customers if customer.pk != row.customer_id)
        with writable_history():
            Interaction.objects.filter(pk=row.pk).update(customer=other)

    def rewrite(self, row: Interaction, at: datetime | None) -> None:
        """As only the owner of the tables may."""
        with writable_history():
            rows = Interaction.objects.filter(pk=row.pk)
            if at is None:
                rows.delete()
            else:
                Interaction.objects.filter(pk__in=[row.pk, row.corrects_id]).update(at=at)


@pytest.mark.django_db
def test_figures_of_whole_days_read_no_row_of_the_timeline() -> None:
    counter, customer = make_touchpoint("use", "support"), make_organisation()
    wrong = make_interaction(customer, touchpoint=counter, stage=stage("use"), at=MIDNIGHT)
    make_interaction(customer, corrects=wrong, channel="line", at=MIDNIGHT + timedelta(days=1))
    make_interaction(customer, at=MIDNIGHT - timedelta(microseconds=1))
    make_interaction(customer)
    with CaptureQueriesContext(connection) as captured:
        figures = {by: CONTACTS.measure(NOVEMBER, by) for by in (None, *CONTACTS.dimensions)}
    assert not [query["sql"] for query in captured if "customers_interaction" in query["sql"]]
    assert figures[None][""].value == contact_rows(NOVEMBER).count() == 2
    assert {key: value.value for key, value in figures["contact_channel"].items()} == {"line": 1, "phone": 1}
    part = Period(NOVEMBER.start, NOVEMBER.end - timedelta(hours=1))
    assert part.days is None
    for by in figures:
        assert CONTACTS.measure(part, by) == figures[by]


@pytest.mark.django_db
def test_folding_leaves_one_row_a_key_and_changes_no_figure() -> None:
    customer = make_organisation()
    for _n in range(3):
        make_interaction(customer)
    wrong = make_interaction(customer, channel="walk_in")
    make_interaction(customer, channel="phone", corrects=wrong)
    before = counted()
    assert fold_contact_counts() == 1
    assert (counted(), ContactCount.objects.count()) == (before, 1)
    assert fold_contact_counts() == 0


@pytest.mark.django_db
def test_joining_two_customers_counts_nothing_twice() -> None:
    keep, gone = make_organisation(), make_organisation()
    for customer in (keep, gone):
        make_interaction(customer)
    services.merge_customers(
        survivor_id=keep.pk, merged_id=gone.pk, shown_versions={keep.pk: 1, gone.pk: 1}, taken=(), reason="แห่งเดียวกัน",
        by=someone("customer-officer"), now=NOW,
    )  # fmt: skip
    assert counted() == told()
    with writable_history(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE customers_interaction CASCADE")
    assert not counted()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_or_counted_twice_while_several_write_and_fold() -> None:
    customers = [make_organisation() for _n in range(2)]

    def write(customer: Any) -> None:
        for _n in range(12):
            make_interaction(customer)

    def fold() -> None:
        for _n in range(12):
            fold_contact_counts()

    at_once(*(lambda customer=customer: write(customer) for customer in customers), fold, fold)
    assert sum(counted().values()) == sum(told().values()) == 24
    fold_contact_counts()
    assert (ContactCount.objects.count(), counted()) == (1, told())
