"""What is filled in about approval routes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.models import Role
from foundation.core.forms import RefusableForm, ThaiTextField
from foundation.governance.approval_kinds import approval_kinds
from foundation.governance.models import MOST_STEPS, RouteStep


class RouteForm(RefusableForm):
    """For which documents a route is drawn up, and why."""

    content_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of document"), choices=lambda: [(kind.key, kind.label) for kind in approval_kinds()]
    )
    reason = ThaiTextField(label=gettext_lazy("Why it should go this way"), max_length=2000, multiline=True, rows=3)


class RouteStepsForm(RefusableForm):
    """The steps in their order: each with a title and the role that takes it. A step without a title is left out."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, steps: Sequence[RouteStep], **options: Any) -> None:
        super().__init__(*args, **options)
        roles = Role.objects.order_by("title_th")
        for place in range(1, MOST_STEPS + 1):
            kept = steps[place - 1] if place <= len(steps) else None
            number = {"number": place}
            self.fields[f"title_th_{place}"] = ThaiTextField(
                label=_("Step %(number)s, in Thai") % number,
                max_length=120,
                required=False,
                initial=kept.title_th if kept else "",
            )
            self.fields[f"title_en_{place}"] = ThaiTextField(
                label=_("Step %(number)s, in English") % number,
                max_length=120,
                required=False,
                initial=kept.title_en if kept else "",
            )
            self.fields[f"role_{place}"] = forms.ModelChoiceField(
                roles,
                label=_("Who takes step %(number)s") % number,
                required=False,
                empty_label=_("Choose the role"),
                initial=kept.role_id if kept else None,
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for place in range(1, MOST_STEPS + 1):
            if given.get(f"title_th_{place}") and not given.get(f"role_{place}"):
                self.add_error(f"role_{place}", ValidationError(_("Please choose who takes this step.")))
            elif given.get(f"role_{place}") and not given.get(f"title_th_{place}"):
                self.add_error(f"title_th_{place}", ValidationError(_("Please say what this step is.")))
        return given

    @property
    def groups(self) -> list[list[Any]]:
        """The three fields of each step, for the page."""
        names = ("title_th", "title_en", "role")
        return [[self[f"{name}_{place}"] for name in names] for place in range(1, MOST_STEPS + 1)]

    @property
    def steps(self) -> list[tuple[str, str, Role]]:
        """The steps that have a title, as the service takes them; of a valid form."""
        given = self.cleaned_data
        return [
            (given[f"title_th_{place}"], given[f"title_en_{place}"], given[f"role_{place}"])
            for place in range(1, MOST_STEPS + 1)
            if given[f"title_th_{place}"]
        ]


class RouteReasonForm(RefusableForm):
    """Why a route ends or a draft is set aside."""

    reason = ThaiTextField(label=gettext_lazy("Why?"), max_length=1000, multiline=True, rows=2)
