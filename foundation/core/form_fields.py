"""Fields that several forms use."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.core.contacts import BadContact, read_email, read_phone
from foundation.core.forms import ThaiTextField


def _files_hint() -> str:
    megabytes = settings.ATTACHMENT_MAX_BYTES // (1024 * 1024)
    return gettext(
        "Up to %(count)s files of at most %(size)s MB each: pictures, PDF, Word or Excel."
        " Hidden places are removed from pictures."
    ) % {
        "count": settings.ATTACHMENT_MAX_COUNT,
        "size": megabytes,
    }


FILES_HINT = lazy(_files_hint, str)()


def choice_label(title: object, hint: object = "") -> SafeString:
    """A choice with its explanation beneath."""
    if not hint:
        return format_html("<b>{}</b>", title)
    return format_html("<b>{}</b><br><small>{}</small>", title, hint)


class LimitedTextField(ThaiTextField):
    """Long text with a limit that is stated, and kindly refused past it; what was typed is kept."""

    def __init__(self, *, limit: int, rows: int = 6, **options: Any) -> None:
        self.limit = limit
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(multiline=True, **options)

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.limit:
            raise forms.ValidationError(
                _("The text has %(length)s characters. Please shorten it to %(limit)s; everything is still here."),
                code="max_length",
                params={"length": f"{len(value):,}", "limit": f"{self.limit:,}"},
            )


class LinesField(ThaiTextField):
    """One answer a line, at most `limit` of them; `clean` gives a list."""

    def __init__(self, *, limit: int, **options: Any) -> None:
        self.limit = limit
        options.setdefault("widget", forms.Textarea(attrs={"rows": limit}))
        super().__init__(multiline=True, **options)

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        if len(lines) > self.limit:
            raise forms.ValidationError(
                _("These are %(count)s lines; at most %(limit)s fit."),
                code="too_many",
                params={"count": len(lines), "limit": self.limit},
            )
        return lines


class PhoneField(ThaiTextField):
    """A telephone number as people write it, kept in E.164."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return read_phone(text)
        except BadContact as error:
            raise forms.ValidationError(
                _("This is not a telephone number we can call. Please check it, for example 081 234 5678."),
                code="phone",
            ) from error


class AddressField(ThaiTextField):
    """An e-mail address."""

    widget = forms.TextInput(attrs={"type": "email", "inputmode": "email", "autocomplete": "email"})

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return read_email(text)
        except BadContact as error:
            raise forms.ValidationError(
                _("This e-mail address is not complete. Please check it, for example name@example.com."), code="email"
            ) from error


class ManyFilesInput(forms.ClearableFileInput):
    """A chooser for several files."""

    allow_multiple_selected = True
    needs_multipart_form = True


class ManyFilesField(forms.FileField):
    """Several files at once; `clean` gives a list. Size, number and kind are judged by core.files."""

    widget = ManyFilesInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", FILES_HINT)
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[Any]"]:
        chosen = data if isinstance(data, list | tuple) else [data]
        files = [file for file in chosen if file]
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return files
