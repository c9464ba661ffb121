"""What a running job holds in its hands: its parameters, its progress, its lease, and how it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from foundation.core.models import Job, JobState


class Cancelled(Exception):
    """A person asked the job to stop. Let it pass: the runner records it."""


class LostLease(Exception):
    """The job belongs to another worker now, or is over. Nothing more may be written by this one."""


class Effect:
    """What a job writes in one transaction with its success; set `result` before the block ends."""

    result: dict[str, Any] | None = None


class JobContext:
    """Given to the function of a job kind. Every write checks that the job is still ours."""

    def __init__(self, job: Job, *, lease: timedelta) -> None:
        self.job = job
        self.params: dict[str, Any] = job.params
        self.finished = False
        self._lease = lease
        self._next_write = 0.0

    def progress(self, done: int, total: int, note: str = "") -> None:
        """Show how far the job is and renew the lease. Cheap to call often: twice a second reaches the database.

        Call it between transactions: inside one, nobody sees it until the end. Raises LostLease.
        """
        if monotonic() < self._next_write and done != total:
            return
        self._write(done=done, total=total, note=note[:300], lease_expires_at=Now() + self._lease)
        self._next_write = monotonic() + settings.JOB_PROGRESS_INTERVAL

    def check_cancelled(self) -> None:
        """Raises Cancelled when a person asked the job to stop, LostLease when it is no longer ours."""
        held = list(Job.objects.held(self.job).values_list("cancel_requested_at", flat=True))
        if not held:
            raise LostLease(str(self.job))
        if held[0]:
            raise Cancelled

    @contextmanager
    def effect(self) -> Iterator[Effect]:
        """One transaction for the job's effect and its success: both are there, or neither.

        Keep it short: until it ends nobody can cancel the job. Raises LostLease before anything is written.
        """
        with transaction.atomic():
            if not Job.objects.held(self.job).select_for_update().exists():
                raise LostLease(str(self.job))
            effect = Effect()
            yield effect
            self.succeed(effect.result)
        self.finished = True

    def succeed(self, result: dict[str, Any] | None) -> None:
        """Record success. Raises LostLease."""
        self._write(state=JobState.SUCCEEDED, result=result, finished_at=Now(), note="", error="", error_reference="")

    def _write(self, **fields: Any) -> None:
        if not Job.objects.held(self.job).update(**fields):
            raise LostLease(str(self.job))
