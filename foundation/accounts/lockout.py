"""Who is locked out after wrong passwords: a person at an address, so that neighbours still sign in.

allauth signs in by e-mail address or by user name; axes would record `None` for the former and lock the address.
"""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest


def username_of(request: HttpRequest | None, credentials: Mapping[str, Any] | None = None) -> str:
    """What was typed as the name, in one form; the same whether such an account exists or not."""
    given = dict(credentials or {})
    typed = given.get("username") or given.get("email")
    if not typed and request is not None:
        typed = request.POST.get("login", "")
    return str(typed or "").strip().casefold()[:255]


def address_of(request: HttpRequest) -> str:
    """The client's address, past as many proxies as settings trust."""
    return str(get_adapter(request).get_client_ip(request))
