"""Taking a complaint down for somebody: at the telephone, at the counter, from a letter or a hotline."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import rules
from complaints.enums import Channel, Identity, Remedy, Reply, reply_choices
from complaints.enums_help import HelpKind
from complaints.forms.authority import demand_authority, proof_field, relation_field
from complaints.forms.fields import AddressField, LimitedTextField, PhoneField
from complaints.models import Category
from customers.models import Customer, Touchpoint
from customers.selectors import touchpoints_in_use
from foundation.accounts.models import User
from foundation.core.forms import ThaiDateField, ThaiTextField
from service_charter.selectors.request_customers import known_by_number

STAFF_CHANNELS = (
    Channel.PHONE,
    Channel.WALK_IN,
    Channel.LETTER,
    Channel.EMAIL,
    Channel.LINE,
    Channel.SOCIAL,
    Channel.HOTLINE_1111,
    Channel.HOTLINE_1567,
    Channel.GOVERNMENT,
)
# The parts of the page; who it is stands beside what is known of the caller.
DOOR = ("channel", "external_reference", "language")
PERSON = ("identity", "name", "phone", "email", "address", "reply_by", "representative", "relation", "proof")
HELP = ("help_kinds", "spoken")
STORY = ("category", "subject", "description", "place", "touchpoint", "occurred_on", "remedies")


class IntakeForm(forms.Form):
    """A complaint taken down by an officer: at the telephone, at the counter, from a letter."""

    channel = forms.ChoiceField(
        label=_("How it came in"), choices=[(channel.value, channel.label) for channel in STAFF_CHANNELS]
    )
    external_reference = ThaiTextField(
        label=_("Outside reference"),
        help_text=_(
            "The number that the hotline gave, or of the message at LINE or a social network. One number is one case."
        ),
        max_length=60,
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language of the complainant"), choices=[("th", _("Thai")), ("en", _("English"))]
    )
    identity = forms.ChoiceField(
        label=_("How do you want to complain?"),
        choices=Identity.choices,
        widget=forms.RadioSelect,
        initial=Identity.NAMED,
    )
    name = ThaiTextField(label=_("Name of the complainant"), max_length=150, required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    email = AddressField(label=_("E-mail"), required=False)
    address = LimitedTextField(label=_("Postal address"), limit=500, rows=2, required=False)
    reply_by = forms.ChoiceField(label=_("How shall we answer?"), choices=reply_choices, initial=Reply.PHONE)
    representative = ThaiTextField(
        label=_("Does the person complain for someone else?"),
        help_text=_("Then give the name of that person."),
        max_length=200,
        required=False,
    )
    relation = relation_field()
    proof = proof_field()
    customer_number = ThaiTextField(
        label=_("Customer"),
        help_text=_("Number, name, telephone or e-mail: “Look up” fills in name and contact. The look is recorded."),
        max_length=100,
        required=False,
    )
    help_kinds = forms.MultipleChoiceField(
        label=_("Help given with filing"),
        help_text=_("Who was helped, by whom and how, stands on the case and counts."),
        choices=[(kind.value, kind.label) for kind in HelpKind if kind != HelpKind.CALL_BACK],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    spoken = ThaiTextField(label=_("Language of the interpreter"), max_length=60, required=False)
    help = forms.CharField(max_length=26, widget=forms.HiddenInput, required=False)
    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.filter(is_offered=True), empty_label=_("Please choose")
    )
    subject = ThaiTextField(label=_("Subject"), max_length=160, required=False)
    description = LimitedTextField(label=_("What happened"), limit=rules.DESCRIPTION_LIMIT, rows=6)
    place = ThaiTextField(label=_("Place"), max_length=200, required=False)
    touchpoint = forms.ModelChoiceField(
        label=_("Touchpoint"), queryset=Touchpoint.objects.none(), required=False, empty_label=_("Not known")
    )
    occurred_on = ThaiDateField(label=_("Day it happened"), required=False)
    remedies = forms.MultipleChoiceField(
        label=_("Remedy asked for"), choices=Remedy.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.fields["touchpoint"].queryset = touchpoints_in_use()  # type: ignore[attr-defined]

    def clean_customer_number(self) -> Customer | None:
        return find_customer(self.viewer, self.cleaned_data["customer_number"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("identity") == Identity.ANONYMOUS and cleaned.get("customer_number"):
            self.add_error("customer_number", _("Without a name no customer is recorded. Please take the number out."))
        demand_authority(self, cleaned)
        if HelpKind.INTERPRETER in cleaned.get("help_kinds", ()) and not cleaned.get("spoken"):
            self.add_error("spoken", _("Please name the language."))
        if cleaned.get("identity") != Identity.ANONYMOUS and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Please give a name, or choose to complain without one."))
        return cleaned


def find_customer(viewer: User, number: str) -> Customer | None:
    """The customer of a number, among those the person may see. Raises ValidationError."""
    if not number:
        return None
    customer = known_by_number(viewer, number)
    if customer is None:
        raise forms.ValidationError(_("There is no customer of this number."), code="unknown")
    return customer
