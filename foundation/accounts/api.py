"""The API's guard: a route without a declared permission is closed."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class RequiresPermission(BasePermission):
    """Reads `required_permissions` of the view: {HTTP method: Permission}. A method not named is denied."""

    def has_permission(self, request: Request, view: Any) -> bool:
        needed = getattr(view, "required_permissions", {}).get(request.method)
        user = request.user
        return bool(needed and user and user.is_authenticated and user.can(needed))
