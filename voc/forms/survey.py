"""What the writer of a survey fills in."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.models import Touchpoint
from foundation.core.forms import RefusableForm, ThaiTextField
from voc.enums.survey import QuestionKind
from voc.models import Question

MOST_OPTIONS = 12


class SurveyForm(RefusableForm):
    """Title, introduction and link of a survey."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title_th = ThaiTextField(label=_("Title (Thai)"), max_length=200)
    title_en = ThaiTextField(label=_("Title (English)"), max_length=200, required=False)
    intro_th = ThaiTextField(label=_("Introduction (Thai)"), max_length=2000, multiline=True, rows=3, required=False)
    intro_en = ThaiTextField(label=_("Introduction (English)"), max_length=2000, multiline=True, rows=3, required=False)
    code = forms.SlugField(
        label=_("Short name in the address"),
        max_length=40,
        help_text=_("Small letters, figures and hyphens, for example tenants-2569."),
    )
    is_for_everybody = forms.BooleanField(label=_("A link that everybody may use"), required=False)
    touchpoint = forms.ModelChoiceField(
        Touchpoint.objects.none(),
        label=_("Touchpoint it asks about"),
        required=False,
        empty_label=_("None in particular"),
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["touchpoint"]
        chosen.queryset = Touchpoint.objects.in_use_on(timezone.localdate())  # type: ignore[attr-defined]
        if not is_new:
            del self.fields["code"]

    def clean_code(self) -> str:
        """Small letters, since addresses should not depend on case; and not the word of an address of ours."""
        code = str(self.cleaned_data["code"]).lower()
        if code == "new":
            raise forms.ValidationError(_("Please choose another short name."))
        return code


class QuestionForm(RefusableForm):
    """One question. Options are lines `Thai | English`."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Kind of answer"), choices=QuestionKind.choices)
    text_th = ThaiTextField(label=_("Question (Thai)"), max_length=300)
    text_en = ThaiTextField(label=_("Question (English)"), max_length=300, required=False)
    options_text = ThaiTextField(
        label=_("Answers to choose from"),
        max_length=3000,
        required=False,
        multiline=True,
        rows=5,
        help_text=_("Only for a choice. One a line, Thai and English with a bar between: ทุกวัน | Every day"),
    )
    need_code = forms.SlugField(
        label=_("Code of the need"),
        max_length=60,
        required=False,
        help_text=_("Only for a need. The same code in every survey, so that its score can be followed: fast-repair"),
    )
    is_required = forms.BooleanField(label=_("Must be answered"), required=False)

    def clean(self) -> dict[str, Any]:
        """What the kind demands is there; what it does not know is dropped."""
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind")
        cleaned["options"] = _options(cleaned.get("options_text", "")) if kind == QuestionKind.CHOICE else []
        if kind == QuestionKind.CHOICE and not 2 <= len(cleaned["options"]) <= MOST_OPTIONS:
            self.add_error("options_text", _("Please give 2 to 12 answers, one a line."))
        if kind != QuestionKind.NEED:
            cleaned["need_code"] = ""
        elif not cleaned.get("need_code") and "need_code" not in self.errors:
            self.add_error("need_code", _("Please give the need a code."))
        return cleaned


def shown(question: Question) -> dict[str, Any]:
    """The stored question as the form shows it."""
    names = ("version", "kind", "text_th", "text_en", "need_code", "is_required")
    lines = [" | ".join(filter(None, (option["th"], option.get("en", "")))) for option in question.options]
    return {**{name: getattr(question, name) for name in names}, "options_text": "\n".join(lines)}


def _options(text: str) -> list[dict[str, str]]:
    """Options with codes a, b, c in their order."""
    found: list[dict[str, str]] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        thai, _bar, english = line.partition("|")
        found.append({"code": chr(ord("a") + len(found) % 26), "th": thai.strip(), "en": english.strip()})
    return found
