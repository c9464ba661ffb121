"""Both sides of a save that came too late."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models import Model
from django.http import QueryDict


def both_sides(form: forms.Form, stored: Model, fields: Iterable[str]) -> list[dict[str, Any]]:
    """The fields in which what was typed differs from what is stored now, for components/stale.html."""
    return [
        {
            "label": form.fields[name].label,
            "name": name,
            "yours": _in_words(form.cleaned_data[name]),
            "theirs": _in_words(getattr(stored, name)),
        }
        for name in fields
        if form.cleaned_data[name] != getattr(stored, name)
    ]


def _in_words(value: Any) -> Any:
    return ", ".join(value) if isinstance(value, list) else value


def show_stored_version(form: forms.Form, version: int) -> None:
    """Let the next save of this form be against the version that the reader has now seen."""
    data = cast(QueryDict, form.data).copy()
    data["version"] = str(version)
    form.data = data
