"""The span of time a page of this room looks at, read from its address."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from foundation.core.metrics import Period
from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of, fiscal_year_of

YEARS_SHOWN = 3


@dataclass(frozen=True)
class Span:
    """A span with its key in addresses and its name."""

    key: str
    label: str
    period: Period


def spans(now: datetime) -> list[Span]:
    """What can be chosen: the last four quarters from now on, and the last fiscal years."""
    this_year = fiscal_year_of(now)
    made = [_last_year(now)]
    made += [_year(year) for year in range(this_year, this_year - YEARS_SHOWN, -1)]
    quarter = fiscal_quarter_of(now)
    for _step in range(5):
        made.append(Span(f"{quarter.year_be}-{quarter.quarter}", quarter.label(), quarter.period))
        quarter = quarter.previous()
    return made


def chosen(key: str, now: datetime) -> Span:
    """The span of that key; the last year where there is none such."""
    found = [span for span in spans(now) if span.key == key]
    return found[0] if found else spans(now)[0]


def _last_year(now: datetime) -> Span:
    quarter = fiscal_quarter_of(now)
    first = FiscalQuarter(quarter.year_be - 1, quarter.quarter)
    return Span("year", _("The last four quarters and this one"), Period(first.period.start, quarter.period.end))


def _year(year: int) -> Span:
    period = Period(FiscalQuarter(year, 1).period.start, FiscalQuarter(year, 4).period.end)
    return Span(str(year), _("Fiscal year %(year)s") % {"year": year}, period)
