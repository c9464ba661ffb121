"""Forms of the reporting room."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Role
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from reporting.enums import Assessed, DayCount
from reporting.models import QuarterlyReport


class PrefaceForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm is not generic at run time
    """The words that people add to the figures."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = QuarterlyReport
        fields = ["judgement", "requests"]
        widgets = {"judgement": forms.Textarea(attrs={"rows": 3}), "requests": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "judgement": _("One sentence the board should remember. Empty: the system states it from the figures."),
            "requests": _("One matter a line."),
        }


class AttestForm(RefusableForm):
    """What a person vouches for, with the evidence; `links` are the records that the rules of the clause show."""

    statement = ThaiTextField(label=_("What you saw and why it is enough"), max_length=2000, multiline=True, rows=4)
    cited = forms.MultipleChoiceField(
        label=_("Records you rely on"), required=False, widget=forms.CheckboxSelectMultiple
    )
    other = ThaiTextField(
        label=_("Other documents"),
        max_length=1000,
        required=False,
        multiline=True,
        rows=2,
        help_text=_("A document number or an address a line."),
    )
    upload = forms.FileField(label=_("File"), required=False, help_text=_("A photograph, a scan or a document."))
    expires_on = ThaiDateField(label=_("Counts until"), help_text=_("A year at most; then someone looks again."))

    def __init__(self, *args: Any, links: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.links = {url: label for label, url in links}
        cast(forms.MultipleChoiceField, self.fields["cited"]).choices = list(self.links.items())
        if not self.links:
            del self.fields["cited"]

    def evidence(self) -> list[dict[str, str]]:
        """The cited records and documents as rows of label and url."""
        chosen = [{"label": self.links[url], "url": url} for url in self.cleaned_data.get("cited", [])]
        lines = [line.strip() for line in self.cleaned_data["other"].splitlines() if line.strip()]
        return chosen + [{"label": line, "url": line if line.startswith(("/", "https://")) else ""} for line in lines]


class ReasonForm(RefusableForm):
    """Why something is taken back or sent back."""

    reason = ThaiTextField(label=_("Reason"), max_length=2000, multiline=True, rows=3)


class DeadlineForm(RefusableForm):
    """When a duty falls due, and who answers for it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title_th = ThaiTextField(label=_("Title (Thai)"), max_length=200)
    title_en = ThaiTextField(label=_("Title (English)"), max_length=200)
    days = forms.IntegerField(
        label=_("Days"),
        min_value=-366,
        max_value=366,
        help_text=_("After the end of the quarter, or after the fiscal year has begun. A negative number lies before."),
    )
    day_count = forms.ChoiceField(label=_("How days count"), choices=DayCount.choices, widget=forms.RadioSelect)
    lead_days = forms.IntegerField(
        label=_("Days of notice"),
        min_value=0,
        max_value=180,
        help_text=_("So many days before, its owners are reminded; the annual review is opened then."),
    )
    owner_role = forms.ModelChoiceField(Role.objects.order_by("key"), label=_("Role that answers for it"))
    starts_on = ThaiDateField(label=_("Counts from"), help_text=_("Turns that fell due before are not asked for."))
    is_active = forms.BooleanField(label=_("In use"), required=False)


class KeptForm(RefusableForm):
    """That a turn of a duty was done."""

    turn = forms.RegexField(r"^\d{4}-[0-4]$", widget=forms.HiddenInput)
    done_on = ThaiDateField(label=_("Done on"))
    text = ThaiTextField(label=_("What was done"), max_length=500)
    url = ThaiTextField(label=_("Where it can be seen"), max_length=300, required=False)

    def key(self) -> tuple[int, int]:
        """The fiscal year and the quarter."""
        year, _dash, quarter = self.cleaned_data["turn"].partition("-")
        return int(year), int(quarter)


class OpenReviewForm(RefusableForm):
    """Opening a review by hand."""

    due_on = ThaiDateField(label=_("Due on"))


class AssessForm(RefusableForm):
    """What a person says of a clause."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    verdict = forms.ChoiceField(
        label=_("What do you say of the clause?"), choices=Assessed.choices, widget=forms.RadioSelect
    )
    comment = ThaiTextField(
        label=_("Comment"),
        max_length=4000,
        required=False,
        multiline=True,
        rows=5,
        help_text=_("Needed unless the clause stays as it is: what should change, and why."),
    )


class RedraftForm(RefusableForm):
    """The text of a clause in the draft."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text_th = ThaiTextField(label=_("Text of the clause in Thai"), max_length=20000, multiline=True, rows=14)


class NoStepForm(RefusableForm):
    """A step that asks for nothing."""


class NoteForm(RefusableForm):
    """A word at the end."""

    note = ThaiTextField(label=_("What came of the review"), max_length=4000, multiline=True, rows=3)


class PublishForm(RefusableForm):
    """When the new version is announced and from when it binds."""

    announced_on = ThaiDateField(label=_("Announced on"))
    effective_on = ThaiDateField(label=_("In force from"), required=False)


class AskStaffForm(RefusableForm):
    """Until when staff acknowledge."""

    acknowledge_by = ThaiDateField(label=_("Staff acknowledge until"))


class VerdictForm(RefusableForm):
    """The reviewer's word."""

    passes = forms.ChoiceField(
        label=_("Your decision"),
        choices=(("yes", _("Let it go to the board")), ("no", _("Send back"))),
        widget=forms.RadioSelect,
    )
    note = ThaiTextField(
        label=_("Note"),
        max_length=4000,
        required=False,
        multiline=True,
        rows=4,
        help_text=_("Needed when you send it back: what has to change."),
    )
