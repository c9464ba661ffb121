"""Writes on accounts: ending sessions, resetting a second factor, tokens of the API."""

import secrets

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.authtoken.models import Token

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.crypto import keyed_hash
from foundation.core.errors import NotAllowed
from foundation.core.ids import new_public_id
from foundation.core.outbox import send


def end_sessions(*, user: User) -> int:
    """Sign the person out everywhere; gives how many sessions ended."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


@transaction.atomic
def reset_second_factor(*, user: User, by: User) -> None:
    """Take a lost second factor off and sign the person out; the next sign-in enrols a new one.

    Raises NotAllowed unless an administrator does it, and for one's own account: nobody resets the own second factor.
    """
    if not by.can(Permission.ADMINISTER) or by.pk == user.pk:
        raise NotAllowed(_("Another administrator must reset this second factor."))
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user=user)


def set_language(*, user: User, language: str, response: HttpResponse) -> None:
    """Keep the language on the account and tell this browser. A taste, not a matter of record: no history."""
    User.objects.filter(pk=user.pk).update(language=language)
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)


def send_password_letter(*, user: User) -> None:
    """Send the person a letter with a link for setting a password; for new accounts and forgotten passwords."""
    token = default_token_generator.make_token(user)
    address = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": token})
    send(
        kind="accounts.password_reset",
        to=user.email,
        language=user.language,
        template="password_reset",
        context={"person": user, "url": f"{settings.SITE_URL}{address}", "ip": ""},
        key=f"accounts.password_reset:{new_public_id()}",
    )


def new_api_token(*, user: User) -> str:
    """A new token of the person for the API, shown once: only its hash is kept. The earlier one ends."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        Token.objects.filter(user=user).delete()
        Token.objects.create(user=user, key=hash_token(token))
    return token


def hash_token(token: str) -> str:
    """How a token is stored: 160 bits of its keyed hash."""
    return keyed_hash(token, purpose="api-token")[:40]
