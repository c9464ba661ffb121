"""What cases teach (ISO 10002, 8.2): the vital few, where causes lie, what comes back, and whether a month stands out.

Counts come from the metric of complaints received, so that no figure here differs from the board's report.
"""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.metrics import received, told_in_time
from complaints.selectors.recurrence import Recurrence, recurrences
from foundation.core.charts import Chart, Kind, Row, Tone
from foundation.core.control_charts import ControlChart, Group, Signal, p_chart, u_chart
from foundation.core.list_filters import NO_CUTS, Cuts
from foundation.core.metrics import Period, names_of
from foundation.core.pareto import Slice, pareto
from foundation.core.thai.dates import FiscalQuarter, format_date, local_date, months_until

MONTHS = 13
MONTH_DAYS = 30
# Products are free words of the form, so the cases are found by searching them.
WORDS = {"product": "q"}


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
    """The page. `unknown_causes` counts complaints whose cause is not yet known; the links lead from a row of a chart's
    table to the cases behind it."""

    quarter: FiscalQuarter
    year: Period
    received: int
    categories: list[Ranked]
    causes: list[Ranked]
    unknown_causes: int
    touchpoints: list[Ranked]
    products: list[Ranked]
    segments: list[Ranked]
    repeated: list[Repeated]
    months: Chart
    late: Chart
    charts: list[Chart]
    month_links: dict[str, str]
    category_links: dict[str, str]
    cause_links: dict[str, str]


def lessons(quarter: FiscalQuarter, cuts: Cuts = NO_CUTS, *, with_segments: bool = False) -> Lessons:
    """What the quarter teaches, seen against the thirteen months that end with it; `cuts` narrow every figure alike.

    `with_segments`: the reader may know the segments of customers by name.
    """
    months = months_until(quarter.period.end, MONTHS)
    year = Period(months[1].start, quarter.period.end)
    categories, _none = _ranked("category", quarter.period, cuts)
    touchpoints, _elsewhere = _ranked("touchpoint", quarter.period, cuts)
    products, _unnamed = _ranked("product", quarter.period, cuts)
    segments = _ranked("segment", quarter.period, cuts)[0] if with_segments else []
    causes, unknown = _ranked("cause", quarter.period, cuts)
    return Lessons(
        quarter=quarter,
        year=year,
        received=sum(each.slice.n for each in categories),
        categories=categories,
        causes=causes,
        unknown_causes=unknown,
        touchpoints=touchpoints,
        products=products,
        segments=segments,
        repeated=[
            Repeated(matter, _cases(year, cuts, category=matter.category.code, q=matter.place))
            for matter in recurrences(year, cuts)
        ],
        month_links={format_date(month.start, "month"): _cases(month, cuts) for month in months},
        category_links={each.name: each.url for each in categories},
        cause_links={each.name: each.url for each in causes},
        months=_months_chart(months, cuts),
        late=_late_chart(months, cuts),
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
    word = WORDS.get(dimension, dimension)
    return [Ranked(each, names[each.key], _cases(period, cuts, **{word: each.key})) for each in slices], without


def _cases(period: Period, cuts: Cuts, **words: str) -> str:
    last = local_date(period.end) - timedelta(days=1)
    span = {"from": local_date(period.start).isoformat(), "until": last.isoformat()}
    return f"{reverse('complaints:staff-list')}?{urlencode({'view': 'all', **dict(cuts), **words, **span})}"


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
    return Chart(
        key="months",
        kind=Kind.LINE,
        title=_finding(chart),
        measure=_("Complaints received, per 30 days, with the limits of chance (u chart, three standard deviations)"),
        unit="",
        decimals=1,
        rows=_within_limits(chart, _("Complaints")),
        alt=_("A line by month between an upper and a lower limit; the figures stand in the table."),
        label_head=_("Month"),
        low=0,
    )


def _late_chart(months: list[Period], cuts: Cuts) -> Chart:
    """The share of outcomes told late, by month of receipt, with the limits of chance (p chart). What is still running
    is not judged; a month in which nothing was judged is left out."""
    groups = []
    for month in months:
        kept = told_in_time(month, cuts=cuts)[""]
        late = 0 if kept.value is None else round(kept.n * (100 - kept.value) / 100)
        groups.append(Group(format_date(month.start, "month"), late, kept.n))
    chart = p_chart(groups)
    return Chart(
        key="late",
        kind=Kind.LINE,
        title=_finding_late(chart),
        measure=_("Share of outcomes told late, with the limits of chance (p chart, three standard deviations)"),
        unit="%",
        decimals=1,
        rows=_within_limits(chart, _("Told late"), scale=100),
        alt=_("A line by month between an upper and a lower limit; the figures stand in the table."),
        label_head=_("Month"),
        low=0,
    )


def _within_limits(chart: ControlChart, name: str, *, scale: float = 1) -> tuple[Row, ...]:
    """The points of a control chart with their mean and limits, as series of a line chart."""
    points = chart.points
    series = (
        (name, [point.value for point in points]),
        (_("Mean"), [chart.centre] * len(points)),
        (_("Upper limit"), [point.high for point in points]),
        (_("Lower limit"), [point.low for point in points]),
    )
    return tuple(
        Row(point.label, round(value * scale, 1), series=told)
        for told, values in series
        for point, value in zip(points, values, strict=True)
    )


def _finding_late(chart: ControlChart) -> str:
    """The p chart in a sentence."""
    if not chart.points:
        return _("No outcome was due yet, so none was late")
    if not chart.signals:
        return _("Told late: no month stands out, the differences are what chance explains")
    last = chart.signals[-1]
    told = {
        Signal.ABOVE: _("%(month)s stands out: more told late than chance explains"),
        Signal.BELOW: _("%(month)s stands out: fewer told late than chance explains"),
        Signal.RUN_ABOVE: _("Told late above the mean eight months in a row up to %(month)s: something has changed"),
        Signal.RUN_BELOW: _("Told late below the mean eight months in a row up to %(month)s: something has changed"),
    }
    return told[last.signal or Signal.ABOVE] % {"month": last.label}


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
