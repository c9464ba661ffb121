"""What happens by itself: schedules as code. Each room declares its own in its tasks.py.

    schedule("reporting.quarter", kind="reporting.build_missing", when=crontab(hour=1, minute=0))

The scheduler (celery beat) only rings for the sweeper; when something last ran stands in a row, which the sweeper
locks. So a schedule missed while beat, broker or workers were down runs when they are back, once, and two beats do
nothing twice.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from celery.schedules import crontab
from celery.schedules import schedule as interval
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise

from foundation.core.jobs import enqueue, kind_of, title_of
from foundation.core.models import Pulse

# Later than this, something is wrong with beat or the sweeping worker.
HEARTBEAT_LATE_AFTER = timedelta(minutes=2)
_HEARTBEAT = "heartbeat"


@dataclass(frozen=True)
class Schedule:
    """A job kind that is enqueued again and again. `when` is a timedelta or a celery crontab in local time."""

    name: str
    kind: str
    when: timedelta | crontab
    params: Callable[[], dict[str, Any]] = field(default=dict)

    @property
    def title(self) -> str | Promise:
        """What is done, in the reader's language."""
        return title_of(self.kind)

    def is_due(self, last: datetime) -> bool:
        """Whether it is time again, given when it last ran."""
        plan = interval(self.when) if isinstance(self.when, timedelta) else self.when
        return bool(plan.is_due(last).is_due)


_schedules: dict[str, Schedule] = {}


def schedule(
    name: str, *, kind: str, when: timedelta | crontab, params: Callable[[], dict[str, Any]] = dict
) -> Schedule:
    """Declare a schedule. `params` is called when the job is enqueued."""
    _schedules[name] = Schedule(name, kind, when, params)
    return _schedules[name]


def all_schedules() -> list[tuple[Schedule, datetime | None]]:
    """Every schedule with the time it last ran, ordered by name."""
    last = dict(Pulse.objects.values_list("name", "beat_at"))
    return [(entry, last.get(_row_name(entry))) for _name, entry in sorted(_schedules.items())]


def run_due(*, now: datetime | None = None) -> list[str]:
    """Enqueue what is due; the names of what was. A new schedule starts counting when it is first seen."""
    return [entry.name for entry in _schedules.values() if _run_if_due(entry, now or timezone.now())]


def beat(*, now: datetime | None = None) -> None:
    """Leave a sign of life: beat, broker and the sweeping worker are all up."""
    Pulse.objects.update_or_create(name=_HEARTBEAT, defaults={"beat_at": now or timezone.now()})


def heartbeat_age(*, now: datetime | None = None) -> timedelta | None:
    """How long ago the last sign of life was; None when there has been none yet."""
    last = Pulse.objects.filter(name=_HEARTBEAT).values_list("beat_at", flat=True).first()
    return (now or timezone.now()) - last if last else None


def heartbeat_is_late(*, now: datetime | None = None) -> bool:
    """Whether background work stands still: the hint for `/readyz`."""
    age = heartbeat_age(now=now)
    return age is None or age > HEARTBEAT_LATE_AFTER


@transaction.atomic
def _run_if_due(entry: Schedule, now: datetime) -> bool:
    pulse, is_new = Pulse.objects.get_or_create(name=_row_name(entry), defaults={"beat_at": now})
    if is_new or not entry.is_due(pulse.beat_at):
        return False
    held = Pulse.objects.select_for_update(skip_locked=True).filter(pk=pulse.pk, beat_at=pulse.beat_at).first()
    if held is None:
        return False  # another sweeper is at it, or was
    held.beat_at = now
    held.save(update_fields=["beat_at"])
    enqueue(kind_of(entry.kind).name, params=entry.params(), by=None, key=f"schedule:{entry.name}")
    return True


def _row_name(entry: Schedule) -> str:
    return f"schedule:{entry.name}"
