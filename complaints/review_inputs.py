"""What a management review looks at (ISO 10002, 8.6), gathered once when it is opened. Counts and shares, no cases.

Labels stand in both languages, so that a frozen figure can be read in either for ever.
"""

import datetime as dt
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone, translation

from complaints.models import Category, ReviewDecision
from complaints.selectors.case import people_in_handling
from complaints.selectors.recurrence import recurrences
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.metrics import Metric, Period, Value, all_metrics, get, names_of
from foundation.governance.enums import ActionState
from foundation.governance.models import Audit, CorrectiveAction
from service_charter.enums import Area
from service_charter.selectors import standards_in_force
from service_charter.selectors.training import competent_of

LANGUAGES = ("th", "en")
BREAKDOWNS = ("category", "cause", "channel")
SHOWN = 8
Both = dict[str, str]


def span(first_day: dt.date, last_day: dt.date) -> Period:
    """The days as a span of local time."""
    start = timezone.make_aware(dt.datetime.combine(first_day, dt.time.min))
    end = timezone.make_aware(dt.datetime.combine(last_day + dt.timedelta(days=1), dt.time.min))
    return Period(start, end)


def gather(first_day: dt.date, last_day: dt.date, *, now: dt.datetime) -> dict[str, Any]:
    """Every input, as it stands at this moment."""
    period = span(first_day, last_day)
    days = (last_day - first_day).days + 1
    before = span(first_day - dt.timedelta(days=days), first_day - dt.timedelta(days=1))
    return {
        "internal": _internal(now),
        "performance": [_figure(metric, period, before) for metric in _metrics()],
        "breakdowns": {name: _breakdown(name, period) for name in BREAKDOWNS},
        "recurring": [
            {"category": _both_of(each.category), "place": each.place, "n": each.n} for each in recurrences(period)
        ],
        "audits": _audits(period),
        "actions": _actions(now),
        "follow_up": _follow_up(now),
    }


def _internal(now: dt.datetime) -> dict[str, int]:
    return {
        "standards": len(standards_in_force(Area.COMPLAINTS, at=now)),
        "categories": Category.objects.filter(is_offered=True).count(),
        "handlers": people_holding(Permission.COMPLAINT_HANDLE).count(),
        "investigators": people_holding(Permission.COMPLAINT_INVESTIGATE).count(),
        **_competence(now),
    }


def _competence(now: dt.datetime) -> dict[str, int]:
    """Of those who handle or investigate and whose roles need a competence, how many have all of them."""
    needing, competent = competent_of(people_in_handling(), timezone.localdate(now))
    return {"needing_competence": needing, "competent": competent}


def _metrics() -> list[Metric]:
    """Every registered figure of complaints handling; the volume first, which the others are read against."""
    ours = [metric for metric in all_metrics() if metric.key.startswith("complaints.")]
    return sorted(ours, key=lambda metric: metric.key != "complaints.received")


def _figure(metric: Metric, period: Period, before: Period) -> dict[str, Any]:
    value = metric.measure(period).get("") or Value(None, 0)
    earlier = metric.measure(before).get("") or Value(None, 0)
    return {
        "key": metric.key,
        "title": _both(metric.title),
        "unit": _both(metric.unit),
        "value": None if value.is_held_back else _plain(value, metric),
        "n": value.n,
        "before": None if earlier.is_held_back else _plain(earlier, metric),
        "target": metric.target_at(period.end),
        "decimals": metric.decimals,
        "direction": str(metric.direction),
    }


def _plain(value: Value, metric: Metric) -> float | None:
    return None if value.value is None else round(float(value.value), metric.decimals)


def _breakdown(dimension: str, period: Period) -> list[dict[str, Any]]:
    counts = {key: value.n for key, value in get("complaints.received").measure(period, dimension).items() if key}
    named = {}
    for language in LANGUAGES:
        with translation.override(language):
            named[language] = names_of(dimension, counts)
    ranked = sorted(counts, key=lambda key: (-counts[key], key))[:SHOWN]
    return [
        {"name": {language: str(named[language][key]) for language in LANGUAGES}, "n": counts[key]} for key in ranked
    ]


def _audits(period: Period) -> list[dict[str, Any]]:
    told = Audit.objects.filter(clause="5.4", reported_at__gte=period.start, reported_at__lt=period.end)
    rows = told.order_by("reported_at", "pk").values("title", "reported_at", "conclusion", found=Count("findings"))
    return [
        {
            "title": row["title"],
            "on": timezone.localdate(row["reported_at"]).isoformat(),
            "conclusion": row["conclusion"],
            "findings": row["found"],
        }
        for row in rows
    ]


def _actions(now: dt.datetime) -> dict[str, int]:
    """Corrective and preventive actions that came from complaints or from audits of their handling, by state."""
    ours = CorrectiveAction.objects.filter(source_kind="complaint")
    today = timezone.localdate(now)
    counts: dict[str, int] = ours.aggregate(
        all=Count("pk"),
        open=Count("pk", filter=Q(state=ActionState.OPEN)),
        overdue=Count("pk", filter=Q(state=ActionState.OPEN, due_on__lt=today)),
        done=Count("pk", filter=Q(state=ActionState.DONE)),
        verified=Count("pk", filter=Q(state=ActionState.VERIFIED)),
        ineffective=Count("pk", filter=Q(state=ActionState.INEFFECTIVE)),
    )
    return counts


def _follow_up(now: dt.datetime) -> list[dict[str, Any]]:
    """What earlier reviews decided, the open ones and those done within a year."""
    since = now - dt.timedelta(days=365)
    rows = ReviewDecision.objects.filter(Q(done_at__isnull=True) | Q(done_at__gte=since)).select_related("owner")
    return [
        {
            "what": row.what,
            "owner": row.owner.get_full_name(),
            "due_on": row.due_on.isoformat(),
            "done_on": timezone.localdate(row.done_at).isoformat() if row.done_at else "",
            "note": row.done_note,
        }
        for row in rows
    ]


def _both(text: object) -> Both:
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = str(text)
    return said


def _both_of(category: Category) -> Both:
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = category.name
    return said
