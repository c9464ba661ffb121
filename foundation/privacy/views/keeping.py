"""What the browser keeps of a visitor: the token of a draft, and a short grant to one tracked request.

Both are HTTP-only cookies that are sent to /portal/my-data/ alone.
"""

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse

from foundation.privacy.models import DataRequest
from foundation.privacy.services.drafts import LIFETIME

PATH = "/portal/my-data/"
DRAFT = "data_request_draft"
GRANT = "data_request"
GRANT_LIFETIME = timedelta(minutes=30)
_SALT = "privacy.tracking"


def keep_draft(response: HttpResponse, request: HttpRequest, token: str) -> None:
    """Let the browser keep the token of its draft for as long as the draft lives."""
    _set(response, request, DRAFT, token, LIFETIME)


def forget_draft(response: HttpResponse) -> None:
    """Let the browser forget its draft."""
    response.delete_cookie(DRAFT, path=PATH, samesite="Lax")


def draft_token(request: HttpRequest) -> str:
    """The token the browser sent; empty without one."""
    return str(request.COOKIES.get(DRAFT, ""))


def grant(response: HttpResponse, request: HttpRequest, row: DataRequest) -> None:
    """Let this browser see one request for half an hour from its last look."""
    value = signing.dumps([row.public_id, row.code_hash[:16]], salt=_SALT)
    _set(response, request, GRANT, value, GRANT_LIFETIME)


def end_grant(response: HttpResponse) -> None:
    """Close the request in this browser."""
    response.delete_cookie(GRANT, path=PATH, samesite="Lax")


def granted(request: HttpRequest) -> tuple[str, str]:
    """Public id and start of the code's hash of the request this browser may see; two empty texts for none."""
    try:
        public_id, mark = signing.loads(request.COOKIES.get(GRANT, ""), salt=_SALT, max_age=GRANT_LIFETIME)
    except (signing.BadSignature, ValueError, TypeError):
        return "", ""
    return str(public_id), str(mark)


def _set(response: HttpResponse, request: HttpRequest, name: str, value: str, lifetime: timedelta) -> None:
    response.set_cookie(
        name, value, max_age=lifetime, path=PATH, secure=request.is_secure(), httponly=True, samesite="Lax"
    )
