"""The enquiry form of the portal, one thing a page; and what officers write down about an enquiry."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.enums import Channel, EnquiryClosing, EnquiryTopic
from customers.services.enquiries import MESSAGE_LENGTH, PARENT_NEEDED
from foundation.core.forms import RefusableForm, ThaiTextField

ADULT, MINOR = "adult", "minor"


class AboutForm(RefusableForm):
    """What is asked."""

    topic = forms.ChoiceField(label=_("What is it about?"), choices=EnquiryTopic.choices, widget=forms.RadioSelect)
    message = ThaiTextField(label=_("Your question"), multiline=True, max_length=MESSAGE_LENGTH)


class WhoForm(RefusableForm):
    """Who asks, and how the answer reaches them."""

    name = ThaiTextField(label=_("Your name"), max_length=300)
    organisation = ThaiTextField(
        label=_("Organisation"), max_length=300, required=False, help_text=_("If you ask for one.")
    )
    phone = ThaiTextField(label=_("Telephone"), max_length=40, required=False)
    email = ThaiTextField(label=_("E-mail"), max_length=254, required=False)
    age = forms.ChoiceField(
        label=_("Your age"), choices=[(ADULT, _("20 or older")), (MINOR, _("Under 20"))], widget=forms.RadioSelect,
        initial=ADULT,
    )  # fmt: skip
    parent_name = ThaiTextField(
        label=_("Parent or guardian"), max_length=300, required=False,
        help_text=_("Only if you are under 20: the law asks for their consent, and we call them first."),
    )  # fmt: skip
    parent_phone = ThaiTextField(label=_("Their telephone"), max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        """One way to answer is needed; under 20, a parent."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("phone") and not cleaned.get("email"):
            self.add_error("phone", _("Please give a telephone number or an e-mail, so that we can answer."))
        if cleaned.get("age") == MINOR:
            for name in (
                {"parent_name", "parent_phone"} - {name for name in cleaned if cleaned[name]} - set(self.errors)
            ):
                self.add_error(name, PARENT_NEEDED)
        return cleaned


class SendForm(RefusableForm):
    """What the person agrees to."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agrees = forms.BooleanField(label=_("I have read this. Use what I wrote to answer me."))
    wants_news = forms.BooleanField(
        label=_("Also send me news and offers. I can take this back at any time."), required=False
    )


STEPS: dict[str, type[RefusableForm]] = {"about": AboutForm, "who": WhoForm, "send": SendForm}


class WordsForm(RefusableForm):
    """What an officer writes down about an enquiry."""

    words = ThaiTextField(label=_("What was said"), multiline=True, max_length=4000)
    channel = forms.ChoiceField(label=_("How"), choices=Channel.choices, initial=Channel.PHONE, required=False)


class CloseForm(RefusableForm):
    """Why an enquiry is closed without an answer."""

    why = forms.ChoiceField(
        label=_("Why is it not answered?"), choices=EnquiryClosing.of_officers, widget=forms.RadioSelect
    )
