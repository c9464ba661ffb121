"""Metrics against figures made by hand; evidence made true and false; search and citing."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils.translation import override

from foundation.accounts.models import User
from foundation.core import evidence, metrics, references
from foundation.core.evidence import Verdict
from foundation.core.thai.dates import FiscalQuarter
from strategy import services
from strategy.models import Plan
from tests.strategy.factories import (
    add_part,
    initiative_facts,
    make_definition,
    make_draft,
    make_in_force,
    make_master_plan,
    the_indicator,
    the_initiative,
)

pytestmark = pytest.mark.django_db
Person = Callable[..., User]
# A year that is over, so that nothing depends on the day on which the tests run.
YEAR = 2567
BEFORE = dt.datetime(2023, 9, 20, 3, tzinfo=dt.UTC)
Q1, Q2 = FiscalQuarter(YEAR, 1), FiscalQuarter(YEAR, 2)
ON_TIME, LATE = dt.datetime(2024, 1, 15, 3, tzinfo=dt.UTC), dt.datetime(2024, 1, 16, 3, tzinfo=dt.UTC)


@pytest.fixture
def editor(person: Person) -> User:
    return person("strategist")


@pytest.fixture
def secretary(person: Person) -> User:
    return person("board-secretary")


@pytest.fixture
def plan(editor: User, secretary: User) -> Plan:
    draft = make_draft(editor, year=YEAR, now=BEFORE)
    add_part(draft, "initiatives", editor, BEFORE, **initiative_facts(draft, editor, budget=Decimal(3_000_000)))
    return make_in_force(draft, editor, secretary, BEFORE)


def report(plan: Plan, number: int, percent: int, spent: int, at: dt.datetime, by: User) -> None:
    row = plan.initiatives.get(number=number)
    services.report_progress(
        initiative=row, quarter=Q1, percent=percent, spent=Decimal(spent), narrative="ทำ", risk="", by=by, now=at
    )


def verdict(key: str, at: dt.datetime) -> Verdict:
    [rule] = [rule for rule in evidence.all_rules() if rule.key == key]
    with override("en"):
        return rule.find(at).verdict


def test_figures_of_a_quarter(plan: Plan, editor: User) -> None:
    # A quarter of the year has passed (91 of 365 days): 24 % are expected, 14 % are on track, 13 % are behind.
    report(plan, 1, 14, 500_000, ON_TIME, editor)
    report(plan, 2, 13, 300_000, LATE, editor)
    values = {
        key: metrics.get(f"strategy.{key}").measure(Q1.period)[""] for key in ("initiatives_on_track", "budget_spent")
    }
    assert (values["initiatives_on_track"].value, values["initiatives_on_track"].n) == (50.0, 2)
    assert values["budget_spent"].value == Decimal("20.00"), "800,000 of 4,000,000"
    on_time = metrics.get("strategy.progress_reported_on_time")
    assert (on_time.measure(Q2.period)[""].value, on_time.measure(Q2.period)[""].n) == (50.0, 2), "due within Q2"
    assert on_time.measure(Q1.period)[""].value is None
    assert on_time.measure(Q2.period, "unit")["customer-market"].n == 2


def test_indicators_against_their_targets(plan: Plan, person: Person, editor: User) -> None:
    metric = metrics.get("strategy.indicators_met")
    assert metric.measure(Q1.period)[""].value is None
    row = the_indicator(plan)
    clerk = person("customer-officer", "clerk")
    clerk.unit = row.owner_unit
    clerk.save()
    told = services.record_actual(
        indicator=row, quarter=Q1, value=Decimal("79.99"), evidence="ทะเบียนสัญญา", by=clerk, now=ON_TIME
    )
    assert metric.measure(Q1.period)[""].value == 0.0
    services.record_actual(
        indicator=row,
        quarter=Q1,
        value=Decimal(80),
        evidence="ทะเบียนสัญญา",
        by=clerk,
        now=LATE,
        shown_version=told.version,
        reason="นับขาดหนึ่งสัญญา",
    )
    assert metric.measure(Q1.period)[""].value == 100.0


def test_plans_approved(plan: Plan, editor: User, secretary: User) -> None:
    at = ON_TIME
    assert verdict("strategy.plans_approved", BEFORE) == Verdict.RED
    assert verdict("strategy.plans_approved", at) == Verdict.AMBER
    make_in_force(make_draft(editor, kind="long_term", year=2566, now=BEFORE), editor, secretary, BEFORE)
    assert verdict("strategy.plans_approved", at) == Verdict.GREEN


def test_definitions_in_use(editor: User, secretary: User) -> None:
    key = "strategy.definitions_in_use"
    make_in_force(make_definition(editor, "customer"), editor, secretary, BEFORE)
    assert verdict(key, ON_TIME) == Verdict.RED
    make_in_force(make_definition(editor, "market"), editor, secretary, BEFORE)
    assert verdict(key, ON_TIME) == Verdict.AMBER
    make_in_force(make_draft(editor, year=YEAR, now=BEFORE), editor, secretary, BEFORE + dt.timedelta(days=3))
    assert verdict(key, ON_TIME) == Verdict.GREEN


def test_progress_reported(plan: Plan, editor: User) -> None:
    key, after = "strategy.progress_reported", dt.datetime(2024, 2, 1, tzinfo=dt.UTC)
    assert verdict(key, after) == Verdict.RED
    report(plan, 1, 20, 0, ON_TIME, editor)
    assert verdict(key, after) == Verdict.AMBER
    report(plan, 2, 20, 0, LATE, editor)
    assert verdict(key, after) == Verdict.GREEN


def test_owners_and_resources(plan: Plan, editor: User) -> None:
    key = "strategy.owners_and_resources"
    assert verdict(key, BEFORE) == Verdict.RED
    assert verdict(key, ON_TIME) == Verdict.GREEN
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert verdict(key, ON_TIME) == Verdict.AMBER


def test_linked_to_master_plans(plan: Plan, editor: User) -> None:
    key = "strategy.linked_to_master_plans"
    assert verdict(key, ON_TIME) == Verdict.RED
    item = make_master_plan(editor).items.get()
    assert verdict(key, ON_TIME) == Verdict.AMBER
    services.link(ours=the_initiative(plan), item=item, by=editor, now=ON_TIME)
    assert verdict(key, ON_TIME) == Verdict.GREEN, "the goal serves it through an initiative of its line"
    services.unlink(ours=the_initiative(plan), item=item, by=editor, now=ON_TIME)
    assert verdict(key, ON_TIME) == Verdict.AMBER


def test_initiatives_may_be_cited(plan: Plan, editor: User, person: Person) -> None:
    row = the_initiative(plan)
    assert references.resolve(editor, "strategy.initiative", row.public_id) is not None
    assert references.resolve(person("system-administrator"), "strategy.initiative", row.public_id) is None
