"""Figures on pages: with the decimals of their metric, shares of few customers held back."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.translation import gettext as _

from foundation.core.metrics import Metric, Value

register = template.Library()
NOTHING = "–"


@register.simple_tag
def figure(metric: Metric, value: Value | None) -> str:
    """The value as it is printed; a dash where nothing was measured, a word where a share is of under five."""
    if value is None or value.value is None:
        return NOTHING
    if value.is_held_back:
        return _("n < 5")
    return f"{value.value:,.{metric.decimals}f}"


@register.simple_tag
def interval(metric: Metric, value: Value) -> str:
    """The 95 % interval in brackets; nothing where the value is held back."""
    if value.low is None or value.high is None or value.is_held_back:
        return ""
    return f"{value.low:,.{metric.decimals}f}–{value.high:,.{metric.decimals}f}"


@register.filter
def beside(values: Iterable[Any], columns: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Values with the column each stands in."""
    return list(zip(columns, values, strict=True))
