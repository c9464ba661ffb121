"""Deny unless allowed: the two marks one of which every view bears."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission

View = Callable[..., HttpResponseBase]


def requires(*permissions: Permission) -> Callable[[View], View]:
    """The view is for signed-in people whose roles grant any one of the permissions; others get 403."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(request.user.can(permission) for permission in permissions):  # type: ignore[union-attr]
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.required_permissions = permissions  # type: ignore[attr-defined]
        return guarded

    return mark


def public(view: View) -> View:
    """The view is for everyone. Say so: nothing is public by forgetting."""
    marked = login_not_required(view)
    marked.is_public = True  # type: ignore[attr-defined]
    return marked


def signed_in(request: HttpRequest) -> User:
    """The person of a request to a guarded view. Raises PermissionDenied for an anonymous one."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
