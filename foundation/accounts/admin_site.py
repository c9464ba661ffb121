"""The admin as a site: open to administrators, signed in through our own pages."""

from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission


class HouseAdminSite(AdminSite):
    """Asks our roles, not `is_staff`; never shows a sign-in form of its own, which would skip the second factor."""

    site_header = _("Administration")
    site_title = _("Administration")
    index_title = _("Accounts, roles and settings")
    site_url = "/staff/"

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return bool(user.is_active and user.is_authenticated and user.can(Permission.ADMINISTER))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Guard a page of the admin: a signed-in person without the permission gets 403, not a sign-in form."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            response: HttpResponse = guarded(request, *args, **kwargs)
            return response

        return inner

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The way to our own sign-in page, or on to the admin for who is in already."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.get_full_path())
