"""Form fields that read Thai: dates of both eras, text cleaned of what cannot be seen."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.core.errors import Incomplete, Refused
from foundation.core.thai.dates import ParsedDate, format_date, parse_date
from foundation.core.thai.text import normalise, normalise_line


class ThaiDateInput(forms.TextInput):
    """One text field: typed, pasted or spoken dates all fit. Shows a date in the reader's era."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "input--date", "autocomplete": "off", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With the address that says, as soon as the field is left, how its text will be read."""
        return super().get_context(name, value, {"data-read-date": reverse("core:read-date"), **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return format_date(value, "numeric") if isinstance(value, dt.date) else super().format_value(value)


class ThaiDateField(forms.Field):
    """A date in either era. After `clean`, `echo` says how it was read; show it beside the field."""

    widget = ThaiDateInput
    default_help = _("For example 22/11/2569 or 22/11/2026; the day comes first.")

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", self.default_help)
        super().__init__(**options)
        self.parsed: ParsedDate | None = None

    @property
    def echo(self) -> str:
        """How the last cleaned text was read; empty before cleaning or for an empty field."""
        return self.parsed.echo if self.parsed else ""

    def to_python(self, value: Any) -> dt.date | None:
        self.parsed = None
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            return value
        try:
            self.parsed = parse_date(str(value)[:100])
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error
        return self.parsed.date

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(initial != self.to_python(data))
        except ValidationError:
            return True


class ThaiTextField(forms.CharField):
    """Text whose value is normalised before its length is judged. `multiline=True` keeps its lines."""

    def __init__(self, *, multiline: bool = False, rows: int = 10, **options: Any) -> None:
        if multiline:
            options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        self.multiline = multiline
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        if value in self.empty_values:
            return str(self.empty_value)
        text = str(value).replace("\x00", "")
        return normalise(text) if self.multiline else normalise_line(text)


class RefusableForm(forms.Form):
    """A form whose service may still say no: show the refusal and keep what was typed."""

    def refuse(self, refusal: Refused) -> None:
        """Show the refusal beside the fields it names, or above the form."""
        named = refusal.missing if isinstance(refusal, Incomplete) else {}
        for field, message in named.items():
            self.add_error(field if field in self.fields else None, message)
        if not named:
            self.add_error(None, refusal.message)
