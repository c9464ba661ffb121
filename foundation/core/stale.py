"""Both sides of a save that came too late, for components/stale.html; used by the views of every room."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.db.models import Manager, Model
from django.http import QueryDict
from django.utils.translation import gettext as _

from foundation.core.models import Record
from foundation.core.thai.dates import format_datetime

_NOT_SHOWN = frozenset({"version", "once"})


def stale_context(
    form: forms.BaseForm, stored: Record, *, fields: Iterable[str] = (), values: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Where what was typed differs from what is stored now, who stored it and when.

    `fields` names those that are compared, all of the form otherwise; `values` is what is stored under the names of the
    form, where they are not those of the record (a name that is missing there is stored as nothing).

    The form's hidden `version` becomes the stored one, so that sending it again keeps what was typed, on purpose.
    """
    both = [
        {"label": form.fields[name].label, "name": name, "yours": _shown(typed), "theirs": _shown(theirs)}
        for name, typed, theirs in _sides(form, stored, fields, values)
        if _key(typed) != _key(theirs)
    ]
    show_stored_version(form, stored.version)
    history = getattr(stored, "history", None)
    last = history.select_related("history_user").first() if history else None
    who = str(last.history_user) if last and last.history_user else _("Someone")
    return {"both": both, "who": who, "when": format_datetime(last.history_date if last else stored.updated_at)}


def show_stored_version(form: forms.BaseForm, version: int) -> None:
    """Let the next save of this form be against the version that the reader has now seen."""
    data = cast(QueryDict, form.data).copy()
    data["version"] = str(version)
    form.data = data


def _sides(
    form: forms.BaseForm, stored: Record, fields: Iterable[str], values: Mapping[str, Any] | None
) -> Iterable[tuple[str, Any, Any]]:
    for name in fields or form.cleaned_data:
        if name in _NOT_SHOWN or name not in form.cleaned_data:
            continue
        if values is not None:
            yield name, form.cleaned_data[name], values.get(name)
        elif hasattr(stored, name):
            yield name, form.cleaned_data[name], getattr(stored, name)


def _key(value: Any) -> Any:
    """A value that can be compared: rows by their keys, many values as a set, nothing as nothing."""
    if isinstance(value, Manager):
        value = value.all()
    if isinstance(value, Mapping):
        return frozenset((name, _key(item)) for name, item in value.items()) or ""
    if isinstance(value, Iterable) and not isinstance(value, str):
        return frozenset(_key(item) for item in value) or ""
    return value.pk if isinstance(value, Model) else (value or "")


def _shown(value: Any) -> str:
    if isinstance(value, Manager):
        value = value.all()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)
