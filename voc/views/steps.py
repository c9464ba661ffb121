"""What the pages of this room share: running one service and saying what came of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from foundation.accounts.access import signed_in
from foundation.core.errors import Refused


def run(request: HttpRequest, service: Callable[..., Any], done: str, **facts: Any) -> Any:
    """Call a service as the signed-in person, now; its refusal becomes a message. None when it refused."""
    try:
        result = service(by=signed_in(request), now=timezone.now(), **facts)
    except Refused as refusal:
        missing = getattr(refusal, "missing", {})
        messages.error(request, " ".join(dict.fromkeys([refusal.message, *missing.values()])))
        return None
    if done:
        messages.success(request, done)
    return result
