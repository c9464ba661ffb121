"""What people fill in, one module an aggregate."""

from service_charter.forms.charter import LONG, PublishForm, ReasonForm, TextsForm
from service_charter.forms.standard import StandardForm

__all__ = ["LONG", "PublishForm", "ReasonForm", "StandardForm", "TextsForm"]
