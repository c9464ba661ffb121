"""Reading a date that a person typed, in either era, and saying how it was read."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from foundation.core.thai.formatting import format_date, is_thai
from foundation.core.thai.months import MONTH_SPELLINGS, WEEKDAYS_EN, WEEKDAYS_TH
from foundation.core.thai.text import THAI_DIGITS, normalise_line
from foundation.core.thai.years import ce_year


class Era(StrEnum):
    """The era in which the year was typed."""

    BE = "BE"
    CE = "CE"


@dataclass(frozen=True)
class ParsedDate:
    """A date read from text; `echo` tells the reader how it was understood."""

    date: dt.date
    era: Era
    echo: str


_WEEKDAY = re.compile(
    rf"^(?:วัน)?\s*(?P<name>{'|'.join([*WEEKDAYS_TH, *(name.lower() for name in WEEKDAYS_EN)])})\s*(?:ที่|,)?\s*"
)
_ERA_WORD = re.compile(r"\b(?P<era>b\.?\s?e\.?|c\.?\s?e\.?|a\.?\s?d\.?)(?=[\s\d]|$)|(?P<thai>พ\.?\s?ศ\.?|ค\.?\s?ศ\.?)")
_MONTH = "|".join(re.escape(name) for name in sorted(MONTH_SPELLINGS, key=len, reverse=True))
_SHAPES = (
    re.compile(r"^(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})$"),
    re.compile(r"^(?P<day>\d{1,2})\s*[/.\-\s]\s*(?P<month>\d{1,2})\s*[/.\-\s]\s*(?P<year>\d{2}|\d{4})$"),
    re.compile(rf"^(?P<day>\d{{1,2}})\s*[-\s]?\s*(?P<name>{_MONTH})\.?\s*[-,]?\s*(?P<year>\d{{2}}|\d{{4}})$"),
    re.compile(rf"^(?P<name>{_MONTH})\.?\s*(?P<day>\d{{1,2}})\s*,\s*(?P<year>\d{{4}})$"),
)


def parse_date(text: str) -> ParsedDate:
    """Read a date such as 22/11/2569, 2026-11-22, 22 พ.ย. 2569 or "22 November 2026"; the day comes first.

    Years 2400–2699 are Buddhist, 1800–2199 Christian, unless the era is written out.

    Raises ValueError with a sentence for the reader: not a date, two-digit year, a day that does not exist,
    a weekday that does not fit.
    """
    line = normalise_line(text).translate(THAI_DIGITS).lower()
    line, named_era = _take_era(line.removeprefix("วันที่").strip())
    line, weekday = _take_weekday(line)
    day, month, year_text = _take_parts(line)
    era, year = _read_year(year_text, named_era, month)
    found = _existing_date(year, month, day, shown_year=int(year_text))
    if weekday is not None and found.weekday() != weekday:
        raise ValueError(_("That date is a %(weekday)s.") % {"weekday": _weekday_name(found)})
    return ParsedDate(found, era, _("Read as %(date)s") % {"date": format_date(found, "long")})


def _take_era(line: str) -> tuple[str, Era | None]:
    match = _ERA_WORD.search(line)
    if not match:
        return line, None
    era = Era.BE if match.group(0).startswith(("b", "พ")) else Era.CE
    return (line[: match.start()] + " " + line[match.end() :]).strip(), era


def _take_weekday(line: str) -> tuple[str, int | None]:
    match = _WEEKDAY.match(line)
    if not match:
        return line, None
    names = [*WEEKDAYS_TH, *(name.lower() for name in WEEKDAYS_EN)]
    return line[match.end() :], names.index(match["name"]) % 7


def _take_parts(line: str) -> tuple[int, int, str]:
    for shape in _SHAPES:
        match = shape.match(re.sub(r"\s+", " ", line))
        if match:
            parts = match.groupdict()
            month = MONTH_SPELLINGS[parts["name"]] if parts.get("name") else int(parts["month"])
            return int(parts["day"]), month, parts["year"]
    raise ValueError(_("Please write the date as day/month/year, for example 22/11/2569 or 22/11/2026."))


def _read_year(year_text: str, named_era: Era | None, month: int) -> tuple[Era, int]:
    if len(year_text) == 2:
        raise ValueError(_("Please write the year with four digits, for example 2569 or 2026."))
    year = int(year_text)
    era = named_era or (Era.BE if 2400 <= year <= 2699 else Era.CE if 1800 <= year <= 2199 else None)
    if era is None:
        raise ValueError(_("The year %(year)s is neither a Buddhist nor a Christian year we can use.") % {"year": year})
    if era is Era.CE:
        return era, year
    try:
        return era, ce_year(year, month)
    except ValueError:
        raise ValueError(_("The year 2483 began in April, so this date never was.")) from None


def _existing_date(year: int, month: int, day: int, *, shown_year: int) -> dt.date:
    if month > 12 and day <= 12:
        raise ValueError(_("There is no month %(month)s. The day comes first: day/month/year.") % {"month": month})
    if not 1 <= month <= 12 or not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise ValueError(_("Please write the date as day/month/year, for example 22/11/2569 or 22/11/2026."))
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise ValueError(
            _("That month has %(last)s days in %(year)s; please check the day.") % {"last": last, "year": shown_year}
        )
    return dt.date(year, month, day)


def _weekday_name(date: dt.date) -> str:
    return (WEEKDAYS_TH if is_thai() else WEEKDAYS_EN)[date.weekday()]
