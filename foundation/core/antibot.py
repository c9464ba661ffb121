"""Against machines on public forms: a proof of work (ALTCHA), each solution good once, and a field that people leave
empty. Nothing is asked of another host, and nobody has to read distorted letters.
"""

import json
from base64 import b64decode
from binascii import Error as NotBase64
from datetime import datetime, timedelta

import altcha
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from foundation.core.numbers import claim_key

# The honeypot: machines fill in every field, people never see it.
HONEYPOT = "website"
FIELD = "altcha"
LIFETIME = timedelta(minutes=30)
# About a second on a cheap phone, while the person reads; it makes a flood dear, the rate limit does the rest.
HARDEST_NUMBER = 12_000
SCOPE = "altcha"


def new_challenge(*, now: datetime) -> str:
    """A fresh challenge as JSON, for the widget."""
    options = altcha.ChallengeOptions(hmac_key=_key(), max_number=HARDEST_NUMBER, expires=now + LIFETIME)
    made = altcha.create_challenge(options)
    fields = ("algorithm", "challenge", "salt", "signature")
    return json.dumps({name: getattr(made, name) for name in fields} | {"maxnumber": HARDEST_NUMBER})


def widget_words() -> str:
    """What the widget says, in the reader's language, as JSON."""
    checking = _("Checking, one moment")
    return json.dumps(
        {
            "label": _("I am a person"),
            "verified": _("Checked: no automatic entry"),
            "verifying": checking,
            "waitAlert": checking,
            "error": _("The check did not work. Please reload the page."),
            "expired": _("The check has expired. Please reload the page."),
        },
        ensure_ascii=False,
    )


def objection(*, solution: str, honeypot: str) -> str:
    """Why the request looks like a machine's; empty when it does not. A good solution is used up by asking."""
    if honeypot:
        return _("This looks like an automatic entry. Please send once more, and leave the field “website” empty.")
    if not solution:
        return _("Please wait until the check for automatic entries is finished, then send once more.")
    challenge = _challenge_of(solution)
    if not challenge or not _is_right(solution):
        return _("The check for automatic entries did not succeed or has expired. Please send once more.")
    if claim_key(SCOPE, challenge[:100]) is None:
        return _("The check for automatic entries was used already. Please send once more.")
    return ""


def _is_right(solution: str) -> bool:
    try:
        verified, _error = altcha.verify_solution(payload=solution, hmac_key=_key(), check_expires=True)
    except (ValueError, TypeError, KeyError, AttributeError):
        return False
    return bool(verified)


def _challenge_of(solution: str) -> str:
    try:
        payload = json.loads(b64decode(solution, validate=True))
    except (NotBase64, ValueError):
        return ""
    challenge = payload.get("challenge") if isinstance(payload, dict) else None
    return challenge if isinstance(challenge, str) else ""


def _key() -> str:
    return salted_hmac("foundation.core.antibot", "altcha", algorithm="sha256").hexdigest()
