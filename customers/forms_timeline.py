"""Forms of the timeline: a contact written down quickly, and an entry written anew."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.enums import Channel, Direction
from customers.forms import OnceMixin
from customers.models import ContactPerson, Customer, Interaction, LifecycleStage, Touchpoint
from customers.selectors import touchpoints_in_use
from foundation.core.form_fields import ManyFilesField
from foundation.core.forms import ThaiDateField, ThaiTextField


class InteractionForm(OnceMixin):
    """A contact, written down quickly: what it was about is enough."""

    summary = ThaiTextField(label=_("What was it about?"), multiline=True)
    channel = forms.ChoiceField(
        label=_("Channel"), choices=Channel.choices, initial=Channel.PHONE, widget=forms.RadioSelect
    )
    direction = forms.ChoiceField(label=_("Who began"), choices=Direction.choices)
    on = ThaiDateField(label=_("On another day"), required=False)
    uploads = ManyFilesField(label=_("Files"), required=False)
    contact = forms.ModelChoiceField(
        label=_("Spoken with"), queryset=ContactPerson.objects.none(), required=False, empty_label="–"
    )
    touchpoint = forms.ModelChoiceField(
        label=_("Touchpoint"), queryset=Touchpoint.objects.none(), required=False, empty_label="–"
    )
    stage = forms.ModelChoiceField(
        label=_("Stage of the customer's life"),
        queryset=LifecycleStage.objects.none(),
        required=False,
        empty_label="–",
        help_text=_("Leave empty where the touchpoint serves one stage only."),
    )

    def __init__(
        self, *args: Any, customer: Customer, at_hand: Mapping[str, Sequence[Model]] | None = None, **kwargs: Any
    ) -> None:
        """`at_hand`: what fields offer (contact, touchpoint, stage), where the page has read it already."""
        super().__init__(*args, **kwargs)
        self.fields["touchpoint"].queryset = touchpoints_in_use()  # type: ignore[attr-defined]
        in_use = LifecycleStage.objects.in_use_on(timezone.localdate())
        self.fields["stage"].queryset = in_use  # type: ignore[attr-defined]
        field = self.fields["contact"]
        field.queryset = customer.contacts.filter(ended_on__isnull=True).select_related("data_key")  # type: ignore[attr-defined]
        field.label_from_instance = lambda person: person.name or "–"  # type: ignore[attr-defined]
        for name, rows in (at_hand or {}).items():
            label = self.fields[name].label_from_instance  # type: ignore[attr-defined]
            self.fields[name].choices = [("", "–"), *((row.pk, label(row)) for row in rows)]  # type: ignore[attr-defined]

    def values(self, now: datetime) -> dict[str, Any]:
        """What the service takes."""
        names = ("once", "summary", "channel", "direction", "contact", "touchpoint", "stage", "uploads")
        return {**{name: self.cleaned_data[name] for name in names}, "at": self._moment(now)}

    def _moment(self, now: datetime) -> datetime:
        """The hour of now, on the day that was named."""
        day, local = self.cleaned_data["on"], timezone.localtime(now)
        return local.replace(year=day.year, month=day.month, day=day.day) if day else local


class PutRightForm(InteractionForm):
    """An entry of the timeline written anew; it begins as the entry stands."""

    def __init__(self, *args: Any, customer: Customer, entry: Interaction, once: str, **kwargs: Any) -> None:
        self.entry, self._day = entry, timezone.localdate(entry.at)
        stands = {"contact": entry.contact_id, "touchpoint": entry.touchpoint_id, "stage": entry.stage_id}
        said = {"summary": entry.summary, "channel": entry.channel, "direction": entry.direction, "on": self._day}
        super().__init__(*args, customer=customer, initial={"once": once, **said, **stands}, **kwargs)
        self.fields["on"].label, self.fields["on"].required = _("On which day?"), True
        # Who left, what was closed and what was retired since stood there rightly.
        people = customer.contacts.filter(Q(ended_on__isnull=True) | Q(pk=entry.contact_id))
        places = touchpoints_in_use() | Touchpoint.objects.filter(pk=entry.touchpoint_id or 0)
        self.fields["contact"].queryset = people.select_related("data_key")  # type: ignore[attr-defined]
        self.fields["touchpoint"].queryset = places  # type: ignore[attr-defined]
        steps = LifecycleStage.objects.in_use_on(timezone.localdate())
        steps = steps | LifecycleStage.objects.filter(pk=entry.stage_id or 0)
        self.fields["stage"].queryset = steps  # type: ignore[attr-defined]

    def _moment(self, now: datetime) -> datetime:
        """The moment that stood there where the day is the same; on another day its hour, never one to come."""
        day = self.cleaned_data["on"]
        if day == self._day:
            return self.entry.at
        moment = timezone.localtime(self.entry.at).replace(year=day.year, month=day.month, day=day.day)
        return min(moment, now) if day == timezone.localdate(now) else moment
