"""The demo sign-ins: their secrets, and how the terminal shows them."""

import base64
import hashlib
import hmac
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


def digest_of(text: str) -> str:
    """A mark by which to know the text again without keeping it."""
    return hashlib.sha256(text.encode()).hexdigest()


def totp_code(secret: str, at: float) -> str:
    """The six digits that an authenticator app shows at that moment (RFC 6238 over RFC 4226, SHA-1, 30 s)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)
    digest = hmac.new(key, int(at // 30).to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 1_000_000:06d}"


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
