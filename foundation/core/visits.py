"""What a browser keeps of a visitor without an account: the token of a draft, and a short grant to one tracked matter.

Both are HTTP-only cookies that are sent under one path alone. A grant dies with a new tracking code. Complaints,
requests about data and service requests each have a `Visit` of their own.

    VISIT = Visit(path="/portal/requests/", name="service_request", salt="service_charter.tracking")
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any, Protocol, TypeVar

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from foundation.core.crypto import secret_pepper
from foundation.core.ids import ALPHABET, group_code
from foundation.core.models import Attachment, Visibility

CODE_LENGTH = 26
# How long an unfinished form waits, and how long a receipt can be shown again in the same browser.
DRAFT_LIFETIME = timedelta(hours=24)
GRANT_LIFETIME = timedelta(minutes=30)


class Tracked(Protocol):
    """A row that is followed by number and code."""

    public_id: str

    @property
    def code_hash(self) -> str:
        """What is kept of the code."""


Row = TypeVar("Row", bound=Tracked)


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

    @property
    def draft_cookie(self) -> str:
        """The cookie that holds the token of a draft."""
        return f"{self.name}_draft"

    def keep_draft(self, response: HttpResponseBase, request: HttpRequest, token: str) -> None:
        """Let the browser keep the token of its draft for as long as the draft lives."""
        self._set(response, request, self.draft_cookie, token, DRAFT_LIFETIME)

    def forget_draft(self, response: HttpResponseBase) -> None:
        """Let the browser forget its draft."""
        self._drop(response, self.draft_cookie)

    def draft_token(self, request: HttpRequest) -> str:
        """The token the browser sent; empty without one."""
        return str(request.COOKIES.get(self.draft_cookie, ""))

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

    def page(
        self, read: Callable[[str], Row | None], *, form: str
    ) -> Callable[[Callable[[HttpRequest, Row], HttpResponseBase]], Callable[[HttpRequest], HttpResponseBase]]:
        """Decorate a view of the matter that this browser may see: the view gets the row that `read` finds by its
        public id, and its answer prolongs the grant. Without a grant the visitor is led to the address named `form`."""

        def guard(view: Callable[[HttpRequest, Row], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
            @wraps(view)
            def guarded(request: HttpRequest) -> HttpResponseBase:
                public_id, mark = self.granted(request)
                row = read(public_id) if public_id else None
                if row is None or not mark or not row.code_hash.startswith(mark):
                    if request.method == "POST":
                        messages.warning(
                            request, _("For your safety the page was closed. Please enter the code again.")
                        )
                    return redirect(form)
                response = view(request, row)
                self.grant(response, request, row)
                return response

            return guarded

        return guard

    def file_rule(self, rows: Any) -> Callable[[Any, Attachment, HttpRequest], bool]:
        """Who may fetch a file of such a matter (`rows`: their manager): staff who may see the matter; the visitor with
        a grant, where the file is meant for the visitor."""

        def may_fetch(person: Any, attachment: Attachment, request: HttpRequest) -> bool:
            if person is not None:
                return bool(rows.visible_to(person).filter(public_id=attachment.owner_public_id).exists())
            public_id, mark = self.granted(request)
            if not mark or public_id != attachment.owner_public_id or attachment.visibility != Visibility.COMPLAINANT:
                return False
            return bool(rows.filter(public_id=public_id, code_hash__startswith=mark).exists())

        return may_fetch

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
