"""The API's guards: a route without a declared permission is closed, and tokens are kept as hashes."""

from typing import Any

from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from foundation.accounts.models import User
from foundation.accounts.services import hash_token


class RequiresPermission(BasePermission):
    """Reads `required_permissions` of the view: {HTTP method: Permission}. A method not named is denied."""

    def has_permission(self, request: Request, view: Any) -> bool:
        needed = getattr(view, "required_permissions", {}).get(request.method)
        user = request.user
        return bool(needed and user and user.is_authenticated and user.can(needed))


class HashedTokenAuthentication(TokenAuthentication):
    """`Authorization: Token …` with a token of `manage.py api_token USERNAME`."""

    def authenticate_credentials(self, key: str) -> tuple[Any, Any]:
        return super().authenticate_credentials(hash_token(key))


def caller(request: Request) -> User:
    """The person who calls a guarded route. Raises NotAuthenticated for an anonymous one."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user
