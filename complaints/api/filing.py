"""A complaint from JSON: the same service as the pages, for our own systems and for partners'."""

from datetime import datetime
from typing import Any

from rest_framework.exceptions import ValidationError

from complaints import services
from complaints.enums import Identity
from complaints.models import Complaint
from foundation.accounts.models import User
from foundation.core.contacts import BadContact, read_phone
from foundation.privacy.selectors import notice_in_force
from service_charter.models import Partner

STORY = ("category", "description", "subject", "place", "product", "occurred_on", "remedies", "remedy_wish")


def register(
    said: dict[str, Any], *, by: User | None, code: str, now: datetime, partner: Partner | None = None
) -> Complaint:
    """The new complaint of checked facts. Raises ValidationError, and what `services.register_complaint` does."""
    try:
        phone = read_phone(said["phone"]) if said["phone"] else ""
    except BadContact as error:
        raise ValidationError({"phone": "not a telephone number"}) from error
    anonymous = said["identity"] == Identity.ANONYMOUS
    contact = services.Contact(name=said["name"], phone=phone, email=said["email"], reply_by=said["reply_by"])
    return services.register_complaint(
        identity=said["identity"],
        story=services.Story(**{name: said[name] for name in STORY}),
        contact=None if anonymous else contact,
        door=services.Door(
            channel=said["channel"],
            language=said["language"],
            external_reference=said["external_reference"],
            partner=partner,
            notice=notice_in_force("complaint", at=now),
        ),
        tracking_code=code,
        by=by,
        now=now,
    )
