"""Keyset pages: every row once, in order, forwards and backwards, whatever the cursor says."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from foundation.accounts.models import Unit
from foundation.core.pages import Page, bounded_counts, estimated_count, keyset_page

ORDER = ("-name_en", "code")


@pytest.fixture
def units(db: None) -> list[Unit]:
    """Seven units, some with the same name."""
    names = ["b", "a", "b", "c", "a", "b", "c"]
    return [Unit.objects.create(code=f"page-{i}", name_th="ก", name_en=name) for i, name in enumerate(names)]


def page(cursor: str = "", size: int = 3) -> Page[Unit]:
    return keyset_page(Unit.objects.filter(code__startswith="page-"), order=ORDER, cursor=cursor, size=size)


def codes(found: Page[Unit]) -> list[str]:
    return [unit.code for unit in found.rows]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_forwards_then_backwards_shows_every_row_once(units: list[Unit], size: int) -> None:
    expected = [unit.code for unit in sorted(units, key=lambda unit: (-ord(unit.name_en), unit.code))]
    there, cursor = [], ""
    pages = []
    while True:
        found = page(cursor, size)
        there += codes(found)
        pages.append(found)
        if not found.next:
            break
        cursor = found.next
    assert there == expected
    for later, earlier in zip(reversed(pages), reversed(pages[:-1]), strict=False):
        assert codes(page(later.previous, size)) == codes(earlier)


def test_the_first_page_has_no_previous_and_the_last_no_next(units: list[Unit]) -> None:
    first = page()
    assert not first.previous
    last = page(page(first.next).next)
    assert not last.next
    assert codes(last) == ["page-4"]


def test_a_page_is_one_statement_without_a_count(units: list[Unit]) -> None:
    second = page().next
    with CaptureQueriesContext(
        connection,
    ) as statements:
        page(second)
    assert len(statements) == 1
    assert "COUNT(" not in statements[0]["sql"].upper()
    assert "OFFSET" not in statements[0]["sql"].upper()


@given(st.text(max_size=60))
def test_any_text_is_taken_for_a_cursor_without_harm(text: str) -> None:
    from foundation.core import pages

    backwards, values = pages._decode(text, 2)
    assert isinstance(backwards, bool)
    assert len(values) in {0, 2}


@pytest.mark.parametrize(
    "forged",
    ["WzAsMSwyXQ", "WzAsbnVsbCxudWxsXQ", "WzAse30sW11d", "e30", "x" * 5000, "WzAsIlx1MDAwMCIsInUxIl0"],
)
def test_a_forged_cursor_gives_a_page(units: list[Unit], forged: str) -> None:
    assert len(page(forged).rows) <= 3


@pytest.mark.django_db
def test_planner_tells_about_how_many_rows_there_are() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_unit")
    expected = Unit.objects.count()
    assert abs(estimated_count(Unit.objects.all()) - expected) <= expected / 5


@pytest.mark.django_db
def test_what_cannot_match_anything_counts_nothing() -> None:
    nothing, all_units = Unit.objects.filter(pk__in=[]), Unit.objects.all()
    assert estimated_count(nothing) == 0
    assert bounded_counts({"none": nothing, "all": all_units}) == {"none": 0, "all": all_units.count()}
