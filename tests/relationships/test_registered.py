"""What the room registers: evidence made true and false, features, search and citing, the customer's page, erasure."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from customers import services as customer_services
from customers.enums import Relation
from customers.models import Customer
from customers.panels import panels_for
from foundation.core import references
from foundation.core.evidence import Evidence, Verdict
from foundation.core.metrics import Period, _metrics, get
from foundation.core.search import search_all
from foundation.privacy.personal_data import Person, erase_everything, find_everything
from relationships import services
from relationships.evidence import FIVE, FIVE_FIGURES, NEEDS_MET, PROGRAMMES_EVALUATED
from relationships.features import FEATURES
from relationships.models import Holding, Opportunity, ProgrammeMeasure, ProgrammeMember
from segmentation.models import Segment
from tests.customers.factories import NOW, make_digital, make_organisation, make_person
from tests.people import someone
from tests.relationships.factories import (
    make_holding,
    make_need,
    make_opportunity,
    make_programme,
    make_segments,
    make_started,
    officer,
    strategist,
)

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
LAST_QUARTER = dt.datetime(2026, 8, 12, 3, tzinfo=dt.UTC)


def verdict(rule: Evidence, at: dt.datetime = NOW) -> Verdict:
    return rule.find(at).verdict


@pytest.fixture
def segment() -> Segment:
    return make_segments([make_organisation()])[0]


def _evaluated(programme: Any) -> None:
    services.evaluate_programme(
        programme_id=programme.pk, effect="partly", comparison="ก", evaluation="", spent=None, by=strategist(), now=NOW
    )


# ── Programmes (5.3) ────────────────────────────────────────────────────────
def test_programmes_are_red_until_one_runs_and_green_once_one_was_evaluated(segment: Segment) -> None:
    assert verdict(PROGRAMMES_EVALUATED) == Verdict.RED
    make_programme(segment)
    assert verdict(PROGRAMMES_EVALUATED) == Verdict.RED, "a plan is no programme yet"
    first = make_started(segment)
    assert verdict(PROGRAMMES_EVALUATED) == Verdict.AMBER, "none has been evaluated"
    _evaluated(first)
    assert verdict(PROGRAMMES_EVALUATED, NOW + DAY) == Verdict.AMBER, "none is running"
    make_started(segment)
    assert verdict(PROGRAMMES_EVALUATED, NOW + DAY) == Verdict.GREEN
    assert verdict(PROGRAMMES_EVALUATED, NOW - DAY) == Verdict.AMBER, "on the day before it was not evaluated yet"


def test_a_programme_that_is_over_but_not_judged_is_amber_and_named(segment: Segment) -> None:
    _evaluated(make_started(segment))
    late = make_started(segment, name="ผู้เช่ารายใหม่")
    found = PROGRAMMES_EVALUATED.find(dt.datetime(2027, 1, 1, 3, tzinfo=dt.UTC))
    assert (found.verdict, late.name in found.sentence) == (Verdict.AMBER, True)


def test_a_programme_without_a_value_from_before_is_amber(segment: Segment) -> None:
    _evaluated(make_started(segment))
    blind = make_started(segment)
    ProgrammeMeasure.objects.filter(programme=blind).update(baseline=None)
    assert verdict(PROGRAMMES_EVALUATED, NOW + DAY) == Verdict.AMBER


# ── The five figures (5.3) ──────────────────────────────────────────────────
def test_figures_are_red_until_sales_are_recorded_and_green_with_segments() -> None:
    customer = make_organisation()
    make_opportunity(customer)
    assert verdict(FIVE_FIGURES) == Verdict.RED, "the only opportunity is of this quarter"
    make_opportunity(customer, now=LAST_QUARTER)
    assert verdict(FIVE_FIGURES) == Verdict.AMBER, "no segments to cut by"
    make_segments([customer])
    assert verdict(FIVE_FIGURES) == Verdict.GREEN


@pytest.mark.parametrize("key", FIVE)
def test_a_figure_that_nobody_measures_is_red_and_named(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(_metrics, key)
    found = FIVE_FIGURES.find(NOW)
    assert (found.verdict, key in found.sentence) == (Verdict.RED, True)


# ── Support needs (5.1) ─────────────────────────────────────────────────────
def test_needs_are_red_amber_and_green() -> None:
    assert verdict(NEEDS_MET) == Verdict.RED, "no segments"
    first, second = make_segments([make_organisation()], [make_organisation()])
    assert verdict(NEEDS_MET) == Verdict.RED, "no need at all"
    place = make_digital()
    make_need(first, touchpoints=[place])
    assert verdict(NEEDS_MET) == Verdict.AMBER, "the second segment has none"
    unmet = make_need(second)
    assert verdict(NEEDS_MET) == Verdict.AMBER, "nothing meets it"
    change: dict[str, Any] = {"values": {"touchpoints": [place]}, "by": officer(), "now": NOW}
    services.update_need(need_id=unmet.pk, shown_version=unmet.version, **change)
    assert verdict(NEEDS_MET) == Verdict.GREEN
    customer_services.close_touchpoint(
        touchpoint_id=place.pk, on=NOW.date() - DAY, reason="ปิดระบบ", by=officer(), now=NOW
    )
    assert verdict(NEEDS_MET) == Verdict.AMBER, "the touchpoint is closed"
    services.withdraw_need(need_id=unmet.pk, reason="ไม่ต้องการแล้ว", by=officer(), now=NOW)
    assert verdict(NEEDS_MET) == Verdict.AMBER, "a need withdrawn is none"
    assert verdict(NEEDS_MET, NOW - DAY) == Verdict.RED, "no segments were in use then"


# ── Features for studies ────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("key", "at", "expected"),
    [
        ("holding_value", dt.date(2026, 3, 1), 120_000),
        ("holding_value", dt.date(2026, 7, 1), 150_000),
        ("holding_years", dt.date(2026, 7, 1), 181 / 365.25),
        ("holding_products", dt.date(2026, 7, 1), None),
        ("holding_value", dt.date(2025, 12, 31), None),
    ],
)
def test_features_of_a_day(key: str, at: dt.date, expected: float | None) -> None:
    customer = make_organisation()
    make_holding(customer)
    make_holding(customer, starts_on=dt.date(2026, 7, 1), yearly_value=Decimal(30_000))
    make_holding()
    feature = next(each for each in FEATURES if each.key == key)
    found = dict(feature.figures(Customer.objects.filter(pk=customer.pk), at))
    assert found == ({} if expected is None else {customer.pk: pytest.approx(expected)})


# ── Search, citing, the customer's page ─────────────────────────────────────
def test_search_and_citing_show_what_the_person_may_see(segment: Segment) -> None:
    holding = make_holding(subject="ห้องรับรองพิเศษ")
    chance = make_opportunity(title="ห้องรับรองเพิ่ม")
    programme = make_programme(segment, name="ห้องรับรองสัมพันธ์")
    seer, blind = officer(), someone("data-protection-officer")
    found = {hit.url for _source, hits in search_all(seer, "ห้องรับรอง") for hit in hits}
    rows = {"holding": holding, "opportunity": chance, "programme": programme}
    assert {row.get_absolute_url() for row in rows.values()} <= found
    assert not {hit.url for _source, hits in search_all(blind, "ห้องรับรอง") for hit in hits} & found
    for kind, row in rows.items():
        cited = references.resolve(seer, f"relationships.{kind}", row.public_id)
        assert cited is not None
        assert cited.url == row.get_absolute_url()
        assert references.resolve(blind, f"relationships.{kind}", row.public_id) is None


def test_the_customers_page_shows_what_is_held_to_those_who_may_see_it() -> None:
    customer = make_organisation()
    holding, chance = make_holding(customer), make_opportunity(customer)
    make_holding()
    panel = next(each for each in panels_for(officer(), customer) if each.key == "relationships")
    assert (panel.context["holdings"], panel.context["opportunities"]) == ([holding], [chance])
    assert panel.context["value"] == Decimal(120_000)
    assert "relationships" not in {each.key for each in panels_for(someone("data-protection-officer"), customer)}


# ── A person who asks ───────────────────────────────────────────────────────
@pytest.fixture
def dealt_with() -> Customer:
    """A person with a contract that was lost, a chance and a place in a programme."""
    person = make_person(email="somebody@example.com", relation="prospect", relation_since=dt.date(2025, 1, 1))
    holding = make_holding(person, subject="ร้านป้าสมใจ", kind="service", building="", space="")
    services.end_holding(
        holding_id=holding.pk, on=dt.date(2026, 9, 30), reason="price", note="ป้าสมใจบอกว่าแพง", by=officer(), now=NOW
    )
    chance = make_opportunity(person, title="ชวนป้าสมใจกลับมา")
    services.lose_opportunity(opportunity_id=chance.pk, reason="price", note="ป้าสมใจไม่สนใจ", by=officer(), now=NOW)
    make_started(make_segments([person])[0])
    return person


def test_everything_held_is_told(dealt_with: Customer) -> None:
    asking = Person(email="somebody@example.com")
    (held,) = (record.describe() for record in find_everything(asking) if record.kind.kind == "relationships")
    told = " ".join(held.values())
    assert len(held) == 3
    assert "ร้านป้าสมใจ" in told
    assert "ผู้เช่าสัมพันธ์" in told


def test_erasure_blanks_words_in_rows_and_history_and_leaves_figures(dealt_with: Customer) -> None:
    figures: list[Callable[[], Any]] = [
        lambda: Holding.objects.values_list("yearly_value", "last_day", "end_reason").get(),
        lambda: Opportunity.objects.values_list("value", "closed_on", "lost_reason").get(),
        ProgrammeMember.objects.count,
        lambda: get("customers.lost").measure(Period(NOW - 90 * DAY, NOW + DAY))[""],
    ]
    before = [read() for read in figures]
    assert Customer.objects.get(pk=dealt_with.pk).relation == Relation.FORMER
    erase_everything(Person(email="somebody@example.com"), by=someone("data-protection-officer"), now=NOW)
    assert [read() for read in figures] == before
    for model in (Holding, Opportunity, Holding.history.model, Opportunity.history.model):
        for row in model.objects.values():
            assert "ป้าสมใจ" not in str(row), model
    assert Holding.objects.get().search_text == ""
