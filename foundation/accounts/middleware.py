"""Who must have a second factor gets nowhere without it."""

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

# Pages that lead to the second factor, away from it, or say no more than the sign-in page does.
_OPEN = frozenset(
    {
        "mfa_activate_totp",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "account_reauthenticate",
        "account_login",
        "account_logout",
        "language",
        "favicon",
        "manifest",
    }
)


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Whether this session has seen a code of the person who is signed in."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


class SecondFactor:
    """Sends people whose role needs a second factor to enrol it, or to show it, before anything else.

    It asks the session, not the account: neither a password reset nor a session from before the role was given, nor
    one from before enrolment, gets round it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """None to go on, else the way to the second factor."""
        user = request.user
        if not user.is_authenticated or not user.needs_second_factor or has_shown_second_factor(request):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in _OPEN or request.path.startswith(("/static/", "/portal/")) or request.path == "/":
            return None
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": _("A second factor is needed. Please sign in again.")}, status=403)
        enrolled = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()
        address = reverse("mfa_reauthenticate" if enrolled else "mfa_activate_totp")
        return redirect(f"{address}?next={request.path}" if enrolled else address)
