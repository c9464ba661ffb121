"""Shares as people read them."""

from django import template

register = template.Library()


@register.filter
def percent_of_one(share: float | None, decimals: int = 0) -> str:
    """0.734 as 73%; a dash for none."""
    return "–" if share is None else f"{100 * share:.{decimals}f}%"
