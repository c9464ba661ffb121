"""Forms of the end of a case: proof, the complainant's word, approval, looking again, the rules."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import rules
from complaints.enums_closing import InspectionVerdict, ProofKind, Said
from complaints.forms.fields import LimitedTextField, ManyFilesField
from complaints.models import ApprovalRule, ClosingPolicy, EscalationRule, NoticePolicy, RemedyRule
from foundation.accounts.models import Role, User
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.forms import RefusableForm, ThaiDateField


class ConfirmForm(RefusableForm):
    """Is it done? With words and pictures where it is not."""

    said = forms.ChoiceField(
        label=_("Is it done?"),
        choices=Said.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose whether it is done.")},
    )
    words = LimitedTextField(label=_("What is not done?"), limit=rules.REASON_LIMIT, rows=4, required=False)
    uploads = ManyFilesField(label=_("Pictures, if you like"), required=False)

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        if cleaned.get("said") == Said.NOT_DONE and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Please tell us in a few words what is not done."))
        return cleaned


class ProofForm(RefusableForm):
    """A proof that it was carried out."""

    kind = forms.ChoiceField(
        label=_("What proves it"), choices=ProofKind.choices, widget=forms.RadioSelect, initial=ProofKind.PHOTO
    )
    uploads = ManyFilesField(
        label=_("The file"), required=False, help_text=_("For a photograph or document. We keep its fingerprint.")
    )
    seen = LimitedTextField(
        label=_("What it shows, or what you saw"),
        help_text=_("Where and when. For a look of your own this is the proof; name no persons."),
        limit=rules.REASON_LIMIT,
        rows=3,
        required=False,
    )
    is_shared = forms.BooleanField(label=_("The complainant may see it"), required=False)


class HeardForm(RefusableForm):
    """The complainant told an officer that it is done."""

    words = LimitedTextField(label=_("In which words"), limit=rules.REASON_LIMIT, rows=2, required=False)


class ObjectionForm(RefusableForm):
    """The answer to an objection; the complainant reads it."""

    how = LimitedTextField(label=_("Your answer to the complainant"), limit=rules.REASON_LIMIT, rows=4)


class ApproveForm(RefusableForm):
    """Yes, or back with remarks; `version` is that of the request that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    remarks = LimitedTextField(
        label=_("Remarks"),
        help_text=_("Needed when you return it."),
        limit=rules.REASON_LIMIT,
        rows=2,
        required=False,
    )


class InspectionForm(RefusableForm):
    """What looking again found."""

    verdict = forms.ChoiceField(
        label=_("What do you find?"), choices=InspectionVerdict.choices, widget=forms.RadioSelect
    )
    seen = LimitedTextField(
        label=_("What you saw, where and when"), limit=rules.REASON_LIMIT, rows=4, help_text=_("Name no persons.")
    )


class SettleForm(RefusableForm):
    """What follows where something was not in order: the case again, or a corrective action with owner and day."""

    choice = forms.ChoiceField(
        label=_("What follows"),
        choices=[("reopened", _("Take the case up again")), ("action", _("Set up a corrective action"))],
        widget=forms.RadioSelect,
    )
    why = LimitedTextField(label=_("Reason, or what is to be done"), limit=rules.REASON_LIMIT, rows=3)
    owner = forms.ModelChoiceField(
        label=_("Owner of the action"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("For a corrective action."),
    )
    due_on = ThaiDateField(label=_("Done by"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # those of every form
        people = people_holding(Permission.RISK_VIEW).order_by("first_name", "last_name", "pk")
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField


class ApprovalRuleForm(forms.ModelForm, RefusableForm):  # type: ignore[type-arg]
    """From which severity a step waits, and for whom."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = LimitedTextField(label=_("Why the rule changes"), limit=rules.REASON_LIMIT, rows=2)

    class Meta:
        model = ApprovalRule
        fields = ("is_active", "severity_from", "role")


class RemedyRuleForm(forms.ModelForm, RefusableForm):  # type: ignore[type-arg]
    """Who approves a remedy, from which amount on."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    amount_from = forms.DecimalField(
        label=_("From this amount on (baht)"), min_value=0, max_digits=12, decimal_places=2, initial=0
    )
    role = forms.ModelChoiceField(label=_("Role that approves"), queryset=Role.objects.all())
    reason = LimitedTextField(label=_("Why the rule changes"), limit=rules.REASON_LIMIT, rows=2)

    class Meta:
        model = RemedyRule
        fields = ("remedy", "amount_from", "role", "is_active")


class PolicyForm(forms.ModelForm, RefusableForm):  # type: ignore[type-arg]
    """How long and how often."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reopen_days = forms.IntegerField(label=_("Days in which the complainant may reopen"), min_value=1, max_value=365)
    reopen_times = forms.IntegerField(label=_("Times a case may be reopened so"), min_value=0, max_value=20)
    link_days = forms.IntegerField(label=_("Days the link in the message lives"), min_value=1, max_value=365)
    sample_size = forms.IntegerField(label=_("Closed cases looked at again each month"), min_value=1, max_value=50)
    reason = LimitedTextField(label=_("Why the rule changes"), limit=rules.REASON_LIMIT, rows=2)

    class Meta:
        model = ClosingPolicy
        fields = ("reopen_days", "reopen_times", "link_days", "sample_size")


class NoticePolicyForm(forms.ModelForm, RefusableForm):  # type: ignore[type-arg]
    """How early before a date, and how often while a case is open."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    hours_before = forms.IntegerField(
        label=_("Hours before a promised date"),
        help_text=_("Who has just heard from an officer gets no notice beside."),
        min_value=1,
        max_value=120,
    )
    every_days = forms.IntegerField(label=_("Days after our last word"), min_value=1, max_value=30)
    reason = LimitedTextField(label=_("Why the rule changes"), limit=rules.REASON_LIMIT, rows=2)

    class Meta:
        model = NoticePolicy
        fields = ("hours_before", "every_days")


class EscalationForm(forms.ModelForm, RefusableForm):  # type: ignore[type-arg]
    """A step of the ladder."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    days_late = forms.IntegerField(label=_("Days after the missed date"), min_value=0, max_value=90)
    role = forms.ModelChoiceField(label=_("Role that is told"), queryset=Role.objects.all())
    reason = LimitedTextField(label=_("Why the rule changes"), limit=rules.REASON_LIMIT, rows=2)

    class Meta:
        model = EscalationRule
        fields = ("days_late", "severity_from", "role", "is_active")
