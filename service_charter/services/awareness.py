"""Confirming that the charter was read, and reminding those who have not."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core import outbox
from foundation.core.errors import NotAllowed, Refused
from foundation.core.models import OutboxMessage
from service_charter.awareness_rules import FIRST_REMINDER
from service_charter.models import CharterVersion, ReadReceipt
from service_charter.selectors.awareness import charter_to_read, not_yet

REMINDER_KIND = "service_charter.read_reminder"


@transaction.atomic
def confirm(*, shown_hash: str, by: User, now: dt.datetime) -> ReadReceipt:
    """Note that a member of staff has read exactly what was shown; a second time changes nothing.

    Raises NotAllowed, Refused without a published charter and where another version has taken its place.
    """
    if not by.can(Permission.CHARTER_COMMIT):
        raise NotAllowed(_("Your role does not allow this step."))
    charter = charter_to_read(now)
    if charter is None:
        raise Refused(_("No charter has been published yet."))
    # The lock waits for a publication in flight, so nobody confirms what is just being superseded.
    CharterVersion.objects.select_for_update(of=("self",)).get(pk=charter.pk)
    charter = charter_to_read(now)
    if charter is None or charter.content_hash != shown_hash:
        raise Refused(_("A newer version has been published meanwhile. Please read this one, then confirm it."))
    facts = {"content_hash": shown_hash, "at": now}
    row, _is_new = ReadReceipt.objects.get_or_create(charter=charter, reader=by, defaults=facts)
    return row


def remind(*, now: dt.datetime) -> int:
    """Write to those who have had some days and not confirmed, each at most once a week; how many letters.

    Safe to run again at any time: the key of a letter names version and week.
    """
    charter = charter_to_read(now)
    if charter is None or charter.published_at is None or charter.published_at > now - FIRST_REMINDER:
        return 0
    week = f"{timezone.localdate(now):%G-%V}"
    people = {f"read-reminder:{charter.number}:{user.public_id}:{week}": user for user in not_yet(charter, now)}
    written = set(OutboxMessage.objects.filter(key__in=people).values_list("key", flat=True))
    due = {key: user for key, user in people.items() if user.email and key not in written}
    for key, user in due.items():
        outbox.send(
            kind=REMINDER_KIND,
            to=user.email,
            language=user.language,
            template="read_reminder",
            context={
                "name": str(user),
                "number": charter.number,
                "link": f"{settings.SITE_URL}/staff/charter/awareness/read/",
            },
            key=key,
        )
    return len(due)
