"""What the browser keeps of a visitor: the token of a draft, and a short grant to one tracked case.

Both are HTTP-only cookies that are sent to /portal/complaints/ alone. A grant dies with a new tracking code.
"""

from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse

from complaints.models import Complaint
from complaints.services.drafts import LIFETIME
from foundation.core.models import Attachment, Visibility

PATH = "/portal/complaints/"
DRAFT = "complaint_draft"
GRANT = "complaint_case"
GRANT_LIFETIME = timedelta(minutes=30)
_SALT = "complaints.tracking"


def keep_draft(response: HttpResponse, request: HttpRequest, token: str) -> None:
    """Let the browser keep the token of its draft for as long as the draft lives."""
    _set(response, request, DRAFT, token, LIFETIME)


def forget_draft(response: HttpResponse) -> None:
    """Let the browser forget its draft."""
    response.delete_cookie(DRAFT, path=PATH, samesite="Lax")


def draft_token(request: HttpRequest) -> str:
    """The token the browser sent; empty without one."""
    return str(request.COOKIES.get(DRAFT, ""))


def grant_case(response: HttpResponse, request: HttpRequest, complaint: Complaint) -> None:
    """Let this browser see one case for half an hour from its last look."""
    value = signing.dumps([complaint.public_id, complaint.code_hash[:16]], salt=_SALT)
    _set(response, request, GRANT, value, GRANT_LIFETIME)


def end_grant(response: HttpResponse) -> None:
    """Close the case in this browser."""
    response.delete_cookie(GRANT, path=PATH, samesite="Lax")


def granted_case(request: HttpRequest) -> tuple[str, str]:
    """Public id and start of the code's hash of the case this browser may see; two empty texts for none."""
    try:
        public_id, mark = signing.loads(request.COOKIES.get(GRANT, ""), salt=_SALT, max_age=GRANT_LIFETIME)
    except (signing.BadSignature, ValueError, TypeError):
        return "", ""
    return str(public_id), str(mark)


def may_fetch(person: Any, attachment: Attachment, request: HttpRequest) -> bool:
    """Who may fetch the files of a complaint: staff who may see the case; the complainant with a grant, where a file
    is meant for the complainant."""
    if person is not None:
        return Complaint.objects.visible_to(person).filter(public_id=attachment.owner_public_id).exists()
    public_id, mark = granted_case(request)
    if not mark or public_id != attachment.owner_public_id or attachment.visibility != Visibility.COMPLAINANT:
        return False
    return Complaint.objects.filter(public_id=public_id, code_hash__startswith=mark).exists()


def _set(response: HttpResponse, request: HttpRequest, name: str, value: str, lifetime: timedelta) -> None:
    response.set_cookie(
        name, value, max_age=lifetime, path=PATH, secure=request.is_secure(), httponly=True, samesite="Lax"
    )
