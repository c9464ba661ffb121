"""What the board secretary fills in about meetings, members and the quorum."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from foundation.governance.enums import Presence
from foundation.governance.forms.board import MeetingChoice
from foundation.governance.forms.choices import PersonChoice
from foundation.governance.models import BoardMeeting, BoardSeat


class ChangeMeetingForm(RefusableForm):
    """Day and place of a meeting that lies ahead."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    held_on = ThaiDateField(label=_("Day of the meeting"))
    place = ThaiTextField(label=_("Place"), max_length=200, required=False)
    note = ThaiTextField(
        label=_("What it is about"), max_length=500, required=False, help_text=_("One line for the list.")
    )


class AttendanceForm(RefusableForm):
    """One question for each member."""

    def __init__(self, *args: Any, seats: Iterable[BoardSeat], kept: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for seat in seats:
            self.fields[f"seat_{seat.pk}"] = forms.ChoiceField(
                label=str(seat), choices=Presence.choices, initial=kept.get(seat.pk, Presence.PRESENT)
            )

    @property
    def presences(self) -> dict[int, str]:
        """What was said, by seat."""
        return {int(name.removeprefix("seat_")): value for name, value in self.cleaned_data.items()}


class StepForm(RefusableForm):
    """A step that asks for nothing."""


class MeetingReasonForm(RefusableForm):
    """A step that asks why."""

    reason = ThaiTextField(label=_("Why?"), max_length=1000, multiline=True, rows=3)


class CertifyForm(RefusableForm):
    """Which later meeting certified the minutes, and what it corrected."""

    certified_in = MeetingChoice(
        BoardMeeting.objects.none(), label=_("Certified by meeting"), empty_label=_("Choose the meeting")
    )
    note = ThaiTextField(
        label=_("What it corrected"),
        max_length=4000,
        multiline=True,
        rows=3,
        required=False,
        help_text=_("Leave empty when the minutes were certified as drafted."),
    )

    def __init__(self, *args: Any, meetings: QuerySet[BoardMeeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(MeetingChoice, self.fields["certified_in"]).queryset = meetings


class MinutesFileForm(RefusableForm):
    """The signed minutes."""

    upload = forms.FileField(label=_("Signed minutes"), help_text=_("The scan with all signatures, as a PDF."))


class SeatChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Seats of the board."""


class InterestForm(RefusableForm):
    """A member has an interest in what is proposed."""

    seat = SeatChoice(BoardSeat.objects.none(), label=_("Member"), empty_label=None)
    ground = ThaiTextField(
        label=_("What the interest is"),
        max_length=500,
        help_text=_("For example: director of the company that bids."),
    )

    def __init__(self, *args: Any, seats: QuerySet[BoardSeat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(SeatChoice, self.fields["seat"]).queryset = seats


class SeatForm(RefusableForm):
    """An office on the board and who holds it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title_th = ThaiTextField(label=_("Office (Thai)"), max_length=120)
    title_en = ThaiTextField(label=_("Office (English)"), max_length=120, required=False)
    holder = ThaiTextField(label=_("Name"), max_length=200, required=False)
    user = PersonChoice(
        label=_("Sign-in"),
        required=False,
        empty_label=_("Does not sign in"),
        help_text=_("Who signs in gets invitations, and abstains from what they drafted."),
    )


class EndSeatForm(RefusableForm):
    """The holder leaves, and who follows."""

    until = ThaiDateField(label=_("First day without this member"))
    goes_on = forms.BooleanField(label=_("Somebody follows in this seat"), required=False, initial=True)
    successor = ThaiTextField(
        label=_("Name of the successor"), max_length=200, required=False, help_text=_("May stay empty for now.")
    )


class QuorumForm(RefusableForm):
    """The rule for the quorum from a day on."""

    since = ThaiDateField(label=_("For meetings from"))
    numerator = forms.IntegerField(label=_("Share of the seats: so many parts"), min_value=1, max_value=100)
    denominator = forms.IntegerField(label=_("of so many parts"), min_value=1, max_value=100)
    minimum = forms.IntegerField(label=_("At least so many members"), min_value=1, max_value=99)
    counts_interested = forms.BooleanField(
        label=_("Who abstains for interest still counts for that item"), required=False
    )
    basis = ThaiTextField(label=_("Regulation that says so"), max_length=300)
