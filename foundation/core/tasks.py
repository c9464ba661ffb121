"""The doors through which the broker enters: each only names a row. Safe to run twice."""

from celery import shared_task

from foundation.core import file_scan, job_runner, outbox, sweeper, tidying
from foundation.core.incoming import tasks as incoming

__all__ = [
    "deliver",
    "file_scan",
    "incoming",
    "run_job",
    "sweep",
    "tidying",
]  # the modules among them declare kinds of jobs


@shared_task(name="core.run_job")
def run_job(job_id: int) -> None:
    """Work off one job, if it is still to be had."""
    job_runner.run(job_id)


@shared_task(name="core.deliver")
def deliver(message_id: int) -> None:
    """Send one message of the outbox, if it is still to be sent."""
    outbox.deliver(message_id)


@shared_task(name="core.sweep")
def sweep() -> None:
    """Ring for rows that nobody heard, take up what a dead worker left, start what is due."""
    sweeper.sweep()
