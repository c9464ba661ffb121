"""Figures of segments as pages print them."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from segmentation import words
from segmentation.selectors.population import Quality

register = template.Library()


@register.filter
def told(value: float | None) -> str:
    """A figure with as many decimals as its size deserves; a dash for none."""
    return "–" if value is None else words.figure(value)


@register.filter
def signed(value: float) -> str:
    """A difference with its sign, one decimal, a real minus."""
    text = f"{value:+.1f}"
    return "+0.0" if text == "-0.0" else text.replace("-", "−")


@register.simple_tag
def figure_hint(figure: dict[str, Any]) -> str:
    """What to know of a figure before choosing it: its range, how many lack it, whether it helps at all."""
    quality: Quality = figure["quality"]
    unit = figure["unit"][words.reader()]
    if quality.least is None or quality.most is None:
        return _("No customer has it yet.")
    if not quality.varies:
        return _("The same for everybody (%(value)s): it can't tell customers apart.") % {"value": told(quality.least)}
    hints = [
        _("from %(least)s to %(most)s %(unit)s")
        % {"least": told(quality.least), "most": told(quality.most), "unit": unit}
    ]
    if quality.missing:
        lack = _("%(percent)s%% of customers lack it and would be left out")
        hints.append(lack % {"percent": quality.missing_percent or "<1"})
    if quality.skewed:
        hints.append(_("skewed: a logarithm serves it"))
    return " · ".join(hint.strip() for hint in hints)
