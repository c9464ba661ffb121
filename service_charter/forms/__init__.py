"""What people fill in, one module an aggregate."""

from service_charter.forms.charter import LONG, PublishForm, ReasonForm, StandardForm, TextsForm

__all__ = ["LONG", "PublishForm", "ReasonForm", "StandardForm", "TextsForm"]
