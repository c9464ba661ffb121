"""Forms of the staff side."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import rules
from complaints.enums import (
    WHYS,
    Cause,
    Complexity,
    Exhaustion,
    Impact,
    Outcome,
    PauseKind,
    Priority,
    Remedy,
    Severity,
)
from complaints.forms.fields import LimitedTextField, LinesField, ManyFilesField
from complaints.forms.people import CompetentPersonField
from complaints.models import Complaint
from complaints.selectors import possible_handlers, possible_investigators
from foundation.accounts.models import Unit, User
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def _is_yes(value: str) -> bool:
    return value == "yes"


def _yes_no(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=YES_NO, coerce=_is_yes, widget=forms.RadioSelect)


class ReasonForm(forms.Form):
    """A step that needs a reason."""

    reason = LimitedTextField(label=_("Reason"), limit=rules.REASON_LIMIT, rows=3)


class AcknowledgeForm(forms.Form):
    """The words of the acknowledgement, ready to be changed."""

    text = LimitedTextField(label=_("Message to the complainant"), limit=rules.MESSAGE_LIMIT, rows=5)


class AssessmentForm(forms.Form):
    """The six fields of the first assessment, and the order of work."""

    severity = forms.TypedChoiceField(
        label=_("Severity"), choices=Severity.choices, coerce=int, widget=forms.RadioSelect
    )
    is_safety_matter = _yes_no(_("Does it touch safety?"))
    complexity = forms.TypedChoiceField(
        label=_("Complexity"), choices=Complexity.choices, coerce=int, widget=forms.RadioSelect
    )
    impact = forms.TypedChoiceField(label=_("Impact"), choices=Impact.choices, coerce=int, widget=forms.RadioSelect)
    needs_immediate_action = _yes_no(_("Must something be done at once?"))
    can_act_immediately = _yes_no(_("Can it be done at once?"))
    immediate_action = LimitedTextField(
        label=_("What was done at once"), limit=rules.REASON_LIMIT, rows=2, required=False
    )
    priority = forms.TypedChoiceField(
        label=_("Order of work"),
        help_text=_("Left empty, it follows from the assessment."),
        choices=[("", _("As the assessment implies")), *Priority.choices],
        coerce=int,
        required=False,
        empty_value=None,
    )
    priority_reason = LimitedTextField(
        label=_("Why another order of work"), limit=rules.REASON_LIMIT, rows=2, required=False
    )

    @staticmethod
    def stored(complaint: Complaint) -> dict[str, Any]:
        """What the form shows first: the assessment so far."""
        if not complaint.is_assessed:
            return {}
        words = {True: "yes", False: "no"}
        return {
            "severity": complaint.severity,
            "complexity": complaint.complexity,
            "impact": complaint.impact,
            "is_safety_matter": words[bool(complaint.is_safety_matter)],
            "needs_immediate_action": words[bool(complaint.needs_immediate_action)],
            "can_act_immediately": words[bool(complaint.can_act_immediately)],
            "immediate_action": complaint.immediate_action,
            "priority": complaint.priority if complaint.priority_reason else "",
            "priority_reason": complaint.priority_reason,
        }


class InvestigatorForm(forms.Form):
    """Who investigates."""

    investigator = CompetentPersonField(
        label=_("Investigator"), queryset=User.objects.none(), empty_label=_("Please choose")
    )

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["investigator"]
        field.queryset = possible_investigators(complaint)
        field.initial = complaint.investigator_id


class ReviewForm(ReasonForm):
    """Look at it once more: why, and by whom."""

    investigator = CompetentPersonField(
        label=_("Investigator"),
        queryset=User.objects.none(),
        empty_label=_("As before"),
        required=False,
    )

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["investigator"]
        field.queryset = possible_investigators(complaint)


class FindingsForm(forms.Form):
    """What was found and why it happened."""

    findings = LimitedTextField(label=_("What was found"), limit=rules.MESSAGE_LIMIT, rows=5)
    whys = LinesField(
        label=_("The whys on the way"),
        help_text=_("One answer a line: why did it happen, why that, and so on, five at most."),
        limit=WHYS,
        required=False,
    )
    root_cause = LimitedTextField(label=_("Why it happened (root cause)"), limit=rules.MESSAGE_LIMIT, rows=3)
    cause_kind = forms.ChoiceField(
        label=_("Where the root cause lies"), choices=Cause.choices, widget=forms.RadioSelect
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class DecisionForm(forms.Form):
    """The decision, as the complainant will read it."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome.choices, widget=forms.RadioSelect)
    text = LimitedTextField(label=_("Reasons, in words for the complainant"), limit=rules.MESSAGE_LIMIT, rows=6)
    remedies = forms.MultipleChoiceField(
        label=_("Remedies"), choices=Remedy.choices, widget=forms.CheckboxSelectMultiple
    )
    prevention = LimitedTextField(
        label=_("How it is prevented from happening again"), limit=rules.REASON_LIMIT, rows=3, required=False
    )
    carry_out_by = ThaiDateField(label=_("Carried out by"), required=False)
    amount = forms.DecimalField(
        label=_("Money it takes, in baht"),
        help_text=_("For a refund, compensation and the like: who must approve it depends on this."),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        required=False,
    )
    offer_to_others = LimitedTextField(
        label=_("What others concerned are offered"),
        help_text=_(
            "Those whom the same happened to, and who did not complain. Internal; left empty, nobody else is concerned."
        ),
        limit=rules.REASON_LIMIT,
        rows=2,
        required=False,
    )


class CommunicateForm(forms.Form):
    """Words before the decision."""

    covering = LimitedTextField(label=_("A word before the decision"), limit=rules.REASON_LIMIT, rows=3, required=False)


class AnswerNoteForm(forms.Form):
    """What the complainant said when accepting."""

    reason = LimitedTextField(label=_("How we were told"), limit=rules.REASON_LIMIT, rows=2, required=False)


class CarryOutForm(forms.Form):
    """What was carried out."""

    what = LimitedTextField(label=_("What was carried out, and how it was checked"), limit=rules.REASON_LIMIT, rows=4)


class CarryOutUnansweredForm(CarryOutForm):
    """What was carried out, and how the complainant was sought."""

    reason = LimitedTextField(label=_("How we tried to reach the complainant"), limit=rules.REASON_LIMIT, rows=3)


class CloseForm(ReasonForm):
    """Closing, with the end of a rejected case."""

    exhaustion = forms.ChoiceField(
        label=_("How the disagreement ended"),
        choices=Exhaustion.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if complaint.answer != "rejected":
            del self.fields["exhaustion"]
        else:
            self.fields["exhaustion"].required = True


class AssignForm(forms.Form):
    """Who is in charge, in which unit."""

    handler = CompetentPersonField(
        label=_("Officer in charge"), queryset=User.objects.none(), empty_label=_("Nobody yet"), required=False
    )
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.all())
    reason = LimitedTextField(label=_("Reason"), limit=rules.REASON_LIMIT, rows=2, required=False)

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"handler": complaint.handler_id, "unit": complaint.unit_id})
        super().__init__(*args, **kwargs)
        field: Any = self.fields["handler"]
        field.queryset = possible_handlers(complaint)


class PauseForm(forms.Form):
    """Why the clock stops."""

    kind = forms.ChoiceField(label=_("What we are waiting for"), choices=PauseKind.choices, widget=forms.RadioSelect)
    reason = LimitedTextField(label=_("Reason, as the complainant will read it"), limit=rules.REASON_LIMIT, rows=3)

    def __init__(self, *args: Any, kinds: Iterable[PauseKind], **kwargs: Any) -> None:
        """`kinds` are those that the charter allows now; another one is refused by the service in its words."""
        super().__init__(*args, **kwargs)
        choices = [(kind.value, kind.label) for kind in kinds]
        if not self.is_bound:
            self.fields["kind"].choices = choices  # type: ignore[attr-defined]


class ReplyForm(forms.Form):
    """A message to the complainant, a question that stops the clock, or an internal note."""

    kind = forms.ChoiceField(
        choices=[
            ("message", _("To the complainant")),
            ("question", _("Question (stops the clock)")),
            ("note", _("Internal note")),
        ],
        widget=forms.RadioSelect,
        initial="message",
    )
    body = LimitedTextField(label=_("Text"), limit=rules.MESSAGE_LIMIT, rows=4)


class UploadForm(forms.Form):
    """Files for the case."""

    uploads = ManyFilesField(label=_("Files"), required=True)
    for_complainant = forms.BooleanField(label=_("The complainant may see them"), required=False)


class RecourseForm(forms.Form):
    """The ways onward of which the complainant is told."""

    internal = LimitedTextField(
        label=_("Inside our organisation"),
        limit=200,
        rows=2,
        required=False,
    )
    external = LimitedTextField(label=_("Outside bodies"), limit=200, rows=2, required=False)


class RevealForm(forms.Form):
    """Why the contact must be seen."""

    reason = ThaiTextField(label=_("Why you need the contact"), max_length=300)


class NewCodeForm(RefusableForm):
    """How the complainant showed who it is, at the counter."""

    reason = ThaiTextField(
        label=_("How the person showed who it is"),
        help_text=_("Name the kind of document, never its number. Not by telephone."),
        max_length=300,
        error_messages={"required": _("Please say how the person showed who it is.")},
    )


class RouteForm(forms.Form):
    """Why a case goes to the confidential route, or comes back from it."""

    reason = LimitedTextField(
        label=_("Reason"),
        help_text=_("The complainant is told the route, not this reason."),
        limit=rules.REASON_LIMIT,
        rows=2,
    )


class NewInvestigatorForm(InvestigatorForm):
    """Another investigator, and why."""

    reason = LimitedTextField(label=_("Reason"), limit=rules.REASON_LIMIT, rows=2)
