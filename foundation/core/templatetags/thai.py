"""Filters that write dates, numbers and working time as the reader's language does."""

import datetime as dt
from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from foundation.core.thai import dates

register = template.Library()
NOTHING = "–"


@register.filter
def thai_date(value: dt.date | None, style: str = "short") -> str:
    """`{{ date|thai_date:"long" }}`; a dash for no date."""
    return dates.format_date(value, style) if value else NOTHING


@register.filter
def thai_datetime(value: dt.datetime | None, style: str = "short") -> str:
    """`{{ moment|thai_datetime }}` in local time; a dash for no moment."""
    return dates.format_datetime(value, style) if value else NOTHING


@register.filter
def thai_number(value: Decimal | float | int | None, decimals: int = 0) -> str:
    """`{{ 1234.5|thai_number:2 }}` gives 1,234.50; a dash for no number."""
    return NOTHING if value is None else f"{value:,.{decimals}f}"


@register.filter
def working_time(value: dt.timedelta | None) -> str:
    """A span of working time: "3 ชม. 42 น.", "3 h 42 min"; a minus sign before one that is over."""
    if value is None:
        return NOTHING
    sign = "−" if value < dt.timedelta() else ""
    hours, minutes = divmod(int(abs(value).total_seconds() // 60), 60)
    parts = []
    if hours:
        parts.append(_("%(hours)s h") % {"hours": f"{hours:,}"})
    if minutes or not hours:
        parts.append(_("%(minutes)s min") % {"minutes": minutes})
    return sign + " ".join(parts)
