"""Metrics, the dimension and the registry of features; past periods keep the segments that were in use then."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Count

from complaints.models import Rating
from customers.enums import MarketTestKind
from customers.models import Customer
from customers.services import note_market_test
from foundation.core import metrics
from foundation.core.metrics import Period
from products.models import Idea
from segmentation import references, registry, selectors
from segmentation.models import Segment, Study
from tests.complaints.factories import make_charter, make_desk
from tests.customers.factories import make_interaction, make_organisation
from tests.people import someone
from tests.products.factories import make_idea
from tests.relationships.factories import make_segments
from tests.segmentation import factories as make
from tests.segmentation.factories import NOW

pytestmark = pytest.mark.django_db
YEAR = Period(NOW - timedelta(days=200), NOW + timedelta(days=30))
PEOPLE = ("customer-officer", "voc-analyst", "strategist", "executive")
BEFORE = Period(NOW - timedelta(days=400), NOW - timedelta(days=200))


def measure(key: str, period: Period = YEAR, by: str | None = None) -> Any:
    return metrics.get(f"segmentation.{key}").measure(period, by)


def test_share_of_current_customers_in_a_segment() -> None:
    make.make_customers(36)
    for _n in range(12):
        make.make_customer({})
    make.adopted_study()
    whole = measure("customers_segmented")[""]
    assert (whole.value, whole.n) == (75.0, 48)
    parts = measure("customers_segmented", by="segment")
    assert sorted(value.value for value in parts.values()) == [25.0, 25.0, 25.0]
    assert set(metrics.names_of("segment", parts)) == set(parts)
    assert metrics.names_of("segment", parts)[next(iter(parts))] != next(iter(parts))


def test_former_customers_leave_the_share() -> None:
    from customers.services import change_relation

    customers = make.make_customers(36)
    make.adopted_study()
    change_relation(customer_id=customers[0].pk, relation="former", since=NOW.date(), by=None, now=NOW)
    assert measure("customers_segmented")[""].value == 100.0
    assert measure("customers_segmented")[""].n == 35


def test_nothing_is_measured_before_the_first_study_is_in_use() -> None:
    make.adopted_study()
    assert measure("strength", BEFORE)[""].value is None
    assert measure("stability", BEFORE)[""].value is None
    assert measure("customers_segmented", BEFORE)[""].value is None


def test_strength_and_stability_are_those_of_the_run_in_use() -> None:
    run = make.adopted_study().chosen_run
    assert run is not None
    assert measure("strength")[""].value == round(run.silhouette, 4)
    assert measure("strength")[""].n == 36
    assert measure("stability")[""].value == round(run.least_stability or 0, 4)


def test_any_queryset_can_be_cut_by_segment() -> None:
    make.make_customers(36)
    outsider = make.make_customer({})
    run = make.adopted_study().chosen_run
    assert run is not None
    rows = Customer.objects.annotate(segment=selectors.segment_of("pk")).values_list("segment").annotate(n=Count("pk"))
    expected = {segment.public_id: 12 for segment in run.segments.all()} | {None: 1}
    assert dict(rows) == expected
    assert not selectors.memberships_over_time(outsider.pk)


def test_without_segments_in_use_everybody_is_in_none() -> None:
    make.make_customer({})
    assert list(Customer.objects.annotate(segment=selectors.segment_of("pk")).values_list("segment", flat=True)) == [
        None
    ]


def test_upper_rooms_offer_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    customers = make.make_customers(36)
    known = {customer.pk: float(number) for number, customer in enumerate(customers) if number % 2}
    offer = registry.OfferedFeature("voices", "เสียง", "ครั้ง", lambda _customers, _at: known.items())
    unknown = registry.OfferedFeature("score", "คะแนน", "", lambda _customers, _at: known.items(), absent=None)
    monkeypatch.setattr(registry, "_offered", {})
    registry.register(offer)
    registry.register(unknown)
    assert {"voices", "score"} <= {word.key for word in selectors.features_on_offer()}
    frame = selectors.read_figures(["voices", "spend", "score"], Customer.objects.all(), at=NOW.date())
    assert list(frame.columns) == ["voices", "spend", "score"]
    assert frame["voices"].tolist() == [float(n) if n % 2 else 0.0 for n in range(36)]
    assert frame["score"].isna().sum() == 18
    with pytest.raises(ValueError, match="twice"):
        registry.register(registry.OfferedFeature("voices", "x", "", lambda _customers, _at: []))
    run = make.evaluated_study(features=["spend", "voices"]).chosen_run
    assert run is not None
    assert [word["key"] for word in run.features] == ["spend", "voices"]


def test_records_are_cited_by_those_who_may_see_them() -> None:
    study = make.adopted_study()
    segment = Segment.objects.filter(run=study.chosen_run).first()
    assert segment is not None
    sees, sees_not = make.somebody("executive"), make.somebody("complaint-investigator")
    found = references.find_segment(sees, segment.public_id)
    assert found is not None
    assert found.title == segment.title
    assert references.find_segment(sees_not, segment.public_id) is None
    assert references.find_study(sees, study.public_id) is not None
    assert references.find_study(sees, "nothing") is None


def test_demo_studies_are_built_once_and_alike() -> None:
    import customers.demo
    import segmentation.demo

    people = {role: make.somebody(role, username=role) for role in PEOPLE}
    customers.demo.build(NOW, people)
    segmentation.demo.build(NOW, people)
    segmentation.demo.build(NOW, people)
    earliest, in_use, waiting = Study.objects.order_by("pk")
    assert (earliest.state, in_use.state, waiting.state) == ("superseded", "adopted", "evaluated")
    assert in_use.chosen_run is not None
    assert earliest.periods.exists()
    assert not earliest.periods.filter(ends_at__isnull=True).exists()
    assert in_use.periods.filter(ends_at__isnull=True).count() == in_use.chosen_run.used
    assert in_use.adopted_at is not None
    assert in_use.adopted_at < NOW - timedelta(days=365)
    assert in_use.chosen_run.created_at < in_use.adopted_at
    names = set(in_use.chosen_run.segments.values_list("name_th", flat=True))
    assert {segmentation.demo.LARGE[0], segmentation.demo.SMALL[0]} <= names


CUT_HERE_OR_ABOVE = (
    "customers.current",
    "customers.contacts",
    "complaints.received",
    "complaints.satisfied_with_handling",
    "products.ideas",
    "products.ideas_of_customers",
)


def test_the_market_is_told_by_segment() -> None:
    customers = [make_organisation(relation="prospect") for _n in range(3)]
    [segment] = make_segments(customers[:2])
    for test in MarketTestKind:
        told = {"test": test, "verdict": "yes", "why": "ดูสถานที่แล้ว"}
        note_market_test(customer_id=customers[0].pk, by=someone("customer-officer"), now=NOW, **told)
    parts = metrics.get("customers.market").measure(YEAR, "segment")
    assert {key: (value.value, value.n) for key, value in parts.items()} == {segment.public_id: (50.0, 2), "": (0.0, 1)}


@pytest.mark.parametrize("key", CUT_HERE_OR_ABOVE)
def test_the_parts_of_a_figure_add_up_to_the_whole(key: str) -> None:
    """Two customers in segments, one in none; what hangs on nobody stands in no segment too."""
    customers = [make_organisation() for _n in range(3)]
    segments = make_segments([customers[0]], [customers[1]])
    desk = make_desk()
    make_charter()
    for place, customer in enumerate((*customers, customers[0])):
        make_interaction(customer)
        case = desk.advance(desk.file(customer_id=customer.pk, now=NOW), "closed")
        Rating.objects.create(complaint=case, process=5 if place else 2, outcome=4, at=NOW)
        idea = make_idea(title=f"ความคิดที่ {place}", now=NOW)
        Idea.objects.filter(pk=idea.pk).update(customer=customer)
    make_idea(title="ของเจ้าหน้าที่", now=NOW)
    metric = metrics.get(key)
    whole, parts = metric.measure(YEAR)[""], metric.measure(YEAR, "segment")
    assert set(parts) == {"", *(segment.public_id for segment in segments)}
    if key == "products.ideas_of_customers":
        assert round(sum(value.value for value in parts.values()), 6) == whole.value == 80
        assert {value.n for value in parts.values()} == {whole.n} == {5}
    else:
        assert sum(value.n for value in parts.values()) == whole.n > 0
