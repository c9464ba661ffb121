"""What is filled in for an announcement, and what a step asks for."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.enums import Relation
from customers.models import Touchpoint
from customers.selectors import touchpoints_in_use
from foundation.accounts.models import User
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from segmentation.rules import can_see
from segmentation.selectors import segment_names, segments_in_force
from voc.enums.announcement import AnnouncementChannel, AnnouncementKind, Audience, Urgency
from voc.models import Announcement

_MORNING = dt.time(8, 0)
_EVENING = dt.time(17, 0)


class AnnouncementForm(RefusableForm):
    """The words in both languages, for whom, by which way and for how long."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("About"), choices=AnnouncementKind.choices)
    urgency = forms.ChoiceField(
        label=_("Situation"),
        choices=Urgency.choices,
        widget=forms.RadioSelect,
        initial=Urgency.NORMAL,
        help_text=_("Urgent: published in the moment of the approval, on the portal first."),
    )
    title_th = ThaiTextField(label=_("Headline (Thai)"), max_length=200)
    title_en = ThaiTextField(label=_("Headline (English)"), max_length=200, required=False)
    body_th = ThaiTextField(label=_("Text (Thai)"), max_length=6000, multiline=True, rows=8, required=False)
    body_en = ThaiTextField(label=_("Text (English)"), max_length=6000, multiline=True, rows=8, required=False)
    changed_th = ThaiTextField(label=_("What this correction changes (Thai)"), max_length=500, required=False)
    changed_en = ThaiTextField(label=_("What this correction changes (English)"), max_length=500, required=False)
    audience = forms.ChoiceField(label=_("For whom"), choices=Audience.choices, widget=forms.RadioSelect)
    segments = forms.MultipleChoiceField(
        label=_("Segments"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Counts only for an announcement to segments. It goes out by e-mail only."),
    )
    relations = forms.MultipleChoiceField(
        label=_("Relations to the market"),
        choices=Relation.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Counts only for an announcement by relation."),
    )
    touchpoint = forms.ModelChoiceField(
        Touchpoint.objects.none(),
        label=_("Touchpoint"),
        required=False,
        empty_label=_("None"),
        help_text=_("Counts only for an announcement at a touchpoint: customers who met us there within a year."),
    )
    channels = forms.MultipleChoiceField(
        label=_("By which way"), choices=AnnouncementChannel.choices, widget=forms.CheckboxSelectMultiple
    )
    from_day = ThaiDateField(label=_("Valid from"))
    from_time = forms.TimeField(label=_("Hour"), widget=forms.TimeInput(attrs={"type": "time"}), initial=_MORNING)
    until_day = ThaiDateField(label=_("Valid until"), required=False)
    until_time = forms.TimeField(
        label=_("Hour"), widget=forms.TimeInput(attrs={"type": "time"}), required=False, initial=_EVENING
    )

    def __init__(self, *args: Any, user: User, announcement: Announcement | None = None, **kwargs: Any) -> None:
        if announcement is not None:
            kwargs["initial"] = {**_initial(announcement), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        if can_see(user):
            chosen = announcement.segments if announcement else []
            names = {segment.public_id: segment.title for segment in segments_in_force()} | segment_names(chosen)
            self.fields["segments"].choices = list(names.items())  # type: ignore[attr-defined]
        else:  # what is stored stays
            del self.fields["segments"]
            if announcement is None or announcement.audience != Audience.SEGMENTS:
                others = [choice for choice in Audience.choices if choice[0] != Audience.SEGMENTS]
                self.fields["audience"].choices = others  # type: ignore[attr-defined]
        self.fields["touchpoint"].queryset = touchpoints_in_use()  # type: ignore[attr-defined]
        if announcement is None or announcement.corrects_id is None:
            del self.fields["changed_th"], self.fields["changed_en"]

    @property
    def facts(self) -> dict[str, Any]:
        """What was filled in, in the names of services.announcements.FIELDS."""
        facts = {name: value for name, value in self.cleaned_data.items() if not name.endswith(("_day", "_time"))}
        facts["valid_from"] = _moment(self.cleaned_data["from_day"], self.cleaned_data["from_time"])
        day = self.cleaned_data["until_day"]
        facts["valid_until"] = _moment(day, self.cleaned_data["until_time"] or _EVENING) if day else None
        return facts


class ReasonForm(RefusableForm):
    """Why a step is taken."""

    reason = ThaiTextField(label=_("Reason"), max_length=500)


def _initial(announcement: Announcement) -> dict[str, Any]:
    starts = timezone.localtime(announcement.valid_from)
    ends = timezone.localtime(announcement.valid_until) if announcement.valid_until else None
    fields = ("kind", "urgency", "audience", "segments", "relations", "channels", "version", "touchpoint")
    texts = ("title_th", "title_en", "body_th", "body_en", "changed_th", "changed_en")
    return {
        **{name: getattr(announcement, name) for name in (*fields, *texts)},
        "from_day": starts.date(),
        "from_time": starts.time(),
        "until_day": ends.date() if ends else None,
        "until_time": ends.time() if ends else None,
    }


def _moment(day: dt.date, time: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, time))
