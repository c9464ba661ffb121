"""Dates of both eras, written and read back."""

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.core.thai.dates import Era, be_year, format_date, format_datetime, parse_date

SUNDAY = dt.date(2026, 11, 22)
# The era of the year 2700 and later is not read; people's dates begin with the grandparents of customers.
days = st.dates(dt.date(1870, 1, 1), dt.date(2150, 12, 31))


@pytest.mark.parametrize(
    ("style", "thai", "english"),
    [
        ("short", "22 พ.ย. 2569", "22 Nov 2026"),
        ("long", "22 พฤศจิกายน 2569", "22 November 2026"),
        ("numeric", "22/11/2569", "22/11/2026"),
        ("weekday", "วันอาทิตย์ที่ 22 พฤศจิกายน 2569", "Sunday 22 November 2026"),
    ],
)
def test_format_date(style: str, thai: str, english: str) -> None:
    assert (format_date(SUNDAY, style, "th"), format_date(SUNDAY, style, "en")) == (thai, english)


def test_format_date_follows_the_reader() -> None:
    with override("en"):
        assert format_date(SUNDAY) == "22 Nov 2026"
    with override("th"):
        assert format_date(SUNDAY) == "22 พ.ย. 2569"


def test_format_refuses_an_unknown_style() -> None:
    with pytest.raises(ValueError, match="unknown date style"):
        format_date(SUNDAY, "huge")


def test_a_moment_is_written_in_local_time() -> None:
    moment = dt.datetime(2026, 11, 21, 17, 30, tzinfo=dt.UTC)
    assert format_datetime(moment, lang="th") == "22 พ.ย. 2569 เวลา 00:30 น."
    assert format_datetime(moment, lang="en") == "22 Nov 2026, 00:30"
    assert format_datetime(moment, "time", "th") == "00:30 น."
    assert format_date(moment, lang="th") == "22 พ.ย. 2569"


def test_leap_day_is_the_christian_years() -> None:
    assert format_date(dt.date(2024, 2, 29), "numeric", "th") == "29/02/2567"
    assert parse_date("29/02/2567").date == dt.date(2024, 2, 29)


@given(days, st.sampled_from(["short", "long", "numeric", "weekday"]), st.sampled_from(["th", "en"]))
@settings(max_examples=400)
def test_what_is_written_is_read_back(day: dt.date, style: str, lang: str) -> None:
    read = parse_date(format_date(day, style, lang))
    assert read.date == day
    assert read.era == (Era.BE if lang == "th" else Era.CE)


@given(days)
def test_iso_is_read_back(day: dt.date) -> None:
    assert parse_date(day.isoformat()).date == day


@pytest.mark.parametrize(
    "text",
    [
        "22/11/2569",
        "22-11-2569",
        "22.11.2569",
        "22 11 2569",
        "๒๒/๑๑/๒๕๖๙",
        "22 พ.ย. 2569",
        "22 พย 2569",
        "22 พฤศจิกา 2569",
        "22 พ.ย. พ.ศ. 2569",
        "22 พ.ย. ค.ศ. 2026",
        "วันที่ 22 พฤศจิกายน พ.ศ.2569",
        "วันอาทิตย์ที่ 22 พฤศจิกายน 2569",
        "2569-11-22",
        "2026-11-22",
        "22 Nov 2026",
        "November 22, 2026",
        "Sunday, 22 November 2026",
        "22 November 2569 BE",
        "22/11/2026 AD",
        " 22 / 11 / 2569 ",
        "22\u200b/11/2569",
    ],
)
def test_parse_date_reads(text: str) -> None:
    assert parse_date(text).date == SUNDAY


def test_parse_date_says_how_it_read() -> None:
    with override("th"):
        assert parse_date("22/11/2026").echo == "อ่านเป็น 22 พฤศจิกายน 2569"
    with override("en"):
        assert parse_date("22/11/2569").echo == "Read as 22 November 2026"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("22/11/69", "four digits"),
        ("11/22/2569", "no month 22"),
        ("29/2/2568", "28 days in 2568"),
        ("31/4/2569", "30 days"),
        ("0/4/2569", "days"),
        ("45/45/2569", "day/month/year"),
        ("22/11/2300", "neither"),
        ("1/2/2483", "2483 began in April"),
        ("วันจันทร์ที่ 22 พฤศจิกายน 2569", "Sunday"),
        ("พรุ่งนี้", "day/month/year"),
        ("", "day/month/year"),
        ("1" * 100_000, "day/month/year"),
    ],
)
def test_parse_date_refuses_kindly(text: str, says: str) -> None:
    with override("en"), pytest.raises(ValueError, match=says):
        parse_date(text)


@pytest.mark.parametrize(
    ("day", "year"),
    [(dt.date(1941, 1, 1), 2484), (dt.date(1940, 12, 31), 2483), (dt.date(1940, 3, 31), 2482), (SUNDAY, 2569)],
)
def test_be_year(day: dt.date, year: int) -> None:
    assert be_year(day) == year


def test_zones_agree_with_the_setting() -> None:
    assert timezone.get_default_timezone_name() == "Asia/Bangkok"
