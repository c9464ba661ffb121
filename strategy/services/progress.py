"""Reports of the owners: once a quarter, corrected with a reason."""

import datetime as dt
from decimal import Decimal
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.models import locked, signed
from foundation.core.thai.dates import FiscalQuarter
from strategy.enums import Status
from strategy.models import Actual, Indicator, Initiative, Plan, Progress
from strategy.rules import first_day, may_record_actual, may_report_progress, runs_in

ReportT = TypeVar("ReportT", Progress, Actual)


@transaction.atomic
def report_progress(
    *,
    initiative: Initiative,
    quarter: FiscalQuarter,
    percent: int,
    spent: Decimal,
    narrative: str,
    risk: str,
    by: User,
    now: dt.datetime,
    shown_version: int | None = None,
    reason: str = "",
) -> Progress:
    """Report a quarter, or correct the report that was shown (`shown_version`), which takes a reason.

    Raises NotAllowed for strangers, IllegalMove when the plan is not in force, Refused for a quarter to come, one in
    which the initiative does not run, or one that is reported already; StaleVersion; Incomplete.
    """
    if not may_report_progress(by, initiative):
        raise NotAllowed(_("Only the owner of the initiative and colleagues of the same unit report its progress."))
    row = Initiative.objects.select_for_update(of=("self",)).select_related("plan").get(pk=initiative.pk)
    _demand_reportable(row.plan, quarter, now)
    if not runs_in(row, quarter):
        raise Refused(_("The initiative does not run in that quarter."))
    _demand_facts(percent, spent, narrative)
    report = _opened(Progress, row.thread, quarter, shown_version, reason, by, now)
    report.initiative, report.percent, report.spent = row, percent, spent
    report.narrative, report.risk = narrative, risk
    signed(report, by=by, now=now, reason=reason).save()
    return report


@transaction.atomic
def record_actual(
    *,
    indicator: Indicator,
    quarter: FiscalQuarter,
    value: Decimal,
    evidence: str,
    by: User,
    now: dt.datetime,
    shown_version: int | None = None,
    reason: str = "",
) -> Actual:
    """Enter the figure of the year so far at the end of a quarter, or correct the one shown, which takes a reason.

    Raises as `report_progress`; Refused too for an indicator whose figures come live.
    """
    if not may_record_actual(by, indicator):
        raise NotAllowed(_("Only the unit that answers for the indicator enters its figures."))
    row = Indicator.objects.select_for_update(of=("self",)).select_related("plan").get(pk=indicator.pk)
    if row.is_live:
        raise Refused(_("The figures of this indicator come live from the system, so nobody enters them."))
    _demand_reportable(row.plan, quarter, now)
    if not evidence:
        message = _("Please say where the figure comes from.")
        raise Incomplete(message, missing={"evidence": message})
    actual = _opened(Actual, row.thread, quarter, shown_version, reason, by, now)
    actual.indicator, actual.value, actual.evidence = row, value, evidence
    signed(actual, by=by, now=now, reason=reason).save()
    return actual


@transaction.atomic
def assign_owner(*, initiative: Initiative, owner: User, reason: str, by: User, now: dt.datetime) -> Initiative:
    """Give an initiative to another person, in a plan in force too. Raises NotAllowed, Incomplete without a reason."""
    demand(by, Permission.STRATEGY_EDIT)
    if not reason:
        raise Incomplete(_("Please say why."), missing={"reason": _("Please say why.")})
    row = locked(Initiative.objects.all(), pk=initiative.pk)
    row.owner = owner
    signed(row, by=by, now=now, reason=reason).save()
    return row


def _demand_reportable(plan: Plan, quarter: FiscalQuarter, now: dt.datetime) -> None:
    if plan.status != Status.IN_FORCE:
        raise IllegalMove(_("Progress is reported on the edition of the plan that is in force."))
    if quarter.year_be not in plan.years:
        raise Refused(_("The plan does not cover that quarter."))
    if first_day(quarter) > timezone.localdate(now):
        raise Refused(_("That quarter has not begun yet."))


def _demand_facts(percent: int, spent: Decimal, narrative: str) -> None:
    missing = {}
    if not 0 <= percent <= 100:
        missing["percent"] = _("Please give a number from 0 to 100.")
    if spent < 0:
        missing["spent"] = _("Please give an amount that is not negative.")
    if not narrative:
        missing["narrative"] = _("Please say what was done.")
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)


def _opened(
    model: type[ReportT],
    thread: str,
    quarter: FiscalQuarter,
    shown_version: int | None,
    reason: str,
    by: User,
    now: dt.datetime,
) -> ReportT:
    """A new report of the quarter, or the one to correct, locked."""
    told = model._default_manager.filter(thread=thread, year=quarter.year_be, quarter=quarter.quarter)
    found = told.first()
    if found is None:
        return model(
            thread=thread,
            year=quarter.year_be,
            quarter=quarter.quarter,
            reported_by=by,
            reported_at=now,
            created_at=now,
        )
    if shown_version is None:
        raise Refused(_("This quarter is reported already. Correct that report and say why."))
    if not reason:
        message = _("Please say why the report is corrected.")
        raise Incomplete(message, missing={"reason": message})
    return locked(told, pk=found.pk, shown_version=shown_version)
