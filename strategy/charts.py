"""Charts of indicators: how much of each target is reached, and a figure over the years."""

from collections.abc import Iterable

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from foundation.core.charts import Chart, Kind, Row, Tone
from strategy.enums import Result
from strategy.models import Indicator
from strategy.selectors import IndicatorResult

MOST = 150.0  # a figure far beyond its target would squeeze the others

_TONES = {Result.MISSED: Tone.LATE, Result.NOT_YET: Tone.SOON}


def attainment_chart(results: Iterable[IndicatorResult]) -> Chart:
    """Indicators side by side, as a share of the year's target."""
    results = [row for row in results if row.attained is not None]
    met = sum(row.state == Result.MET for row in results)
    title = ngettext(
        "%(met)s of %(n)s indicator meets its target", "%(met)s of %(n)s indicators meet their targets", len(results)
    ) % {"met": met, "n": len(results)}
    rows = tuple(
        Row(
            f"{row.indicator.number}. {row.indicator.title}",
            min(row.attained or 0, MOST),
            tone=_TONES.get(row.state, Tone.PLAIN),
            note=str(row.state.label),
        )
        for row in results
    )
    values = ", ".join(f"{row.label} {row.value:.0f}%" for row in rows)
    return Chart(
        key="attainment",
        kind=Kind.BAR,
        title=title,
        measure=_("Share of the year's target reached; bars end at 150%"),
        unit="%",
        rows=rows,
        alt=_("Share of the target reached: %(values)s.") % {"values": values or "–"},
        target=100.0,
        target_label=_("target"),
        low=0,
        label_head=_("Indicator"),
    )


def years_chart(indicator: Indicator, results: Iterable[IndicatorResult]) -> Chart | None:
    """The figure of an indicator beside its target, year by year; None before the first figure."""
    results = list(results)
    known = [row for row in results if row.value is not None]
    if not known:
        return None
    shift = 543 if get_language() == "en" else 0
    rows = tuple(
        Row(str(row.year - shift), None if value is None else float(value), series=series)
        for row in results
        for series, value in ((_("Figure so far"), row.value), (_("Target"), row.target))
        if value is not None
    )
    last = known[-1]
    words = {
        "year": last.year - shift,
        "value": f"{last.value:,.2f}",
        "unit": indicator.unit,
        "state": last.state.label,
    }
    return Chart(
        key="years",
        kind=Kind.GROUPED_BAR,
        title=_("%(year)s: %(value)s %(unit)s, %(state)s") % words,
        measure=_("By fiscal year, the running one so far"),
        unit=indicator.unit,
        rows=rows,
        alt=", ".join(f"{row.label} {row.series} {row.value:,.2f}" for row in rows),
        decimals=2,
        label_head=_("Fiscal year"),
    )
