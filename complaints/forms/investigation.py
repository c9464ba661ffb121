"""Forms of the investigation: questions, steps, what they brought, and the log of evidence."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import rules, selectors
from complaints.enums_investigation import ItemKind, Source, Weight
from complaints.forms.fields import LimitedTextField
from complaints.models import Complaint, PlanItem
from complaints.services import Finding
from foundation.accounts.models import User
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from foundation.core.models import Attachment
from foundation.core.thai.dates import format_datetime

FILE, NOTE = "file:", "note:"


class QuestionForm(RefusableForm):
    """What the investigation must find out."""

    text = LimitedTextField(
        label=_("Question to answer"),
        help_text=_("One that facts can answer: what happened, when, why, and whether a rule was kept."),
        limit=rules.REASON_LIMIT,
        rows=2,
    )


class StepForm(RefusableForm):
    """Who does what, by when."""

    text = LimitedTextField(label=_("Step to take"), limit=rules.REASON_LIMIT, rows=2)
    owner = forms.ModelChoiceField(label=_("Who does it"), queryset=User.objects.none())
    due_on = ThaiDateField(label=_("By when"))

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = selectors.possible_owners(complaint)  # type: ignore[attr-defined]


class ResultForm(RefusableForm):
    """The answer, or what the step brought."""

    result = LimitedTextField(label=_("Answer, or what it brought"), limit=rules.DESCRIPTION_LIMIT, rows=3)


class DropForm(RefusableForm):
    """Why a question or step is left out, or evidence withdrawn."""

    reason = LimitedTextField(label=_("Reason"), limit=rules.REASON_LIMIT, rows=2)


class EvidenceForm(RefusableForm):
    """One piece of evidence."""

    what = LimitedTextField(label=_("What it shows"), limit=rules.DESCRIPTION_LIMIT, rows=3)
    source = forms.ChoiceField(label=_("Where it comes from"), choices=Source.choices)
    from_whom = ThaiTextField(
        label=_("From whom, or from where exactly"),
        help_text=_("Name, duty, system or place. It is kept with the case and shown to nobody outside it."),
        max_length=160,
    )
    obtained_on = ThaiDateField(label=_("Obtained on"))
    weight = forms.ChoiceField(label=_("How far it can be relied on"), choices=Weight.choices, widget=forms.RadioSelect)
    reliability = LimitedTextField(label=_("Why so far"), limit=rules.REASON_LIMIT, rows=2)
    question = forms.ModelChoiceField(
        label=_("Question it helps to answer"), queryset=PlanItem.objects.none(), required=False
    )
    attached = forms.ChoiceField(label=_("File or internal note"), required=False)

    def __init__(self, *args: Any, complaint: Complaint, files: Iterable[Attachment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        questions = PlanItem.objects.filter(complaint=complaint, kind=ItemKind.QUESTION, dropped_at=None)
        self.fields["question"].queryset = questions  # type: ignore[attr-defined]
        notes = complaint.notes.select_related("author").order_by("-at", "-id")
        self.fields["attached"].choices = [  # type: ignore[attr-defined]
            ("", "---------"),
            (_("Files"), [(f"{FILE}{file.public_id}", file.name) for file in files]),
            (
                _("Internal notes"),
                [(f"{NOTE}{note.pk}", f"{format_datetime(note.at, 'short')} {note.author}") for note in notes],
            ),
        ]

    def found(self) -> Finding:
        """What the service takes, from a form that is valid."""
        said = dict(self.cleaned_data)
        attached = said.pop("attached")
        note = attached.removeprefix(NOTE) if attached.startswith(NOTE) else None
        file_id = attached.removeprefix(FILE) if attached.startswith(FILE) else ""
        return Finding(**said, file_id=file_id, note_id=int(note) if note else None)
