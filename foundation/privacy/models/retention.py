"""For how long each kind of record is kept, and the nightly runs that carry the rules out."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Record, set_together
from foundation.privacy.enums import KeepingGround, RetentionAction, RunState

_USER = settings.AUTH_USER_MODEL
MOST_MONTHS = 600


class RetentionRule(Record):
    """A rule for one kind of record. A change is a new row that ends the former one: the rows are the history.

    A draft was not brought into force; it must have been tried on the records that are there, and another person than
    its author brings it into force.
    """

    kind = models.CharField(max_length=40)
    keep_months = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)])
    action = models.CharField(max_length=12, choices=RetentionAction.choices)
    ground = models.CharField(max_length=12, choices=KeepingGround.choices)
    citation = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    drafted_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    tried = models.JSONField(null=True)  # due, looked_at, held, oldest: counts and a day, nobody is named
    in_force_by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    in_force_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(in_force_at__isnull=False, ended_at__isnull=True),
                name="retention_one_rule_in_force",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(in_force_at__isnull=True, ended_at__isnull=True),
                name="retention_one_draft",
            ),
            models.CheckConstraint(
                condition=models.Q(keep_months__gte=1, keep_months__lte=MOST_MONTHS), name="retention_months_in_range"
            ),
            models.CheckConstraint(
                condition=models.Q(in_force_at__isnull=True)
                | models.Q(tried_at__isnull=False, tried_at__lte=models.F("in_force_at")),
                name="retention_tried_before_force",
            ),
            models.CheckConstraint(
                condition=models.Q(in_force_by__isnull=True) | ~models.Q(in_force_by=models.F("drafted_by")),
                name="retention_takes_two",
            ),
            set_together("in_force_by", "in_force_at", name="retention_in_force_by_someone"),
            set_together("ended_by", "ended_at", name="retention_ended_by_someone"),
            set_together("tried", "tried_at", name="retention_tried_when"),
        ]
        verbose_name = _("rule of retention")
        verbose_name_plural = _("rules of retention")

    def __str__(self) -> str:
        return f"{self.kind} {self.keep_months}"

    @property
    def is_draft(self) -> bool:
        """Whether it waits to be tried or brought into force."""
        return self.in_force_at is None and self.ended_at is None

    @property
    def is_in_force(self) -> bool:
        """Whether the sweep carries it out."""
        return self.in_force_at is not None and self.ended_at is None


class RetentionRun(Record):
    """One run of the sweep. `key` is the job's, so that a job that is tried again goes on with its run."""

    key = models.CharField(max_length=40, unique=True)
    started_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.RUNNING)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=RunState.RUNNING, ended_at__isnull=True)
                | (~models.Q(state=RunState.RUNNING) & models.Q(ended_at__isnull=False)),
                name="retention_run_ended_when",
            )
        ]
        verbose_name = _("run of the retention sweep")
        verbose_name_plural = _("runs of the retention sweep")

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class RetentionRunLine(models.Model):
    """What one rule did in one run: counts and the names of errors, nobody is named."""

    run = models.ForeignKey(RetentionRun, on_delete=models.CASCADE, related_name="lines")
    rule = models.ForeignKey(RetentionRule, on_delete=models.PROTECT, related_name="+")
    done = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    left_for_later = models.BooleanField(default=False)
    errors = models.JSONField(default=dict)  # name of the error -> how often

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["run", "rule"], name="retention_line_once")]
        verbose_name = _("part of a retention run")
        verbose_name_plural = _("parts of a retention run")

    def __str__(self) -> str:
        return f"{self.run_id} {self.rule_id}"

    @property
    def has_news(self) -> bool:
        """Whether anything happened to this kind in that night."""
        return bool(self.done or self.kept or self.failed or self.left_for_later)
