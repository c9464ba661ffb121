"""People who ask for help with filing, and who file for others."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from complaints import services
from complaints.models import Category, Complaint, Help
from foundation.core.ids import new_tracking_code
from tests.complaints.factories import Desk

PHONE = "+66812345678"


def make_help(*, now: datetime | None = None, **need: Any) -> Help:
    """Somebody who wants to be called back."""
    given = {"kinds": ["call_back"], "phone": PHONE, "name": "คุณยายบัว", "words": "ใช้รถเข็น"} | need
    return services.ask_help(need=services.Need(**given), now=now or timezone.now())


def file_for_another(desk: Desk, **said: Any) -> Complaint:
    """A daughter files for her mother."""
    contact = {
        "name": "มะลิ ดีงาม",
        "phone": PHONE,
        "representative": "บัว ดีงาม",
        "relation": "relative",
        "proof": "paper",
    }
    code = new_tracking_code()
    complaint = services.register_complaint(
        identity="named",
        story=services.Story(category=Category.objects.get(code="building"), description="แม่ขึ้นลิฟต์ไม่ได้"),
        contact=services.Contact(**{**contact, **said}),
        door=services.Door(),
        tracking_code=code,
        by=None,
        now=timezone.now(),
        unit=desk.unit,
    )
    desk.codes[complaint.pk] = code
    return complaint
