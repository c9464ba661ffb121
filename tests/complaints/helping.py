"""People who ask for help with filing."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from complaints import services
from complaints.models import Help

PHONE = "+66812345678"


def make_help(*, now: datetime | None = None, **need: Any) -> Help:
    """Somebody who wants to be called back."""
    given = {"kinds": ["call_back"], "phone": PHONE, "name": "คุณยายบัว", "words": "ใช้รถเข็น"} | need
    return services.ask_help(need=services.Need(**given), now=now or timezone.now())
