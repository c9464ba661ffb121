"""Rows that are their own queue: the message on the broker only rings the bell, the row says what is to be done.

A worker claims a row by one conditional UPDATE that counts the attempt and starts a lease. Every later write names
that attempt, so a worker that was thought dead and wakes up again can no longer write. All times are the database's,
so a worker with a wrong clock does no harm.
"""

from datetime import timedelta
from typing import Self, TypeVar

from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Least, Now, Power
from django.utils import timezone

from foundation.core.ids import new_public_id

QUEUED, RUNNING = "queued", "running"

# How long after its message a row may lie unclaimed before the bell is rung again; doubles with each ring.
RING_AFTER = timedelta(seconds=30)
RING_AT_MOST_EVERY = timedelta(minutes=10)

LeasedT = TypeVar("LeasedT", bound="LeasedRow", covariant=True)


class LeasedQuerySet(models.QuerySet[LeasedT]):
    """Claiming, holding and sweeping of leased rows."""

    def claim(self, pk: int, *, lease: timedelta, attempts: int, worker: str) -> LeasedT | None:
        """The row, now ours for the lease; None when it is taken, not due yet, done, or out of attempts."""
        free = Q(state=QUEUED, run_after__lte=Now()) | Q(state=RUNNING, lease_expires_at__lt=Now())
        with transaction.atomic():
            taken = self.filter(free, pk=pk, attempt__lt=attempts).update(
                state=RUNNING,
                attempt=F("attempt") + 1,
                lease_expires_at=Now() + lease,
                ring_at=Now() + lease,
                rings=0,
                started_at=Now(),
                worker=worker,
            )
            return self.get(pk=pk) if taken else None

    def held(self, row: "LeasedRow") -> Self:
        """The row as long as it is still ours: running, and nobody has counted the attempt up."""
        return self.filter(pk=row.pk, attempt=row.attempt, state=RUNNING)

    def unheard(self) -> Self:
        """Rows that should have been claimed by now: their message was lost, or never sent."""
        return self.filter(state=QUEUED, run_after__lte=Now(), ring_at__lte=Now())

    def abandoned(self) -> Self:
        """Rows whose worker died: the lease has run out."""
        return self.filter(state=RUNNING, lease_expires_at__lt=Now(), ring_at__lte=Now())

    def note_ring(self) -> int:
        """Put the next ring off, longer each time, so that a long queue is not drowned in messages."""
        pause = Value(RING_AFTER) * Power(2, F("rings"))
        return self.update(rings=F("rings") + 1, ring_at=Now() + Least(pause, RING_AT_MOST_EVERY))


def first_ring_at() -> "models.DateTimeField[str, str]":
    """When the sweeper should ring for a new row that nobody has claimed."""
    return timezone.now() + RING_AFTER  # type: ignore[return-value]


class LeasedRow(models.Model):
    """What every self-queueing row has. The states `queued` and `running` belong to the mechanism."""

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    run_after = models.DateTimeField(default=timezone.now)
    ring_at = models.DateTimeField(default=first_ring_at)
    rings = models.PositiveSmallIntegerField(default=0)
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_expires_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=120, blank=True)

    class Meta:
        abstract = True
