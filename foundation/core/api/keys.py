"""Keys of partners' systems: `Authorization: Partner …`. A key opens what it was given for, and nothing else.

Each room says what its keys open, in a class of its own:

    class PartnerKeyAuthentication(PartnerKey):
        scheme = "partnerComplaintKey"

        def opened_by(self, key): return gate_of_key(key)
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter
from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

ONCE_HEADER = "Idempotency-Key"
ONCE = OpenApiParameter(ONCE_HEADER, str, OpenApiParameter.HEADER, required=True)


class PartnerKey(TokenAuthentication):
    """Lets in whoever shows a good key; there is no user, and `request.auth` is what the key opens."""

    keyword = "Partner"
    scheme: str  # its name in the API's description

    def opened_by(self, key: str) -> Any:
        """What the key opens; None for a key that is no good."""
        raise NotImplementedError

    def authenticate_credentials(self, key: str) -> tuple[Any, Any]:
        opened = self.opened_by(key)
        if opened is None:
            raise AuthenticationFailed
        return AnonymousUser(), opened


class PartnerKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the API's description names the keys of every room; they stand in one header, after their own word."""

    target_class = PartnerKey
    match_subclasses = True
    priority = 1

    @property
    def name(self) -> str:  # type: ignore[override]  # one extension names the keys of every room
        """What the room calls its keys."""
        return str(self.target.scheme)

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """In the header, after its own word."""
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Partner …"}


class CameWithKey(BasePermission):
    """Whoever came with a partner's key to this kind of thing; nobody else, staff included."""

    opens: type

    def has_permission(self, request: Request, view: Any) -> bool:
        return isinstance(request.auth, self.opens)
