"""Form of a tag."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.models import Tag
from customers.services.tags import LONGEST_NAME
from foundation.core.forms import RefusableForm, ThaiTextField


class TagForm(RefusableForm):
    """What a tag is called, and whether it is still given."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name_th = ThaiTextField(label=_("Name in Thai"), max_length=LONGEST_NAME)
    name_en = ThaiTextField(label=_("Name in English"), max_length=LONGEST_NAME)
    is_retired = forms.BooleanField(
        label=_("Given no more"), required=False, help_text=_("Customers who carry the tag keep it.")
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            del self.fields["is_retired"]


def initial_of_tag(tag: Tag) -> dict[str, Any]:
    """Values of a tag for its form."""
    return {name: getattr(tag, name) for name in ("version", "name_th", "name_en", "is_retired")}
