"""Dates in the reader's language: Buddhist Era in Thai, Gregorian in English."""

import datetime as dt

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from foundation.core.thai.months import (
    MONTHS_EN,
    MONTHS_TH,
    SHORT_EN,
    SHORT_TH,
    SHORT_WEEKDAYS_EN,
    SHORT_WEEKDAYS_TH,
    WEEKDAYS_EN,
    WEEKDAYS_TH,
)
from foundation.core.thai.years import be_year


def format_date(value: dt.date, style: str = "short", lang: str | None = None) -> str:
    """The date in words or figures, in the reader's language or `lang`.

    Styles: short "22 พ.ย. 2569", long "22 พฤศจิกายน 2569", numeric "22/11/2569",
    weekday "วันอาทิตย์ที่ 22 พฤศจิกายน 2569", brief "อา. 22 พ.ย.", day "อา. 22",
    month "พ.ย. 2569". A datetime is taken in local time.

    Raises ValueError for an unknown style.
    """
    day = local_date(value)
    thai = is_thai(lang)
    year = be_year(day) if thai else day.year
    if style == "numeric":
        return f"{day.day:02d}/{day.month:02d}/{year}"
    if style in {"brief", "day"}:
        name = (SHORT_WEEKDAYS_TH if thai else SHORT_WEEKDAYS_EN)[day.weekday()]
        month = f" {(SHORT_TH if thai else SHORT_EN)[day.month - 1]}" if style == "brief" else ""
        return f"{name} {day.day}{month}"
    if style == "month":
        return f"{(SHORT_TH if thai else SHORT_EN)[day.month - 1]} {year}"
    if style == "short":
        return f"{day.day} {(SHORT_TH if thai else SHORT_EN)[day.month - 1]} {year}"
    long = f"{day.day} {(MONTHS_TH if thai else MONTHS_EN)[day.month - 1]} {year}"
    if style == "long":
        return long
    if style == "weekday":
        name = (WEEKDAYS_TH if thai else WEEKDAYS_EN)[day.weekday()]
        return f"วัน{name}ที่ {long}" if thai else f"{name} {long}"
    raise ValueError(f"unknown date style {style!r}")


def format_datetime(value: dt.datetime, style: str = "short", lang: str | None = None) -> str:
    """`format_date` with the local time behind it: "22 พ.ย. 2569 เวลา 14:30 น." or "22 Nov 2026, 14:30".

    Style "time" gives the time alone. Raises ValueError for an unknown style.
    """
    local = timezone.localtime(value)
    thai = is_thai(lang)
    clock = f"{local:%H:%M}" + (" น." if thai else "")
    if style == "time":
        return clock
    if style == "numeric":
        return f"{format_date(local.date(), style, lang)} {local:%H:%M}"
    return f"{format_date(local.date(), style, lang)}{' เวลา ' if thai else ', '}{clock}"


def is_thai(lang: str | None = None) -> bool:
    """Whether `lang`, or else the reader's language, is written with Thai dates: all but English are."""
    return not (lang or get_language() or settings.LANGUAGE_CODE).startswith("en")


def local_date(value: dt.date) -> dt.date:
    """The date itself, or the local date of a datetime."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value
