"""Small words of the case page: `{% load complaints %}`."""

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from complaints import selectors
from complaints.models import Transition

register = template.Library()


@register.filter
def step_label(step: Transition) -> str:
    """What a step is called; the first one is the receipt."""
    return selectors.step_label(step) or _("Received and numbered")


@register.filter
def who(step: Transition) -> str:
    """Who took a step."""
    return selectors.who(step)


@register.filter
def yesno_word(value: bool | None) -> str:
    """Yes, no, or a dash."""
    if value is None:
        return "–"
    return _("Yes") if value else _("No")


@register.filter
def fiscal_year(year_be: int) -> str:
    """A fiscal year in the reader's era."""
    return str(year_be - 543 if get_language() == "en" else year_be)
