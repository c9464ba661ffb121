"""Evidence of clauses 1.1 to 1.3 made true and false, in a fiscal year that is over."""

import datetime as dt
from decimal import Decimal

from foundation.accounts.models import User
from foundation.core.thai.dates import FiscalQuarter
from strategy import services
from strategy.models import Plan
from tests.people import someone
from tests.proofs import Proofs, at
from tests.strategy.factories import (
    add_part,
    initiative_facts,
    make_definition,
    make_draft,
    make_in_force,
    make_master_plan,
    the_initiative,
)

YEAR = 2567
BEFORE = dt.datetime(2023, 9, 20, 3, tzinfo=dt.UTC)
IN_Q2 = dt.datetime(2024, 1, 15, 3, tzinfo=dt.UTC)
DUE = dt.datetime(2024, 2, 1, 3, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def _editor() -> User:
    return someone("strategist")


def _plan(kind: str = "annual", year: int = YEAR, now: dt.datetime = BEFORE) -> Plan:
    """A plan in force with two initiatives."""
    draft = make_draft(_editor(), kind=kind, year=year, now=now)
    add_part(draft, "initiatives", _editor(), now, **initiative_facts(draft, _editor()))
    return make_in_force(draft, _editor(), someone("board-secretary"), now)


def _defined(*terms: str) -> dt.datetime:
    for term in terms:
        make_in_force(make_definition(_editor(), term), _editor(), someone("board-secretary"), BEFORE)
    return IN_Q2


def _defined_and_used() -> dt.datetime:
    _defined("customer", "market")
    _plan(now=BEFORE + 3 * DAY)
    return IN_Q2


def _annual_plan() -> dt.datetime:
    _plan()
    return IN_Q2


def _both_plans() -> dt.datetime:
    _plan("long_term", 2566)
    return _annual_plan()


def _an_owner_has_left() -> dt.datetime:
    _plan()
    User.objects.filter(pk=_editor().pk).update(is_active=False)
    return IN_Q2


def _reported(*numbers: int) -> dt.datetime:
    plan = _plan()
    for number in numbers:
        services.report_progress(
            initiative=plan.initiatives.get(number=number),
            quarter=FiscalQuarter(YEAR, 1),
            percent=20,
            spent=Decimal(0),
            narrative="ทำ",
            risk="",
            by=_editor(),
            now=IN_Q2,
        )
    return DUE


def _gaps() -> dt.datetime:
    _plan()
    make_master_plan(_editor())
    return IN_Q2


def _linked() -> dt.datetime:
    plan, master = _plan(), make_master_plan(_editor())
    services.link(ours=the_initiative(plan), item=master.items.get(), by=_editor(), now=IN_Q2)
    return IN_Q2


PROOFS: Proofs = {
    "strategy.definitions_in_use": {
        "green": _defined_and_used,
        "amber": lambda: _defined("customer", "market"),
        "red": lambda: _defined("customer"),
    },
    "strategy.plans_approved": {"green": _both_plans, "amber": _annual_plan, "red": at(IN_Q2)},
    "strategy.owners_and_resources": {"green": _annual_plan, "amber": _an_owner_has_left, "red": at(IN_Q2)},
    "strategy.progress_reported": {
        "green": lambda: _reported(1, 2),
        "amber": lambda: _reported(1),
        "red": lambda: _reported(),
    },
    "strategy.linked_to_master_plans": {"green": _linked, "amber": _gaps, "red": _annual_plan},
}
