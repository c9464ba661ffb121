"""Who is signed in, and Django's own permission questions (the admin asks them) answered from our roles."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import BaseBackend

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission

ADMIN_APPS = frozenset({"accounts", "axes"})


class RoleBackend(BaseBackend):
    """Grants the admin's model permissions to administrators, for the apps that may be edited there."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if not user_obj.is_active or user_obj.is_anonymous:
            return False
        app_label = perm.partition(".")[0]
        return app_label in ADMIN_APPS and user_obj.can(Permission.ADMINISTER)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return self.has_perm(user_obj, f"{app_label}.view")


class SignInBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Signs people in; brings the unit along with the person, since every page of staff shows it."""

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.select_related("unit").filter(pk=user_id).first()
        return user if self.user_can_authenticate(user) else None
