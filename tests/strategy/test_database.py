"""The database reckons the hash itself: a hash, a text or a part swapped beside the services comes to nothing."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from foundation.accounts.models import User
from strategy import services
from strategy.content import content_hash
from strategy.enums import PlanKind, Status
from strategy.models import Definition, Goal, Indicator, Initiative, Plan, Target
from tests.governance.factories import NOW
from tests.strategy.factories import (
    YEAR,
    add_part,
    initiative_facts,
    make_approved,
    make_definition,
    make_draft,
    make_in_force,
    make_proposed,
)

pytestmark = pytest.mark.django_db
ODD = ['"quoted" \\ back', "สระ ำ น้ำ\nบรรทัด\tแท็บ", "emoji 🏛 \x7f", "\x01\x1f</script>&'", "null", ""]


@pytest.fixture
def editor(person: Callable[..., User]) -> User:
    return person("strategist")


@pytest.fixture
def secretary(person: Callable[..., User]) -> User:
    return person("board-secretary")


def _canonical(table: str, pk: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT strategy_json({table}_content(t)) FROM {table} t WHERE id = %s", [pk])  # noqa: S608  our own names
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize("text", ODD)
def test_python_and_postgresql_agree_on_a_plan(editor: User, secretary: User, text: str) -> None:
    make_in_force(make_definition(editor), editor, secretary)
    plan = make_draft(editor, kind=PlanKind.LONG_TERM)
    goal = add_part(plan, "goals", editor, number=12, title_th="สิบสอง", title_en="")
    line = add_part(plan, "lines", editor, number=10, title_th="สิบ", title_en="", goal=goal)
    add_part(
        plan, "initiatives", editor,
        **initiative_facts(plan, editor, number=7, line=line, indicator=plan.indicators.get(), budget=Decimal(0),
                           clauses=["5.3", "1.3", "10.1"]),
    )  # fmt: skip
    Goal.objects.filter(plan=plan, number=12).update(title_th=text, description=text)
    Initiative.objects.filter(plan=plan, number=7).update(people=text, equipment=text)
    Indicator.objects.filter(plan=plan).update(baseline=Decimal("-1234567.5"), unit_th=text)
    Target.objects.filter(indicator__plan=plan, year=YEAR + 1).update(value=Decimal("99999999999999.99"))
    Plan.objects.filter(pk=plan.pk).update(
        aim_th=text, aim_en=text, customer_definition=Definition.objects.filter(status=Status.IN_FORCE).get()
    )
    assert _canonical("strategy_plan", plan.pk) == Plan.objects.get(pk=plan.pk).canonical()


@pytest.mark.parametrize("text", ODD)
def test_python_and_postgresql_agree_on_a_definition(editor: User, text: str) -> None:
    draft = make_definition(editor)
    Definition.objects.filter(pk=draft.pk).update(text_th=text, right_en=text)
    assert _canonical("strategy_definition", draft.pk) == Definition.objects.get(pk=draft.pk).canonical()


def test_an_empty_plan_has_a_canonical_form(editor: User) -> None:
    plan = services.start_plan(
        kind=PlanKind.ANNUAL, first_year=YEAR, last_year=YEAR, title_th="แผน", by=editor, now=NOW
    )
    assert _canonical("strategy_plan", plan.pk) == plan.canonical()


def test_another_content_is_not_laid_before_the_board_under_a_hash(editor: User) -> None:
    plan = make_draft(editor)
    wanted = content_hash(plan)
    Goal.objects.filter(plan=plan).update(title_th="อย่างอื่น")
    with pytest.raises(IntegrityError, match="not that of this content"), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(status=Status.PROPOSED, content_hash=wanted)
    Plan.objects.filter(pk=plan.pk).update(
        status=Status.PROPOSED, content_hash=content_hash(Plan.objects.get(pk=plan.pk))
    )


def test_an_approved_hash_does_not_bring_another_content_into_force(editor: User, secretary: User) -> None:
    approved = make_approved(make_draft(editor), editor, secretary)
    with connection.cursor() as cursor, transaction.atomic():
        # Someone who may switch triggers off changes a part, and switches them on again.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE strategy_initiative DISABLE TRIGGER strategy_guard")
        Initiative.objects.filter(plan=approved).update(budget=Decimal(9_000_000))
        cursor.execute("ALTER TABLE strategy_initiative ENABLE TRIGGER strategy_guard")
    with pytest.raises(IntegrityError, match="not that of this content"), transaction.atomic():
        Plan.objects.filter(pk=approved.pk).update(status=Status.IN_FORCE, effective_on=dt.date(2027, 1, 1))


def test_a_definition_of_another_text_is_refused_too(editor: User) -> None:
    draft = make_definition(editor)
    with pytest.raises(IntegrityError, match="not that of this content"), transaction.atomic():
        Definition.objects.filter(pk=draft.pk).update(status=Status.PROPOSED, text_th="ใครก็ได้")
    make_proposed(draft, editor)
