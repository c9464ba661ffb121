"""Files of the timeline: who may fetch them, and that each fetch stands in the access log."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from customers.models import Customer, Interaction
from foundation.accounts.permissions import Permission
from foundation.core.access import may
from foundation.core.models import Attachment
from foundation.privacy.services import log_access

FILE_OWNER = "customers.interaction"


def may_fetch(person: Any, file: Attachment, request: HttpRequest) -> bool:
    """Whoever works with customers and sees the record."""
    if not may(person, Permission.CUSTOMER_VIEW):
        return False
    seen = Customer.with_merged.visible_to(person)
    return Interaction.objects.filter(public_id=file.owner_public_id, customer__in=seen).exists()


def note_fetch(person: Any, file: Attachment) -> None:
    """A file may hold anything about a person: who fetched it stands with the looks at that customer."""
    customer = Customer.with_merged.get(interactions__public_id=file.owner_public_id)
    reason = _("Fetched a file of the timeline (SHA-256 %(digest)s…)") % {"digest": file.sha256[:12]}
    log_access(
        by=person, kind="customer", public_id=customer.public_id, fields=["file"], reason=reason, now=timezone.now()
    )
