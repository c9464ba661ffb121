"""The first page: what is on track, what is late, what is not linked."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.thai.dates import fiscal_quarter_of, fiscal_year_of
from strategy import charts, metrics, selectors
from strategy.enums import PlanKind, Standing, Term
from strategy.rules import due_on, last_quarter_due, standing
from strategy.selectors.indicators import indicators_in_force

CARDS = (metrics.ON_TRACK, metrics.INDICATORS_MET, metrics.REPORTED_ON_TIME, metrics.BUDGET_SPENT)
NEEDS_CARE = frozenset({Standing.BEHIND, Standing.SILENT})


@require_GET
@requires(Permission.STRATEGY_VIEW)
def overview(request: HttpRequest) -> HttpResponse:
    """The plans in force against their time and their targets."""
    now = timezone.now()
    day, quarter, due = timezone.localdate(now), fiscal_quarter_of(now), last_quarter_due(timezone.localdate(now))
    results = selectors.results_of(indicators_in_force(day), year=fiscal_year_of(day), at=now)
    rows = [(row, standing(row.percent, row.expected)) for row in selectors.initiatives_in_force(day, today=day)]  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "cards": [(metric, metric.measure(quarter.period).get("")) for metric in CARDS],
        "quarter": quarter,
        "results": results,
        "chart": charts.attainment_chart(results) if results else None,
        "initiatives": rows,
        "care": [(row, state) for row, state in rows if state in NEEDS_CARE],
        "due": due,
        "due_on": due_on(due),
        "silent": [row for row in selectors.obligations(due).order_by("plan", "number") if row.reported_at is None],  # type: ignore[attr-defined]
        "awaited": quarter.previous(),
        "awaited_on": due_on(quarter.previous()) if quarter.previous() != due else None,
        "plans": [(kind.label, selectors.plan_in_force(kind, day)) for kind in PlanKind],
        "definitions": [(term.label, selectors.definition_in_force(term, day)) for term in Term],
        "gaps": selectors.gaps_of(day),
        "may_edit": signed_in(request).can(Permission.STRATEGY_EDIT),
    }
    return render(request, "strategy/overview.html", context)
