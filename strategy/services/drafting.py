"""Writing a plan: its texts, its parts, and the next edition of one that is in force."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core import metrics
from foundation.core.errors import Incomplete, Refused
from foundation.core.models import locked, signed
from strategy.content import PLAN_TEXTS
from strategy.enums import OPEN, PlanKind
from strategy.models import Indicator, Initiative, Plan, Target
from strategy.parts import PartKind, PartRow
from strategy.rules import OWN_METRICS, first_day, last_day
from strategy.services.checks import draft_saved, editable
from strategy.services.editions import copy_content


@transaction.atomic
def start_plan(
    *, kind: str, first_year: int, last_year: int, title_th: str, by: User, now: dt.datetime, under: Plan | None = None
) -> Plan:
    """A new plan for years that have none yet.

    Raises NotAllowed, Incomplete for years out of order or an action plan of several years, Refused when there is a
    plan of that kind from that year: its next edition is the way then.
    """
    demand(by, Permission.STRATEGY_EDIT)
    if not 2500 <= first_year <= last_year <= 2699 or (kind == PlanKind.ANNUAL and first_year != last_year):
        message = _("Please check the years: an action plan covers one fiscal year, a strategy several in order.")
        raise Incomplete(message, missing={"last_year": message})
    if Plan.objects.select_for_update().filter(kind=kind, first_year=first_year).exists():
        raise Refused(_("There is a plan for these years already. Please start its next edition."))
    plan = Plan(kind=kind, first_year=first_year, last_year=last_year, edition=1, drafted_by=by, created_at=now)
    plan.title_th, plan.under = title_th, under if kind == PlanKind.ANNUAL else None
    plan.save()
    return draft_saved(plan, by=by, now=now)


@transaction.atomic
def next_edition(*, plan: Plan, by: User, now: dt.datetime) -> Plan:
    """A draft that begins with everything of the latest edition. Raises NotAllowed, Refused while another is open."""
    demand(by, Permission.STRATEGY_EDIT)
    family = plan.family().select_for_update()
    if family.filter(status__in=OPEN).exists():
        raise Refused(_("An edition of this plan is still on its way. Please finish it first."))
    last = family.order_by("-edition")[0]
    copy = Plan(
        kind=last.kind,
        first_year=last.first_year,
        last_year=last.last_year,
        edition=last.edition + 1,
        drafted_by=by,
        created_at=now,
        under=last.under,
        **{field: getattr(last, field) for field in PLAN_TEXTS},
    )
    copy.save()
    copy_content(last, copy, by=by, now=now)
    return draft_saved(copy, by=by, now=now)


@transaction.atomic
def save_plan(*, plan: Plan, shown_version: int, facts: Mapping[str, Any], by: User, now: dt.datetime) -> Plan:
    """Change the texts of a draft and the strategy it stands under. Raises NotAllowed, IllegalMove, StaleVersion."""
    demand(by, Permission.STRATEGY_EDIT)
    row = editable(plan, shown_version=shown_version)
    for field in (*PLAN_TEXTS, *(("under",) if row.kind == PlanKind.ANNUAL else ())):
        if field in facts:
            setattr(row, field, facts[field])
    return draft_saved(row, by=by, now=now)


@transaction.atomic
def save_part(
    *,
    plan: Plan,
    kind: PartKind,
    part: PartRow | None,
    shown_version: int | None,
    facts: Mapping[str, Any],
    by: User,
    now: dt.datetime,
) -> PartRow:
    """Add a part to a draft (`part` None) or change one; `facts` holds names of `kind.fields`, an indicator also
    `targets`: year to value.

    Raises NotAllowed, IllegalMove, StaleVersion, Incomplete when the number is taken or a fact does not fit the plan.
    """
    demand(by, Permission.STRATEGY_EDIT)
    draft = editable(plan)
    if part is None:
        row: PartRow = kind.model(plan=draft, created_at=now)
    else:
        stored: Any = kind.model._default_manager.filter(plan=draft)
        row = locked(stored, pk=part.pk, shown_version=shown_version)
    for field in kind.fields:
        if field in facts:
            setattr(row, field, facts[field])
    _demand_fitting(draft, kind, row)
    signed(row, by=by, now=now).save()
    if isinstance(row, Indicator) and "targets" in facts:
        _set_targets(draft, row, facts["targets"])
    draft_saved(draft, by=by, now=now)
    return row


@transaction.atomic
def remove_part(*, plan: Plan, kind: PartKind, part: PartRow, by: User, now: dt.datetime) -> None:
    """Take a part out of a draft. Raises NotAllowed, IllegalMove, Refused while other parts stand on it."""
    demand(by, Permission.STRATEGY_EDIT)
    draft = editable(plan)
    row = kind.model._default_manager.get(plan=draft, pk=part.pk)
    try:
        signed(row, by=by, now=now).delete()
    except ProtectedError as error:
        raise Refused(_("Other parts of the plan stand on this one. Please move or remove them first.")) from error
    draft_saved(draft, by=by, now=now)


def _demand_fitting(plan: Plan, kind: PartKind, row: PartRow) -> None:
    missing = {}
    if kind.model._default_manager.filter(plan=plan, number=row.number).exclude(pk=row.pk).exists():
        missing["number"] = _("Another one has this number.")
    for field in kind.within:
        other = getattr(row, field, None) if getattr(row, f"{field}_id") else None
        if other is not None and other.plan_id != plan.pk:
            missing[field] = _("Please choose one of this plan.")
    if isinstance(row, Indicator) and row.metric_key and not _is_offered(row.metric_key):
        missing["metric_key"] = _("No such figure is measured.")
    if isinstance(row, Initiative):
        missing |= _days(plan, row)
    if missing:
        raise Incomplete(_("Some facts do not fit the plan."), missing=missing)


def _is_offered(key: str) -> bool:
    return not key.startswith(OWN_METRICS) and any(metric.key == key for metric in metrics.all_metrics())


def _days(plan: Plan, row: Initiative) -> dict[str, str]:
    if row.starts_on >= row.ends_on:
        return {"ends_on": _("It must end after it begins.")}
    if row.starts_on < first_day(plan.quarters[0]) or row.ends_on > last_day(plan.quarters[-1]):
        return {"ends_on": _("It must lie within the years of the plan.")}
    return {}


def _set_targets(plan: Plan, indicator: Indicator, targets: Mapping[int, Decimal | None]) -> None:
    """Targets have no history of their own: the indicator's history and the editions of the plan tell them."""
    indicator.targets.all().delete()
    Target.objects.bulk_create(
        Target(indicator=indicator, year=year, value=value)
        for year, value in sorted(targets.items())
        if value is not None and year in plan.years
    )
