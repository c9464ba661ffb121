"""What the owner of the charter says of one promise."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from customers.enums import Channel
from customers.selectors import touchpoints_in_use
from foundation.accounts.models import Unit, User
from foundation.core import references
from foundation.core.clock import Unit as ClockUnit
from foundation.core.forms import RefusableForm, ThaiTextField
from service_charter.enums import Area, Event, PauseFor

MOST_EVIDENCE = 20


class EvidenceField(forms.CharField):
    """Records by the addresses of their pages, one a line; the value is a list of "kind:public id".

    What was cited before and is not for this person's eyes stands as it is stored, and may stay.
    """

    widget = forms.Textarea(attrs={"rows": 3})
    by: User | None = None
    stored: tuple[str, ...] = ()

    def prepare_value(self, value: Any) -> Any:
        """Addresses where the person may see the record."""
        if not isinstance(value, list | tuple):
            return value
        found = [(name, references.resolve(self.by, *name.split(":", 1))) for name in value]
        return "\n".join(record.url if record else name for name, record in found)

    def to_python(self, value: Any) -> Any:
        """Names of records. Raises ValidationError for an address at which this person finds none."""
        lines = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        if len(lines) > MOST_EVIDENCE:
            raise ValidationError(_("At most %(n)s records, please.") % {"n": MOST_EVIDENCE})
        return sorted({self._named(line) for line in lines})

    def _named(self, line: str) -> str:
        if line in self.stored:
            return line
        record = references.by_address(self.by, line)
        if record is None:
            raise ValidationError(
                _("No record that you may see has the address %(address)s.") % {"address": line[:120]}
            )
        return f"{record.kind}:{record.public_id}"


class StandardForm(RefusableForm):
    """One promise: words, clock, measure, remedy."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    number = forms.IntegerField(label=_("Item"), validators=[MinValueValidator(1), MaxValueValidator(99)])
    code = forms.SlugField(
        label=_("Code"),
        max_length=60,
        help_text=_("The same in every version, so that results can be compared. For example complaint-decision."),
    )
    area = forms.ChoiceField(label=_("About"), choices=Area.choices)
    event = forms.ChoiceField(label=_("Kept when"), choices=Event.choices)
    promise_th = ThaiTextField(label=_("Promise in plain words (Thai)"), max_length=300)
    promise_en = ThaiTextField(label=_("Promise in plain words (English)"), max_length=300)
    duration_amount = forms.IntegerField(label=_("Within"), validators=[MinValueValidator(1), MaxValueValidator(999)])
    duration_unit = forms.ChoiceField(label=_("Unit of time"), choices=ClockUnit.choices)
    target_percent = forms.DecimalField(
        label=_("Target (%)"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("In how many of a hundred cases we mean to keep it."),
    )
    measured_th = ThaiTextField(label=_("What is measured (Thai)"), max_length=500)
    measured_en = ThaiTextField(label=_("What is measured (English)"), max_length=500)
    conditions_th = ThaiTextField(label=_("Conditions (Thai)"), max_length=2000, multiline=True, rows=3, required=False)
    conditions_en = ThaiTextField(
        label=_("Conditions (English)"), max_length=2000, multiline=True, rows=3, required=False
    )
    remedy_th = ThaiTextField(
        label=_("What we do when we break it (Thai)"), max_length=2000, multiline=True, rows=3, required=False
    )
    remedy_en = ThaiTextField(
        label=_("What we do when we break it (English)"), max_length=2000, multiline=True, rows=3, required=False
    )
    audience_th = ThaiTextField(label=_("Whom we promise it (Thai)"), max_length=300, required=False)
    audience_en = ThaiTextField(label=_("Whom we promise it (English)"), max_length=300, required=False)
    clock_rule_th = ThaiTextField(
        label=_("When the clock starts, stands still and ends (Thai)"), max_length=300, required=False
    )
    clock_rule_en = ThaiTextField(
        label=_("When the clock starts, stands still and ends (English)"), max_length=300, required=False
    )
    pauses = forms.MultipleChoiceField(
        label=_("For what the clock may wait"),
        choices=PauseFor.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing chosen: only for facts that the customer still owes us."),
    )
    complain_th = ThaiTextField(label=_("Where to turn when we break it (Thai)"), max_length=300, required=False)
    complain_en = ThaiTextField(label=_("Where to turn when we break it (English)"), max_length=300, required=False)
    because_th = ThaiTextField(
        label=_("What customers told us (Thai)"), max_length=1000, multiline=True, rows=3, required=False
    )
    because_en = ThaiTextField(
        label=_("What customers told us (English)"), max_length=1000, multiline=True, rows=3, required=False
    )
    evidence = EvidenceField(
        label=_("Records it rests on"),
        required=False,
        help_text=_("Addresses of needs, voices, insights or other records, one a line."),
    )
    touchpoints = forms.MultipleChoiceField(
        label=_("Touchpoints covered"), required=False, widget=forms.CheckboxSelectMultiple
    )
    channels = forms.MultipleChoiceField(
        label=_("Channels covered"), choices=Channel.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    automatic = forms.BooleanField(label=_("Kept by the system, without a person"), required=False)
    owner_unit = forms.ModelChoiceField(
        Unit.objects.all(), label=_("Unit that answers for it"), required=False, empty_label=_("Not yet named")
    )

    def clean_pauses(self) -> list[str]:
        """Never, or reasons; not both."""
        chosen: list[str] = self.cleaned_data["pauses"]
        if PauseFor.NEVER in chosen and len(chosen) > 1:
            raise forms.ValidationError(_("Choose either that it never stands still, or for what it may wait."))
        return chosen

    def __init__(self, *args: Any, by: User, stored: Iterable[str] = (), **kwargs: Any) -> None:
        """`by` cites only what this person may see; `stored` are the records that are cited already."""
        super().__init__(*args, **kwargs)
        places = {row.code: row.name for row in touchpoints_in_use()}
        closed = {code: code for code in self.initial.get("touchpoints", ()) if code not in places}
        self.fields["touchpoints"].choices = [*places.items(), *closed.items()]  # type: ignore[attr-defined]
        evidence = cast(EvidenceField, self.fields["evidence"])
        evidence.by, evidence.stored = by, tuple(stored)
