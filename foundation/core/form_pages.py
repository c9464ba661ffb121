"""The answer to a form: the page as it was asked for, or the form sent back with what is wrong in it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foundation.core.errors import Incomplete, Refused
from foundation.core.forms import RefusableForm

OK, CHANGED, UNPROCESSABLE = 200, 409, 422


def form_page(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """A page with its form. Whoever posted and comes back here was refused, and programs must see that too.

    200 when the page was asked for; 422 when the form was sent and something in it is wrong; 409 when somebody else
    saved in between (the context then holds both sides, from `core.stale`).
    """
    if request.method != "POST":
        return render(request, template, context, status=OK)
    return render(request, template, context, status=UNPROCESSABLE if context.get("both") is None else CHANGED)


def attempt(form: RefusableForm, act: Callable[[], Any]) -> Any:
    """What it gives; None when it was refused, and the form says why. Wrong persons and states pass on as errors."""
    try:
        return act()
    except Refused as refusal:
        if type(refusal) not in {Refused, Incomplete}:
            raise
        form.refuse(refusal)
        return None
