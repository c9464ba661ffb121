"""One step of a record: the form is read, the service takes it, and what it refuses stands in the form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.access import signed_in
from foundation.core.errors import Refused
from foundation.core.forms import RefusableForm


def step_taken(request: HttpRequest, form: RefusableForm, service: Callable[..., Any], **row: int) -> bool:
    """Whether the step was taken; the page then says so. `row` names the record as the service calls it.

    False leaves the form with what is wrong in it, or with why the step is refused.
    """
    if not form.is_valid():
        return False
    try:
        service(**row, by=signed_in(request), now=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("The step is recorded."))
    return True
