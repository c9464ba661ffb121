"""The market register: what an entry needs, every refusal, and its pages."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, StaleVersion
from foundation.core.thai.formatting import format_date
from segmentation import selectors, services
from segmentation.models import Market
from tests.counting import statements
from tests.segmentation import factories as make
from tests.segmentation.factories import NOW

pytestmark = pytest.mark.django_db
LIST = "/staff/segments/markets/"
SOON = date(2027, 3, 1)


def test_an_entry_says_who_could_buy_how_large_and_by_which_source() -> None:
    market = make.market()
    assert (market.size, market.size_unit, market.size_on) == (5000, "customers", date(2026, 9, 30))
    assert [row.history_type for row in market.history.all()] == ["+"]
    assert list(selectors.markets()) == [market]


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("no buyers", {"buyers": ""}, "buyers"),
    ("no need", {"need": ""}, "need"),
    ("no purchasing power", {"purchasing_power": ""}, "purchasing_power"),
    ("no willingness", {"willingness": ""}, "willingness"),
    ("no right", {"right_to_buy": ""}, "right_to_buy"),
    ("a size without its source", {"size_source": ""}, "size_source"),
    ("a size without its unit", {"size_unit": ""}, "size_unit"),
    ("a source without a size", {"size": None}, "size"),
    ("a size of a day to come", {"size_on": NOW.date() + timedelta(days=1)}, "size_on"),
    ("a review in the past", {"review_on": NOW.date() - timedelta(days=1)}, "review_on"),
]


@pytest.mark.parametrize(("_case", "values", "field"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_an_entry_needs(_case: str, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Incomplete) as refusal:
        make.market(**values)
    assert list(refusal.value.missing) == [field]
    assert not Market.objects.exists()


def test_a_size_that_is_not_known_is_left_out_whole() -> None:
    assert make.market(**make.NO_SIZE).size is None


def test_one_entry_a_line_of_business_until_it_is_retired() -> None:
    first = make.market()
    with pytest.raises(Incomplete) as refusal:
        make.market()
    assert "name_th" in refusal.value.missing
    _retire(first)
    assert list(selectors.retired_markets()) == [first]
    assert make.market().pk != first.pk


def test_who_may_not_and_who_was_slower() -> None:
    with pytest.raises(NotAllowed):
        make.market(by=make.somebody("complaint-officer"))
    market = make.market()
    _change(market, trend="growing")
    with pytest.raises(StaleVersion):
        _change(market, trend="shrinking")
    with pytest.raises(NotAllowed):
        services.retire_market(
            market_id=market.pk, shown_version=2, reason="เลิก", by=make.somebody("complaint-officer"), now=NOW
        )


def test_a_retired_market_is_only_read() -> None:
    market = _retire(make.market())
    for attempt in (lambda: _change(market), lambda: _retire(market)):
        with pytest.raises(IllegalMove):
            attempt()
    other = make.market(name_th="อื่น")
    with pytest.raises(Incomplete):
        services.retire_market(market_id=other.pk, shown_version=1, reason=" ", by=make.somebody("strategist"), now=NOW)


BROKEN = [{"size_source": ""}, {"size_unit": "rai"}, {"size": None}, {"trend": "up"}]


@pytest.mark.parametrize("values", BROKEN, ids=str)
def test_the_database_keeps_it_so(values: dict[str, Any]) -> None:
    market = make.market()
    with pytest.raises(IntegrityError), transaction.atomic():
        Market.objects.filter(pk=market.pk).update(**values)


def test_pages(client_as) -> None:
    client: Client = client_as("strategist")
    assert "ทะเบียน" in client.get(LIST).content.decode()
    answer = client.post(f"{LIST}new", _typed(client))
    market = Market.objects.get()
    assert answer.url == market.get_absolute_url()
    page = client.get(market.get_absolute_url()).content.decode()
    assert market.need in page
    assert "5,000" in page
    url = f"{LIST}{market.public_id}/"
    assert client.post(f"{url}edit", {**_typed(client), "version": 1, "trend": "growing"}).status_code == 302
    late = client.post(f"{url}edit", {**_typed(client), "version": 1, "trend": "shrinking"})
    assert late.status_code == 409
    assert client.post(f"{url}retire", {"version": 2, "reason": ""}).status_code == 422
    assert client.post(f"{url}retire", {"version": 2, "reason": "เลิกกิจการ"}).status_code == 302
    assert client.get(url).status_code == 200


def test_typed_words_stay_when_refused(client_as) -> None:
    client: Client = client_as("strategist")
    answer = client.post(f"{LIST}new", {**_typed(client), "size_source": ""})
    assert answer.status_code == 422
    assert "หน่วยงานทดสอบ" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_costs_the_same_for_every_length(client_as, count: int) -> None:
    client = client_as("strategist")
    for number in range(count):
        make.market(name_th=f"ธุรกิจ {number}")
    assert statements(client, LIST) <= 9


def _change(market: Market, **values: Any) -> Market:
    given = {**make.market_values(), **values}
    return services.save_market(
        market_id=market.pk, shown_version=market.version, values=given, by=make.somebody("strategist"), now=NOW
    )


def _retire(market: Market, now: datetime = NOW) -> Market:
    return services.retire_market(
        market_id=market.pk, shown_version=market.version, reason="เลิก", by=make.somebody("strategist"), now=now
    )


def _typed(client: Client) -> dict[str, Any]:
    days = {"size_on": format_date(date(2025, 9, 30)), "review_on": format_date(date(2099, 3, 1))}
    values = {key: "" if value is None else value for key, value in make.market_values().items()}
    return {**values, **days, "owner": client.user.pk}  # type: ignore[attr-defined]
