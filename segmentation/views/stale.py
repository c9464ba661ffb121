"""Both sides of a save that came too late."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.http import QueryDict

from foundation.core.models import Record


def both_sides(form: forms.Form, stored: Record, values: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """The fields in which what was typed differs from what is stored now, for components/stale.html. `values`: what is
    stored by the names of the form, where they are not those of the record."""

    def now(name: str) -> Any:
        if values is None:
            return getattr(stored, name)
        if name in values:
            return values[name]
        return [] if isinstance(form.cleaned_data[name], list) else form.fields[name].clean("")

    return [
        {
            "label": form.fields[name].label,
            "name": name,
            "yours": _shown(form.cleaned_data[name]),
            "theirs": _shown(now(name)),
        }
        for name in form.fields
        if name not in {"version", "once"} and form.cleaned_data[name] != now(name)
    ]


def last_change(stored: Any) -> Any:
    """The newest history row: who saved, and when."""
    return stored.history.select_related("history_user").first()


def show_stored_version(form: forms.Form, version: int) -> None:
    """Let the next save of this form be against the version that the reader has now seen."""
    data = cast(QueryDict, form.data).copy()
    data["version"] = str(version)
    form.data = data


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
