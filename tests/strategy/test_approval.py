"""The way of plans and definitions to the board, and every refusal on it."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused, StaleVersion
from foundation.governance.selectors import open_proposals
from strategy import services
from strategy.content import content_hash
from strategy.enums import PlanKind, Status, Term
from strategy.lifecycle import MOVES
from strategy.models import Definition, Plan
from strategy.parts import PARTS
from strategy.selectors import definition_in_force, plan_in_force
from tests.governance.factories import NOW
from tests.strategy.factories import (
    DAY,
    TEXTS,
    YEAR,
    add_part,
    decide,
    make_approved,
    make_definition,
    make_draft,
    make_in_force,
    make_proposed,
    the_initiative,
)

pytestmark = pytest.mark.django_db
Person = Callable[..., User]

STEPS: dict[str, Callable[[Plan, User], object]] = {
    "propose": lambda plan, by: services.propose(text=plan, by=by, now=NOW),
    "take_back": lambda plan, by: services.take_back(text=plan, reason="แก้คำ", by=by, now=NOW),
    "enforce": lambda plan, by: services.enforce(text=plan, effective_on=NOW.date(), by=by, now=NOW),
}


@pytest.fixture
def editor(person: Person) -> User:
    return person("strategist")


@pytest.fixture
def secretary(person: Person) -> User:
    return person("board-secretary")


def in_state(status: str, editor: User, secretary: User) -> Plan:
    draft = make_draft(editor)
    make: dict[str, Callable[[], Plan]] = {
        Status.DRAFT: lambda: draft,
        Status.PROPOSED: lambda: make_proposed(draft, editor),
        Status.APPROVED: lambda: make_approved(draft, editor, secretary),
        Status.IN_FORCE: lambda: make_in_force(draft, editor, secretary),
    }
    return make[status]()


def test_from_draft_into_force(editor: User, secretary: User) -> None:
    plan = make_in_force(make_draft(editor), editor, secretary)
    assert plan.resolution is not None
    assert plan.resolution.content_hash == plan.content_hash == content_hash(Plan.objects.get(pk=plan.pk))
    assert plan_in_force(PlanKind.ANNUAL, NOW.date()) is None
    assert plan_in_force(PlanKind.ANNUAL, (NOW + 2 * DAY).date()) == plan
    assert plan_in_force(PlanKind.ANNUAL, dt.date(2027, 10, 1)) is None, "the year is over"
    statuses = list(plan.history.order_by("history_id").values_list("status", flat=True))
    assert list(dict.fromkeys(statuses)) == ["draft", "proposed", "approved", "in_force"]


@pytest.mark.parametrize(
    ("name", "status"),
    [
        (name, status)
        for name in sorted(STEPS)
        for status in (Status.DRAFT, Status.PROPOSED, Status.APPROVED, Status.IN_FORCE)
        if status not in MOVES[name].sources
    ],
)
def test_steps_refuse_other_states(editor: User, secretary: User, name: str, status: str) -> None:
    plan = in_state(status, editor, secretary)
    with pytest.raises(IllegalMove):
        STEPS[name](plan, editor)
    plan.refresh_from_db()
    assert plan.status == status


@pytest.mark.parametrize("name", sorted(STEPS))
def test_steps_refuse_other_people(editor: User, person: Person, name: str) -> None:
    plan = make_draft(editor)
    with pytest.raises(NotAllowed):
        STEPS[name](plan, person("executive"))


def test_drafting_is_for_strategists(editor: User, person: Person) -> None:
    plan, other = make_draft(editor), person("auditor")
    with pytest.raises(NotAllowed):
        services.start_plan(kind="annual", first_year=2571, last_year=2571, title_th="x", by=other, now=NOW)
    with pytest.raises(NotAllowed):
        services.save_plan(plan=plan, shown_version=plan.version, facts={}, by=other, now=NOW)
    with pytest.raises(NotAllowed):
        add_part(plan, "goals", other, number=2, title_th="x")
    with pytest.raises(NotAllowed):
        services.remove_part(plan=plan, kind=PARTS["goals"], part=plan.goals.all()[0], by=other, now=NOW)
    with pytest.raises(NotAllowed):
        services.start_definition(term=Term.CUSTOMER, by=other, now=NOW)


def test_a_plan_changed_after_proposing_needs_a_new_resolution(editor: User, secretary: User) -> None:
    plan = make_approved(make_draft(editor), editor, secretary)
    old = plan.resolution
    plan = services.take_back(text=plan, reason="ปรับเป้าหมาย", by=editor, now=NOW + DAY)
    row = the_initiative(plan)
    services.save_part(
        plan=plan,
        kind=PARTS["initiatives"],
        part=row,
        shown_version=row.version,
        facts={"budget": Decimal(2_000_000)},
        by=editor,
        now=NOW + DAY,
    )
    plan = services.propose(text=plan, by=editor, now=NOW + DAY)
    assert old is not None
    assert plan.content_hash != old.content_hash
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(status=Status.APPROVED, resolution=old)
    with pytest.raises(IllegalMove):
        services.enforce(text=plan, effective_on=NOW.date() + 2 * DAY, by=editor, now=NOW + DAY)


def test_a_returned_plan_is_a_draft_again(editor: User, secretary: User) -> None:
    plan = make_proposed(make_draft(editor), editor)
    decide(plan, secretary, "returned")
    plan.refresh_from_db()
    assert (plan.status, plan.resolution) == (Status.DRAFT, None)


def test_taking_back_withdraws_the_proposal_and_wants_a_reason(editor: User) -> None:
    plan = make_proposed(make_draft(editor), editor)
    with pytest.raises(Incomplete):
        services.take_back(text=plan, reason="", by=editor, now=NOW)
    services.take_back(text=plan, reason="แก้คำ", by=editor, now=NOW)
    assert open_proposals().count() == 0


def test_nothing_changes_while_the_board_reads(editor: User) -> None:
    plan = make_proposed(make_draft(editor), editor)
    with pytest.raises(IllegalMove):
        services.save_plan(plan=plan, shown_version=plan.version, facts=TEXTS, by=editor, now=NOW)
    with pytest.raises(IllegalMove):
        add_part(plan, "goals", editor, number=2, title_th="x")
    with pytest.raises(IllegalMove):
        services.remove_part(plan=plan, kind=PARTS["goals"], part=plan.goals.all()[0], by=editor, now=NOW)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE strategy_plan SET title_th = 'x' WHERE id = %(plan)s",
        "UPDATE strategy_plan SET content_hash = repeat('0', 64) WHERE id = %(plan)s",
        "UPDATE strategy_plan SET resolution_id = NULL WHERE id = %(plan)s",
        "UPDATE strategy_plan SET status = 'draft' WHERE id = %(plan)s",
        "DELETE FROM strategy_plan WHERE id = %(plan)s",
        "UPDATE strategy_goal SET title_th = 'x' WHERE plan_id = %(plan)s",
        "UPDATE strategy_initiative SET budget = 1 WHERE plan_id = %(plan)s",
        "DELETE FROM strategy_initiative WHERE plan_id = %(plan)s",
        "UPDATE strategy_target SET value = 1 WHERE indicator_id IN"
        " (SELECT id FROM strategy_indicator WHERE plan_id = %(plan)s)",
    ],
)
def test_the_database_keeps_what_binds(editor: User, secretary: User, tampering: str) -> None:
    plan = make_in_force(make_draft(editor), editor, secretary)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(tampering, {"plan": plan.pk})


@pytest.mark.parametrize("status", [Status.APPROVED, Status.IN_FORCE, Status.SUPERSEDED])
def test_the_database_refuses_a_plan_without_a_resolution(editor: User, status: str) -> None:
    plan = make_proposed(make_draft(editor), editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(status=status, effective_on=NOW.date())


def test_the_resolution_of_another_plan_does_not_serve(editor: User, secretary: User) -> None:
    other = make_approved(make_draft(editor), editor, secretary)
    plan = make_proposed(make_draft(editor, year=YEAR + 1), editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(status=Status.APPROVED, resolution=other.resolution)


def test_a_stale_save_is_refused(editor: User) -> None:
    plan = make_draft(editor)
    shown = plan.version
    services.save_plan(plan=plan, shown_version=shown, facts={"title_th": "ก่อน"}, by=editor, now=NOW)
    with pytest.raises(StaleVersion):
        services.save_plan(plan=plan, shown_version=shown, facts={"title_th": "หลัง"}, by=editor, now=NOW)
    row = the_initiative(plan)
    save = {"plan": plan, "kind": PARTS["initiatives"], "part": row, "shown_version": row.version, "by": editor}
    services.save_part(**save, facts={"budget": Decimal(5)}, now=NOW)
    with pytest.raises(StaleVersion):
        services.save_part(**save, facts={"budget": Decimal(6)}, now=NOW)


def test_an_incomplete_draft_stays_at_home(editor: User) -> None:
    plan = services.start_plan(
        kind=PlanKind.ANNUAL, first_year=YEAR, last_year=YEAR, title_th="แผน", by=editor, now=NOW
    )
    goal = add_part(plan, "goals", editor, number=1, title_th="x")
    add_part(plan, "indicators", editor, number=1, title_th="x", goal=goal, unit_th="%")
    with pytest.raises(Incomplete) as refusal:
        services.propose(text=plan, by=editor, now=NOW)
    assert set(refusal.value.missing) == {"title_en", "aim_th", "aim_en", "indicator-1", "initiatives"}


@pytest.mark.parametrize(
    ("key", "facts", "field"),
    [
        ("goals", {"number": 1, "title_th": "x"}, "number"),
        ("indicators", {"number": 2, "title_th": "x", "unit_th": "%", "metric_key": "no.such"}, "metric_key"),
        ("indicators", {"number": 2, "title_th": "x", "unit_th": "%", "metric_key": "strategy.any"}, "metric_key"),
        ("initiatives", {"ends_on": dt.date(2026, 10, 1)}, "ends_on"),
        ("initiatives", {"ends_on": dt.date(2027, 10, 1)}, "ends_on"),
        ("initiatives", {"starts_on": dt.date(2026, 9, 30)}, "ends_on"),
    ],
)
def test_a_part_that_does_not_fit_is_refused(editor: User, key: str, facts: dict[str, object], field: str) -> None:
    from tests.strategy.factories import initiative_facts

    plan = make_draft(editor)
    if key == "indicators":
        facts = {**facts, "goal": plan.goals.get()}
    if key == "initiatives":
        facts = initiative_facts(plan, editor, **facts)
    with pytest.raises(Incomplete) as refusal:
        add_part(plan, key, editor, **facts)
    assert set(refusal.value.missing) == {field}


def test_parts_of_another_plan_do_not_fit(editor: User) -> None:
    plan, other = make_draft(editor), make_draft(editor, year=YEAR + 1)
    with pytest.raises(Incomplete):
        add_part(plan, "lines", editor, number=2, title_th="x", goal=other.goals.get())


def test_what_others_stand_on_is_not_removed(editor: User) -> None:
    plan = make_draft(editor)
    with pytest.raises(Refused):
        services.remove_part(plan=plan, kind=PARTS["goals"], part=plan.goals.get(), by=editor, now=NOW)
    services.remove_part(plan=plan, kind=PARTS["initiatives"], part=the_initiative(plan), by=editor, now=NOW)
    assert plan.initiatives.count() == 0


def test_the_next_edition_begins_with_the_last_and_takes_over(editor: User, secretary: User) -> None:
    first = make_in_force(make_draft(editor), editor, secretary)
    second = services.next_edition(plan=first, by=editor, now=NOW + 5 * DAY)
    assert (second.edition, second.content_hash) == (2, content_hash(first))
    assert the_initiative(second).thread == the_initiative(first).thread
    with pytest.raises(Refused):
        services.next_edition(plan=first, by=editor, now=NOW + 5 * DAY)
    make_in_force(second, editor, secretary, NOW + 5 * DAY)
    first.refresh_from_db()
    assert (first.status, first.effective_until) == (Status.SUPERSEDED, (NOW + 7 * DAY).date())
    assert plan_in_force(PlanKind.ANNUAL, (NOW + 6 * DAY).date()) == first
    assert plan_in_force(PlanKind.ANNUAL, (NOW + 7 * DAY).date()) == second


def test_years_must_fit_the_kind(editor: User) -> None:
    for years in ((YEAR, YEAR + 1), (YEAR, YEAR - 1)):
        with pytest.raises(Incomplete):
            services.start_plan(
                kind=PlanKind.ANNUAL, first_year=years[0], last_year=years[1], title_th="x", by=editor, now=NOW
            )
    make_draft(editor)
    with pytest.raises(Refused):
        services.start_plan(kind=PlanKind.ANNUAL, first_year=YEAR, last_year=YEAR, title_th="x", by=editor, now=NOW)


def test_the_past_is_not_bound(editor: User, secretary: User) -> None:
    plan = make_approved(make_draft(editor), editor, secretary)
    with pytest.raises(Refused):
        services.enforce(text=plan, effective_on=NOW.date() - DAY, by=editor, now=NOW)


def test_definitions_go_the_same_way_and_plans_bind_to_them(editor: User, secretary: User) -> None:
    market = services.start_definition(term=Term.MARKET, by=editor, now=NOW)
    with pytest.raises(Incomplete) as refusal:
        services.propose(text=market, by=editor, now=NOW)
    assert {"text_th", "need_th", "purchasing_power_en", "willingness_th", "right_en"} <= set(refusal.value.missing)
    customer = make_in_force(make_definition(editor), editor, secretary)
    assert definition_in_force(Term.CUSTOMER, (NOW + 2 * DAY).date()) == customer
    with pytest.raises(IntegrityError), transaction.atomic():
        Definition.objects.filter(pk=customer.pk).update(text_th="อื่น")
    plan = make_proposed(make_draft(editor), editor, NOW + 3 * DAY)
    assert (plan.customer_definition, plan.market_definition) == (customer, None)
