"""What is filled in about plans of audits, checklists, samples, answers and findings."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.evidence import CLAUSES
from foundation.core.form_fields import LinesField
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from foundation.governance.clauses import outline
from foundation.governance.enums import AuditSubject, AuditVerdict, Grade
from foundation.governance.forms.choices import PersonChoice, UnitChoice
from foundation.governance.models import LARGEST_SAMPLE, MOST_QUESTIONS, Audit, Checklist, SampleItem
from foundation.governance.populations import populations

QUARTERS = ((1, _("Quarter 1")), (2, _("Quarter 2")), (3, _("Quarter 3")), (4, _("Quarter 4")))


def _clauses() -> list[tuple[str, str]]:
    return [(key, outline(key).heading) for key in CLAUSES]


def _clauses_or_none() -> list[tuple[str, Any]]:
    return [("", _("No single clause")), *_clauses()]


class AuditPlanForm(RefusableForm):
    """A fiscal year and what its audits should show."""

    year_be = forms.IntegerField(label=_("Fiscal year"), help_text=_("In Buddhist Era, for example 2569."))
    aim = ThaiTextField(label=_("What the audits of this year should show"), max_length=4000, multiline=True, rows=4)


class ChecklistChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Checklists that are in use."""


class AuditEntryForm(RefusableForm):
    """One audit of the plan."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = ThaiTextField(label=_("What is audited"), max_length=300)
    subject = forms.ChoiceField(label=_("Kind of subject"), choices=AuditSubject.choices, widget=forms.RadioSelect)
    clause = forms.ChoiceField(label=_("Clause of the policy"), choices=_clauses_or_none, required=False)
    unit = UnitChoice(label=_("Unit that is audited and answers"), empty_label=_("Choose the unit"))
    criteria = ThaiTextField(
        label=_("Against what it is audited"),
        max_length=4000,
        multiline=True,
        rows=3,
        help_text=_("Rules, standards or promises, for example the clause and its standards."),
    )
    auditor = PersonChoice(
        label=_("Auditor"), empty_label=_("Choose the auditor"), help_text=_("Of another unit than the audited one.")
    )
    quarter = forms.TypedChoiceField(label=_("Quarter of the fiscal year"), choices=QUARTERS, coerce=int)
    checklist = ChecklistChoice(
        Checklist.objects.filter(is_in_use=True), label=_("Checklist"), empty_label=_("Choose the checklist")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        auditors = people_holding(Permission.AUDIT_CONDUCT).select_related("unit").order_by("first_name")
        self.fields["auditor"].queryset = auditors  # type: ignore[attr-defined]


class ChecklistForm(RefusableForm):
    """A checklist: a name, and one question a line."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = ThaiTextField(label=_("Name"), max_length=200)
    questions = LinesField(
        label=_("Questions"),
        limit=MOST_QUESTIONS,
        help_text=_("One a line; each is asked of every record of a sample."),
    )
    is_in_use = forms.BooleanField(label=_("In use"), required=False, initial=True)


class PlanReasonForm(RefusableForm):
    """Why a plan is opened again."""

    reason = ThaiTextField(label=_("Why"), max_length=1000, multiline=True, rows=2)


class SampleForm(RefusableForm):
    """From what, how many, and by which seed."""

    population = forms.ChoiceField(
        label=_("Drawn from"), choices=lambda: [(each.key, each.label) for each in populations()]
    )
    first_day = ThaiDateField(label=_("From day"))
    last_day = ThaiDateField(label=_("To day"))
    unit = UnitChoice(label=_("Only of this unit"), empty_label=_("Of every unit"), required=False)
    size = forms.IntegerField(label=_("How many records"), min_value=1, max_value=LARGEST_SAMPLE, initial=10)
    seed = forms.RegexField(
        r"^[0-9A-Za-z-]{1,40}$",
        label=_("Seed"),
        required=False,
        help_text=_("Leave it empty and one is drawn. The same seed gives the same list from the same records."),
        error_messages={"invalid": _("Letters, digits and dashes only, at most 40.")},
    )


class ItemForm(RefusableForm):
    """Every question of the checklist for one record: a verdict, and a note where it fails."""

    def __init__(
        self, *args: Any, questions: Sequence[str], kept: dict[int, tuple[str, str]] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.questions = questions
        for place, question in enumerate(questions):
            verdict, note = (kept or {}).get(place, ("", ""))
            self.fields[f"verdict_{place}"] = forms.ChoiceField(
                label=f"{place + 1}. {question}",
                choices=AuditVerdict.choices,
                widget=forms.RadioSelect,
                initial=verdict,
                error_messages={"required": _("Please choose what you found.")},
            )
            self.fields[f"note_{place}"] = ThaiTextField(
                label=_("Note on question %(number)s") % {"number": place + 1},
                max_length=2000,
                multiline=True,
                rows=2,
                required=False,
                initial=note,
            )

    @property
    def answers(self) -> dict[int, tuple[str, str]]:
        """Question -> (verdict, note), of a valid form."""
        given = self.cleaned_data
        return {place: (given[f"verdict_{place}"], given[f"note_{place}"]) for place in range(len(self.questions))}


class ItemsChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Records of the samples, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple
    titles: dict[int, str] = {}

    def label_from_instance(self, obj: Any) -> str:
        return self.titles.get(obj.pk, str(obj))


class FindingForm(RefusableForm):
    """What was found, how grave, against which clause, shown by which records."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    grade = forms.ChoiceField(label=_("Grade"), choices=Grade.choices, widget=forms.RadioSelect)
    clause = forms.ChoiceField(label=_("Clause of the policy"), choices=_clauses)
    text = ThaiTextField(label=_("What was found"), max_length=4000, multiline=True, rows=5)
    items = ItemsChoice(SampleItem.objects.none(), label=_("Records that show it"), required=False)

    def __init__(self, *args: Any, audit: Audit, titles: dict[int, str], **options: Any) -> None:
        super().__init__(*args, **options)
        items = self.fields["items"]
        items.titles = titles  # type: ignore[attr-defined]
        items.queryset = SampleItem.objects.filter(pk__in=titles).select_related("sample")  # type: ignore[attr-defined]


class ConclusionForm(RefusableForm):
    """What the audit shows as a whole."""

    conclusion = ThaiTextField(label=_("Conclusion"), max_length=4000, multiline=True, rows=5)


class FindingAnswerForm(RefusableForm):
    """What the unit says to a finding."""

    answer = ThaiTextField(
        label=_("Answer"),
        max_length=4000,
        multiline=True,
        rows=5,
        help_text=_("Whether it is so, how it came about, and what is done."),
    )


class FindingNoteForm(RefusableForm):
    """What the auditor says to an answer."""

    note = ThaiTextField(label=_("Note"), max_length=2000, multiline=True, rows=3)


class NothingForm(RefusableForm):
    """A step that asks for nothing."""
