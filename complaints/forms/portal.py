"""The portal form, one topic a page. Each page's raw answers lie in the draft; a page is judged when it is left, and
all of them once more before sending."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from complaints import rules
from complaints.enums import Identity, Remedy, Reply, reply_choices
from complaints.forms.authority import demand_authority, proof_field, relation_field
from complaints.forms.fields import AddressField, LimitedTextField, ManyFilesField, PhoneField, choice_label
from complaints.models import Category
from customers.models import Touchpoint
from foundation.core.contacts import can_take_sms
from foundation.core.forms import ThaiDateField, ThaiTextField
from foundation.core.thai.dates import format_date

# The remedies of annex F that people ask for; staff may decide on any.
ASKABLE = (
    Remedy.REPAIR,
    Remedy.INFORMATION,
    Remedy.APOLOGY,
    Remedy.CHANGE,
    Remedy.REFUND,
    Remedy.COMPENSATION,
    Remedy.REPLACEMENT,
    Remedy.ASSISTANCE,
)
OLDEST = timedelta(days=3660)

IDENTITY_HINTS: dict[str, str | LazyText] = {
    Identity.NAMED: _("We can call you, ask questions and send you the outcome. Only those responsible see your name."),
    Identity.CONFIDENTIAL: _("We know who you are, but the unit and the person complained about do not."),
    Identity.ANONYMOUS: _(
        "We do not ask who you are and keep nothing that tells. We can only talk with you on the tracking page, and a "
        "lost code cannot be replaced."
    ),
}


class IdentityForm(forms.Form):
    """With a name or without, with the consequences stated."""

    identity = forms.ChoiceField(
        label=_("How do you want to complain?"),
        choices=[(value, choice_label(label, IDENTITY_HINTS[value])) for value, label in Identity.choices],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the three ways.")},
    )


class AboutForm(forms.Form):
    """What it is about."""

    category = forms.ChoiceField(
        label=_("Choose what comes closest"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what it is about. “Something else” is fine.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Category.objects.filter(is_offered=True)
        self.fields["category"].choices = [(c.code, choice_label(c.name, c.hint)) for c in offered]  # type: ignore[attr-defined]


class StoryForm(forms.Form):
    """What happened, where and when."""

    description = LimitedTextField(
        label=_("Tell us what you saw"),
        help_text=_("Plain words are fine. Please leave out identity card numbers. Up to 5,000 characters."),
        limit=rules.DESCRIPTION_LIMIT,
        rows=8,
        error_messages={"required": _("Please tell us what happened, a few words are enough.")},
    )
    place = ThaiTextField(
        label=_("Where was it?"),
        help_text=_("For example building B, floor 2, in front of room 214"),
        max_length=200,
        required=False,
    )
    touchpoint = forms.ChoiceField(
        label=_("Was it at one of these places?"),
        help_text=_("Then we know at once whom to ask."),
        required=False,
    )
    occurred_on = ThaiDateField(
        label=_("On which day?"),
        help_text=_("Either era is fine, for example 19/11/2569 or 19/11/2026"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(each.code, f"{each.name}, {spot}" if (spot := spot_of(each)) else each.name) for each in _places()]
        self.fields["touchpoint"].choices = [("", _("Somewhere else, or I am not sure")), *places]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = next((each for each in _places() if each.code == cleaned.get("touchpoint")), None)
        if chosen and not cleaned.get("place"):
            cleaned["place"] = spot_of(chosen) or chosen.name
        return cleaned

    def clean_occurred_on(self) -> date | None:
        day: date | None = self.cleaned_data["occurred_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("The day it happened must not lie in the future."), code="future")
        if day and day < timezone.localdate() - OLDEST:
            raise forms.ValidationError(_("This day lies more than ten years back. Please check the year."), code="old")
        return day


def _places() -> Sequence[Touchpoint]:
    return list(Touchpoint.objects.in_use_on(timezone.localdate()).order_by("building", "name_th", "id"))


def spot_of(touchpoint: Touchpoint) -> str:
    """Building and floor of a touchpoint in words; empty for a digital one."""
    return " ".join(part for part in (touchpoint.building, touchpoint.floor) if part)


OWN = "own"


class SiblingForm(forms.Form):
    """Whether what others have told already is the same matter."""

    follow = forms.ChoiceField(
        label=_("Is it one of these?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose. If you are not sure, choose that yours is a different matter."),
            "invalid_choice": _("This matter is not offered any more. Please choose again."),
        },
    )

    def __init__(self, *args: Any, near: Sequence[Mapping[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["follow"].choices = [  # type: ignore[attr-defined]
            *((str(n), choice_label(sibling_line(each), sibling_hint(each))) for n, each in enumerate(near, start=1)),
            (OWN, choice_label(_("Mine is a different matter"), _("It is looked into by itself."))),
        ]


def chosen_sibling(content: Mapping[str, Any], follow: str) -> Mapping[str, Any] | None:
    """The matter of others that a choice stands for."""
    near = content.get("near") or ()
    return next((each for n, each in enumerate(near, start=1) if str(n) == follow), None)


def sibling_line(near: Mapping[str, Any]) -> str:
    """What a matter is about, in the reader's language: never in the words of who told it."""
    return str(near["subject_en"] if get_language() == "en" else near["subject_th"])


def sibling_hint(near: Mapping[str, Any]) -> str:
    """How many told of it, since when, and whether at the place that the reader named."""
    words = {"count": near["others"], "day": format_date(date.fromisoformat(near["since"]), "long")}
    if near["is_here"]:
        return (
            ngettext(
                "%(count)s other person reported this at the place you named, since %(day)s",
                "%(count)s others reported this at the place you named, since %(day)s",
                near["others"],
            )
            % words
        )
    return (
        ngettext(
            "%(count)s other person reported something like it, since %(day)s",
            "%(count)s others reported something like it, since %(day)s",
            near["others"],
        )
        % words
    )


class RemedyForm(forms.Form):
    """What the person would like us to do."""

    remedies = forms.MultipleChoiceField(
        label=_("Choose as many as you like"),
        choices=[(remedy.value, remedy.label) for remedy in ASKABLE],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    remedy_wish = LimitedTextField(label=_("In your own words"), limit=rules.REASON_LIMIT, rows=3, required=False)


class ContactForm(forms.Form):
    """Who the person is and how to answer. Not shown to those who stay anonymous."""

    name = ThaiTextField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please give a name, or go back and choose to complain without one.")},
    )
    phone = PhoneField(label=_("Telephone"), required=False)
    email = AddressField(label=_("E-mail"), required=False)
    reply_by = forms.ChoiceField(
        label=_("How shall we answer?"),
        choices=partial(reply_choices, post=False),
        widget=forms.RadioSelect,
        initial=Reply.PAGE,
        error_messages={"required": _("Please choose how we shall answer.")},
    )
    representative = ThaiTextField(
        label=_("Do you complain for someone else?"),
        help_text=_("Then give the name of that person."),
        max_length=200,
        required=False,
    )
    relation = relation_field()
    proof = proof_field()
    satisfaction_contact = forms.BooleanField(
        label=_("You may ask me afterwards how satisfied I am. I can withdraw this at any time."), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        reply_by = cleaned.get("reply_by")
        if reply_by == Reply.EMAIL and "email" in cleaned and not cleaned["email"]:
            self.add_error("email", _("Please give the e-mail address to which we shall answer."))
        if reply_by == Reply.PHONE and "phone" in cleaned and not cleaned["phone"]:
            self.add_error("phone", _("Please give the telephone number under which we reach you."))
        if reply_by == Reply.SMS and "phone" in cleaned and not can_take_sms(cleaned["phone"]):
            self.add_error("phone", _("Please give the mobile number to which we send short messages."))
        demand_authority(self, cleaned)
        return cleaned


class FilesForm(forms.Form):
    """Pictures and papers."""

    uploads = ManyFilesField(label=_("Pictures or documents"), required=False)


STEPS: dict[str, tuple[str | LazyText, type[forms.Form]]] = {
    "identity": (_("With or without my name"), IdentityForm),
    "about": (_("What it is about"), AboutForm),
    "story": (_("What happened"), StoryForm),
    "siblings": (_("Told by others too"), SiblingForm),
    "remedy": (_("What we should do"), RemedyForm),
    "contact": (_("How to answer"), ContactForm),
    "files": (_("Pictures and documents"), FilesForm),
}
CHECK = "check"
CHECK_LABEL = _("Check your answers")


def step_names(content: Mapping[str, Any]) -> list[str]:
    """The pages this person goes through: without a name there is no page for the contact, and none for
    the matters of others where nothing is like it."""
    identity = _first(content.get("identity", {}).get("identity"))
    # What is told in confidence is named beside no other case.
    left_out = {
        "contact": identity == Identity.ANONYMOUS,
        "siblings": identity == Identity.CONFIDENTIAL or not content.get("near"),
    }
    return [name for name in STEPS if not left_out.get(name)]


def raw_answers(form_class: type[forms.Form], data: Mapping[str, Any]) -> dict[str, list[str]]:
    """What was posted for the fields of a page, as typed, cut only at a size that no honest text reaches."""
    lists = data.getlist if hasattr(data, "getlist") else lambda name: data.get(name, [])
    return {
        name: [str(value)[:50_000].replace("\x00", "") for value in lists(name)][:50]
        for name in form_class.base_fields
        if name != "uploads"
    }


def bound_form(step: str, answers: Mapping[str, list[str]] | None, content: Mapping[str, Any]) -> forms.Form:
    """The form of a page, filled with the draft's answers; unbound where nothing was typed yet."""
    more = offered(step, content)
    return STEPS[step][1](**more) if answers is None else STEPS[step][1](MultiValueDict(answers), **more)


def offered(step: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """What the form of a page needs of the other answers."""
    return {"near": content.get("near") or ()} if step == "siblings" else {}


def first_flaw(content: Mapping[str, Any]) -> str | None:
    """The first page that is missing or not in order; None when everything can be sent."""
    for step in step_names(content):
        if step == "files":
            continue
        answers = content.get(step)
        if answers is None or not bound_form(step, answers, content).is_valid():
            return step
    return None


def cleaned_answers(content: Mapping[str, Any]) -> dict[str, Any]:
    """All pages' cleaned answers in one mapping; only after `first_flaw` gave None."""
    cleaned: dict[str, Any] = {}
    for step in step_names(content):
        if step != "files":
            form = bound_form(step, content[step], content)
            form.is_valid()
            cleaned |= form.cleaned_data
    return cleaned


def _first(values: Any) -> str:
    return str(values[0]) if values else ""
