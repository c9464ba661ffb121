"""Messages that did not arrive, and sending them again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.core import outbox
from foundation.core.access import requires
from foundation.core.errors import Refused
from foundation.core.pages import keyset_page


@require_GET
@requires()
def undelivered(request: HttpRequest) -> HttpResponse:
    """Given-up messages that this person answers for, newest first. Who answers for none gets 403."""
    if not outbox.answers_for_any(request.user):
        raise PermissionDenied
    found = outbox.undelivered_visible_to(request.user)
    page = keyset_page(found, order=["-id"], cursor=request.GET.get("after", ""))
    return render(request, "core/outbox.html", {"page": page})


@require_POST
@requires()
def retry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send one of them again."""
    message = get_object_or_404(outbox.undelivered_visible_to(request.user), public_id=public_id)
    try:
        outbox.retry(message=message, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The message is on its way again."))
    return redirect("core:outbox")
