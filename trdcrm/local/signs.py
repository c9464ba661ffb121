"""The demo sign-ins: their secrets, and how the terminal shows them."""

import base64
import os
import secrets
from collections.abc import Iterator, Sequence

from trdcrm.local.preparation import Account

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike


def draw_password() -> str:
    """A password that can be typed: four groups of four letters."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def draw_totp_secret() -> str:
    """A secret for authenticator apps (RFC 6238), in base32 without padding."""
    return base64.b32encode(os.urandom(20)).decode()


def sign_in_lines(accounts: Sequence[Account], password: str, totp_secret: str) -> Iterator[str]:
    """What to print: one line a role, then the secrets they share. Nothing where there are no demo accounts."""
    if not accounts:
        return
    yield ""
    yield "Demo sign-ins (user name, role):"
    width = max(len(account.username) for account in accounts)
    for account in accounts:
        yield f"  {account.username:<{width}}  {account.title}{'  + code' if account.second_factor else ''}"
    yield f"Password of all: {password}"
    if any(account.second_factor for account in accounts):
        yield f"Code: from an authenticator app with the secret {totp_secret}"
        yield "      or in another terminal: make code"
    yield ""
