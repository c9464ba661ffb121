"""One-time passwords of six figures, which show that an address is one's own.

    row, figures = ask(purpose="complaints.mine", who=email_hash, now=now)   # send the figures to the address
    who = check(public_id=row.public_id, purpose="complaints.mine", figures=typed, now=now)   # "" when they are wrong

Each lives ten minutes, serves one purpose, stands five tries and works once. A newer one ends those before it.
"""

import hmac
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from foundation.core.crypto import keyed_hash
from foundation.core.models import OneTimePassword
from foundation.core.thai.text import THAI_DIGITS

LIFETIME = timedelta(minutes=10)
TRIES = 5
FIGURES = 6


@transaction.atomic
def ask(*, purpose: str, who: str, now: datetime) -> tuple[OneTimePassword, str]:
    """A fresh password for whoever `who` (a keyed hash) stands for, and its figures, which are kept nowhere."""
    OneTimePassword.objects.filter(purpose=purpose, who=who, used_at=None, expires_at__gt=now).update(expires_at=now)
    row = OneTimePassword(purpose=purpose, who=who, asked_at=now, expires_at=now + LIFETIME)
    figures = f"{secrets.randbelow(10**FIGURES):0{FIGURES}d}"
    row.figures_hash = _hash(row, figures)
    row.save()
    return row, figures


@transaction.atomic
def check(*, public_id: str, purpose: str, figures: str, now: datetime) -> str:
    """Whom the figures prove; empty for wrong figures, a used or old password, or one too many tries."""
    row = OneTimePassword.objects.select_for_update().filter(public_id=public_id, purpose=purpose).first()
    if row is None or not row.is_open(now) or row.tries >= TRIES:
        return ""
    typed = "".join(letter for letter in figures.translate(THAI_DIGITS) if letter.isdecimal())
    if not hmac.compare_digest(row.figures_hash, _hash(row, typed)):
        OneTimePassword.objects.filter(pk=row.pk).update(tries=F("tries") + 1)
        return ""
    row.used_at = now
    row.save(update_fields=["used_at"])
    return row.who


def forget_past(*, now: datetime) -> int:
    """Delete those whose time is over. Returns how many."""
    return OneTimePassword.objects.filter(expires_at__lt=now).delete()[0]


def _hash(row: OneTimePassword, figures: str) -> str:
    return keyed_hash(f"{row.public_id}:{figures}", purpose=f"one-time:{row.purpose}")
