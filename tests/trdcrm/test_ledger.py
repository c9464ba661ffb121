"""The promise ledger: the board's figures against the charter, on the first page."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

import service_charter.demo
from foundation.core import metrics
from foundation.core.metrics import Period, Value
from foundation.core.thai.dates import fiscal_quarter_of
from service_charter.enums import Event
from tests.people import demo_people
from trdcrm import ledger

FIGURES = {Event.ACKNOWLEDGE: Value(99.6, 1846), Event.RESOLVE: Value(87.5, 32), Event.FIRST_REPLY: Value(None, 0)}


@pytest.fixture
def measured(db: None, monkeypatch: pytest.MonkeyPatch) -> list[Period]:
    """A published charter, and metrics that answer with FIGURES; gives the periods they were asked for."""
    service_charter.demo.build(timezone.now(), demo_people(monkeypatch))
    cache.clear()
    asked: list[Period] = []

    def answering(event: str) -> metrics.Query:
        def query(period: Period, by: str | None) -> Mapping[str, Value]:
            asked.append(period)
            return {"": FIGURES.get(Event(event), Value(None, 0))}

        return query

    shares = {
        key: metrics.Metric(key, "5.2", key, "%", "", metrics.Direction.UP, answering(event))
        for event, key in ledger.MEASURES.items()
    }
    monkeypatch.setattr("trdcrm.ledger.all_metrics", lambda: list(shares.values()))
    return asked


def test_each_promise_shows_what_came_of_it(measured: list[Period]) -> None:
    rows = {row.standard.event: row for row in ledger.promise_ledger(now=timezone.now()).rows}
    assert (rows["acknowledge"].kept, rows["acknowledge"].n, rows["acknowledge"].is_kept) == (1839, 1846, True)
    assert (rows["resolve"].kept, rows["resolve"].is_kept) == (28, False)


def test_a_promise_without_a_case_is_left_out(measured: list[Period]) -> None:
    assert "first_reply" not in {row.standard.event for row in ledger.promise_ledger(now=timezone.now()).rows}


def test_the_quarter_is_the_last_whole_one(measured: list[Period]) -> None:
    now = timezone.now()
    shown = ledger.promise_ledger(now=now)
    assert shown.quarter == fiscal_quarter_of(now).previous()
    assert {period.end for period in measured} == {fiscal_quarter_of(now).period.start}


def test_the_public_page_asks_once_a_quarter_of_an_hour(measured: list[Period]) -> None:
    now = timezone.now()
    for minutes in range(3):
        ledger.promise_ledger(now=now + timedelta(minutes=minutes))
    assert len(measured) == len(ledger.MEASURES)


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_first_page_tells_what_was_kept_and_what_was_not(
    measured: list[Period], client: Client, language: str
) -> None:
    client.cookies["django_language"] = language
    html = client.get("/").content.decode()
    assert "99.6%" in html
    assert "87.5%" in html
    assert html.count("v--ok") == 1
    assert html.count("v--late") == 1
    assert "1,839" in html


@pytest.mark.django_db
def test_before_anything_is_measured_nothing_is_claimed(client: Client) -> None:
    cache.clear()
    assert 'class="kept"' not in client.get("/").content.decode()


@pytest.mark.parametrize("key", ledger.MEASURES.values())
def test_every_measure_is_a_registered_metric(key: str) -> None:
    assert metrics.get(key).unit == "%"
