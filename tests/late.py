"""What a browser sends from a form, unchanged, and what comes of it when somebody else saved in between."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.test import Client


def sent(form: forms.BaseForm) -> dict[str, Any]:
    """The fields as the form shows them."""
    given: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if value is True:
            given[bound.html_name] = "on"
        elif value not in (None, False, "", []):
            given[bound.html_name] = bound.field.widget.format_value(value)
    return given


def comes_late(client: Client, address: str, **typed: str) -> HttpResponse:
    """Save against a version that is not the stored one: programs see it, nothing typed is lost, the next save goes."""
    form = client.get(address).context["form"]
    stored = form["version"].value()
    late = client.post(address, {**sent(form), **typed, "version": "9998"})
    assert late.status_code == 409, late.status_code
    page = late.content.decode()
    assert 'id="stale-title"' in page
    assert all(words in page for words in typed.values())
    again = sent(late.context["form"])
    assert again["version"] == str(stored)
    assert client.post(address, again).status_code == 302
    return late
