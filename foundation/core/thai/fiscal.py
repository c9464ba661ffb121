"""Fiscal years and quarters; setting FISCAL_YEAR_FIRST_MONTH says where they begin (10 for the Thai budget year)."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings

from foundation.core.metrics import Period
from foundation.core.thai.formatting import is_thai, local_date
from foundation.core.thai.months import SHORT_EN, SHORT_TH


@dataclass(frozen=True, order=True)
class FiscalQuarter:
    """A quarter of the fiscal year that bears the Buddhist year in which it ends; `quarter` is 1 to 4."""

    year_be: int
    quarter: int

    def __post_init__(self) -> None:
        if not 1 <= self.quarter <= 4:
            raise ValueError(f"no quarter {self.quarter}")

    @property
    def period(self) -> Period:
        """The quarter as a half-open span in local time."""
        return Period(_month_start(self._first_month), _month_start(self._first_month + 3))

    @property
    def _first_month(self) -> int:
        """Months since year 0 of the Christian Era, January 0 being month 0."""
        first: int = settings.FISCAL_YEAR_FIRST_MONTH
        year = self.year_be - 543 - (1 if first > 1 else 0)
        return year * 12 + (first - 1) + 3 * (self.quarter - 1)

    def label(self, lang: str | None = None) -> str:
        """ "ไตรมาส 1 ปีงบประมาณ 2569" or "Q1, fiscal year 2026"."""
        if is_thai(lang):
            return f"ไตรมาส {self.quarter} ปีงบประมาณ {self.year_be}"
        return f"Q{self.quarter}, fiscal year {self.year_be - 543}"

    def months(self, lang: str | None = None) -> str:
        """ "ต.ค.–ธ.ค. 2568" or "Oct–Dec 2025"."""
        names = SHORT_TH if is_thai(lang) else SHORT_EN
        start, last = self._first_month, self._first_month + 2
        year = last // 12 + (543 if is_thai(lang) else 0)
        return f"{names[start % 12]}–{names[last % 12]} {year}"

    @property
    def code(self) -> str:
        """As addresses write it: 2569-3."""
        return f"{self.year_be}-{self.quarter}"

    def previous(self) -> "FiscalQuarter":
        """The quarter before."""
        return FiscalQuarter(self.year_be, self.quarter - 1) if self.quarter > 1 else FiscalQuarter(self.year_be - 1, 4)

    def next(self) -> "FiscalQuarter":
        """The quarter after."""
        return FiscalQuarter(self.year_be, self.quarter + 1) if self.quarter < 4 else FiscalQuarter(self.year_be + 1, 1)

    def __str__(self) -> str:
        return self.label()


def fiscal_year_of(moment: dt.date) -> int:
    """The fiscal year, in Buddhist Era, in which the moment lies; by setting FISCAL_YEAR_FIRST_MONTH."""
    day = local_date(moment)
    first = settings.FISCAL_YEAR_FIRST_MONTH
    return day.year + 543 + (1 if first > 1 and day.month >= first else 0)


def fiscal_quarter_of(moment: dt.date) -> FiscalQuarter:
    """The fiscal quarter in which the moment lies."""
    day = local_date(moment)
    quarter = (day.month - settings.FISCAL_YEAR_FIRST_MONTH) % 12 // 3 + 1
    return FiscalQuarter(fiscal_year_of(day), quarter)


def quarter_from(code: str) -> FiscalQuarter | None:
    """The quarter that an address such as 2569-3 names; None for anything else."""
    year, _dash, number = code.partition("-")
    if year.isdecimal() and len(year) == 4 and number in {"1", "2", "3", "4"} and 2500 <= int(year) <= 2700:
        return FiscalQuarter(int(year), int(number))
    return None


def months_until(end: dt.datetime, count: int) -> list[Period]:
    """The last `count` whole months before `end`, which is the start of a month in local time; oldest first."""
    day = local_date(end)
    last = day.year * 12 + day.month - 1
    return [Period(_month_start(month), _month_start(month + 1)) for month in range(last - count, last)]


def _month_start(month: int) -> dt.datetime:
    return dt.datetime(month // 12, month % 12 + 1, 1, tzinfo=ZoneInfo(settings.TIME_ZONE))
