"""Helpers of tests that need somebody signed in."""

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.test import Client

from foundation.accounts.models import User

BACKEND = "foundation.accounts.backends.SignInBackend"


def sign_in(client: Client, user: User, *, second_factor: bool = True) -> None:
    """Sign in without the pages; with `second_factor` as if a code had been shown, where the role needs one."""
    client.force_login(user, backend=BACKEND)
    if second_factor and user.needs_second_factor:
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp"}]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
        session.save()
