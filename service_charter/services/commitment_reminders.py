"""Reminders of commitments that wait for an answer."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.models import OutboxMessage
from service_charter.commitment_rules import FIRST_REMINDER
from service_charter.enums import Holder
from service_charter.models import Commitment
from service_charter.selectors.commitments import current, shown
from service_charter.services.commitment_mail import link_reminder_key, send_reminder
from service_charter.services.commitments import remind_partner


def remind(*, now: datetime) -> dict[str, int]:
    """Remind everybody who has had some days and not answered, each at most once a week; how many letters.

    Safe to run again at any time: the key of a letter names the week.
    """
    week = f"{timezone.localdate(now):%G-%V}"
    open_rows = shown(current(now).filter(acceptance__isnull=True, created_at__lte=now - FIRST_REMINDER))
    partners = 0
    for row in open_rows.filter(kind=Holder.PARTNER):
        if not OutboxMessage.objects.filter(key=link_reminder_key(row, week)).exists():
            remind_partner(commitment=row, week=week, now=now)
            partners += 1
    staff = sum(send_reminder(user, rows, week=week) for user, rows in _by_person(open_rows))
    return {"staff": staff, "partners": partners}


def _by_person(rows: Iterable[Commitment]) -> list[tuple[User, list[Commitment]]]:
    """Who may answer what: the person's own, and those of the unit."""
    own: dict[int, list[Commitment]] = {}
    of_unit: dict[int, list[Commitment]] = {}
    for row in rows:
        if row.person_id:
            own.setdefault(row.person_id, []).append(row)
        elif row.unit_id:
            of_unit.setdefault(row.unit_id, []).append(row)
    people = people_holding(Permission.CHARTER_COMMIT).order_by("pk")
    found = ((user, [*own.get(user.pk, []), *of_unit.get(user.unit_id, [])]) for user in people)
    return [(user, mine) for user, mine in found if mine]
