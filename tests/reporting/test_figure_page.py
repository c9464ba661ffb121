"""A figure is broken down by segment on its page: chart and numbers from the metric, small shares held back."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from foundation.core import metrics
from foundation.core.metrics import Value
from foundation.core.thai.dates import FiscalQuarter
from reporting.by_dimension import breakdown
from segmentation.models import Segment
from tests.customers.factories import make_organisation
from tests.relationships.factories import make_segments

pytestmark = pytest.mark.django_db
QUARTER = FiscalQuarter(2570, 1)


def address(key: str = "customers.current", **words: str) -> str:
    return reverse("reporting:staff-figure", args=[key], query={"quarter": QUARTER.code, **words})


@pytest.fixture
def segments(db: None) -> list[Segment]:
    return make_segments([make_organisation() for _n in range(2)], [make_organisation()])


def test_the_page_says_what_the_metric_says(segments: list[Segment], client_as: Callable[..., Client]) -> None:
    make_organisation()
    answer = client_as("executive").get(address(by="segment"))
    shown = answer.context["shown"]
    known = metrics.get("customers.current")
    assert {part.name: part.value for part in shown.parts} == {
        {**metrics.names_of("segment", [key]), "": "ไม่อยู่ในกลุ่มใด"}[key]: value
        for key, value in known.measure(QUARTER.period, "segment").items()
    }
    assert shown.whole.n == sum(part.value.n for part in shown.parts) == 4
    assert [row.value for row in shown.chart.rows] == [2, 1, 1]
    assert shown.parts[-1].is_rest
    assert QUARTER.label() in shown.chart.measure


def test_who_may_not_see_segments_is_shown_another_dimension(
    segments: list[Segment], client_as: Callable[..., Client]
) -> None:
    answer = client_as("board-member").get(address(by="segment"))
    assert answer.context["shown"].dimension == "relation"
    assert not any(segment.title in answer.content.decode() for segment in segments)


@pytest.mark.parametrize("by", ["", "nothing", "';--"])
def test_an_unknown_dimension_gives_the_first_on_offer(by: str, client_as: Callable[..., Client]) -> None:
    assert client_as("executive").get(address(by=by)).context["shown"].dimension == "segment"


def test_a_figure_that_is_not_broken_down_shows_the_whole(client_as: Callable[..., Client]) -> None:
    answer = client_as("executive").get(address("segmentation.strength"))
    assert (answer.status_code, answer.context["shown"].parts) == (200, [])


def test_an_unknown_figure_is_not_found(client_as: Callable[..., Client]) -> None:
    assert client_as("executive").get(address("customers.nothing")).status_code == 404


def test_a_share_of_under_five_is_held_back_everywhere() -> None:
    values = {"": {"": Value(50.0, 24, 30.0, 70.0)}, "kind": {
        "a": Value(25.0, 4, 1.0, 80.0), "b": Value(50.0, 5, 20.0, 80.0), "c": Value(60.0, 15, 40.0, 80.0),
    }}  # fmt: skip
    metric = replace(metrics.get("customers.current"), query=lambda _period, by: values[by or ""], dimensions=("kind",))
    shown = breakdown(metric, "kind", QUARTER)
    assert [(part.name, part.value.is_held_back) for part in shown.parts] == [("c", False), ("b", False), ("a", True)]
    assert shown.chart is not None
    assert [row.label for row in shown.chart.rows] == ["c", "b"]
