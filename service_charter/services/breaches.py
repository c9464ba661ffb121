"""Broken promises: found each night, told once, answered by an action, closed when what is measured since bears it out.

Found twice in one night they stand once: a constraint allows one standing breach a promise and unit.
"""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.access import people_holding
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked, signed
from foundation.core.notifications import notify_all
from foundation.governance import services as governance
from service_charter.breach_rules import ANSWER_WITHIN, is_broken, is_cured, may_answer, may_close, waits_for_closing
from service_charter.citing import BREACH_KIND
from service_charter.enums import UNSETTLED, BreachState
from service_charter.models import Breach
from service_charter.selectors.breaches import Broken, before, breaches, broken_now, measured, measured_since


def find_breaches(*, now: dt.datetime) -> dict[str, int]:
    """Look at every promise in force: new breaches are written down and told, standing ones brought up to date."""
    found = [_found(broken, now) for broken in broken_now(now)]
    return {"new": sum(found), "standing": len(found) - sum(found)}


def ask_again(*, now: dt.datetime) -> int:
    """Ask once a week for the cause of what nobody has answered in time; how many breaches were asked about."""
    late = breaches().filter(state=BreachState.OPEN, found_at__lte=now - ANSWER_WITHIN)
    week = f"{timezone.localdate(now):%G-%V}"
    text = gettext_lazy("A broken promise still waits for its cause and an action.")
    for breach in late:
        notify_all(_people(breach), text, breach.get_absolute_url(), f"breach:{breach.public_id}:{week}")
    return len(late)


@transaction.atomic
def act_on_breach(
    *,
    breach_id: int,
    shown_version: int,
    cause: str,
    action: str,
    owner: User,
    due_on: dt.date,
    by: User,
    now: dt.datetime,
) -> Breach:
    """Say why the promise was broken and what is done: governance keeps the action, its owner is told.

    Raises NotAllowed, StaleVersion, IllegalMove when an action stands already, Incomplete.
    """
    breach = _locked(breach_id, shown_version)
    if not may_answer(by, breach):
        raise NotAllowed(_("People of the unit that promised, and those who answer for measuring, answer a breach."))
    if breach.state != BreachState.OPEN:
        raise IllegalMove(_("This breach has its action already, or is over."))
    breach.action = governance.record_action(
        cause=cause, action=action, owner=owner, due_on=due_on, source=(BREACH_KIND, breach.public_id), by=by, now=now
    )
    breach.state = BreachState.ACTING
    return _saved(breach, by, now, cause)


@transaction.atomic
def close_breach(*, breach_id: int, shown_version: int, note: str, by: User, now: dt.datetime) -> Breach:
    """It is over: the action was verified, and what was measured since bears it out.

    Raises NotAllowed, also for whoever carried the action out, StaleVersion, IllegalMove while the action is not
    verified, Incomplete without a note or while the measurements do not show it.
    """
    breach = _locked(breach_id, shown_version)
    if not may_close(by, breach):
        raise NotAllowed(_("Somebody who answers for measuring closes it, other than whoever carried the action out."))
    if not waits_for_closing(breach):
        raise IllegalMove(_("It closes after its action was verified as effective."))
    cured = is_cured(before(breach), measured_since(breach, now=now), float(breach.target_percent))
    missing = {} if note else {"note": _("Please say what shows it.")}
    if not cured:
        missing["measured"] = _("What was measured since the action does not show yet that it helped.")
    if missing:
        raise Incomplete(" ".join(missing.values()), missing=missing)
    return _closed(breach, BreachState.CLOSED, note, by, now)


@transaction.atomic
def withdraw_breach(*, breach_id: int, shown_version: int, note: str, by: User, now: dt.datetime) -> Breach:
    """The measurements were wrong: after they were corrected in the ledger the same days show no breach.

    Raises NotAllowed, StaleVersion, IllegalMove once there is an action, Incomplete without a reason or while the
    ledger still shows it.
    """
    breach = _locked(breach_id, shown_version)
    demand(by, Permission.CHARTER_MEASURE)
    if breach.state != BreachState.OPEN:
        raise IllegalMove(_("This breach has its action already, or is over."))
    if not note:
        raise Incomplete(_("Please say why."), missing={"note": _("Please say why.")})
    now_measured = measured(breach, breach.first_day, breach.last_day)
    if now_measured == before(breach) or is_broken(now_measured, float(breach.target_percent)):
        words = _("The ledger still shows it. Correct the wrong measurements there first.")
        raise Incomplete(words, missing={"note": words})
    return _closed(breach, BreachState.WITHDRAWN, note, by, now)


def _found(broken: Broken, now: dt.datetime) -> bool:
    """Whether it is new."""
    facts = {
        "tripped": broken.tripped,
        "first_day": broken.first_day,
        "last_day": broken.last_day,
        "n": broken.tally.n,
        "kept": broken.tally.kept,
        "target_percent": broken.standard.target_percent,
    }
    of_unit = Q(unit__isnull=True) if broken.unit_id is None else Q(unit=broken.unit_id)
    same = Breach.objects.filter(of_unit, standard_code=broken.standard.code, state__in=UNSETTLED)
    try:
        with transaction.atomic():
            standing = same.select_for_update().first()
            if standing is not None:
                _seen_again(standing, facts, now)
                return False
            breach = Breach(
                standard_code=broken.standard.code,
                standard=broken.standard,
                unit_id=broken.unit_id,
                found_at=now,
                seen_at=now,
                told_at=now,
                created_at=now,
                **facts,
            )
            signed(breach, by=None, now=now).save(force_insert=True)
            text = gettext_lazy("A promise of the charter is broken beyond chance. Please say why and what is done.")
            notify_all(_people(breach), text, breach.get_absolute_url(), f"breach:{breach.public_id}")
            return True
    except IntegrityError:  # another run wrote it down in this moment
        return False


def _seen_again(breach: Breach, facts: dict[str, object], now: dt.datetime) -> None:
    """Brought up to date once a day. While an action is under way the facts stay: it is judged against them."""
    if timezone.localdate(breach.seen_at) == timezone.localdate(now):
        return
    seen = {"seen_at": now, "times_seen": breach.times_seen + 1}
    if breach.state != BreachState.OPEN:
        Breach.objects.filter(pk=breach.pk).update(**seen)
        return
    for name, value in (facts | seen).items():
        setattr(breach, name, value)
    signed(breach.touch(), by=None, now=now).save()


def _people(breach: Breach) -> list[User]:
    """Who enters actions in the unit that broke it or promised it, and those who answer for measuring."""
    units = {breach.unit_id, breach.standard.owner_unit_id} - {None}
    of_unit = people_holding(Permission.RISK_EDIT).filter(unit__in=units)
    measuring = people_holding(Permission.CHARTER_MEASURE).filter(
        pk__in=people_holding(Permission.RISK_EDIT).values("pk")
    )
    return list({user.pk: user for user in (*of_unit, *measuring)}.values())


def _locked(breach_id: int, shown_version: int) -> Breach:
    rows = Breach.objects.select_related("standard__owner_unit", "action")
    return locked(rows, pk=breach_id, shown_version=shown_version)


def _closed(breach: Breach, state: BreachState, note: str, by: User, now: dt.datetime) -> Breach:
    breach.state, breach.closed_at, breach.closed_by, breach.closed_note = state, now, by, note
    return _saved(breach, by, now, note)


def _saved(breach: Breach, by: User, now: dt.datetime, reason: str) -> Breach:
    signed(breach, by=by, now=now, reason=reason).save()
    return breach
