"""Resolutions as records that other rooms may cite."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.access import may
from foundation.core.references import Reference, ReferenceKind
from foundation.governance.models import Resolution

KIND = "governance.resolution"


def find(user: object, public_id: str) -> Reference | None:
    """The resolution, or None when there is none or the user may not see resolutions."""
    if not may(user, Permission.RESOLUTION_VIEW):
        return None
    resolution = Resolution.objects.select_related("meeting").filter(public_id=public_id).first()
    if resolution is None:
        return None
    url = reverse("governance:staff-resolution", args=[public_id])
    return Reference(KIND, public_id, str(resolution), url)


RESOLUTIONS = ReferenceKind(KIND, _("Board resolution"), find)
