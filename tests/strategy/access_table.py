"""Who may use which address of strategy."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission as P
from foundation.core.thai.dates import fiscal_quarter_of
from strategy import services
from strategy.models import Indicator, Initiative, Plan
from tests.access import Row
from tests.people import someone
from tests.strategy.factories import (
    a_unit,
    make_approved,
    make_definition,
    make_draft,
    make_in_force,
    make_master_plan,
    make_proposed,
    the_indicator,
    the_initiative,
)


def _editor() -> User:
    return someone("strategist")


def _secretary() -> User:
    return someone("board-secretary")


def _draft() -> Plan:
    quarter = fiscal_quarter_of(timezone.now())
    return make_draft(_editor(), year=quarter.year_be, now=timezone.now())


def a_draft() -> Mapping[str, Any]:
    return {"public_id": _draft().public_id}


def a_proposed() -> Mapping[str, Any]:
    return {"public_id": make_proposed(_draft(), _editor(), timezone.now()).public_id}


def an_approved() -> Mapping[str, Any]:
    return {"public_id": make_approved(make_draft(_editor()), _editor(), _secretary()).public_id}


def a_plan_in_force() -> Mapping[str, Any]:
    return {"public_id": make_in_force(make_draft(_editor()), _editor(), _secretary()).public_id}


def a_kind() -> Mapping[str, Any]:
    return {**a_draft(), "key": "goals"}


def a_part() -> Mapping[str, Any]:
    plan = _draft()
    return {"public_id": plan.public_id, "key": "initiatives", "part_id": the_initiative(plan).public_id}


def an_input() -> Mapping[str, Any]:
    plan = _draft()
    row = services.add_input(plan=plan, kind="other", note="แผนวิจัย", by=_editor(), now=timezone.now())
    return {"public_id": plan.public_id, "input_id": row.public_id}


def _initiative() -> Initiative:
    return the_initiative(_draft())


def an_initiative() -> Mapping[str, Any]:
    return {"public_id": _initiative().public_id}


def a_quarter_of_everyones() -> Mapping[str, Any]:
    """An initiative whose unit everybody belongs to, so that the table speaks of permissions alone."""
    row, unit = _initiative(), a_unit()
    User.objects.update(unit=unit)
    quarter = fiscal_quarter_of(timezone.now())
    return {"public_id": row.public_id, "year": quarter.year_be, "quarter": quarter.quarter}


def _indicator() -> Indicator:
    return the_indicator(_draft())


def an_indicator() -> Mapping[str, Any]:
    return {"public_id": _indicator().public_id}


def a_figure_of_everyones() -> Mapping[str, Any]:
    row, unit = _indicator(), a_unit()
    User.objects.update(unit=unit)
    quarter = fiscal_quarter_of(timezone.now())
    return {"public_id": row.public_id, "year": quarter.year_be, "quarter": quarter.quarter}


def a_definition() -> Mapping[str, Any]:
    return {"public_id": make_definition(_editor()).public_id}


def a_proposed_definition() -> Mapping[str, Any]:
    return {"public_id": make_proposed(make_definition(_editor()), _editor()).public_id}


def an_approved_definition() -> Mapping[str, Any]:
    return {"public_id": make_approved(make_definition(_editor()), _editor(), _secretary()).public_id}


def a_master_plan() -> Mapping[str, Any]:
    return {"public_id": make_master_plan(_editor()).public_id}


def an_item() -> Mapping[str, Any]:
    return {"item_id": make_master_plan(_editor()).items.get().public_id}


VIEW, EDIT, REPORT = (P.STRATEGY_VIEW,), (P.STRATEGY_EDIT,), (P.STRATEGY_PROGRESS,)
REASON = {"reason": "ขอแก้"}

ROWS: list[Row] = [
    Row("strategy:staff-overview", VIEW),
    Row("strategy:staff-definitions", VIEW),
    Row("strategy:staff-definition-start", EDIT, make=lambda: {"term": "market"}, method="post", ok=302),
    Row("strategy:staff-definition", VIEW, make=a_definition),
    Row("strategy:staff-definition-edit", EDIT, make=a_definition),
    Row("strategy:staff-definition-propose", EDIT, make=a_definition, method="post", ok=302),
    Row("strategy:staff-definition-take-back", EDIT, make=a_proposed_definition, method="post", data=REASON, ok=302),
    Row("strategy:staff-definition-enforce", EDIT, make=an_approved_definition, method="post", ok=422),
    Row("strategy:staff-master-plans", VIEW),
    Row("strategy:staff-master-plan-new", EDIT),
    Row("strategy:staff-master-plan-edit", EDIT, make=a_master_plan),
    Row("strategy:staff-master-item-add", EDIT, make=a_master_plan, method="post", ok=422),
    Row("strategy:staff-master-item-remove", EDIT, make=an_item, method="post", ok=302),
    Row("strategy:staff-link", EDIT, make=an_item, method="post", ok=302),
    Row("strategy:staff-unlink", EDIT, make=an_item, method="post", ok=302),
    Row("strategy:staff-initiative", VIEW, make=an_initiative),
    Row("strategy:staff-initiative-owner", EDIT, make=an_initiative, method="post", ok=422),
    Row("strategy:staff-progress", REPORT, make=a_quarter_of_everyones),
    Row("strategy:staff-indicator", VIEW, make=an_indicator),
    Row("strategy:staff-figure", REPORT, make=a_figure_of_everyones),
    Row("strategy:staff-plans", VIEW),
    Row("strategy:staff-plan-new", EDIT),
    Row("strategy:staff-plan", VIEW, make=a_draft),
    Row("strategy:staff-plan-edit", EDIT, make=a_draft),
    Row("strategy:staff-plan-next-edition", EDIT, make=a_plan_in_force, method="post", ok=302),
    Row("strategy:staff-plan-compare", VIEW, make=a_draft),
    Row("strategy:staff-plan-propose", EDIT, make=a_draft, method="post", ok=302),
    Row("strategy:staff-plan-take-back", EDIT, make=a_proposed, method="post", data=REASON, ok=302),
    Row("strategy:staff-plan-enforce", EDIT, make=an_approved, method="post", ok=422),
    Row("strategy:staff-plan-input-add", EDIT, make=a_draft, method="post", ok=422),
    Row("strategy:staff-plan-input-remove", EDIT, make=an_input, method="post", ok=302),
    Row("strategy:staff-part-new", EDIT, make=a_kind),
    Row("strategy:staff-part-edit", EDIT, make=a_part),
    Row("strategy:staff-part-remove", EDIT, make=a_part, method="post", ok=302),
    Row("strategy:api-plans", VIEW),
    Row("strategy:api-plan", VIEW, make=a_draft),
]
