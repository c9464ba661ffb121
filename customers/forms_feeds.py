"""Forms of feeds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.enums import FeedSystem
from customers.models import Feed
from customers.services.feeds import FIELDS
from foundation.accounts.models import Unit
from foundation.core.forms import RefusableForm, ThaiTextField


class FeedForm(RefusableForm):
    """A system of record: what it is called, how it hands over, when it should come."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Stays for ever and names its folder. For example lease.")
    )
    name_th = ThaiTextField(label=_("Name in Thai"), max_length=120)
    name_en = ThaiTextField(label=_("Name in English"), max_length=120)
    system = forms.ChoiceField(label=_("What it keeps"), choices=FeedSystem.choices)
    unit = forms.ModelChoiceField(
        Unit.objects.all(), label=_("Unit"), required=False, help_text=_("New customers of this feed belong to it.")
    )
    every_hours = forms.IntegerField(
        label=_("Comes every so many hours"), required=False, min_value=1, max_value=8784,
        help_text=_("When it is late, it waits on “my work”. Leave empty where it comes now and then."),
    )  # fmt: skip
    is_complete = forms.BooleanField(
        label=_("Each delivery holds all customers of the system"), required=False,
        help_text=_("Then we can tell who is missing there now."),
    )  # fmt: skip
    is_watched = forms.BooleanField(
        label=_("Watch its folder"), required=False, help_text=_("Files are taken in every five minutes.")
    )
    is_active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, *args: Any, feed: Feed | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if feed:
            self.fields["code"].disabled = True

    def values(self) -> dict[str, Any]:
        """What was typed, without the form's own fields."""
        return {name: self.cleaned_data[name] for name in ("code", *FIELDS)}


def initial_of_feed(feed: Feed) -> dict[str, Any]:
    """A feed as its form shows it."""
    return {"version": feed.version, "code": feed.code, **{name: getattr(feed, name) for name in FIELDS}}


class SettleForm(RefusableForm):
    """What became of what was refused."""

    note = ThaiTextField(label=_("What was done about it?"), max_length=300)


class DeclineForm(RefusableForm):
    """Why a proposed reading is not taken."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)
    reason = ThaiTextField(label=_("Why not?"), max_length=300)
