"""What the board secretary fills in."""

import re
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from foundation.core.thai.dates import format_date
from foundation.core.thai.text import THAI_DIGITS
from foundation.governance.enums import AgendaKind, ResolutionKind
from foundation.governance.forms.choices import PersonChoice, UnitChoice
from foundation.governance.models import BoardMeeting, BoardSeat, Proposal

_LABEL = re.compile(r"^(?:ครั้งที่)?\s*(?P<number>\d{1,2})\s*/\s*(?P<year>\d{4})$")


class SeatsChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Members of the board, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple


class MeetingForm(RefusableForm):
    """A meeting as it is cited, and its date: planned when it lies ahead, else recorded with who did not come."""

    label = ThaiTextField(
        label=_("Meeting"), max_length=30, help_text=_("Number and Buddhist year, for example 8/2569.")
    )
    held_on = ThaiDateField(
        label=_("Day of the meeting"), help_text=_("A later day plans the meeting; today or an earlier one records it.")
    )
    place = ThaiTextField(label=_("Place"), max_length=200, required=False)
    note = ThaiTextField(
        label=_("What it is about"), max_length=500, required=False, help_text=_("One line for the list.")
    )
    absent = SeatsChoice(
        BoardSeat.objects.none(),
        label=_("Who did not come"),
        required=False,
        help_text=_("Only for a meeting that was held already. Leave empty when everybody came."),
    )

    def __init__(self, *args: Any, seats: QuerySet[BoardSeat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(SeatsChoice, self.fields["absent"]).queryset = seats

    def clean_label(self) -> tuple[int, int]:
        match = _LABEL.match(self.cleaned_data["label"].translate(THAI_DIGITS))
        if not match:
            raise ValidationError(_("Please write the number, a slash and the Buddhist year, for example 8/2569."))
        number, year = int(match["number"]), int(match["year"])
        if not 1 <= number <= 99 or not 2500 <= year <= 2699:
            raise ValidationError(_("Please check the number and the Buddhist year, for example 8/2569."))
        return number, year


class MeetingChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Meetings by number and date."""

    def label_from_instance(self, obj: Model) -> str:
        return f"{obj} · {format_date(obj.held_on)}" if isinstance(obj, BoardMeeting) else str(obj)


class ResolutionForm(RefusableForm):
    """What the board decided about a proposal."""

    meeting = MeetingChoice(BoardMeeting.objects.none(), label=_("Meeting"), empty_label=_("Choose the meeting"))
    item = ThaiTextField(label=_("Agenda item"), max_length=20, help_text=_("For example 4.2."))
    kind = forms.ChoiceField(
        label=_("What the board decided"), choices=ResolutionKind.choices, widget=forms.RadioSelect
    )
    remarks = ThaiTextField(
        label=_("Remarks of the board"),
        max_length=4000,
        required=False,
        multiline=True,
        rows=4,
        help_text=_("Needed when the board approved with remarks or returned the content."),
    )
    abstained = SeatsChoice(
        BoardSeat.objects.none(),
        label=_("Who abstained for interest"),
        required=False,
        help_text=_("Whoever drafted it or has an interest in it abstains and does not count for the quorum."),
    )

    def __init__(self, *args: Any, meetings: QuerySet[BoardMeeting], seats: QuerySet[BoardSeat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(MeetingChoice, self.fields["meeting"]).queryset = meetings
        cast(SeatsChoice, self.fields["abstained"]).queryset = seats


class AgendaForm(RefusableForm):
    """One item of a meeting."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    number = ThaiTextField(label=_("Agenda item"), max_length=5, help_text=_("For example 4.2."))
    kind = forms.ChoiceField(label=_("The board is asked"), choices=AgendaKind.choices, widget=forms.RadioSelect)
    title = ThaiTextField(label=_("Matter"), max_length=300)
    proposal = forms.ModelChoiceField(
        Proposal.objects.none(), label=_("Proposal"), required=False, empty_label=_("None")
    )
    outcome = ThaiTextField(
        label=_("What came of it"),
        max_length=4000,
        multiline=True,
        rows=4,
        required=False,
        help_text=_("For the minutes. A resolution on the proposal says it by itself."),
    )

    def __init__(self, *args: Any, proposals: QuerySet[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(MeetingChoice, self.fields["proposal"]).queryset = proposals


class ObservationForm(RefusableForm):
    """What the board observed, who answers, by when."""

    meeting = MeetingChoice(BoardMeeting.objects.none(), label=_("Meeting"), empty_label=_("Choose the meeting"))
    text = ThaiTextField(label=_("What the board observed"), max_length=4000, multiline=True, rows=5)
    owner_unit = UnitChoice(label=_("Unit that answers"), required=False)
    owner = PersonChoice(
        label=_("Person who answers"), required=False, help_text=_("At least one of the two; both is best.")
    )
    due_on = ThaiDateField(label=_("Answer due on"))

    def __init__(self, *args: Any, meetings: QuerySet[BoardMeeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(MeetingChoice, self.fields["meeting"]).queryset = meetings


class AnswerForm(RefusableForm):
    """The owner's answer with its evidence."""

    text = ThaiTextField(label=_("Answer"), max_length=6000, multiline=True, rows=6)
    links = ThaiTextField(
        label=_("Evidence"),
        max_length=4000,
        multiline=True,
        rows=3,
        required=False,
        help_text=_("One address a line: a page of this site, for example /staff/reports/, or one with https://."),
    )

    def clean_links(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]


class DecisionForm(RefusableForm):
    """What the board said about an answer."""

    ACCEPT, RETURN = "accept", "return"

    decision = forms.ChoiceField(
        label=_("The board"),
        choices=[(ACCEPT, _("accepted the answer")), (RETURN, _("returned the answer"))],
        widget=forms.RadioSelect,
    )
    meeting = MeetingChoice(BoardMeeting.objects.none(), label=_("Meeting"), empty_label=_("Choose the meeting"))
    note = ThaiTextField(
        label=_("Note"),
        max_length=4000,
        multiline=True,
        rows=3,
        required=False,
        help_text=_("Needed when the answer was returned: what the board still wants to know."),
    )
    due_on = ThaiDateField(label=_("New due day"), required=False, help_text=_("Only when the answer was returned."))

    def __init__(self, *args: Any, meetings: QuerySet[BoardMeeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(MeetingChoice, self.fields["meeting"]).queryset = meetings

    def clean(self) -> dict[str, Any]:
        """A returned answer needs a new day."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") == self.RETURN and not cleaned.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Please choose the day by which the board wants the next answer."))
        return cleaned
