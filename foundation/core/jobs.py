"""Background jobs: declare a kind, enqueue one, cancel one. Each room keeps its kinds in its tasks.py.

    @job_kind("reporting.build", title=_("Build the report"), queue="long", permission=Permission.REPORT_BUILD)
    def build(context: JobContext) -> dict[str, Any] | None: ...

    enqueue("reporting.build", params={"quarter": "2569-1"}, by=request.user, key="2569-1")

The function may run more than once (a worker can die at any point): write effects in `context.effect()`, or make them
idempotent. What it returns becomes `job.result`. Raise Refused with a message for people when the input is at fault:
the job fails at once. Any other exception is tried again with growing pauses, and given up after three attempts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from foundation.core.access import ADMINISTER, JOB_VIEW_ALL, Person, may
from foundation.core.doorbell import ring_after_commit
from foundation.core.errors import IllegalMove, NotAllowed
from foundation.core.job_context import Cancelled, JobContext, LostLease
from foundation.core.models import Job, JobState
from foundation.core.models.job import JobQuerySet

__all__ = [
    "Cancelled",
    "JobContext",
    "JobKind",
    "LostLease",
    "cancel",
    "enqueue",
    "job_kind",
    "jobs_visible_to",
    "kind_of",
    "may_cancel",
]

RUN_TASK = "core.run_job"
QUEUES = ("default", "long", "acks")

Reach = Callable[[Person], Q]
JobFunction = Callable[[JobContext], dict[str, Any] | None]


@dataclass(frozen=True)
class JobKind:
    """A kind of job. People who hold `permission` see, and may stop, every job of the kind, or those that `reach` gives
    them: a condition on jobs, for kinds that work on rows which not everybody may touch. A person always sees the own.

    `lease` is the longest time between two calls of `context.progress`. `atomic` runs the whole function in one
    transaction with its success: right for short jobs that report no progress.
    """

    name: str
    title: str | Promise
    function: JobFunction
    queue: str = "default"
    permission: str | None = None
    lease: timedelta | None = None
    atomic: bool = False
    reach: Reach | None = None

    def within(self, person: Person) -> Q | None:
        """Which jobs of the kind the person answers for, as a condition on jobs; None where none."""
        if not self.permission or not may(person, self.permission):
            return None
        return Q(kind=self.name) & (self.reach(person) if self.reach else Q())

    @property
    def lease_time(self) -> timedelta:
        """The lease of this kind, or the usual one."""
        return self.lease or timedelta(seconds=settings.JOB_LEASE_SECONDS)


_kinds: dict[str, JobKind] = {}


def job_kind(
    name: str,
    *,
    title: str | Promise,
    queue: str = "default",
    permission: str | None = None,
    lease: timedelta | None = None,
    atomic: bool = False,
    reach: Reach | None = None,
) -> Callable[[JobFunction], JobFunction]:
    """Declare the decorated function as a kind of job; see JobKind. `name` is "room.verb".

    Raises ValueError for a name declared twice or an unknown queue.
    """
    if queue not in QUEUES:
        raise ValueError(f"{name}: there is no queue {queue!r}")

    def declare(function: JobFunction) -> JobFunction:
        if name in _kinds and _kinds[name].function.__qualname__ != function.__qualname__:
            raise ValueError(f"job kind {name} is declared twice")
        _kinds[name] = JobKind(name, title, function, queue, permission and str(permission), lease, atomic, reach)
        return function

    return declare


def kind_of(name: str) -> JobKind:
    """The kind of that name. Raises KeyError."""
    return _kinds[name]


def title_of(name: str) -> str | Promise:
    """The title of a kind; the bare name when a newer version of the program made the job."""
    return _kinds[name].title if name in _kinds else name


def enqueue(
    kind: str, *, params: dict[str, Any], by: Person | None, key: str = "", run_after: datetime | None = None
) -> Job:
    """Write a job in the caller's transaction and ring after it. A live job of the same kind and key is returned
    instead of making a second one.

    `params` hold ids, never personal data. Raises KeyError for an unknown kind.
    """
    spec = kind_of(kind)
    fields: dict[str, Any] = {"params": params, "queue": spec.queue, "requested_by": by}
    fields["language"] = getattr(by, "language", "") or settings.LANGUAGE_CODE
    if run_after:
        fields |= {"run_after": run_after, "ring_at": run_after}
    while True:
        if key and (live := Job.objects.live().filter(kind=kind, key=key).first()):
            return live
        try:
            with transaction.atomic():
                job = Job.objects.create(kind=kind, key=key, **fields)
        except IntegrityError:
            if not key:
                raise
            continue  # another request made it a moment ago: read that one, or make ours if it is over already
        if run_after is None:
            ring_after_commit(RUN_TASK, job.pk, queue=spec.queue)
        return job


def may_cancel(person: Person, job: Job) -> bool:
    """Who asked for a job may stop it, who answers for it (see JobKind), and administrators."""
    if may(person, ADMINISTER) or (job.requested_by_id is not None and job.requested_by_id == person.pk):
        return True
    within = _kinds[job.kind].within(person) if job.kind in _kinds else None
    return within is not None and Job.objects.filter(within, pk=job.pk).exists()


def cancel(*, job: Job, by: Person) -> None:
    """Stop a waiting job now, ask a running one to stop at its next step. Asking twice changes nothing.

    Raises NotAllowed, and IllegalMove when the job is over.
    """
    if not may_cancel(by, job):
        raise NotAllowed(_("Only who asked for the job, or an administrator, can cancel it."))
    if Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
        state=JobState.CANCELLED, cancel_requested_at=Now(), finished_at=Now()
    ):
        return
    if not Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_requested_at=Now()):
        raise IllegalMove(_("The job is over already; there is nothing to cancel."))


def jobs_visible_to(person: Person) -> JobQuerySet:
    """The person's own jobs, those the person answers for, and all for who may see all."""
    if may(person, JOB_VIEW_ALL):
        return Job.objects.all()
    answered_for = (within for kind in _kinds.values() if (within := kind.within(person)) is not None)
    return Job.objects.filter(reduce(or_, answered_for, Q(requested_by=person)))
