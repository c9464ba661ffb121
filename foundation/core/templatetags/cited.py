"""What cites a record, on the record's own page: `{% load cited %}{% cited_by "complaint" complaint.public_id %}`."""

from typing import Any

from django import template

from foundation.core import references

register = template.Library()


@register.inclusion_tag("core/cited.html", takes_context=True)
def cited_by(context: template.Context, kind: str, public_id: str) -> dict[str, Any]:
    """A list for each room that cites the record, as far as the reader may see it; nothing where there is none."""
    return {"groups": references.cited_by(context["request"].user, kind, public_id)}
