"""The figures that policy 5.3 names, against values worked out by hand over one quarter, whole and cut by segment.

The quarter is April to June 2026, long past, so that nothing in it depends on the day the suite runs.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from customers.models import Customer
from foundation.core.metrics import get
from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of
from relationships import services
from relationships.models import Holding, Programme
from segmentation.models import Segment
from tests.complaints.factories import make_desk
from tests.customers.factories import make_organisation
from tests.relationships.factories import (
    make_holding,
    make_opportunity,
    make_programme,
    make_segments,
    make_started,
    officer,
)

pytestmark = pytest.mark.django_db

QUARTER = FiscalQuarter(2569, 3)
BEFORE = QUARTER.previous()
LONG_AGO = dt.date(2024, 1, 1)
NONE = ""


def day(month: int, number: int, year: int = 2026) -> dt.date:
    return dt.date(year, month, number)


def noon(on: dt.date) -> dt.datetime:
    return dt.datetime.combine(on, dt.time(12), ZoneInfo("Asia/Bangkok"))


@dataclass(frozen=True)
class World:
    """Two segments with three customers each, and one customer in none."""

    early: Segment
    late: Segment

    def figures(self, key: str, by: str | None = None, quarter: FiscalQuarter = QUARTER) -> dict[str, Any]:
        """The values of a figure; segments by the letters that the tests use."""
        letters = {self.early.public_id: "A", self.late.public_id: "B"}
        measured = get(key).measure(quarter.period, by)
        return {letters.get(name, name): value.value for name, value in measured.items()}


def _lease(customer: Customer, first: dt.date, last: dt.date, value: int, **values: Any) -> Any:
    given = {"starts_on": first, "ends_on": last, "yearly_value": Decimal(value), **values}
    return make_holding(customer, now=noon(first), **given)


def _lose(holding: Any, on: dt.date, reason: str) -> None:
    after = noon(on + dt.timedelta(days=3))
    services.end_holding(holding_id=holding.pk, on=on, reason=reason, note="", by=officer(), now=after)


def _customer(**values: Any) -> Customer:
    return make_organisation(**{"relation_since": LONG_AGO, **values})


@pytest.fixture
def world() -> World:
    """What happened, in plain words beside each line."""
    a1, b1 = (_customer(relation="prospect") for _n in range(2))
    a2, a3, b2, b3, none = (_customer() for _n in range(5))
    segments = make_segments([a1, a2, a3], [b1, b2, b3])

    # New: b1 in the quarter before, a1 in this one; a1 then takes more of the same (up-selling).
    _lease(b1, day(1, 10), day(1, 9, 2027), 120_000)
    first = _lease(a1, day(4, 15), day(4, 14, 2027), 120_000)
    make_opportunity(a1, stage="won", kind="upsell", holding=first, value=Decimal(30_000), now=noon(day(5, 4)))

    # Cross-selling: a2 in the quarter before, b3 in this one. Lost chances: one in each quarter.
    make_opportunity(a2, stage="won", kind="cross", value=Decimal(40_000), now=noon(day(2, 10)))
    make_opportunity(b3, stage="won", kind="cross", value=Decimal(60_000), now=noon(day(5, 20)))
    make_opportunity(b1, stage="lost", kind="cross", now=noon(day(6, 30)))
    make_opportunity(a1, stage="lost", kind="new", now=noon(day(3, 31)))

    # Contracts that came to their last day in the quarter: a2's is renewed, the others' are not.
    kept = _lease(a2, day(6, 1, 2025), day(5, 31), 100_000)
    services.renew_holding(
        holding_id=kept.pk, ends_on=day(5, 31, 2027), values={"yearly_value": Decimal(110_000)}, by=officer(),
        now=noon(day(5, 15)),
    )  # fmt: skip
    _lease(a3, day(5, 16, 2025), day(5, 15), 50_000, kind="service", building="", space="")
    _lose(_lease(b2, day(7, 1, 2025), day(6, 30), 200_000), day(6, 20), "price")
    _lose(_lease(none, day(6, 11, 2025), day(6, 10), 70_000), day(6, 10), "competitor")

    # b3 gives up the lease and stays for the service contract: a lease lost, no customer lost.
    _lease(b3, day(1, 1, 2025), day(12, 31), 90_000, kind="service", building="", space="")
    _lose(_lease(b3, day(5, 1, 2025), day(4, 30), 80_000), day(4, 30), "competitor")

    # Complaints: two of a1, one of b1, one of nobody in particular, and one a quarter earlier.
    desk = make_desk()
    for customer, on in ((a1, day(4, 20)), (a1, day(6, 29)), (b1, day(5, 5)), (None, day(6, 1)), (b1, day(3, 31))):
        desk.file(customer_id=customer.pk if customer else None, now=noon(on))
    return World(*segments)


@dataclass(frozen=True)
class Expected:
    """A figure's name, its value in the quarter and in the one before, and in the quarter by segment."""

    key: str
    whole: float
    before: float
    by_segment: Mapping[str, float]


EXPECTED = (
    Expected("customers.new", 1, 1, {"A": 1}),
    Expected("relationships.upselling", 1, 0, {"A": 1}),
    Expected("relationships.upselling_value", 30_000, 0, {"A": 30_000}),
    Expected("relationships.crossselling", 1, 1, {"B": 1}),
    Expected("relationships.crossselling_value", 60_000, 40_000, {"B": 60_000}),
    Expected("complaints.received", 4, 1, {"A": 2, "B": 1, NONE: 1}),
    Expected("customers.lost", 2, 0, {"B": 1, NONE: 1}),
    Expected("relationships.tenants_lost", 2, 0, {"B": 1, NONE: 1}),
    Expected("relationships.lost_value", 350_000, 0, {"B": 280_000, NONE: 70_000}),
    Expected("relationships.opportunities_lost", 1, 1, {"B": 1}),
    # a1 120 + 30, a2 110 + 40, b1 120, b3 90 + 60 thousand; three months before also what ended since.
    Expected("relationships.value_in_force", 570_000, 750_000, {"A": 300_000, "B": 270_000}),
)
SUMS = [each.key for each in EXPECTED]


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda each: each.key)
def test_counts_and_sums(world: World, expected: Expected) -> None:
    assert world.figures(expected.key) == {"": expected.whole}
    assert world.figures(expected.key, quarter=BEFORE) == {"": expected.before}
    assert world.figures(expected.key, "segment") == expected.by_segment


# Shares: five contracts ended, one of them (a2's) was followed by another; three of five lease customers were lost;
# of 750,000 baht on 1 April 420,000 are left on 1 July; two of three chances were won.
RETAINED_A, RETAINED_B = pytest.approx(1500 / 19), pytest.approx(2700 / 49)
SHARES = (
    Expected("relationships.renewal_rate", 20, 0, {"A": 50, "B": 0, NONE: 0}),
    Expected("relationships.churn", 60, 0, {"A": 0, "B": pytest.approx(200 / 3), NONE: 100}),
    Expected("relationships.value_retained", 56, 0, {"A": RETAINED_A, "B": RETAINED_B, NONE: 0}),
    Expected("relationships.win_rate", pytest.approx(200 / 3), 50, {"A": 100, "B": 50}),
)  # fmt: skip


@pytest.mark.parametrize("expected", SHARES, ids=lambda each: each.key)
def test_shares(world: World, expected: Expected) -> None:
    assert world.figures(expected.key) == {"": pytest.approx(expected.whole)}
    assert world.figures(expected.key, "segment") == expected.by_segment


def test_shares_carry_how_many_they_rest_on_and_their_interval(world: World) -> None:
    found = get("relationships.renewal_rate").measure(QUARTER.period)[""]
    assert found.n == 5
    assert (found.low, found.high) == (pytest.approx(3.62, abs=0.01), pytest.approx(62.45, abs=0.01))
    assert get("relationships.renewal_rate").measure(BEFORE.period)[""].value is None, "nothing came to its last day"


def test_reasons_of_losses(world: World) -> None:
    assert world.figures("relationships.tenants_lost", "lost_reason") == {"price": 1, "competitor": 1}
    assert world.figures("relationships.lost_value", "lost_reason") == {"price": 200_000, "competitor": 150_000}
    assert world.figures("relationships.opportunities_lost", "opportunity_lost_reason") == {"price": 1}


def test_cuts_by_kind(world: World) -> None:
    assert world.figures("relationships.renewal_rate", "holding_kind") == {"lease": 25, "service": 0}
    assert world.figures("relationships.win_rate", "opportunity_kind") == {"upsell": 100, "cross": 50}
    assert world.figures("relationships.value_in_force", "holding_kind") == {"lease": 380_000, "service": 190_000}


@pytest.mark.parametrize("key", SUMS)
def test_segments_and_the_rest_add_up_to_the_whole(world: World, key: str) -> None:
    assert sum(world.figures(key, "segment").values()) == world.figures(key)[""]


def test_a_customer_who_comes_back_is_not_new_and_one_who_left_between_is_not_lost(world: World) -> None:
    customer = _customer()
    _lose(_lease(customer, day(1, 1, 2025), day(5, 1), 1), day(5, 1), "price")
    assert world.figures("customers.lost") == {"": 3}
    _lease(customer, day(6, 1), day(5, 31, 2027), 1)
    assert world.figures("customers.lost") == {"": 2}, "back before the quarter is over"
    assert world.figures("customers.new") == {"": 1}, "for the second time, so not new"


def test_up_selling_raises_what_is_retained_and_leaves_the_past_as_it_was(world: World) -> None:
    customer = Customer.objects.get(holdings__renewal_of__isnull=False)  # a2
    held = customer.holdings.get(renewal_of__isnull=False)
    make_opportunity(customer, stage="won", kind="upsell", holding=held, value=Decimal(75_000), now=noon(day(6, 15)))
    assert world.figures("relationships.value_retained") == {"": pytest.approx(66)}
    assert world.figures("relationships.value_in_force") == {"": 645_000}
    assert world.figures("relationships.value_in_force", quarter=BEFORE) == {"": 750_000}
    first = Holding.objects.get(customer__holdings__opportunities__kind="upsell", starts_on=day(4, 15))
    in_april = Holding.objects.filter(pk=first.pk).worth_on(day(4, 30)).get()
    assert (in_april.worth, first.yearly_value) == (120_000, 150_000)  # type: ignore[attr-defined]


def test_a_contract_not_yet_over_is_not_judged(world: World) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    _lease(_customer(), day(1, 1), tomorrow, 1)
    now = noon(tomorrow)
    quarter = get("relationships.renewal_rate").measure(type(QUARTER.period)(now - dt.timedelta(days=2), now))
    assert quarter[""].n == 0


def test_customers_are_addressed_once_by_the_programmes_that_ran(db: None) -> None:
    alone, both = make_organisation(), make_organisation()
    segments = make_segments([alone, both])
    for name in ("ต้อนรับ", "ต่อสัญญา"):
        make_started(segments[0], name=name)
    make_programme(segments[0], name="ยังไม่เริ่ม")
    running = get("relationships.customers_addressed")
    programme = Programme.objects.filter(status="running").first()
    assert programme is not None
    quarter = fiscal_quarter_of(programme.starts_on)
    assert running.measure(quarter.period)[""].value == 2
    assert {key: value.value for key, value in running.measure(quarter.period, "segment").items()} == {
        segments[0].public_id: 2
    }
    earlier = quarter.previous().previous().period
    assert running.measure(earlier)[""].value == 0
