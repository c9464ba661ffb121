"""Contracts, opportunities, programmes, needs: what the services do and refuse."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from customers.models import Customer
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused, StaleVersion
from foundation.core.lifecycle import Lifecycle
from relationships import services
from relationships.enums import HoldingStatus, ProgrammeStatus, Stage
from relationships.lifecycle import HOLDING_MOVES, OPPORTUNITY_MOVES, PROGRAMME_MOVES
from relationships.models import Holding, Opportunity, Programme
from tests.customers.factories import NOW, make_digital, make_organisation, make_person
from tests.people import someone
from tests.relationships.factories import (
    TODAY,
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
LATER = dt.date(2027, 12, 31)


def _force(row: Any, **fields: Any) -> None:
    """Put a row in a state, as the database allows it."""
    type(row).objects.filter(pk=row.pk).update(**fields)


# ── Contracts ───────────────────────────────────────────────────────────────
def test_a_contract_in_force_makes_its_customer_a_current_one() -> None:
    prospect = make_organisation(relation="prospect", relation_since=dt.date(2025, 6, 1))
    make_holding(prospect)
    prospect.refresh_from_db()
    assert (prospect.relation, prospect.relation_since) == ("current", dt.date(2026, 1, 1))


def test_an_overlapping_lease_of_the_same_space_is_refused_in_words() -> None:
    first = make_holding(space="2-014")
    with pytest.raises(Incomplete) as refusal:
        make_holding(space=" 2-014 ", building="B", starts_on=dt.date(2026, 12, 31), ends_on=LATER)
    assert first.number in refusal.value.missing["space"]
    following = make_holding(space="2-014", starts_on=dt.date(2027, 1, 1), ends_on=LATER)
    assert following.space == "2-014"


def test_a_lease_that_ended_early_frees_the_space() -> None:
    first = make_holding(space="1-001")
    services.end_holding(holding_id=first.pk, on=dt.date(2026, 6, 30), reason="price", note="", by=officer(), now=NOW)
    assert make_holding(space="1-001", starts_on=dt.date(2026, 7, 1)).status == "running"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"space": ""}, "space"),
        ({"building": ""}, "building"),
        ({"ends_on": dt.date(2025, 1, 1)}, "ends_on"),
        ({"yearly_value": Decimal(-1)}, "yearly_value"),
        ({"subject": ""}, "subject"),
    ],
)
def test_incomplete_contracts_are_refused(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Incomplete) as refusal:
        make_holding(**values)
    assert set(refusal.value.missing) == {field}


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": dt.date(2025, 1, 1)},
        {"yearly_value": -1},
        {"space": ""},
        {"status": "ended"},
        {"status": "astral"},
        {"ended_on": dt.date(2026, 5, 1)},
    ],
)
def test_the_database_refuses_wrong_contracts(wrong: dict[str, Any]) -> None:
    holding = make_holding()
    with pytest.raises(IntegrityError), transaction.atomic():
        _force(holding, **wrong)


def test_a_renewal_follows_and_keeps_the_old_contract() -> None:
    holding = make_holding()
    following = services.renew_holding(
        holding_id=holding.pk, ends_on=LATER, values={"yearly_value": Decimal(130_000)}, by=officer(), now=NOW
    )
    holding.refresh_from_db()
    assert (holding.status, holding.renewed_by) == ("renewed", following)
    assert (following.starts_on, following.space, following.yearly_value) == (
        dt.date(2027, 1, 1), holding.space, Decimal(130_000),
    )  # fmt: skip


def test_the_last_contract_over_makes_a_former_customer_and_another_one_does_not() -> None:
    customer = make_organisation(relation_since=dt.date(2025, 1, 1))
    one, two = make_holding(customer), make_holding(customer)
    end: dict[str, Any] = {"on": dt.date(2026, 9, 30), "reason": "competitor", "note": "", "by": officer(), "now": NOW}
    services.end_holding(holding_id=one.pk, **end)
    customer.refresh_from_db()
    assert customer.relation == "current"
    services.end_holding(holding_id=two.pk, **end)
    customer.refresh_from_db()
    assert (customer.relation, customer.relation_since) == ("former", dt.date(2026, 10, 1))


def test_ending_demands_a_reason_and_a_day_within() -> None:
    holding = make_holding()
    with pytest.raises(Incomplete) as refusal:
        services.end_holding(holding_id=holding.pk, on=LATER, reason="", note="", by=officer(), now=NOW)
    assert set(refusal.value.missing) == {"on", "reason"}


def test_contracts_are_refused_for_the_forgotten_and_to_others() -> None:
    person = make_person()
    Customer.objects.filter(pk=person.pk).update(erased_at=NOW)
    person.refresh_from_db()
    with pytest.raises(Refused):
        make_holding(person)
    with pytest.raises(NotAllowed):
        services.record_holding(customer=make_organisation(), values={}, by=someone("auditor"), now=NOW)
    hidden = make_organisation(is_limited=True, unit=officer().unit or _unit())
    with pytest.raises(NotAllowed):
        make_holding(hidden)


def _unit() -> Any:
    from foundation.accounts.models import Unit

    return Unit.objects.get(code="property")


def test_a_stale_correction_is_refused() -> None:
    holding = make_holding()
    change: dict[str, Any] = {"values": {"subject": "ใหม่"}, "by": officer(), "now": NOW}
    services.update_holding(holding_id=holding.pk, shown_version=holding.version, **change)
    with pytest.raises(StaleVersion):
        services.update_holding(holding_id=holding.pk, shown_version=holding.version, **change)


def test_sent_twice_is_recorded_once() -> None:
    customer = make_organisation()
    values = {
        "kind": "service", "subject": "ดูแลสวน", "yearly_value": Decimal(1), "starts_on": TODAY, "ends_on": LATER,
    }  # fmt: skip
    once: dict[str, Any] = {"customer": customer, "values": values, "by": officer(), "now": NOW, "once": "k"}
    assert services.record_holding(**once) == services.record_holding(**once)
    assert Holding.objects.count() == 1


# ── Opportunities ───────────────────────────────────────────────────────────
def test_won_cross_selling_makes_a_contract_of_that_value() -> None:
    won = make_opportunity(stage="won")
    assert won.result is not None
    assert (won.result.kind, won.result.yearly_value, won.closed_on) == ("service", Decimal(60_000), TODAY)


def test_won_up_selling_widens_its_contract() -> None:
    holding = make_holding()
    row = make_opportunity(holding.customer, stage="offered", kind="upsell", holding=holding)
    won = services.win_opportunity(opportunity_id=row.pk, values={}, by=officer(), now=NOW)
    holding.refresh_from_db()
    assert (won.result, holding.yearly_value) == (holding, Decimal(180_000))


def test_won_renewal_renews_its_contract_and_a_second_one_comes_too_late() -> None:
    holding = make_holding()
    rows = [
        make_opportunity(holding.customer, stage="offered", kind="renewal", holding=holding, value=Decimal(n))
        for n in (1, 2)
    ]
    won = services.win_opportunity(opportunity_id=rows[0].pk, values={"ends_on": LATER}, by=officer(), now=NOW)
    assert won.result is not None
    assert won.result.renewal_of == holding
    with pytest.raises(IllegalMove):
        services.win_opportunity(opportunity_id=rows[1].pk, values={"ends_on": LATER}, by=officer(), now=NOW)
    assert Opportunity.objects.get(pk=rows[1].pk).stage == "offered"


def test_a_taken_space_leaves_the_opportunity_as_it_was() -> None:
    make_holding(space="9-009")
    row = make_opportunity(stage="offered", kind="new")
    terms = {"starts_on": TODAY, "ends_on": LATER, "building": "B", "space": "9-009"}
    with pytest.raises(Incomplete):
        services.win_opportunity(opportunity_id=row.pk, values=terms, by=officer(), now=NOW)
    assert Opportunity.objects.get(pk=row.pk).stage == "offered"


def test_lost_demands_a_reason_from_the_list_and_an_offer_a_value() -> None:
    row = make_opportunity(stage="qualified", value=None)
    with pytest.raises(Incomplete):
        services.lose_opportunity(opportunity_id=row.pk, reason="bad luck", note="", by=officer(), now=NOW)
    with pytest.raises(Incomplete):
        services.make_offer(opportunity_id=row.pk, by=officer(), now=NOW)


def test_a_renewal_names_its_contract_and_no_one_elses() -> None:
    with pytest.raises(Incomplete):
        make_opportunity(kind="renewal")
    with pytest.raises(Incomplete):
        make_opportunity(kind="upsell", holding=make_holding())


@pytest.mark.parametrize(
    "wrong", [{"stage": "lost"}, {"stage": "won"}, {"lost_reason": "price"}, {"probability": 101}, {"kind": "x"}]
)
def test_the_database_refuses_wrong_opportunities(wrong: dict[str, Any]) -> None:
    row = make_opportunity()
    with pytest.raises(IntegrityError), transaction.atomic():
        _force(row, **wrong)


# ── Refusals from the tables ────────────────────────────────────────────────
def _illegal(moves: Lifecycle, states: Any) -> list[tuple[str, str]]:
    return [(name, state) for name, move in moves.items() for state in sorted(set(states) - move.sources)]


_ENDED = {"ended_on": TODAY, "end_reason": "price"}


@pytest.mark.parametrize(("name", "state"), _illegal(HOLDING_MOVES, HoldingStatus.values))
def test_contracts_refuse_steps_of_other_states(name: str, state: str) -> None:
    holding = make_holding()
    _force(holding, status=state, **(_ENDED if state == "ended" else {}))
    take: dict[str, Callable[[], Any]] = {
        "renew": lambda: services.renew_holding(holding_id=holding.pk, ends_on=LATER, by=officer(), now=NOW),
        "end": lambda: services.end_holding(
            holding_id=holding.pk, on=TODAY, reason="price", note="", by=officer(), now=NOW
        ),
    }
    with pytest.raises(IllegalMove):
        take[name]()


@pytest.mark.parametrize(("name", "state"), _illegal(OPPORTUNITY_MOVES, Stage.values))
def test_opportunities_refuse_steps_of_other_states(name: str, state: str) -> None:
    row = make_opportunity(stage=state)
    facts: dict[str, Any] = {"opportunity_id": row.pk, "by": officer(), "now": NOW}
    take: dict[str, Callable[[], Any]] = {
        "qualify": lambda: services.qualify_opportunity(**facts),
        "offer": lambda: services.make_offer(**facts),
        "win": lambda: services.win_opportunity(values={"starts_on": TODAY, "ends_on": LATER}, **facts),
        "lose": lambda: services.lose_opportunity(reason="price", note="", **facts),
    }
    with pytest.raises(IllegalMove):
        take[name]()


_OVER = {"effect": "effective", "comparison": "ก", "evaluated_at": NOW}


@pytest.mark.parametrize(("name", "state"), _illegal(PROGRAMME_MOVES, ProgrammeStatus.values))
def test_programmes_refuse_steps_of_other_states(name: str, state: str) -> None:
    programme = make_programme(make_segments([make_organisation()])[0])
    over = {**_OVER, "evaluated_by": strategist()} if state in ("evaluated", "closed") else {}
    _force(programme, status=state, **over, **({"lesson": "ก", "closed_at": NOW} if state == "closed" else {}))
    facts: dict[str, Any] = {"programme_id": programme.pk, "by": strategist(), "now": NOW}
    take: dict[str, Callable[[], Any]] = {
        "start": lambda: services.start_programme(**facts),
        "evaluate": lambda: services.evaluate_programme(
            effect="effective", comparison="ก", evaluation="", spent=None, **facts
        ),
        "close": lambda: services.close_programme(lesson="ก", **facts),
        "cancel": lambda: services.cancel_programme(reason="ก", **facts),
    }
    with pytest.raises(IllegalMove):
        take[name]()


@pytest.mark.parametrize("moves", [HOLDING_MOVES, OPPORTUNITY_MOVES, PROGRAMME_MOVES])
def test_every_step_is_refused_to_those_without_the_right(moves: Lifecycle) -> None:
    assert all(not someone("auditor").can(move.permission or "") for move in moves.values())


# ── Programmes ──────────────────────────────────────────────────────────────
def test_members_are_drawn_as_the_segment_stood_without_the_forgotten() -> None:
    customers = [make_organisation() for _n in range(3)]
    gone = make_person()
    segment, other = make_segments([*customers, gone], [make_organisation()])
    Customer.objects.filter(pk=gone.pk).update(erased_at=NOW)
    programme = make_programme(segment)
    facts: dict[str, Any] = {"programme_id": programme.pk, "by": strategist(), "now": NOW}
    assert services.draw_members(as_of=TODAY, **facts) == 3
    assert services.draw_members(as_of=TODAY, **facts) == 3, "a second draw replaces the first"
    assert set(programme.members.values_list("customer", flat=True)) == {row.pk for row in customers}
    with pytest.raises(Incomplete):
        services.draw_members(as_of=TODAY - dt.timedelta(days=1), **facts)
    with pytest.raises(Incomplete):
        services.draw_members(as_of=TODAY + dt.timedelta(days=1), **facts)
    services.update_programme(
        programme_id=programme.pk, shown_version=Programme.objects.get(pk=programme.pk).version,
        values={"segment": other}, by=strategist(), now=NOW,
    )  # fmt: skip
    assert not programme.members.exists(), "another segment drops the members of the first"


def test_a_programme_starts_only_with_a_measure_and_members() -> None:
    programme = make_programme(make_segments([make_organisation()])[0])
    with pytest.raises(Incomplete) as refusal:
        services.start_programme(programme_id=programme.pk, by=strategist(), now=NOW)
    assert set(refusal.value.missing) == {"measures", "members"}


def test_measures_are_read_from_the_registry_before_and_after() -> None:
    inside, outside = make_organisation(), make_organisation()
    segment, _rest = make_segments([inside], [outside])
    before = dt.datetime(2026, 8, 1, 10, tzinfo=NOW.tzinfo)
    make_opportunity(inside, stage="won", now=before)
    make_opportunity(outside, stage="won", now=before)
    programme = make_started(segment)
    measure = programme.measures.get()
    assert (measure.is_of_segment, measure.baseline, measure.baseline_all) == (True, 1, 2)
    for _n in range(2):
        make_opportunity(inside, stage="won")
    services.evaluate_programme(
        programme_id=programme.pk, effect="effective", comparison="ลูกค้าอื่นทั้งหมดในเดือนเดียวกัน", evaluation="",
        spent=Decimal(5), by=strategist(), now=NOW,
    )  # fmt: skip
    measure.refresh_from_db()
    assert (measure.actual, measure.actual_all, measure.is_met) == (2, 2, True)


def test_a_plan_stands_once_the_programme_runs_and_a_lesson_closes_it() -> None:
    programme = make_started(make_segments([make_organisation()])[0])
    facts: dict[str, Any] = {"programme_id": programme.pk, "by": strategist(), "now": NOW}
    with pytest.raises(IllegalMove):
        services.add_measure(metric_key="customers.new", target=1, **facts)
    with pytest.raises(IllegalMove):
        services.draw_members(as_of=TODAY, **facts)
    programme.refresh_from_db()
    services.update_programme(shown_version=programme.version, values={"name": "อื่น", "spent": Decimal(9)}, **facts)
    programme.refresh_from_db()
    assert (programme.name, programme.spent) == ("ผู้เช่าสัมพันธ์", Decimal(9))
    with pytest.raises(Incomplete):
        services.evaluate_programme(effect="", comparison="", evaluation="", spent=None, **facts)
    services.evaluate_programme(effect="partly", comparison="ก", evaluation="", spent=None, **facts)
    with pytest.raises(Incomplete):
        services.close_programme(lesson="", **facts)
    assert services.close_programme(lesson="เริ่มเร็วกว่านี้", **facts).status == "closed"


@pytest.mark.parametrize(
    "wrong",
    [{"status": "evaluated"}, {"status": "closed"}, {"ends_on": dt.date(2020, 1, 1)}, {"budget": -1}],
)
def test_the_database_refuses_wrong_programmes(wrong: dict[str, Any]) -> None:
    programme = make_programme(make_segments([make_organisation()])[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        _force(programme, **wrong)


def test_a_measure_that_is_not_there_or_is_taken_is_refused() -> None:
    programme = make_programme(make_segments([make_organisation()])[0])
    facts: dict[str, Any] = {"programme_id": programme.pk, "target": 1, "by": strategist(), "now": NOW}
    services.add_measure(metric_key="customers.new", **facts)
    for key in ("customers.new", "no.such"):
        with pytest.raises(Incomplete):
            services.add_measure(metric_key=key, **facts)


def test_an_activity_is_done_once() -> None:
    programme = make_programme(make_segments([make_organisation()])[0])
    activity = services.add_activity(
        programme_id=programme.pk, values={"title": "เยี่ยม", "due_on": TODAY}, by=strategist(), now=NOW
    )
    services.complete_activity(activity_id=activity.pk, outcome="ครบ", by=strategist(), now=NOW)
    with pytest.raises(IllegalMove):
        services.complete_activity(activity_id=activity.pk, outcome="ครบ", by=strategist(), now=NOW)


# ── Needs ───────────────────────────────────────────────────────────────────
def test_a_need_is_changed_in_one_history_row_and_withdrawn_once() -> None:
    need = make_need(make_segments([make_organisation()])[0])
    before = need.history.count()
    place = make_digital()
    services.update_need(
        need_id=need.pk, shown_version=need.version, values={"touchpoints": [place]}, by=officer(), now=NOW
    )
    assert need.history.count() == before + 1
    assert list(need.touchpoints.all()) == [place]
    services.withdraw_need(need_id=need.pk, reason="มีอาคารจอดรถแล้ว", by=officer(), now=NOW)
    with pytest.raises(IllegalMove):
        services.withdraw_need(need_id=need.pk, reason="ซ้ำ", by=officer(), now=NOW)
