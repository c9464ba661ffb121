"""Taking back a recognition that was given by mistake: one person asks with a reason, another looks and decides.

Nothing is deleted: the decision stays, and whoever reads it also reads that it was taken back and why.
"""

import datetime as dt
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.core.access import people_holding
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked, signed
from foundation.core.notifications import notify, notify_all
from service_charter.enums import Look, Verdict
from service_charter.models import Recognition, Withdrawal
from service_charter.recognition_rules import LOOKERS, may_decide, may_look


@transaction.atomic
def ask_back(
    *, recognition_id: int, reason: str, words_th: str, words_en: str, by: User, now: dt.datetime
) -> Withdrawal:
    """Ask that a recognition be taken back; those who may take the second look are told.

    Raises NotAllowed, IllegalMove where nothing was given or it is asked for already, Incomplete.
    """
    row = Recognition.objects.select_for_update(of=("self",)).select_related("unit").get(pk=recognition_id)
    if not may_decide(by, row.unit_id):
        raise NotAllowed(_("Your role does not allow this step, or it is your own unit."))
    if row.verdict != Verdict.GIVEN:
        raise IllegalMove(_("This team was not recognised, so there is nothing to take back."))
    if row.withdrawal is not None:
        raise IllegalMove(_("Somebody has asked for this already."))
    _demand(reason=reason, words_th=words_th, words_en=words_en)
    found = Withdrawal(
        recognition=row, reason=reason, words_th=words_th, words_en=words_en, asked_by=by, created_at=now
    )
    signed(found, by=by, now=now, reason=reason).save()
    holders = {person.pk: person for permission in LOOKERS for person in people_holding(permission)}
    lookers = [person for person in holders.values() if may_look(person, found)]
    notify_all(lookers, partial(_asked, row), row.get_absolute_url(), f"withdrawal:{found.public_id}")
    return found


@transaction.atomic
def look_again(*, withdrawal_id: int, confirm: bool, note: str, by: User, now: dt.datetime) -> Withdrawal:
    """Confirm that it was a mistake, or keep the recognition. The team hears what was confirmed, the asker in any case.

    Raises NotAllowed (also for who asked), IllegalMove once somebody has looked, Incomplete without a note.
    """
    found = locked(Withdrawal.objects.select_related("recognition__unit", "recognition__standard"), pk=withdrawal_id)
    row = found.recognition
    if not may_look(by, found):
        raise NotAllowed(_("Somebody else takes the second look: not who asked, and nobody of that unit."))
    if found.state != Look.ASKED:
        raise IllegalMove(_("Somebody has looked at this already."))
    _demand(note=note)
    found.state = Look.CONFIRMED if confirm else Look.REFUSED
    found.looked_at, found.looked_by, found.look_note = now, by, note
    signed(found, by=by, now=now, reason=note).save()
    key = f"withdrawal:{found.public_id}:{found.state}"
    notify(found.asked_by, partial(_looked, row, confirm), row.get_absolute_url(), key)
    if confirm:
        team = User.objects.filter(unit=row.unit, is_active=True).exclude(pk=found.asked_by_id)
        notify_all(team, partial(_told, row), row.get_absolute_url(), key)
    return found


def _demand(**given: str) -> None:
    missing = {name: _("Please fill this in.") for name, text in given.items() if not text}
    if missing:
        raise Incomplete(_("Please say why."), missing=missing)


def _asked(row: Recognition) -> str:
    return _("A second look is asked for: was %(unit)s recognised by mistake?") % {"unit": row.unit}


def _looked(row: Recognition, confirmed: bool) -> str:
    words = _("The recognition of %(unit)s is taken back") if confirmed else _("The recognition of %(unit)s stays")
    return words % {"unit": row.unit}


def _told(row: Recognition) -> str:
    return _("The recognition of your unit was a mistake and is taken back: %(promise)s") % {
        "promise": row.standard.promise
    }
