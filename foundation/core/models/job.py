"""Background work: one row a job. The row is the queue; foundation.core.jobs says how it is worked off."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from foundation.core.models.leased import QUEUED, RUNNING, LeasedQuerySet, LeasedRow


class JobState(models.TextChoices):
    """Where a job stands. `failed` has a reason that a person can mend; `dead` failed three times without one."""

    QUEUED = QUEUED, pgettext_lazy("job", "Waiting")
    RUNNING = RUNNING, pgettext_lazy("job", "Running")
    SUCCEEDED = "succeeded", pgettext_lazy("job", "Done")
    FAILED = "failed", pgettext_lazy("job", "Not done")
    CANCELLED = "cancelled", pgettext_lazy("job", "Cancelled")
    DEAD = "dead", pgettext_lazy("job", "Given up")


LIVE_STATES = (JobState.QUEUED, JobState.RUNNING)


class JobQuerySet(LeasedQuerySet["Job"]):
    """Jobs, and who may see them."""

    def live(self) -> "JobQuerySet":
        """Jobs that are waiting or running."""
        return self.filter(state__in=LIVE_STATES)


class Job(LeasedRow):
    """One piece of background work. `params` and `result` hold ids and figures, never personal data.

    `key` names the effect: of two live jobs of a kind with the same key there is only one. What a kind puts into
    `result`: `url` (where the fruit is), `summary` (a sentence), `errors` (rows {"row", "message"} to download).
    """

    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=120, blank=True)
    params = models.JSONField(default=dict)
    queue = models.CharField(max_length=20, default="default")
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="jobs",
        verbose_name=gettext_lazy("requested by"),
    )
    language = models.CharField(max_length=2, default="th")
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)
    error_reference = models.CharField(max_length=12, blank=True)
    cancel_requested_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("job")
        verbose_name_plural = gettext_lazy("jobs")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(state__in=LIVE_STATES) & ~Q(key=""), name="job_one_live_per_key"
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE_STATES, finished_at__isnull=True)
                | (~Q(state__in=LIVE_STATES) & Q(finished_at__isnull=False)),
                name="job_final_means_finished",
            ),
        ]
        indexes = [
            models.Index(fields=["ring_at"], condition=Q(state=QUEUED), name="job_waiting"),
            models.Index(fields=["lease_expires_at"], condition=Q(state=RUNNING), name="job_leases"),
            models.Index(fields=["requested_by", "-id"], name="job_of_person"),
            models.Index(fields=["kind", "-id"], name="job_of_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def title(self) -> str | Promise:
        """What the job does, in the reader's language."""
        from foundation.core.jobs import title_of  # the registry of kinds imports this model

        return title_of(self.kind)

    @property
    def is_final(self) -> bool:
        """Whether nothing more will happen."""
        return self.state not in LIVE_STATES

    @property
    def tone(self) -> str:
        """How its state looks: ok, late or none (static/src/css, `.v`)."""
        tones = {JobState.SUCCEEDED: "ok", JobState.FAILED: "late", JobState.DEAD: "late"}
        return tones.get(JobState(self.state), "none")

    @property
    def is_cancelling(self) -> bool:
        """Whether a person has asked to stop and the worker has not stopped yet."""
        return self.cancel_requested_at is not None and not self.is_final

    @property
    def percent(self) -> int | None:
        """How far it is, 0 to 100; None while the size of the work is unknown."""
        if self.state == JobState.SUCCEEDED:
            return 100
        return min(100, self.done * 100 // self.total) if self.total else None

    @property
    def remaining(self) -> timedelta | None:
        """How long it will still take at the speed so far; None when that cannot be said yet."""
        if self.state != JobState.RUNNING or not (self.started_at and self.done and self.total):
            return None
        spent = timezone.now() - self.started_at
        return max(timedelta(), spent * (self.total - self.done) / self.done)

    @property
    def error_message(self) -> str:
        """Why it was not done, for people. The traceback is in the log under the reference."""
        if self.error:
            return self.error
        if self.error_reference:
            words = _(
                "Something went wrong on our side. Please try again later; when you ask us, name the reference"
                " %(reference)s."
            )
            return words % {"reference": self.error_reference}
        return ""
