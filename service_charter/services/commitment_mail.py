"""Letters about commitments: a partner's link, and what staff have not answered yet."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from foundation.core import outbox
from foundation.core.models import OutboxMessage
from foundation.core.thai.dates import format_date
from service_charter.models import Commitment, CommitmentLink

if TYPE_CHECKING:
    from foundation.accounts.models import User

LINK_KIND = "service_charter.commitment_link"
REMINDER_KIND = "service_charter.commitment_reminder"


def send_link(link: CommitmentLink, token: str, *, week: str = "") -> None:
    """The letter with the link, in both languages; nothing where the partner has no mailbox.

    The token lies sealed in the outbox until it is sent, then it is wiped.
    """
    commitment = link.commitment
    if commitment.partner is None or not commitment.partner.email:
        return
    days: dict[str, str] = {}
    for language in ("th", "en"):
        with translation.override(language):
            expires = format_date(timezone.localdate(link.expires_at), "long")
            days |= {f"due_{language}": format_date(commitment.due_on, "long"), f"expires_{language}": expires}
    outbox.send(
        kind=LINK_KIND,
        to=commitment.partner.email,
        language="th",
        template="commitment_link",
        context={
            "name_th": commitment.partner.name_th,
            "name_en": commitment.partner.name_en,
            "number": commitment.charter.number,
            "is_reminder": bool(week),
            "link": f"{settings.SITE_URL}{reverse('service_charter:portal-commitment', args=[token])}",
            **days,
        },
        key=link_reminder_key(commitment, week) if week else f"commitment-link:{link.public_id}",
    )


def send_reminder(user: "User", waiting: Sequence[Commitment], *, week: str) -> bool:
    """What waits for a person, once a week; whether a letter was written."""
    key = f"commitment-reminder:{user.public_id}:{week}"
    if not user.email or OutboxMessage.objects.filter(key=key).exists():
        return False
    with translation.override(user.language):
        lines = [f"{row.get_kind_display()}: {row.holder_name} ({format_date(row.due_on, 'long')})" for row in waiting]
    outbox.send(
        kind=REMINDER_KIND,
        to=user.email,
        language=user.language,
        template="commitment_reminder",
        context={"name": str(user), "lines": lines, "link": f"{settings.SITE_URL}/staff/charter/commitments/mine/"},
        key=key,
    )
    return True


def link_reminder_key(commitment: Commitment, week: str) -> str:
    """The key of a partner's letter of a week."""
    return f"commitment-link:{commitment.public_id}:{week}"
