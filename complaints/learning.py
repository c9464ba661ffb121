"""What cases teach (ISO 10002, 8.2): the vital few, where causes lie, what comes back, and whether a month stands out.

Counts come from the metric of complaints received, so that no figure here differs from the board's report.
"""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.metrics import received
from complaints.selectors.recurrence import Recurrence, recurrences
from foundation.core.charts import Chart, Kind, Row, Tone
from foundation.core.control_charts import ControlChart, Group, Signal, u_chart
from foundation.core.list_filters import NO_CUTS, Cuts
from foundation.core.metrics import Period, names_of
from foundation.core.pareto import Slice, pareto
from foundation.core.thai.dates import FiscalQuarter, format_date, local_date, months_until

MONTHS = 13
MONTH_DAYS = 30


@dataclass(frozen=True)
class Ranked:
    """A kind among its like, with its name and the cases behind it."""

    slice: Slice
    name: str
    url: str


@dataclass(frozen=True)
class Repeated:
    """A matter that came back, with the cases behind it."""

    matter: Recurrence
    url: str


@dataclass(frozen=True)
class Lessons:
    """The page. `unknown_causes` counts complaints whose cause is not yet known."""

    quarter: FiscalQuarter
    year: Period
    received: int
    categories: list[Ranked]
    causes: list[Ranked]
    unknown_causes: int
    touchpoints: list[Ranked]
    repeated: list[Repeated]
    months: Chart
    charts: list[Chart]


def lessons(quarter: FiscalQuarter, cuts: Cuts = NO_CUTS) -> Lessons:
    """What the quarter teaches, seen against the thirteen months that end with it; `cuts` narrow every figure alike."""
    months = months_until(quarter.period.end, MONTHS)
    year = Period(months[1].start, quarter.period.end)
    categories, _none = _ranked("category", quarter.period, cuts)
    touchpoints, _elsewhere = _ranked("touchpoint", quarter.period, cuts)
    causes, unknown = _ranked("cause", quarter.period, cuts)
    return Lessons(
        quarter=quarter,
        year=year,
        received=sum(each.slice.n for each in categories),
        categories=categories,
        causes=causes,
        unknown_causes=unknown,
        touchpoints=touchpoints,
        repeated=[
            Repeated(matter, _cases(year, cuts, category=matter.category.code, q=matter.place))
            for matter in recurrences(year, cuts)
        ],
        months=_months_chart(months, cuts),
        charts=[
            _pareto_chart(
                "categories",
                categories,
                measure=_("Complaints received in the quarter, by subject (in brackets: share up to here)"),
            ),
            _pareto_chart(
                "causes",
                causes,
                measure=_("Complaints received in the quarter, by root cause (in brackets: share up to here)"),
            ),
        ],
    )


def _ranked(dimension: str, period: Period, cuts: Cuts) -> tuple[list[Ranked], int]:
    """The kinds by size, and how many have none."""
    counts = {key: value.n for key, value in received(period, dimension, cuts=cuts).items()}
    without = counts.pop("", 0)
    slices = pareto(counts)
    names = names_of(dimension, [each.key for each in slices])
    return [Ranked(each, names[each.key], _cases(period, cuts, **{dimension: each.key})) for each in slices], without


def _cases(period: Period, cuts: Cuts, **words: str) -> str:
    last = local_date(period.end) - timedelta(days=1)
    span = {"from": local_date(period.start).isoformat(), "until": last.isoformat()}
    return f"{reverse('complaints:staff-list')}?{urlencode({'view': 'all', **words, **span, **dict(cuts)})}"


def _pareto_chart(key: str, ranked: list[Ranked], *, measure: str) -> Chart:
    vital = [each for each in ranked if each.slice.is_vital]
    title = (
        _("%(few)s of %(kinds)s kinds make up %(share)s %% of it")
        % {"few": len(vital), "kinds": len(ranked), "share": f"{100 * vital[-1].slice.cumulative:.0f}"}
        if vital
        else _("Nothing to rank in this quarter")
    )
    return Chart(
        key=key,
        kind=Kind.BAR,
        title=title,
        measure=measure,
        unit=_("complaints"),
        rows=tuple(
            Row(
                each.name,
                each.slice.n,
                tone=Tone.STRONG if each.slice.is_vital else Tone.PLAIN,
                note=f"({100 * each.slice.cumulative:.0f} %)",
            )
            for each in ranked
        ),
        alt=_("Bars by size; strong ones are the few that make up four fifths. The figures stand in the table."),
        label_head=_("Kind"),
    )


def _months_chart(months: list[Period], cuts: Cuts) -> Chart:
    """Complaints a month of thirty days with the limits of chance (u chart)."""
    groups = [
        Group(
            format_date(month.start, "month"),
            next(iter(received(month, cuts=cuts).values())).n,
            (local_date(month.end) - local_date(month.start)).days / MONTH_DAYS,
        )
        for month in months
    ]
    chart = u_chart(groups)
    rows = [Row(point.label, round(point.value, 1), series=_("Complaints")) for point in chart.points]
    for name, values in (
        (_("Mean"), [chart.centre] * len(chart.points)),
        (_("Upper limit"), [point.high for point in chart.points]),
        (_("Lower limit"), [point.low for point in chart.points]),
    ):
        rows += [
            Row(point.label, round(value, 1), series=name) for point, value in zip(chart.points, values, strict=True)
        ]
    return Chart(
        key="months",
        kind=Kind.LINE,
        title=_finding(chart),
        measure=_("Complaints received, per 30 days, with the limits of chance (u chart, three standard deviations)"),
        unit="",
        decimals=1,
        rows=tuple(rows),
        alt=_("A line by month between an upper and a lower limit; the figures stand in the table."),
        label_head=_("Month"),
        low=0,
    )


def _finding(chart: ControlChart) -> str:
    """The chart in a sentence: the latest month that chance does not explain, or that none stands out."""
    if not chart.signals:
        return _("No month stands out: the differences are what chance explains")
    last = chart.signals[-1]
    told = {
        Signal.ABOVE: _("%(month)s stands out: more complaints than chance explains"),
        Signal.BELOW: _("%(month)s stands out: fewer complaints than chance explains"),
        Signal.RUN_ABOVE: _("Eight months in a row above the mean up to %(month)s: something has changed"),
        Signal.RUN_BELOW: _("Eight months in a row below the mean up to %(month)s: something has changed"),
    }
    return told[last.signal or Signal.ABOVE] % {"month": last.label}
