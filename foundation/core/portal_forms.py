"""What every form of the portal does before it takes a sending: no machine, not too often; and what its page needs.

problem, status = portal_forms.refusal(request, scope="products.idea", limit=SENDINGS, now=now)
context |= portal_forms.check_context()      # draws the check (components of the portal's forms)
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foundation.core import antibot, rates


def objection(request: HttpRequest) -> str:
    """Why the sending looks like a machine's; empty when it does not. A good solution is used up by asking."""
    solution, honeypot = request.POST.get(antibot.FIELD, ""), request.POST.get(antibot.HONEYPOT, "")
    return antibot.objection(solution=solution, honeypot=honeypot)


def refusal(
    request: HttpRequest, *, scope: str, limit: rates.Limit, now: datetime, too_many: str = ""
) -> tuple[str, int]:
    """Why this sending is not taken, and the status of the answer; ("", 200) when it is."""
    if problem := objection(request):
        return problem, 422
    if not rates.allow(scope, rates.visitor(request), limit=limit, now=now):
        usual = _("There were very many entries from your network just now. Please try again in an hour, or call us.")
        return too_many or usual, 429
    return "", 200


def check_context() -> dict[str, Any]:
    """What the template needs to draw the check."""
    return {
        "challenge": antibot.new_challenge(now=timezone.now()),
        "honeypot": antibot.HONEYPOT,
        "antibot_field": antibot.FIELD,
        "antibot_words": antibot.widget_words(),
    }


def page_language() -> str:
    """The language of the page, th or en: what the person is answered in."""
    return "en" if (get_language() or "th").startswith("en") else "th"
