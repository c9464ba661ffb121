"""The reports of the quarters that have passed: most on time, some late, one corrected, one still owed."""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone

from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of
from strategy import services
from strategy.demo_texts import LONG_INDICATORS, LONG_INITIATIVES, NARRATIVES, RISKS, YEAR_INDICATORS, YEAR_INITIATIVES
from strategy.enums import PlanKind, Status
from strategy.models import Indicator, Initiative, Plan
from strategy.rules import due_on, expected_percent, last_day, runs_in

QUARTERS = 5  # the running one and the four before


def tell_reports(now: dt.datetime) -> None:
    """Progress and figures of the plans in force, up to the last whole quarter; a few report the running one early."""
    for plan in Plan.objects.filter(status=Status.IN_FORCE).order_by("first_year"):
        is_long = plan.kind == PlanKind.LONG_TERM
        rows = LONG_INITIATIVES if is_long else YEAR_INITIATIVES
        for initiative, told in zip(plan.initiatives.select_related("owner").order_by("number"), rows, strict=True):
            _progress(plan, initiative, told, now)
        indicators = LONG_INDICATORS if is_long else YEAR_INDICATORS
        for indicator, known in zip(plan.indicators.order_by("number"), indicators, strict=True):
            if "actuals" in known:
                _figures(plan, indicator, known["actuals"], now)


def _past(plan: Plan, now: dt.datetime) -> Iterator[FiscalQuarter]:
    """The last whole quarters that the plan covers, oldest first."""
    quarter, found = fiscal_quarter_of(now), []
    for _back in range(QUARTERS):
        quarter = quarter.previous()
        if quarter.year_be in plan.years:
            found.append(quarter)
    yield from reversed(found)


def _progress(plan: Plan, row: Initiative, told: Mapping[str, Any], now: dt.datetime) -> None:
    quarters = [quarter for quarter in _past(plan, now) if runs_in(row, quarter)]
    for index, quarter in enumerate(quarters):
        if told.get("silent_last") and quarter == fiscal_quarter_of(now).previous():
            continue
        percent = min(100, round(expected_percent(row.starts_on, row.ends_on, last_day(quarter)) * told["pace"]))
        late = (row.number + quarter.quarter) % 5 == 0
        at = _morning(due_on(quarter) + dt.timedelta(days=4 if late else -5 - row.number))
        if at > now:
            continue
        _report(row, quarter, percent, index, at)


def _report(row: Initiative, quarter: FiscalQuarter, percent: int, index: int, at: dt.datetime) -> None:
    facts: dict[str, Any] = {
        "initiative": row,
        "quarter": quarter,
        "percent": percent,
        "spent": (row.budget * percent / 104).quantize(Decimal("0.01")),
        "narrative": NARRATIVES[index % len(NARRATIVES)],
        "risk": RISKS[(index + row.number) % len(RISKS)],
        "by": row.owner,
    }
    report = services.report_progress(**facts, now=at)
    if row.number == 1 and quarter.quarter == 2:
        facts["spent"] = (row.budget * percent / 110).quantize(Decimal("0.01"))
        reason = "ยอดเบิกจ่ายรวมรายการที่ยังไม่ตรวจรับ"
        later = at + dt.timedelta(days=6)
        services.report_progress(**facts, shown_version=report.version, reason=reason, now=later)


def _figures(plan: Plan, row: Indicator, actuals: tuple[str, ...], now: dt.datetime) -> None:
    by = row.owner_unit.members.order_by("id")[0] if row.owner_unit else None
    for quarter in _past(plan, now):
        at = _morning(due_on(quarter) - dt.timedelta(days=3))
        if by is None or at > now:
            continue
        services.record_actual(
            indicator=row,
            quarter=quarter,
            value=Decimal(actuals[quarter.quarter - 1]),
            evidence=f"รายงานสรุปไตรมาส {quarter.quarter}/{quarter.year_be} ของ{row.owner_unit}",
            by=by,
            now=at,
        )


def _morning(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9, 30)))
