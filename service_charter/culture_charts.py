"""The drawing of the service culture index over the years."""

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foundation.core.charts import Chart, Kind, Row
from service_charter.models import CultureRound
from service_charter.selectors.culture import Index


def years_chart(years: Sequence[tuple[CultureRound, Index]]) -> Chart | None:
    """The house by year with its intervals; None where no year may be shown."""
    rows = tuple(
        Row(_year(row), round(index.value, 1), low=round(index.low, 1), high=round(index.high, 1), n=index.n)
        for row, index in years
        if index.value is not None
    )
    if not rows:
        return None
    return Chart(
        key="culture-years",
        kind=Kind.INTERVAL,
        title=_finding([index for _row, index in years if index.value is not None]),
        measure=_("Mean of all answers on a scale from 0 to 100, with its 95% interval, by fiscal year"),
        unit="",
        rows=rows,
        alt=_("A mark with its interval for each year; the figures stand in the table."),
        decimals=1,
        label_head=_("Fiscal year"),
        low=0,
        high=100,
    )


def _year(row: CultureRound) -> str:
    return str(row.fiscal_year_be - 543 if get_language() == "en" else row.fiscal_year_be)


def _finding(found: Sequence[Index]) -> str:
    change = found[-1].against(found[-2]) if len(found) > 1 else 0
    if change > 0:
        return _("The index rose beyond chance since the year before")
    if change < 0:
        return _("The index fell beyond chance since the year before")
    return _("The last two years cannot be told apart from chance")
