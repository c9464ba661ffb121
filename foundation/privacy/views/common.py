"""What the staff pages of this room share: tabs, who may read, steps that answer with a message."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.privacy.models import DataRequest

reads = requires(Permission.PRIVACY_OFFICER, Permission.ACCESS_LOG_VIEW)
works = requires(Permission.PRIVACY_OFFICER)


def tabs(request: HttpRequest) -> list[dict[str, Any]]:
    """The parts of the section that the person may see; who only confirms rules of retention sees those."""
    retention = (_("Retention"), reverse("privacy:staff-retention"))
    whole = [
        (_("Requests"), reverse("privacy:staff-requests")),
        (_("Legal holds"), reverse("privacy:staff-holds")),
        (_("Register of processing"), reverse("privacy:staff-processing")),
        retention,
        (_("Who looked"), reverse("privacy:staff-looks")),
        (_("Privacy notices"), reverse("privacy:staff-notices")),
        (_("Consents"), reverse("privacy:staff-consents")),
    ]
    user = signed_in(request)
    rows = whole if user.can(Permission.PRIVACY_OFFICER) or user.can(Permission.ACCESS_LOG_VIEW) else [retention]
    return [{"label": label, "url": url, "current": request.path == url, "count": None} for label, url in rows]


def the_request(number: str) -> DataRequest:
    """The request, or 404."""
    rows = DataRequest.objects.select_related("data_key", "handler", "notice__notice", "verified_by", "answered_by")
    return get_object_or_404(rows, number=number)
