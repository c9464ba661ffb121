"""Both sides of a save that came too late."""

from typing import Any, cast

from django import forms
from django.http import QueryDict

from foundation.core.models import Record


def both_sides(form: forms.Form, stored: Record) -> list[dict[str, Any]]:
    """The fields in which what was typed differs from what is stored now, for components/stale.html."""
    return [
        {
            "label": form.fields[name].label,
            "name": name,
            "yours": _shown(form.cleaned_data[name]),
            "theirs": _shown(getattr(stored, name)),
        }
        for name in form.fields
        if name not in {"version", "once"} and form.cleaned_data[name] != getattr(stored, name)
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
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
