"""Clocks: what the charter promised at receipt, when it falls due, pauses, and what a new calendar changes."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import rules
from complaints.enums import Due, PauseKind
from complaints.enums_partners import WebhookEvent
from complaints.models import Complaint, DueChange, Pause
from complaints.pausing import allowed_pauses, why_not
from complaints.selectors.clocks import FIELDS, duration_of, pauses_of
from complaints.services import measuring, webhooks
from foundation.core import clock
from foundation.core.calendars import schedule_for
from foundation.core.clock import Schedule
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked, signed
from service_charter.selectors import standards_in_force

if TYPE_CHECKING:
    from foundation.accounts.models import User
    from service_charter.models import Standard


def bind_promises(complaint: Complaint, *, now: datetime) -> None:
    """Bind the complaint to the standards in force at receipt and start its clocks. Saves nothing.

    Without a charter only the lawful fallback binds: a report to the complainant within 15 days.
    """
    standards: Mapping[str, Standard] = standards_in_force(area="complaints", at=now)
    schedule = schedule_for()
    for promise, (standard_field, due_field, _met) in FIELDS.items():
        standard = standards.get(promise)
        setattr(complaint, standard_field, standard)
        setattr(complaint, due_field, clock.due_at(now, standard.duration, schedule) if standard else None)
    if complaint.acknowledge_standard and complaint.acknowledge_standard.automatic:
        complaint.acknowledged_at = now  # the receipt on the screen, on paper and by e-mail is the acknowledgement
    if not standards:
        complaint.reply_due_at = clock.due_at(now, rules.FALLBACK_REPLY, schedule)
    settle_queue(complaint)


def settle_queue(complaint: Complaint) -> None:
    """Put the complaint at its place in the queue: by what is due next, paused ones last. Saves nothing."""
    due, due_at = rules.next_due(complaint)
    complaint.due = due
    if due and not complaint.is_paused:
        complaint.queue_at = due_at or rules.FAR_AWAY
    else:
        complaint.queue_at = rules.FAR_AWAY


def start_step(complaint: Complaint, *, now: datetime) -> None:
    """Give the step after the decision its time, where the state has one. Saves nothing."""
    step = rules.STEP_TIMES.get(complaint.status)
    if step is None:
        complaint.step_due_at = None
        return
    due, duration = step
    schedule = schedule_for()
    complaint.step_due_at = clock.due_at(now, duration, schedule)
    if due == Due.CARRY_OUT and complaint.carry_out_by:
        promised = datetime.combine(complaint.carry_out_by, time(23, 59), tzinfo=schedule.zone)
        complaint.step_due_at = max(promised, now)


def restart(complaint: Complaint, *, by: "User | None", now: datetime) -> None:
    """Start the unmet clocks anew when a case is taken up again. Writes the record of moved dates, not the row."""
    complaint.clock_started_at = now
    complaint.resolved_at = None
    _recompute(complaint, pauses=[], why=DueChange.Why.RESTARTED, by=by, now=now)


@transaction.atomic
def pause(*, complaint_id: int, kind: str, reason: str, by: "User", now: datetime) -> Complaint:
    """Stop the clock, with a reason that the complainant will see.

    Raises NotAllowed, Incomplete without a reason or for one that the charter does not allow, IllegalMove when it is
    paused already or no promise runs.
    """
    complaint = locked(Complaint.objects.all(), pk=complaint_id)
    if not rules.may_work_on(by, complaint):
        raise NotAllowed(_("Your role does not include this step."))
    if kind not in PauseKind.values or not reason:
        raise Incomplete(_("Please say why the clock stops."), missing={"reason": _("Please say why the clock stops.")})
    if complaint.is_paused:
        raise IllegalMove(_("The clock is stopped already."))
    if not complaint.is_open or not _unmet(complaint):
        raise IllegalMove(_("No promise is running, so there is no clock to stop."))
    if kind not in allowed_pauses(complaint):
        raise Incomplete(why_not(complaint), missing={"kind": why_not(complaint)})
    Pause.objects.create(complaint=complaint, kind=kind, reason=reason, started_at=now, started_by=by)
    complaint.is_paused = True
    _save(complaint, by=by, now=now, reason=reason)
    return complaint


@transaction.atomic
def resume(*, complaint_id: int, by: "User | None", now: datetime) -> Complaint:
    """Let the clock run on; dates move by the working time that was skipped.

    `by` is None when the complainant's answer lets it run on. Raises NotAllowed, IllegalMove when it is not paused.
    """
    complaint = locked(Complaint.objects.all(), pk=complaint_id)
    if by is not None and not rules.may_work_on(by, complaint):
        raise NotAllowed(_("Your role does not include this step."))
    if not complaint.is_paused:
        raise IllegalMove(_("The clock is running already."))
    end_pause(complaint, by=by, now=now)
    _save(complaint, by=by, now=now, reason=str(_("The clock runs again")))
    return complaint


def end_pause(complaint: Complaint, *, by: "User | None", now: datetime) -> None:
    """End the open pause of a locked complaint and move its dates. Saves the pause, not the complaint."""
    open_pause = Pause.objects.select_for_update().get(complaint=complaint, ended_at__isnull=True)
    open_pause.ended_at, open_pause.ended_by = max(now, open_pause.started_at), by
    open_pause.save(update_fields=["ended_at", "ended_by"])
    complaint.is_paused = False
    _recompute(complaint, pauses=pauses_of(complaint, now=now), why=DueChange.Why.PAUSED, by=by, now=now)


@transaction.atomic
def recompute_for_calendar(*, complaint_id: int, by: "User | None", now: datetime) -> bool:
    """Set the unmet dates anew after the business calendar changed. Returns whether any date moved.

    Doing it twice changes nothing.
    """
    complaint = locked(Complaint.objects.all(), pk=complaint_id)
    if not complaint.is_open or not _unmet(complaint):
        return False
    moved = _recompute(complaint, pauses=pauses_of(complaint, now=now), why=DueChange.Why.CALENDAR, by=by, now=now)
    if moved:
        _save(complaint, by=by, now=now, reason=str(DueChange.Why.CALENDAR.label))
    return moved


def _unmet(complaint: Complaint) -> list[str]:
    return [
        promise
        for promise, (_standard, due_field, met_field) in FIELDS.items()
        if getattr(complaint, met_field) is None and getattr(complaint, due_field) is not None
    ]


def _recompute(
    complaint: Complaint, *, pauses: Iterable[clock.Pause], why: str, by: "User | None", now: datetime
) -> bool:
    schedule: Schedule = schedule_for()
    pauses, changes = list(pauses), []
    for promise in _unmet(complaint):
        due_field = FIELDS[promise][1]
        duration = duration_of(complaint, promise)
        old = getattr(complaint, due_field)
        new = clock.due_at(complaint.clock_started_at, duration, schedule, pauses) if duration else old
        if new != old:
            setattr(complaint, due_field, new)
            changes.append(DueChange(complaint=complaint, promise=promise, old=old, new=new, why=why, by=by, at=now))
    DueChange.objects.bulk_create(changes)
    if why == DueChange.Why.CALENDAR:
        measuring.take_back(complaint, [(change.promise, change.old) for change in changes if change.old], now=now)
    if changes:
        webhooks.tell(complaint, WebhookEvent.DATES, key=f"dates:{complaint.public_id}:{now.isoformat()}", now=now)
    settle_queue(complaint)
    return bool(changes)


def _save(complaint: Complaint, *, by: "User | None", now: datetime, reason: str) -> None:
    settle_queue(complaint)
    signed(complaint, by=by, now=now, reason=reason)
    complaint.save()
