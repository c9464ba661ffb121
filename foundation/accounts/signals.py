"""What follows from signing in and enrolling; connected in `AppConfig.ready()`."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.http import HttpRequest

from foundation.accounts.models import User


def enrolment_counts_as_shown(
    *, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    """Who has just enrolled a second factor has shown it: the session goes on without asking again."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


def connect() -> None:
    """Called once."""
    authenticator_added.connect(enrolment_counts_as_shown, dispatch_uid="accounts.enrolled")
