"""The one rhythm of a step: form, service, answer; and of a form that changes a row."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, NotAllowed, Refused, StaleVersion
from foundation.core.forms import RefusableForm
from foundation.core.stale import stale_context
from segmentation.rules import can_see

CONFLICT, UNPROCESSABLE = 409, 422


def demand_segments(user: User) -> None:
    """What is made for a segment is begun only by who may see segments. Raises NotAllowed."""
    if not can_see(user):
        raise NotAllowed(_("This is made for a segment, and your roles do not include seeing segments."))


def words_of(refusal: Refused) -> str:
    """The refusal in one line, with what is missing."""
    return " ".join([refusal.message, *dict.fromkeys(getattr(refusal, "missing", {}).values())])


def take_step(
    request: HttpRequest,
    form: RefusableForm | None,
    service: Callable[[dict[str, Any]], Any],
    *,
    done: str,
    address: str,
    again: Callable[[RefusableForm | None, int], HttpResponse],
) -> HttpResponse:
    """Run a step of a lifecycle: `service` gets what the form holds; a refusal shows the page again with its reason.

    Someone who was faster answers 409, a form that is not right 422.
    """
    if form is not None and not form.is_valid():
        return again(form, UNPROCESSABLE)
    try:
        service(form.cleaned_data if form is not None else {})
    except Refused as refusal:
        if form is not None:
            form.refuse(refusal)
        else:
            messages.error(request, words_of(refusal))
        return again(form, CONFLICT if isinstance(refusal, IllegalMove) else UNPROCESSABLE)
    messages.success(request, done)
    return redirect(address)


def edit_page(
    request: HttpRequest,
    form: Any,
    service: Callable[[Any], Any],
    *,
    template: str,
    context: dict[str, Any],
    stored: Callable[[], Any] | None = None,
) -> HttpResponse:
    """A page with a form for a new row, or (`stored` gives it as it stands now) for one that exists.

    A stale save shows both sides and loses neither.
    """
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            row = service(form)
        except StaleVersion:
            if stored is None:
                raise
            context, status = {**context, **stale_context(form, stored())}, CONFLICT
        except Refused as refusal:
            form.refuse(refusal)
            status = CONFLICT if isinstance(refusal, IllegalMove) else 200
        else:
            messages.success(request, _("Saved."))
            return redirect(row)
    status = UNPROCESSABLE if form.errors and status == 200 else status
    return render(request, template, {**context, "form": form}, status=status)
