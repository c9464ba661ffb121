"""Charts of kept promises; each says its finding and carries its numbers as a table."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.core.charts import Chart, Kind, Row, Table, Tone
from foundation.core.control_charts import ControlChart, Signal
from foundation.core.thai.dates import format_date
from service_charter.selectors.kept import KeptPromise
from service_charter.selectors.measurement import Judged

TONES = {Judged.BROKEN: Tone.LATE, Judged.UNSURE: Tone.SOON, Judged.KEPT: Tone.STRONG}


def quarter_chart(promises: Sequence[KeptPromise]) -> Chart | None:
    """The last quarter: each promise with its interval. None where nothing may be shown."""
    shown = [each for each in promises if each.last.judged in TONES]
    if not shown:
        return None
    rows = tuple(
        Row(
            each.standard.item,
            each.last.tally.percent,
            low=each.last.tally.low,
            high=each.last.tally.high,
            n=each.last.tally.n,
            tone=TONES[Judged(each.last.judged)],
            note=_("(target %(target)s)") % {"target": f"{each.last.target:g}"},
        )
        for each in shown
    )
    met = sum(each.last.judged == Judged.KEPT for each in shown)
    words = ngettext(
        "%(met)s of %(n)s promise reached its target", "%(met)s of %(n)s promises reached their targets", len(shown)
    )
    quarter = shown[0].last.quarter.label()
    return Chart(
        key="kept",
        kind=Kind.INTERVAL,
        title=words % {"met": met, "n": len(shown)},
        measure=_("Share of cases kept with the interval of 95 per cent, %(quarter)s") % {"quarter": quarter},
        unit="%",
        rows=rows,
        alt="; ".join(f"{row.label} {row.value:.1f}% {row.note} n={row.n}" for row in rows),
        decimals=1,
        label_head=_("Promise"),
        low=max(0.0, min(row.low or 0 for row in rows) // 10 * 10),
        high=100,
    )


def control_drawing(chart: ControlChart) -> Chart | None:
    """The p chart of weeks as a drawing; None where nothing was measured. Every point's limits stand in the table."""
    if not chart.points:
        return None
    labels = [format_date(dt.date.fromisoformat(point.label)) for point in chart.points]
    rows = []
    for name, values in (
        (_("Kept"), [point.value for point in chart.points]),
        (_("Mean"), [chart.centre] * len(chart.points)),
        (_("Upper limit"), [point.high for point in chart.points]),
        (_("Lower limit"), [point.low for point in chart.points]),
    ):
        rows += [Row(label, 100 * value, series=name) for label, value in zip(labels, values, strict=True)]
    words = {
        Signal.ABOVE: _("above the limit"),
        Signal.BELOW: _("below the limit"),
        Signal.RUN_ABOVE: _("eight in a row above the mean"),
        Signal.RUN_BELOW: _("eight in a row below the mean"),
    }
    table = Table(
        (_("Week from"), _("Kept"), "n", _("Limits"), _("Not by chance")),
        tuple(
            (
                label,
                f"{100 * point.value:.1f}%",
                f"{point.n:,.0f}",
                f"{100 * point.low:.1f} – {100 * point.high:.1f}",
                words[point.signal] if point.signal else "–",
            )
            for label, point in zip(labels, chart.points, strict=True)
        ),
    )
    return Chart(
        key="control",
        kind=Kind.LINE,
        title=_finding(chart, labels),
        measure=_("Share kept by week, with the limits of chance (p chart, three standard deviations)"),
        unit="%",
        rows=tuple(rows),
        alt=_("A line by week between an upper and a lower limit; the figures stand in the table."),
        decimals=1,
        label_head=_("Week from"),
        low=max(0.0, min(row.value or 0 for row in rows) // 10 * 10),
        high=100,
        table=table,
    )


def _finding(chart: ControlChart, labels: Sequence[str]) -> str:
    """The chart in a sentence: the latest week that chance does not explain, or that none stands out."""
    told = [(label, point.signal) for label, point in zip(labels, chart.points, strict=True) if point.signal]
    if not told:
        return _("No week stands out: the differences are what chance explains")
    words = {
        Signal.ABOVE: _("The week from %(week)s stands out: more was kept than chance explains"),
        Signal.BELOW: _("The week from %(week)s stands out: less was kept than chance explains"),
        Signal.RUN_ABOVE: _("Eight weeks in a row above the mean up to %(week)s: something has changed"),
        Signal.RUN_BELOW: _("Eight weeks in a row below the mean up to %(week)s: something has changed"),
    }
    label, signal = told[-1]
    return words[signal] % {"week": label}
