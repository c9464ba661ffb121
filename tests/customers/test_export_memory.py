"""An export of a long list: nothing is kept of what has left, and no statement is asked for a row."""

import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.columns import columns_on_offer, known_columns
from customers.models import Customer, RelationshipHealth
from customers.selectors import ListQuery
from customers.services.erasure import erase_customer
from customers.services.exports import CHUNK, export_customers
from tests.customers.factories import NOW, make_person

pytestmark = pytest.mark.django_db
REASON = "ส่งหนังสือแจ้งปิดลานจอด"
Lines = Callable[[], Iterator[Any]]


@pytest.fixture
def officer(client_as: Any) -> Any:
    return client_as("customer-officer").user


def copies(count: int) -> None:
    """So many customers like one real one, by one statement."""
    make_person(name_th="กมล", phone="0812345678", email="kamon@example.org")
    real = Customer.objects.latest("pk")
    columns = [field.column for field in Customer._meta.concrete_fields if not field.primary_key]
    different = {
        "public_id": "left(replace(gen_random_uuid()::text, '-', ''), 26)",
        "number": "'N' || n",
        "sort_key": "c.sort_key || lpad(n::text, 8, '0')",
        "identifier_hash": "NULL",
    }
    values = ", ".join(different.get(name, f"c.{name}") for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO customers_customer ({', '.join(columns)}) SELECT {values}"  # noqa: S608  names of our columns
            " FROM customers_customer c, generate_series(1, %s) n WHERE c.id = %s",
            [count - 1, real.pk],
        )


def peak_while(lines: Iterator[Any], count: int) -> int:
    """The most memory in use until so many lines have left."""
    tracemalloc.reset_peak()
    for _n in range(count):
        next(lines)
    return tracemalloc.get_traced_memory()[1]


@pytest.mark.parametrize("with_personal", [False, True])
def test_the_whole_takes_no_more_memory_than_its_first_tenth(officer: Any, with_personal: bool) -> None:
    rows = 12 * CHUNK
    copies(rows)
    made = export_customers(query=ListQuery(), by=officer, now=NOW, with_personal=with_personal, reason=REASON)
    tracemalloc.start()
    tenth = peak_while(made, rows // 10)
    rest = peak_while(made, rows - rows // 10)
    tracemalloc.stop()
    assert list(made)  # the head came first, so one line is left
    assert rest < tenth * 1.1


@pytest.mark.parametrize("shown", [(), ("health", "owner", "tags", "province")])
def test_statements_grow_with_batches_not_with_rows(officer: Any, shown: tuple[str, ...]) -> None:
    copies(2 * CHUNK)
    RelationshipHealth.objects.create(
        customer=Customer.objects.earliest("pk"),
        state="watch",
        reasons=[{"key": "customers.silent", "value": 1}],
        since=NOW,
        judged_at=NOW,
    )
    columns = known_columns(shown, columns_on_offer([], {})) if shown else ()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        lines = list(export_customers(query=ListQuery(), by=officer, now=NOW, columns=columns))
    assert len(lines) == 2 * CHUNK + 1
    of_rows = [one["sql"] for one in asked.captured_queries if "customers_customer" in one["sql"]]
    assert len(of_rows) == 3  # one for the keys, one for each batch
    assert not any('"phone"' in sql for sql in of_rows)


def test_who_is_forgotten_while_the_file_leaves_is_not_in_it(officer: Any) -> None:
    copies(CHUNK + 1)
    made = export_customers(query=ListQuery(), by=officer, now=NOW)
    first = [next(made) for _n in range(2)]
    last = Customer.objects.order_by("-sort_key").first()
    assert last is not None
    erase_customer(customer_id=last.pk, by=officer, now=NOW)
    assert len(first) + len(list(made)) == CHUNK + 1  # the head, and all but one
