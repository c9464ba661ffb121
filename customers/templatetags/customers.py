"""`{% shown_panel panel %}`: another room's panel, drawn with its own context and nothing else of the page."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from customers.panels import ShownPanel

register = template.Library()


@register.simple_tag(takes_context=True)
def shown_panel(context: template.Context, panel: ShownPanel) -> SafeString:
    """The panel of one customer; its template gets its context, `customer` and `panel`."""
    given = {**panel.context, "customer": context["customer"], "panel": panel}
    return render_to_string(panel.template, given, request=context["request"])
