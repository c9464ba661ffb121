"""Reminders of commitments that wait for an answer, and what whoever handed them down should know of them."""

import datetime as dt
from collections.abc import Iterable
from functools import partial
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.models import OutboxMessage
from foundation.core.notifications import notify
from service_charter.commitment_rules import FIRST_REMINDER, may_accept
from service_charter.enums import Holder
from service_charter.models import Commitment
from service_charter.selectors.commitments import current, shown
from service_charter.services.commitment_mail import link_reminder_key, send_reminder
from service_charter.services.commitments import remind_partner

MINE, ALL = "/staff/charter/commitments/mine/", "/staff/charter/commitments/"


def remind(*, now: dt.datetime) -> dict[str, int]:
    """Remind everybody who has had some days and not answered, each at most once a week; how many letters.

    People find a note at the bell too, so that nobody without a mailbox is forgotten. Who handed it down hears once of
    what nobody can be reminded of, and once of what passed its day. Safe to run again at any time: keys name the step.
    """
    week = f"{timezone.localdate(now):%G-%V}"
    open_rows = shown(current(now).filter(acceptance__isnull=True, created_at__lte=now - FIRST_REMINDER))
    rows = list(open_rows.select_related("handed_by"))
    partners = sum(_remind_partner(row, week=week, now=now) for row in rows if row.kind == Holder.PARTNER)
    by_person = _by_person(rows)
    for user, _mine in by_person:
        words = gettext_lazy("Commitments of the charter still wait for your answer.")
        notify(user, words, MINE, f"commitments-waiting:{week}")
    _tell_of_units_without_anybody(rows, by_person)
    _tell_of_late_ones(rows, timezone.localdate(now))
    return {"staff": sum(send_reminder(user, mine, week=week) for user, mine in by_person), "partners": partners}


def _remind_partner(row: Commitment, *, week: str, now: dt.datetime) -> bool:
    """A letter with a fresh link, once a week, so that none runs out unread; whether one was written.

    Where there is no mailbox the link that was handed over stays as it is, and who handed it down must see to it.
    """
    if row.partner is None or not row.partner.email:
        key = f"commitment-no-mailbox:{row.public_id}"
        notify(row.handed_by, partial(_no_mailbox, row), row.get_absolute_url(), key)
        return False
    if OutboxMessage.objects.filter(key=link_reminder_key(row, week)).exists():
        return False
    remind_partner(commitment=row, week=week, now=now)
    return True


def _tell_of_units_without_anybody(rows: list[Commitment], by_person: list[tuple[User, list[Commitment]]]) -> None:
    reached = {row.pk for user, mine in by_person for row in mine if may_accept(user, row)}
    for row in rows:
        if row.kind == Holder.UNIT and row.pk not in reached:
            key = f"commitment-nobody:{row.public_id}"
            notify(row.handed_by, partial(_nobody, row), row.get_absolute_url(), key)


def _tell_of_late_ones(rows: list[Commitment], today: dt.date) -> None:
    """One note for each day that was set, to who set it."""
    late = sorted((row for row in rows if row.due_on < today), key=_handing)
    for (_handed_by, charter_id, due_on), group in groupby(late, key=_handing):
        found = list(group)
        notify(found[0].handed_by, partial(_late, len(found)), ALL, f"commitments-late:{charter_id}:{due_on}")


def _handing(row: Commitment) -> tuple[int, int, dt.date]:
    return row.handed_by_id, row.charter_id, row.due_on


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


def _no_mailbox(row: Commitment) -> str:
    words = _("%(name)s has no mailbox, so nobody is reminded of the commitment. Please hand the link over yourself.")
    return words % {"name": row.holder_name}


def _nobody(row: Commitment) -> str:
    return _("Nobody of %(unit)s may sign its commitment. Please see who does.") % {"unit": row.holder_name}


def _late(count: int) -> str:
    words = ngettext(
        "%(n)s commitment that you handed down passed its day without a signature.",
        "%(n)s commitments that you handed down passed their day without a signature.",
        count,
    )
    return words % {"n": count}
