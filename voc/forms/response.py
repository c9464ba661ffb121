"""The form of a survey, made from its questions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from foundation.core.forms import RefusableForm, ThaiTextField
from voc.enums.survey import QuestionKind
from voc.models import Question
from voc.models.spoken import option_word
from voc.services.answers import LONGEST_ANSWER

SECOND = "_satisfaction"


class ResponseForm(RefusableForm):
    """A field a question, `q1`, `q2` …; a need has a second one, `q3_satisfaction`. The service judges the answers."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, questions: Iterable[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for question in self.questions:
            for name, field in _fields_of(question):
                self.fields[name] = field

    def rows(self) -> list[dict[str, Any]]:
        """What the page draws: the question with its bound fields."""
        return [
            {
                "question": question,
                "field": self[f"q{question.number}"],
                "second": self[f"q{question.number}{SECOND}"] if question.kind == QuestionKind.NEED else None,
            }
            for question in self.questions
        ]

    def answers(self) -> dict[int, dict[str, Any]]:
        """What was said, as the service takes it: questions left out have no entry."""
        found = {}
        for question in self.questions:
            name = f"q{question.number}"
            said = _answer(question, self.cleaned_data.get(name), self.cleaned_data.get(f"{name}{SECOND}"))
            if said:
                found[question.pk] = said
        return found


def _answer(question: Question, first: Any, second: Any) -> dict[str, Any]:
    if first in (None, "") and second in (None, ""):
        return {}
    if question.kind == QuestionKind.NEED:
        return {"importance": _whole(first), "satisfaction": _whole(second)}
    if question.kind == QuestionKind.CHOICE:
        return {"choice": first}
    if question.kind == QuestionKind.OPEN:
        return {"text": first}
    return {"score": _whole(first)}


def _whole(value: Any) -> int | None:
    return int(value) if value not in (None, "") else None


def _fields_of(question: Question) -> list[tuple[str, forms.Field]]:
    name = f"q{question.number}"
    if question.kind == QuestionKind.OPEN:
        field = ThaiTextField(label=question.text, required=False, max_length=LONGEST_ANSWER, multiline=True, rows=4)
        return [(name, field)]
    if question.kind == QuestionKind.CHOICE:
        choices = [(option["code"], option_word(option)) for option in question.options]
        return [(name, _radio(question.text, choices))]
    if question.kind == QuestionKind.NPS:
        return [(name, _radio(question.text, [(score, score) for score in range(11)]))]
    five = [(score, score) for score in range(1, 6)]
    if question.kind == QuestionKind.NEED:
        return [
            (name, _radio(_("%(need)s: how important?") % {"need": question.text}, five)),
            (f"{name}{SECOND}", _radio(_("%(need)s: how satisfied?") % {"need": question.text}, five)),
        ]
    return [(name, _radio(question.text, five))]


def _radio(label: str, choices: Iterable[tuple[Any, Any]]) -> forms.Field:
    return forms.ChoiceField(label=label, choices=list(choices), required=False, widget=forms.RadioSelect)
