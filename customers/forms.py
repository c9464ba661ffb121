"""Forms of the register. They keep what was typed; the rules stand in the services."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from customers.enums import Kind, Language, Party, Relation
from customers.field_values import shown_value
from customers.forms_address import PLACE_FIELDS, AddressForm
from customers.forms_fields import question
from customers.importing.columns import FIELD, MANY, TARGETS
from customers.models import AttributeDefinition, Customer, Tag
from customers.rules import FACT
from customers.selectors import possible_owners
from foundation.accounts.models import Unit, User
from foundation.core.errors import Incomplete, Refused
from foundation.core.forms import ThaiDateField, ThaiTextField
from foundation.core.thai.text import sort_key

SEALED_FIELDS = ("national_id", "phone", "email", "address")


class OnceMixin(forms.Form):
    """A form that may arrive twice and counts once."""

    once = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


def add_refusal(form: forms.Form, refusal: Refused, *, renamed: Mapping[str, str] | None = None) -> None:
    """Put the sentences of a service beside the fields they are about; `renamed` maps its names to the form's."""
    missing = refusal.missing if isinstance(refusal, Incomplete) else {}
    for name, message in missing.items():
        field = (renamed or {}).get(name, name)
        form.add_error(field if field in form.fields else None, message)
    if not missing:
        form.add_error(None, refusal.message)


def in_thai_order(rows: Iterable[Model]) -> list[tuple[str, str]]:
    """Choices of people or units by name, as a Thai dictionary orders them, which the database does not."""
    named = ((str(row.pk), str(row)) for row in rows)
    return sorted(named, key=lambda pair: sort_key(pair[1]))


class CustomerForm(OnceMixin, AddressForm):
    """Facts of a customer. `party` decides which numbers are asked for; it is fixed once the record exists."""

    field_order = (
        "once", "party", "title_th", "name_th", "family_th", "title_en", "name_en", "family_en", "national_id",
        "tax_id", "tax_branch", "phone", "email",
    )  # fmt: skip

    party = forms.ChoiceField(label=_("Person or organisation"), choices=Party.choices, widget=forms.RadioSelect)
    title_th = ThaiTextField(label=_("Title before the name"), required=False, help_text=_("Such as นาย, ดร. or บริษัท"))
    name_th = ThaiTextField(
        label=_("Name in Thai"), required=False, help_text=_("Given name of a person, or name of the organisation")
    )
    family_th = ThaiTextField(label=_("Family name in Thai"), required=False)
    title_en = ThaiTextField(label=_("Title in English"), required=False)
    name_en = ThaiTextField(label=_("Name in English"), required=False)
    family_en = ThaiTextField(label=_("Family name in English"), required=False)
    national_id = ThaiTextField(label=_("National identity number"), required=False, help_text=_("13 digits"))
    tax_id = ThaiTextField(label=_("Tax number"), required=False, help_text=_("13 digits"))
    tax_branch = ThaiTextField(label=_("Branch"), required=False, help_text=_("00000 is the head office"))
    phone = ThaiTextField(label=_("Telephone"), required=False)
    email = ThaiTextField(label=_("E-mail"), required=False)
    relation = forms.ChoiceField(label=_("Relation to the market"), choices=Relation.choices)
    relation_since = ThaiDateField(label=_("Since"), required=False)
    kind = forms.ChoiceField(label=_("Kind of customer"), choices=Kind.choices)
    language = forms.ChoiceField(label=_("Preferred language"), choices=Language.choices)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.all(), required=False)
    owner = forms.ModelChoiceField(label=_("Cared for by"), queryset=User.objects.none(), required=False)
    tags = forms.MultipleChoiceField(label=_("Tags"), choices=(), required=False, widget=forms.CheckboxSelectMultiple)
    is_limited = forms.BooleanField(label=_("Only this unit may see the record"), required=False)

    def __init__(self, *args: Any, customer: Customer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer(customer)
        self._ask(customer)
        for name in SEALED_FIELDS:
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def _ask(self, customer: Customer | None) -> None:
        """The questions that administrators designed; those of one kind of customer are demanded once it is known."""
        self.facts: dict[str, AttributeDefinition] = {}
        for field in AttributeDefinition.objects.filter(is_retired=False):
            if customer and not field.fits(customer.party):
                continue
            name = f"{FACT}{field.key}"
            stored = customer.attributes.get(field.key) if customer else None
            demanded = field.is_required and (customer is not None or not field.party)
            self.fields[name] = question(field, stored, is_demanded=demanded)
            self.facts[name] = field

    @property
    def fact_questions(self) -> list[tuple[forms.BoundField, str]]:
        """The designed questions, each with the class that shows it beside the right kind of customer."""
        only = {"": "", Party.PERSON: "only-person", Party.ORGANISATION: "only-org"}
        return [(self[name], only[field.party]) for name, field in self.facts.items()]

    def _offer(self, customer: Customer | None) -> None:
        """Colleagues and tags to choose from: those in use, and what stands in the record already."""
        owner, carried = (customer.owner_id, customer.tags) if customer else (None, [])
        people = possible_owners()
        if owner:
            people = User.objects.filter(Q(pk__in=people.order_by().values("pk")) | Q(pk=owner)).order_by(
                "first_name", "username"
            )
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        self.fields["owner"].choices = [("", "–"), *in_thai_order(people)]  # type: ignore[attr-defined]
        tags = [(tag.code, tag.name) for tag in Tag.objects.filter(Q(is_retired=False) | Q(code__in=carried))]
        self.fields["tags"].choices = tags  # type: ignore[attr-defined]
        if not tags:
            del self.fields["tags"]

    def values(self) -> dict[str, Any]:
        """What was typed, without the form's own fields."""
        left_out = {"once", "version", "clear", *self.facts}
        values = {name: value for name, value in self.cleaned_data.items() if name not in left_out}
        party = values.get("party")
        asked = {name: field for name, field in self.facts.items() if not party or field.fits(party)}
        return values | {"facts": {field.key: self.cleaned_data.get(name) for name, field in asked.items()}}


class CustomerEditForm(CustomerForm):
    """Change a record: sealed values are never shown here; typed over they change, left empty they stay."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    clear = forms.MultipleChoiceField(
        label=_("Remove"), choices=(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, customer: Customer, masked: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, customer=customer, **kwargs)
        self.customer = customer
        for name in ("party", "relation", "relation_since", "national_id" if customer.is_organisation else "tax_id"):
            del self.fields[name]
        if not customer.is_organisation:
            del self.fields["tax_branch"]
        else:
            del self.fields["family_th"], self.fields["family_en"]
        filled = [name for name in (*SEALED_FIELDS, "place") if masked.get(name) and name in self.fields]
        labels = {name: self.fields[name].label for name in filled} | {"place": _("Subdistrict, district, province")}
        for name in filled:
            shown = "subdistrict" if name == "place" else name
            self.fields[shown].help_text = _("Now %(masked)s. Leave empty to keep it.") % {"masked": masked[name]}
        self.fields["clear"].choices = [(name, labels[name]) for name in filled]  # type: ignore[attr-defined]
        if not filled:
            del self.fields["clear"]

    def answers_beside(self, customer: Customer) -> list[tuple[str, str, str]]:
        """Where what was answered differs from what is stored now, as people read both."""
        found = []
        for name, field in self.facts.items():
            mine, theirs = self.cleaned_data.get(name), customer.attributes.get(field.key)
            yours = mine.isoformat() if isinstance(mine, date) else mine
            if str(yours or "") != str("" if theirs is None else theirs):
                found.append((name, shown_value(field, yours), shown_value(field, theirs)))
        return found

    def values(self) -> dict[str, Any]:
        values = super().values()
        cleared = set(self.cleaned_data.get("clear", ()))
        kept = [name for name in (*SEALED_FIELDS, *PLACE_FIELDS) if not values.get(name) and name not in cleared]
        return {name: "" if name in cleared else value for name, value in values.items() if name not in kept}


def initial_of(customer: Customer) -> dict[str, Any]:
    """Values of a record for its form, sealed ones left out."""
    hidden = {*SEALED_FIELDS, *PLACE_FIELDS}
    names = [name for name in CustomerForm.base_fields if hasattr(customer, name) and name not in hidden]
    return {name: getattr(customer, name) for name in names} | {"version": customer.version}


def typed(sent: QueryDict) -> dict[str, Any]:
    """What was typed so far, to be shown again in a form that is not judged yet."""
    return {name: values if name in {"clear", "tags"} else values[-1] for name, values in sent.lists()}


class RelationForm(forms.Form):
    """A new relation to the market, and since when."""

    relation = forms.ChoiceField(label=_("New relation"), choices=Relation.choices)
    since = ThaiDateField(label=_("Since"))
    reason = ThaiTextField(label=_("Reason"), required=False, max_length=500)


class RevealForm(forms.Form):
    """Why personal data are looked at."""

    reason = ThaiTextField(label=_("Why do you need to see it?"), max_length=300)


class UploadForm(forms.Form):
    """A file to import."""

    file = forms.FileField(
        label=_("CSV or XLSX file"),
        help_text=_(
            "Up to 500 MB. Windows-874, TIS-620 and UTF-8 are recognised. Of a spreadsheet the first sheet is read."
        ),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx,text/csv"}),
    )
    source = ThaiTextField(
        label=_("Where it comes from"),
        required=False,
        max_length=40,
        help_text=_("Such as lease or billing. Customers are recognised again by their key in this source."),
    )


class UndoImportForm(forms.Form):
    """Why a whole import is taken back."""

    reason = ThaiTextField(label=_("Why is it undone?"), max_length=300)


class ColumnsForm(forms.Form):
    """Which column is what: one choice per column of the file."""

    source = ThaiTextField(label=_("Where it comes from"), max_length=40)
    party = forms.ChoiceField(label=_("Rows that do not say so are"), choices=Party.choices)
    relation = forms.ChoiceField(label=_("New customers without a relation are"), choices=Relation.choices)
    key_from_line = forms.BooleanField(label=_("Let the row number be the key"), required=False)

    def __init__(self, *args: Any, header: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.header = header
        designed = list(AttributeDefinition.objects.filter(is_retired=False))
        self._labels = {**TARGETS, **{f"{FIELD}{field.key}": field.label for field in designed}}
        for position, name in enumerate(header):
            choices = [
                ("", _("– leave out –")),
                *TARGETS.items(),
                *((f"{FIELD}{field.key}", field.label) for field in designed),
                ("number:", _("Figure for studies")),
                ("category:", _("Category")),
            ]
            self.fields[f"column_{position}"] = forms.ChoiceField(
                label=name or _("Column %(n)s") % {"n": position + 1}, choices=choices, required=False
            )

    def columns(self) -> list[Any]:
        """The choices of the columns, bound."""
        return [self[f"column_{position}"] for position in range(len(self.header))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = [
            value for name, value in cleaned.items() if name.startswith("column_") and value and value not in MANY
        ]
        for target in {value for value in chosen if chosen.count(value) > 1}:
            raise ValidationError(
                _("Two columns are both “%(target)s”. Please choose one."), params={"target": self._labels[target]}
            )
        return cleaned
