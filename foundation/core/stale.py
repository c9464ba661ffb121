"""Both sides of a save that came too late, for components/stale.html; used by the views of every room."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models import Manager, Model
from django.http import QueryDict

from foundation.core.models import Record
from foundation.core.thai.dates import format_datetime


def stale_context(form: forms.Form, stored: Record) -> dict[str, Any]:
    """Where what was typed differs from what is stored now, who stored it and when.

    The form's hidden `version` becomes the stored one, so that sending it again keeps what was typed, on purpose.
    """
    both = [
        {"label": form.fields[name].label, "name": name, "yours": _shown(typed), "theirs": _shown(stored_value)}
        for name, typed in form.cleaned_data.items()
        if name not in {"version", "once"}
        and hasattr(stored, name)
        and _key(typed) != _key(stored_value := getattr(stored, name))
    ]
    data = cast(QueryDict, form.data).copy()
    data["version"] = str(stored.version)
    form.data = data
    last = stored.history.select_related("history_user").first()  # type: ignore[attr-defined]  # every tracked row
    who = str(last.history_user) if last and last.history_user else "–"
    return {"both": both, "who": who, "when": format_datetime(last.history_date) if last else ""}


def _key(value: Any) -> Any:
    """A value that can be compared: rows by their keys, many rows as a set."""
    if isinstance(value, Manager):
        value = value.all()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return {_key(item) for item in value}
    return value.pk if isinstance(value, Model) else (value or "")


def _shown(value: Any) -> str:
    if isinstance(value, Manager):
        value = value.all()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)
