"""Collecting what customers said in a quarter, and what came of it. Only reads; layout comes later, from the result."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone, translation

from foundation.core import metrics
from foundation.core.metrics import Metric, Period
from foundation.core.thai.dates import FiscalQuarter
from reporting.figures import SCHEMA, collect_metrics
from reporting.sources import both
from segmentation.selectors import segments_in_force
from voc.enums.insight import Decision, DoneStatus
from voc.models import DoneEntry, Insight
from voc.scores import NeedScore
from voc.selectors.coverage import coverage
from voc.selectors.needs import need_scores

CLAUSES = ("3.1", "3.2", "3.3", "3.4")


def collect(quarter: FiscalQuarter) -> dict[str, Any]:
    """The registered metrics of policy section 3, needs, insights and holes of the quarter, as plain JSON.

    Call it inside one repeatable-read transaction, so that every figure tells of the same moment.
    """
    at = min(quarter.period.end - timedelta(seconds=1), timezone.now())
    return {
        "schema": SCHEMA,
        "year_be": quarter.year_be,
        "quarter": quarter.quarter,
        "metrics": collect_metrics(voc_metrics(), quarter),
        "needs": _needs(quarter, at),
        "insights": [_insight(row) for row in _insights_of(quarter.period)],
        "done": [
            {"said": both(row, "said"), "did": both(row, "did"), "since": row.since.isoformat()}
            for row in DoneEntry.objects.filter(
                status=DoneStatus.PUBLISHED,
                published_at__gte=quarter.period.start,
                published_at__lt=quarter.period.end,
            ).order_by("since", "id")
        ],
        "coverage": _coverage(quarter.period, at),
    }


def voc_metrics() -> list[Metric]:
    """The metrics of the clauses on listening."""
    return [metric for metric in metrics.all_metrics() if metric.clause in CLAUSES]


def _needs(quarter: FiscalQuarter, at: datetime) -> dict[str, Any]:
    """Needs over the four quarters that end with this one: a survey of needs runs once a year."""
    first = FiscalQuarter(quarter.year_be - 1, quarter.quarter).next()
    year = Period(first.period.start, quarter.period.end)
    names = _need_names_in_both(year)
    return {
        "everybody": [_score(score, names) for score in need_scores(year)],
        "segments": [_score(score, names) for score in need_scores(year, by_segment=True)],
        "names": {
            segment.public_id: {"letter": both(segment, "letter"), "name": both(segment, "name")}
            for segment in segments_in_force(at)
        },
    }


def _need_names_in_both(period: Period) -> dict[str, dict[str, str]]:
    names: dict[str, dict[str, str]] = {}
    for language in ("th", "en"):
        with translation.override(language):
            for score in need_scores(period):
                names.setdefault(score.code, {})[language] = score.name
    return names


def _score(score: NeedScore, names: dict[str, dict[str, str]]) -> dict[str, Any]:
    """A score for JSON; the counts of fewer than five respondents are left out."""
    shown = {"important": score.important, "satisfied": score.satisfied} if score.is_shown else {}
    name = names.get(score.code, {"th": score.name, "en": score.name})
    return {"code": score.code, "name": name, "segment": score.segment, "n": score.n if score.is_shown else 0, **shown}


def _insights_of(period: Period) -> list[Insight]:
    """Insights proposed or decided within the period."""
    within = Q(proposed_at__gte=period.start, proposed_at__lt=period.end)
    within |= Q(decided_at__gte=period.start, decided_at__lt=period.end)
    return list(Insight.objects.filter(within).select_related("owner").order_by("proposed_at", "id"))


def _insight(row: Insight) -> dict[str, Any]:
    return {
        "title": row.title,
        "decision": both(Decision(row.decision).label) if row.decision else {"th": "", "en": ""},
        "reason": row.decision_reason,
        "owner": str(row.owner),
        "follow_up_on": row.follow_up_on.isoformat() if row.follow_up_on else None,
    }


def _coverage(period: Period, at: datetime) -> dict[str, Any]:
    names: dict[str, Any] = {}
    for language in ("th", "en"):
        with translation.override(language):
            table = coverage(period, at=at)
            names[language] = {
                "silent": ", ".join(stage.name for stage in table.silent_stages),
                "missed": ", ".join(table.missed_groups),
            }
    return {
        "stages": [both(stage, "name") for stage in table.stages],
        "rows": [
            {"channel": both(row.channel.label), "cells": [cell.voices for cell in row.cells], "total": row.total}
            for row in table.rows
            if row.total or row.plan
        ],
        "silent": {language: names[language]["silent"] for language in names},
        "missed": {language: names[language]["missed"] for language in names},
    }
