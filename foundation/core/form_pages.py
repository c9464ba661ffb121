"""The answer to a form: the page as it was asked for, or the form sent back with what is wrong in it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

OK, CHANGED, UNPROCESSABLE = 200, 409, 422


def form_page(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """A page with its form. Whoever posted and comes back here was refused, and programs must see that too.

    200 when the page was asked for; 422 when the form was sent and something in it is wrong; 409 when somebody else
    saved in between (the context then holds both sides, from `core.stale`).
    """
    if request.method != "POST":
        return render(request, template, context, status=OK)
    return render(request, template, context, status=UNPROCESSABLE if context.get("both") is None else CHANGED)
