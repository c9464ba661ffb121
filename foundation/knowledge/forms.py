"""Forms of articles."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.core.forms import RefusableForm, ThaiTextField
from foundation.knowledge.enums import Kind

BODY_LIMIT = 20_000


class ArticleForm(RefusableForm):
    """An article in both languages; only Thai must be there."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.LESSON)
    for_public = forms.BooleanField(
        label=_("Customers may read it on the portal"),
        required=False,
        help_text=_("For guides and questions alone. Write it for somebody who has never dealt with us."),
    )
    title_th = ThaiTextField(label=_("Heading in Thai"), max_length=200)
    body_th = ThaiTextField(
        label=_("Text in Thai"),
        max_length=BODY_LIMIT,
        multiline=True,
        rows=12,
        required=False,
        help_text=_("What happened, why, and what others should do. A blank line begins a new paragraph."),
    )
    title_en = ThaiTextField(label=_("Heading in English"), max_length=200, required=False)
    body_en = ThaiTextField(label=_("Text in English"), max_length=BODY_LIMIT, multiline=True, rows=8, required=False)


class MoveForm(RefusableForm):
    """A step of the path, with its reason where one is due."""

    reason = ThaiTextField(label=_("Why"), max_length=500, required=False, multiline=True, rows=2)


class LinkForm(RefusableForm):
    """The record that an article is about."""

    address = forms.CharField(
        label=_("Address of the record"),
        max_length=500,
        help_text=_(
            "Open the page of the complaint, request, touchpoint, resolution or other record and copy its address."
        ),
    )
