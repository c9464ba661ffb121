"""The notes at the bell."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from foundation.core.access import STAFF, requires
from foundation.core.models import Notification
from foundation.core.notifications import mark_read
from foundation.core.pages import keyset_page


@require_GET
@requires(STAFF)
def notification_list(request: HttpRequest) -> HttpResponse:
    """One's own notes, newest first."""
    found = Notification.objects.filter(user=request.user.pk)
    page = keyset_page(found, order=["-id"], cursor=request.GET.get("after", ""))
    has_unread = any(note.read_at is None for note in page.rows)
    return render(request, "core/notifications.html", {"page": page, "has_unread": has_unread})


@require_POST
@requires(STAFF)
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark every note as read."""
    mark_read(request.user)
    return redirect("core:notifications")


@require_POST
@requires()
def read_one(request: HttpRequest, public_id: str) -> HttpResponse:
    """Mark one note as read and go where it points."""
    note = get_object_or_404(Notification, user=request.user.pk, public_id=public_id)
    mark_read(request.user, public_id)
    is_ours = url_has_allowed_host_and_scheme(note.url, allowed_hosts=None)
    return redirect(note.url if note.url and is_ours else "core:notifications")
