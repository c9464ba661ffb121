"""How the house signs people in: our words, our outbox, sealed second factors, no sign-up."""

import base64
import time
import uuid
from ipaddress import IPv4Address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.core.ids import new_public_id
from foundation.core.keyring import keyring
from foundation.core.outbox import send

NO_ADDRESS = str(IPv4Address(0))
WRONG = _("The name and the password do not fit together. Please check both.")

# Mails that allauth asks for, and our texts for them (templates/mail). Others are not sent.
_MAILS = {
    "account/email/password_reset_key": "password_reset",
    "account/email/password_reset": "password_changed",
    "account/email/password_changed": "password_changed",
    "mfa/email/totp_activated": "second_factor_on",
    "mfa/email/totp_deactivated": "second_factor_off",
    "mfa/email/recovery_codes_generated": "recovery_codes",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Accounts are made by the administrator; letters go through the outbox, in the language of the person."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This password is not right."),
        "invalid_password_reset": _("This link no longer works. Please ask for a new one."),
        "too_many_login_attempts": _("Too many wrong attempts. Please wait a few minutes and try again."),
        "rate_limited": _("Too many attempts. Please wait a moment and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave wrong passwords to axes: allauth's own limit counts per name, so a stranger could lock anyone out."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        template = _MAILS.get(template_prefix)
        person = User.objects.filter(email__iexact=email, is_active=True).first()
        if template and person:
            send(
                kind=f"accounts.{template}",
                to=person.email,
                language=person.language,
                template=template,
                context={"person": person, "url": context.get("password_reset_url", ""), "ip": context.get("ip", "")},
                key=f"accounts.{template}:{new_public_id()}",
            )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        address = email or getattr(user, "email", "")
        if address:
            self.send_mail(template_prefix, address, {"ip": self.get_client_ip(self.request), **(context or {})})

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """No flash messages of allauth: our pages say what happened."""

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has signed in a moment ago is not asked for the password again."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1].get("at", 0) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_client_ip(self, request: HttpRequest) -> str:
        """The client's address past the trusted proxies; all zero where a socket gives none."""
        if not request.META.get("REMOTE_ADDR") and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
            return NO_ADDRESS
        return str(super().get_client_ip(request))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """Secrets of second factors lie sealed under the master key; who must have one cannot take it off."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Codes change every 30 seconds, and each works once."),
        "cannot_delete_authenticator": _("Your role needs a second factor, so it cannot be switched off."),
    }

    def encrypt(self, text: str) -> str:
        return seal_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_secret(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not (authenticator.type == Authenticator.Type.TOTP and authenticator.user.needs_second_factor)


def seal_secret(text: str) -> str:
    """A text sealed under the current master key: key id, random identity and ciphertext."""
    ring, identity = keyring(), uuid.uuid4()
    sealed = base64.b64encode(ring.wrap(text.encode(), identity=identity)).decode()
    return f"{ring.current_id}:{identity}:{sealed}"


def open_secret(sealed: str) -> str:
    """What `seal_secret` sealed. Raises WrongKey."""
    key_id, identity, body = sealed.split(":")
    return keyring().unwrap(base64.b64decode(body), key_id=key_id, identity=uuid.UUID(identity)).decode()


@transaction.atomic
def reseal_secrets(limit: int) -> int:
    """Seal up to `limit` second factors anew under the current master key; gives how many were changed."""
    current = f"{keyring().current_id}:"
    stale = [
        authenticator
        for authenticator in Authenticator.objects.select_for_update().order_by("pk")
        if any(not authenticator.data[field].startswith(current) for field in _secrets_of(authenticator))
    ][:limit]
    for authenticator in stale:
        for field in _secrets_of(authenticator):
            authenticator.data[field] = seal_secret(open_secret(authenticator.data[field]))
        authenticator.save(update_fields=["data"])
    return len(stale)


def _secrets_of(authenticator: Authenticator) -> list[str]:
    return [field for field in ("secret", "seed") if field in authenticator.data]
