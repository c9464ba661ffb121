"""What is filled in for insights, for what we did, and for the listening plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint
from customers.enums import Relation
from customers.selectors import stages
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from segmentation.rules import can_see
from segmentation.selectors import segment_names, segments_in_force
from voc.enums.insight import Decision, Frequency
from voc.enums.voice import VoiceChannel
from voc.models import Insight, ListeningPlan
from voc.selectors.needs import need_names

# What may stand behind an insight; the public ids are those of core.references.
CITABLE = (
    ("complaint", _("Complaint (its number)")),
    ("voice", _("Voice (from its page)")),
    ("need", _("Need (its code)")),
    ("segment", _("Customer segment")),
)


class InsightForm(RefusableForm):
    """What we heard, from whom, and who takes care of it; the segments only for those who may see them."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = ThaiTextField(label=_("Title"), max_length=200, help_text=_("The finding in one sentence."))
    heard = ThaiTextField(label=_("What we heard"), max_length=6000, multiline=True, rows=6, required=False)
    heard_since = ThaiDateField(label=_("Heard since"))
    need_code = forms.ChoiceField(label=_("Need"), required=False)
    segments = forms.MultipleChoiceField(
        label=_("Segments that say so"), required=False, widget=forms.CheckboxSelectMultiple
    )
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Owner"))

    def __init__(self, *args: Any, user: User, insight: Insight | None = None, **kwargs: Any) -> None:
        names = ("title", "heard", "heard_since", "need_code", "segments", "owner", "version")
        if insight is not None:
            kwargs["initial"] = {name: getattr(insight, name) for name in names} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        if can_see(user):
            chosen = insight.segments if insight else []
            known = {segment.public_id: segment.title for segment in segments_in_force()} | segment_names(chosen)
            self.fields["segments"].choices = list(known.items())  # type: ignore[attr-defined]
        else:
            del self.fields["segments"]  # what is stored stays
        self.fields["need_code"].choices = [("", _("None of those asked about")), *need_names().items()]  # type: ignore[attr-defined]
        self.fields["owner"].queryset = owners()  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, Any]:
        """What was filled in, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class SourceForm(RefusableForm):
    """A record to be put behind an insight. A complaint may be named by its number."""

    kind = forms.ChoiceField(label=_("Kind of record"), choices=CITABLE)
    public_id = ThaiTextField(label=_("Number or code"), max_length=60)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """The number of a complaint becomes its public id."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == "complaint" and cleaned.get("public_id"):
            rows = Complaint.objects.visible_to(self.user).filter(number=cleaned["public_id"].upper())
            cleaned["public_id"] = rows.values_list("public_id", flat=True).first() or cleaned["public_id"]
        return cleaned


class DecisionForm(RefusableForm):
    """The decision with its reason and the day of the follow-up."""

    decision = forms.ChoiceField(label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect)
    reason = ThaiTextField(label=_("Reason"), max_length=2000, multiline=True, rows=3)
    follow_up_on = ThaiDateField(
        label=_("Follow-up on"), required=False, help_text=_("Not needed for what will not be done.")
    )


class OutcomeForm(RefusableForm):
    """What came of it."""

    outcome = ThaiTextField(label=_("What came of it"), max_length=4000, multiline=True, rows=4)


class DoneForm(RefusableForm):
    """What customers said, what we did, since when; both languages stand side by side."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    said_th = ThaiTextField(label=_("You said (Thai)"), max_length=300)
    said_en = ThaiTextField(label=_("You said (English)"), max_length=300, required=False)
    did_th = ThaiTextField(label=_("We did (Thai)"), max_length=2000, multiline=True, rows=4, required=False)
    did_en = ThaiTextField(label=_("We did (English)"), max_length=2000, multiline=True, rows=4, required=False)
    since = ThaiDateField(label=_("Since"))
    source_kind = forms.ChoiceField(label=_("Came from"), required=False)
    source_id = ThaiTextField(label=_("Its number or code"), max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [("", _("Not named")), ("insight", _("Insight")), ("idea", _("Idea")), *CITABLE]
        self.fields["source_kind"].choices = kinds  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, Any]:
        """What was filled in, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PlanForm(RefusableForm):
    """One line of the listening plan."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    channel = forms.ChoiceField(label=_("Channel"), choices=VoiceChannel.choices)
    frequency = forms.ChoiceField(label=_("How often"), choices=Frequency.choices)
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Owner"))
    starts_on = ThaiDateField(label=_("Begins on"))
    method_th = ThaiTextField(label=_("How we listen (Thai)"), max_length=300)
    method_en = ThaiTextField(label=_("How we listen (English)"), max_length=300, required=False)
    groups = forms.MultipleChoiceField(
        label=_("Whom it reaches"), choices=Relation.choices, widget=forms.CheckboxSelectMultiple
    )
    stages = forms.MultipleChoiceField(
        label=_("In which stages of their life with us"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, plan: ListeningPlan | None = None, **kwargs: Any) -> None:
        names = ("version", "channel", "frequency", "owner", "starts_on", "method_th", "method_en", "groups", "stages")
        if plan is not None:
            kwargs["initial"] = {name: getattr(plan, name) for name in names}
        super().__init__(*args, **kwargs)
        self.fields["stages"].choices = [(stage.code, stage.name) for stage in stages()]  # type: ignore[attr-defined]
        self.fields["owner"].queryset = owners()  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, Any]:
        """What was filled in, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ListenedForm(RefusableForm):
    """The day on which it was done."""

    on = ThaiDateField(label=_("Done on"))


def owners() -> Any:
    """Members of staff who may take care of something here."""
    return people_holding(Permission.VOC_VIEW).order_by("first_name", "username")
