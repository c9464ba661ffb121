"""Answers Django's own permission questions (the admin asks them) from our roles."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

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
