"""The marks that core's own views bear, and what core knows about the people who sign in.

Users, roles and the list of permissions live one room above (foundation.accounts); core names permissions by value
and people by what they can do: `can(permission)`, `language`, `roles`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase

# The user model of foundation.accounts, which core may not import.
Person = Any
View = Callable[..., HttpResponseBase]

STAFF = "staff.enter"
CALENDAR_EDIT = "core.calendar"
JOB_VIEW = "jobs.view"
JOB_VIEW_ALL = "jobs.view_all"
ADMINISTER = "system.administer"


def requires(*permissions: str) -> Callable[[View], View]:
    """The view is for signed-in people whose roles grant any one of the permissions; others get 403.

    Naming none lets every signed-in person in: for views that find only what the person may see, else 404.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if permissions and not any(may(request.user, permission) for permission in permissions):
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


def may(person: Person | None, permission: str) -> bool:
    """Whether the person is signed in and a role grants the permission."""
    return bool(person and person.is_authenticated and person.can(permission))


def people_holding(permission: str) -> QuerySet[Any]:
    """Active people one of whose roles grants the permission."""
    people = get_user_model()._default_manager.filter(is_active=True)
    return people.filter(roles__permissions__contains=[permission]).distinct()
