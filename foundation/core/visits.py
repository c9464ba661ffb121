"""What a browser keeps of a visitor without an account: the token of a draft, and a short grant to one tracked matter.

Both are HTTP-only cookies that are sent under one path alone. A grant dies with a new tracking code.

    VISIT = Visit(path="/portal/requests/", name="service_request", salt="service_charter.tracking")
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from foundation.core.crypto import secret_pepper
from foundation.core.ids import ALPHABET, group_code

CODE_LENGTH = 26
# How long an unfinished form waits, and how long a receipt can be shown again in the same browser.
DRAFT_LIFETIME = timedelta(hours=24)
GRANT_LIFETIME = timedelta(minutes=30)


class Tracked(Protocol):
    """A row that is followed by number and code."""

    public_id: str
    code_hash: str


def derive_code(token: str, *, purpose: str) -> str:
    """The tracking code of a draft's token: 130 bits by HMAC, so it can be shown again to the browser that holds the
    token, while we keep neither of the two."""
    digest = hmac.new(secret_pepper(purpose), token.encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest, "big")
    return group_code("".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(CODE_LENGTH)))


@dataclass(frozen=True)
class Visit:
    """The two cookies of one part of the portal."""

    path: str
    name: str
    salt: str

    def keep_draft(self, response: HttpResponseBase, request: HttpRequest, token: str) -> None:
        """Let the browser keep the token of its draft for as long as the draft lives."""
        self._set(response, request, f"{self.name}_draft", token, DRAFT_LIFETIME)

    def forget_draft(self, response: HttpResponseBase) -> None:
        """Let the browser forget its draft."""
        self._drop(response, f"{self.name}_draft")

    def draft_token(self, request: HttpRequest) -> str:
        """The token the browser sent; empty without one."""
        return str(request.COOKIES.get(f"{self.name}_draft", ""))

    def grant(self, response: HttpResponseBase, request: HttpRequest, row: Tracked) -> None:
        """Let this browser see one matter for half an hour from its last look."""
        value = signing.dumps([row.public_id, row.code_hash[:16]], salt=self.salt)
        self._set(response, request, self.name, value, GRANT_LIFETIME)

    def end_grant(self, response: HttpResponseBase) -> None:
        """Close the matter in this browser."""
        self._drop(response, self.name)

    def granted(self, request: HttpRequest) -> tuple[str, str]:
        """Public id and start of the code's hash of the matter this browser may see; two empty texts for none."""
        try:
            found = signing.loads(request.COOKIES.get(self.name, ""), salt=self.salt, max_age=GRANT_LIFETIME)
            public_id, mark = found
        except (signing.BadSignature, ValueError, TypeError):
            return "", ""
        return str(public_id), str(mark)

    def _set(
        self, response: HttpResponseBase, request: HttpRequest, name: str, value: str, lifetime: timedelta
    ) -> None:
        assert isinstance(response, HttpResponse)  # noqa: S101  pages and redirects, never streams
        response.set_cookie(
            name, value, max_age=lifetime, path=self.path, secure=request.is_secure(), httponly=True, samesite="Lax"
        )

    def _drop(self, response: HttpResponseBase, name: str) -> None:
        assert isinstance(response, HttpResponse)  # noqa: S101
        response.delete_cookie(name, path=self.path, samesite="Lax")
