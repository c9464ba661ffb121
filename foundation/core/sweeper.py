"""The sweeper: rings again for what nobody heard, and takes up what a dead worker left behind.

It runs every ten seconds on a queue and in a process of its own. Two sweepers at once do no harm.
"""

from typing import Any

import structlog
from django.conf import settings

from foundation.core import job_runner, outbox, schedules
from foundation.core.doorbell import ring
from foundation.core.jobs import RUN_TASK
from foundation.core.models import Job, OutboxError, OutboxMessage
from foundation.core.models.leased import LeasedQuerySet

log = structlog.get_logger(__name__)

# Rings of one sweep; a longer queue is rung for over several sweeps.
BATCH = 500


def sweep() -> None:
    """One round; the heartbeat comes last, so that it vouches for all of it."""
    schedules.run_due()
    _bury_jobs()
    _bury_messages()
    if _ring_all(Job.objects.all(), RUN_TASK):
        _ring_all(OutboxMessage.objects.all(), outbox.DELIVER_TASK)
    schedules.beat()


def _ring_all(rows: LeasedQuerySet[Any], task: str) -> bool:
    """Ring for rows that are due or left behind. False when the broker is away: the next sweep tries again."""
    due = [*rows.unheard().order_by("ring_at")[:BATCH], *rows.abandoned().order_by("ring_at")[:BATCH]]
    for row in due:
        if not ring(task, row.pk, queue=getattr(row, "queue", "acks")):
            return False
        rows.filter(pk=row.pk).note_ring()
    return True


def _bury_jobs() -> None:
    """Jobs whose worker died: cancelled ones are over, those out of attempts are given up, others are rung for."""
    for job in Job.objects.abandoned().select_related("requested_by"):
        if job.cancel_requested_at:
            job_runner.end_cancelled(job)
        elif job.attempt >= settings.JOB_ATTEMPTS:
            reference = job_runner.new_reference()
            log.error("job_worker_died", job=job.public_id, kind=job.kind, attempt=job.attempt, reference=reference)
            job_runner.give_up(job, reference=reference)


def _bury_messages() -> None:
    for message in OutboxMessage.objects.abandoned().filter(attempt__gt=len(outbox.PAUSES)).select_related("data_key"):
        outbox.give_up(message, OutboxError.INTERRUPTED)
