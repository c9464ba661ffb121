"""What both public forms of this room share: the check for machines, the limit, the language."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foundation.core import antibot, rates

SENDINGS = rates.Limit(30, timedelta(hours=1))


def objection(request: HttpRequest, *, scope: str, now: datetime) -> tuple[str, int]:
    """Why this sending is not taken, and the status of the answer; ("", 200) when it is."""
    problem = antibot.objection(
        solution=request.POST.get(antibot.FIELD, ""), honeypot=request.POST.get(antibot.HONEYPOT, "")
    )
    if problem:
        return problem, 422
    if not rates.allow(scope, rates.visitor(request), limit=SENDINGS, now=now):
        return _(
            "There were very many entries from your network just now. Please try again in an hour, or call us."
        ), 429
    return "", 200


def challenge(now: datetime) -> dict[str, Any]:
    """What the template needs to draw the check."""
    return {
        "challenge": antibot.new_challenge(now=now),
        "honeypot": antibot.HONEYPOT,
        "antibot_field": antibot.FIELD,
        "antibot_words": antibot.widget_words(),
    }


def language() -> str:
    """The language of the page, th or en."""
    return "en" if (get_language() or "th").startswith("en") else "th"
