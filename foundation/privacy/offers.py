"""What this room offers the others: requests that can be cited, and who may fetch their files."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.models import Attachment
from foundation.core.references import Reference, ReferenceKind
from foundation.privacy.models import DataRequest

FILE_OWNER = "privacy.request"


def may_fetch(person: Any, attachment: Attachment, request: HttpRequest) -> bool:
    """Evidence of a request is for those who work on requests."""
    return person is not None and bool(person.can(Permission.PRIVACY_OFFICER))


def find_reference(user: Any, public_id: str) -> Reference | None:
    """A request that a log or another room names; None for those who may not see requests."""
    return _reference(user, public_id=public_id)


def find_by_number(user: Any, number: str) -> Reference | None:
    """The same, by the number that its page bears."""
    return _reference(user, number=number)


def _reference(user: Any, **named: str) -> Reference | None:
    if not (user.can(Permission.PRIVACY_OFFICER) or user.can(Permission.ACCESS_LOG_VIEW)):
        return None
    row = DataRequest.objects.filter(**named).first()
    return Reference("privacy.request", row.public_id, row.number, row.get_absolute_url()) if row else None


REFERENCE = ReferenceKind(
    kind="privacy.request",
    label=_("Request about personal data"),
    find=find_reference,
    pages={"privacy:staff-request": find_by_number},
)
