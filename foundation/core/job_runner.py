"""Working off one job: claim it, run its function, write how it ended."""

import os
import socket
from datetime import timedelta
from functools import partial
from secrets import token_hex

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from foundation.core.access import ADMINISTER, people_holding
from foundation.core.errors import Refused
from foundation.core.job_context import Cancelled, JobContext, LostLease
from foundation.core.jobs import JobKind, kind_of, title_of
from foundation.core.models import Job, JobState
from foundation.core.notifications import notify, notify_all

log = structlog.get_logger(__name__)


def run(job_id: int) -> None:
    """Claim and work off a job; nothing happens when it is taken, cancelled, not due, or gone."""
    name = Job.objects.filter(pk=job_id).values_list("kind", flat=True).first()
    if name is None:
        return
    kind = _kind_or_none(name)
    lease = kind.lease_time if kind else timedelta(seconds=settings.JOB_LEASE_SECONDS)
    job = Job.objects.claim(job_id, lease=lease, attempts=settings.JOB_ATTEMPTS, worker=this_worker())
    if job is None:
        return
    with translation.override(job.language), structlog.contextvars.bound_contextvars(job=job.public_id, kind=name):
        _work(job, kind, lease)


def run_waiting() -> int:
    """Work off every job that is due, in this process; for tests, demo data and commands. Returns how many."""
    count = 0
    while pk := Job.objects.filter(state=JobState.QUEUED, run_after__lte=Now()).values_list("pk", flat=True).first():
        run(pk)
        count += 1
    return count


def give_up(job: Job, *, reference: str) -> None:
    """Record that a job failed too often, and tell the administrators and who asked for it."""
    with transaction.atomic():
        _end(job, JobState.DEAD, error_reference=reference)
        url = reverse("core:job", args=[job.public_id])
        text = partial(_dead_text, job.kind)
        # One note a day and kind: a fault that hits a hundred jobs is one fault.
        notify_all(people_holding(ADMINISTER), text, url, f"job-dead:{job.kind}:{timezone.localdate()}")
        if job.requested_by:
            notify(job.requested_by, text, url, f"job-dead:{job.public_id}")


def end_cancelled(job: Job) -> None:
    """Record that a job stopped because a person asked for it."""
    _end(job, JobState.CANCELLED)


def new_reference() -> str:
    """A short word that joins what a person sees with the log."""
    return token_hex(4).upper()


def this_worker() -> str:
    """Host and process, for the row and the log."""
    return f"{socket.gethostname()}:{os.getpid()}"[:120]


def _kind_or_none(name: str) -> JobKind | None:
    try:
        return kind_of(name)
    except KeyError:
        return None  # made by a newer program; failing and trying again gives the new worker time to come up


def _work(job: Job, kind: JobKind | None, lease: timedelta) -> None:
    context = JobContext(job, lease=lease)
    try:
        if kind is None:
            raise LookupError(f"no job kind {job.kind}")
        context.check_cancelled()
        _call(context, kind)
    except LostLease:
        log.warning("job_lost_lease", attempt=job.attempt)
    except Cancelled:
        end_cancelled(job)
    except Refused as refusal:
        _end(job, JobState.FAILED, error=refusal.message)
        _tell_requester(job)
    except Exception:
        reference = new_reference()
        log.exception("job_failed", reference=reference, attempt=job.attempt)
        _try_again_or_give_up(job, reference)
    else:
        _tell_requester(job)


def _call(context: JobContext, kind: JobKind) -> None:
    if kind.atomic:
        with context.effect() as effect:
            effect.result = kind.function(context)
        return
    result = kind.function(context)
    if not context.finished:
        context.succeed(result)


def _try_again_or_give_up(job: Job, reference: str) -> None:
    if job.attempt >= settings.JOB_ATTEMPTS:
        give_up(job, reference=reference)
        return
    pause = timedelta(seconds=settings.JOB_BACKOFF_SECONDS * 4 ** (job.attempt - 1))
    Job.objects.held(job).update(
        state=JobState.QUEUED, run_after=Now() + pause, ring_at=Now() + pause, rings=0, error_reference=reference
    )


def _end(job: Job, state: JobState, **fields: str) -> None:
    if not Job.objects.held(job).update(state=state, finished_at=Now(), **fields):
        log.warning("job_end_refused", state=state, attempt=job.attempt)


def _tell_requester(job: Job) -> None:
    """A note at the end of long work; short work is watched on its page."""
    if job.queue == "long" and job.requested_by:
        text = (
            _("Done: %(title)s")
            if Job.objects.filter(pk=job.pk, state=JobState.SUCCEEDED)
            else _("Not done: %(title)s")
        )
        url = reverse("core:job", args=[job.public_id])
        notify(job.requested_by, text % {"title": title_of(job.kind)}, url, f"job-end:{job.public_id}")


def _dead_text(kind: str) -> str:
    return _("Given up after several attempts: %(title)s") % {"title": title_of(kind)}
