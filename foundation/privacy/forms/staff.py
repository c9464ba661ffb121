"""Forms of this room: choosing from the access log, writing a notice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.core.forms import ThaiDateField, ThaiTextField
from foundation.privacy.models import NOTICE_PARTS, NoticeVersion
from foundation.privacy.selectors import people_who_looked
from foundation.privacy.words import PART_TITLES

REASONED = "reasoned"


class LooksFilter(forms.Form):
    """Whose looks to show, and which."""

    by = forms.ChoiceField(label=_("Who looked"), required=False)
    what = forms.ChoiceField(
        label=_("What was shown"),
        required=False,
        choices=[("", _("Everything")), (REASONED, _("Without records that were only opened"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(person.public_id, str(person)) for person in people_who_looked()]
        self.fields["by"].choices = [("", _("Everyone")), *people]  # type: ignore[attr-defined]


class NoticeForm(forms.Form):
    """Every part of a notice, Thai and English side by side, and the day from which it counts."""

    effective_on = ThaiDateField(label=_("In force from"))

    def __init__(self, *args: Any, last: NoticeVersion | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in NOTICE_PARTS:
            for language, name in (("th", _("Thai")), ("en", _("English"))):
                field = f"{part}_{language}"
                self.fields[field] = ThaiTextField(
                    label=f"{PART_TITLES[part]} · {name}",
                    multiline=True,
                    max_length=4000,
                    initial=getattr(last, field, ""),
                    error_messages={"required": _("Please fill in this part, in both languages.")},
                    widget=forms.Textarea(attrs={"rows": 4, "lang": language}),
                )

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of each part, Thai and English."""
        return [(self[f"{part}_th"], self[f"{part}_en"]) for part in NOTICE_PARTS]
