"""Fields in which a person or a unit is chosen."""

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Unit, User


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Active people by name and unit."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("empty_label", _("Not yet named"))
        super().__init__(User.objects.filter(is_active=True).select_related("unit").order_by("first_name"), **options)

    def label_from_instance(self, obj: Model) -> str:
        return f"{obj} · {obj.unit}" if isinstance(obj, User) and obj.unit else str(obj)


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Units by name."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("empty_label", _("Not yet named"))
        super().__init__(Unit.objects.order_by("name_th"), **options)
