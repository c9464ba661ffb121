"""What is filled in about the quiz: how it goes, its questions, and the answers of those who take it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.core.forms import RefusableForm, ThaiTextField
from service_charter.models import QuizAnswer, QuizQuestion
from service_charter.quiz_rules import OPTIONS


class QuizForm(RefusableForm):
    """How the quiz on a version goes."""

    draw = forms.IntegerField(label=_("Questions drawn for each attempt"), min_value=1, max_value=30)
    pass_percent = forms.IntegerField(label=_("Pass mark, percent of right answers"), min_value=1, max_value=100)
    daily_attempts = forms.IntegerField(label=_("Attempts a day for each person"), min_value=1, max_value=20)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class QuestionForm(RefusableForm):
    """A question with two to four answers in both languages, the right one marked, and why it is right."""

    text_th = ThaiTextField(label=_("Question in Thai"), max_length=1000, multiline=True, rows=2)
    text_en = ThaiTextField(label=_("Question in English"), max_length=1000, multiline=True, rows=2)
    right = forms.TypedChoiceField(
        label=_("Which answer is right"), coerce=int, choices=[(n, n) for n in OPTIONS], widget=forms.RadioSelect
    )
    why_th = ThaiTextField(
        label=_("Why, in Thai"), max_length=1000, multiline=True, rows=2,
        help_text=_("Shown to whoever chose a wrong answer: name the promise and what it means at work."),
    )  # fmt: skip
    why_en = ThaiTextField(label=_("Why, in English"), max_length=1000, multiline=True, rows=2)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in OPTIONS:
            for language, words in (("th", _("Answer %(number)s in Thai")), ("en", _("Answer %(number)s in English"))):
                self.fields[f"option{number}_{language}"] = ThaiTextField(
                    label=words % {"number": number}, max_length=300, required=number <= 2
                )
        options = [f"option{number}_{language}" for number in OPTIONS for language in ("th", "en")]
        self.order_fields(["text_th", "text_en", *options, "right", "why_th", "why_en", "version"])

    @staticmethod
    def initial_of(question: QuizQuestion) -> dict[str, Any]:
        """What the form shows of a question."""
        found: dict[str, Any] = {name: getattr(question, name) for name in ("text_th", "text_en", "why_th", "why_en")}
        for number, (thai, english) in enumerate(zip(question.options_th, question.options_en, strict=True), start=1):
            found |= {f"option{number}_th": thai, f"option{number}_en": english}
        return found | {"right": question.right + 1, "version": question.version}

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes; empty answers at the end are left out."""
        given = self.cleaned_data
        pairs = [(given[f"option{number}_th"], given[f"option{number}_en"]) for number in OPTIONS]
        while pairs and not any(pairs[-1]):
            pairs.pop()
        words = {name: given[name] for name in ("text_th", "text_en", "why_th", "why_en")}
        return {
            **words,
            "options_th": [thai for thai, _english in pairs],
            "options_en": [english for _thai, english in pairs],
            "right": given["right"] - 1,
        }


class AnswerForm(RefusableForm):
    """The drawn questions of one attempt, all on one page."""

    def __init__(self, *args: Any, answers: list[QuizAnswer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.positions = [answer.position for answer in answers]
        for answer in answers:
            self.fields[f"q{answer.position}"] = forms.TypedChoiceField(
                label=f"{answer.position}. {answer.question.text}",
                choices=answer.choices,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Please choose an answer.")},
            )

    @property
    def chosen(self) -> dict[int, int]:
        """The chosen answers by position."""
        return {place: self.cleaned_data[f"q{place}"] for place in self.positions}
