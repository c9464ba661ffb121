"""What the pages of this room share: running one service and saying what came of it."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from foundation.accounts.access import signed_in
from foundation.core.errors import Refused


def run(request: HttpRequest, service: Callable[..., Any], done: str, **facts: Any) -> Any:
    """Call a service as the signed-in person, now; its refusal becomes a message. None when it refused."""
    try:
        result = service(by=signed_in(request), now=timezone.now(), **facts)
    except Refused as refusal:
        missing = getattr(refusal, "missing", {})
        messages.error(request, " ".join(dict.fromkeys([refusal.message, *missing.values()])))
        return None
    if done:
        messages.success(request, done)
    return result


def both_sides(form: forms.Form, stored: Any, fields: Iterable[str]) -> list[dict[str, Any]]:
    """The fields in which what was typed differs from what is stored now, for components/stale.html."""
    return [
        {
            "label": form.fields[name].label,
            "name": name,
            "yours": form.cleaned_data[name],
            "theirs": getattr(stored, name),
        }
        for name in fields
        if name in form.fields and form.cleaned_data[name] != getattr(stored, name)
    ]


def show_stored_version(form: forms.Form, version: int) -> None:
    """Let the next save of this form be against the version that the reader has now seen."""
    data = cast(QueryDict, form.data).copy()
    data["version"] = str(version)
    form.data = data
