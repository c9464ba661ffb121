"""Ringing: a message that only says "look at this row". Losing one costs time, never work."""

import structlog
from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


def ring(task: str, pk: int, *, queue: str) -> bool:
    """Send the message. False, with a warning in the log, when the broker does not take it: the sweeper rings later."""
    soft = settings.JOB_TIME_LIMITS[queue]
    try:
        current_app.send_task(
            task, args=[pk], queue=queue, retry=False, ignore_result=True, soft_time_limit=soft, time_limit=soft + 30
        )
    except (KombuError, RedisError, OSError) as error:
        log.warning("broker_unreachable", task=task, row=pk, error=type(error).__name__)
        return False
    return True


def ring_after_commit(task: str, pk: int, *, queue: str) -> None:
    """Ring when the caller's transaction is committed; whatever goes wrong then, the save has succeeded."""

    # A function and no partial: for a robust callback that fails, Django logs the name, which a partial lacks.
    def ring_now() -> None:
        ring(task, pk, queue=queue)

    transaction.on_commit(ring_now, robust=True)
