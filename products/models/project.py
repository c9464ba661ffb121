"""Projects: what they are to bring, for whom, and what came of it."""

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.models import Record, set_together, track
from products.enums import Aim, Dimension, Innovation, Priority, ProjectStatus, RequirementOrigin, Stage

if TYPE_CHECKING:
    from foundation.accounts.models import User

OPEN_STATUSES = (ProjectStatus.RUNNING, ProjectStatus.ON_HOLD)


class ProjectQuerySet(models.QuerySet["Project"]):
    """Reads of projects. A view begins with `visible_to`."""

    def visible_to(self, user: "User") -> Self:
        """All for those who may see products or who decide at gates."""
        sees = user.can(Permission.PRODUCT_VIEW) or user.can(Permission.GATE_VOTE)
        return self if sees else self.none()

    def open(self) -> Self:
        """Running or on hold."""
        return self.filter(status__in=OPEN_STATUSES)


class Project(Record):
    """A development or innovation project on its way through the stages.

    `targets_frozen_at` is when the gate after the business case let development begin: from then on the targets stand
    as they are, also for the database (migration 0002).
    """

    number = models.CharField(max_length=24, unique=True, editable=False)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    summary = models.TextField()
    innovation = models.CharField(max_length=16, choices=Innovation.choices)
    product = models.ForeignKey(
        "products.Product", null=True, blank=True, on_delete=models.PROTECT, related_name="projects"
    )
    stage = models.CharField(max_length=16, choices=Stage.choices, default=Stage.SCOPING)
    stage_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=ProjectStatus.choices, default=ProjectStatus.RUNNING)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    manager = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    planned_launch_on = models.DateField(null=True, blank=True)
    budget = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    charter_promise = models.TextField(blank=True)
    targets_frozen_at = models.DateTimeField(null=True, blank=True)
    launched_on = models.DateField(null=True, blank=True)
    lesson = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    search_text = models.TextField(editable=False)

    history = track(excluded_fields=["search_text"])
    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="project_stage_known"),
            models.CheckConstraint(condition=Q(status__in=ProjectStatus.values), name="project_status_known"),
            models.CheckConstraint(
                condition=Q(status__in=OPEN_STATUSES, ended_at__isnull=True)
                | ~Q(status__in=OPEN_STATUSES) & Q(ended_at__isnull=False),
                name="project_ended_when_over",
            ),
            models.CheckConstraint(
                condition=~Q(status=ProjectStatus.CLOSED)
                | Q(stage=Stage.REVIEW, launched_on__isnull=False) & ~Q(lesson=""),
                name="project_closed_with_lesson",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.REVIEW, launched_on__isnull=False)
                | ~Q(stage=Stage.REVIEW) & Q(launched_on__isnull=True),
                name="project_review_after_launch",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[Stage.SCOPING, Stage.BUSINESS_CASE]) | Q(targets_frozen_at__isnull=False),
                name="project_targets_frozen",
            ),
            models.CheckConstraint(condition=Q(budget__isnull=True) | Q(budget__gte=0), name="project_budget"),
        ]
        indexes = [
            models.Index(fields=["status", "stage", "-id"], name="project_by_stage"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="project_search"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        """Its page for staff."""
        return reverse("products:staff-project", args=[self.number])

    @property
    def name(self) -> str:
        """The title in the reader's language, where we have it."""
        return (self.title_en if get_language() == "en" else "") or self.title

    @property
    def is_open(self) -> bool:
        """Running or on hold."""
        return self.status in OPEN_STATUSES

    @property
    def is_running(self) -> bool:
        """Whether work goes on and gates may meet."""
        return self.status == ProjectStatus.RUNNING


class Requirement(Record):
    """What the result must be able to do, and the need, law or ability it comes from.

    A need is traced when it cites a record (`source_kind`, `source_public_id`); the other origins need a `basis`.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="requirements")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    priority = models.CharField(max_length=8, choices=Priority.choices)
    origin = models.CharField(max_length=12, choices=RequirementOrigin.choices)
    source_kind = models.CharField(max_length=40, blank=True)
    source_public_id = models.CharField(max_length=26, blank=True)
    basis = models.CharField(max_length=300, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verified_how = models.CharField(max_length=300, blank=True)

    history = track()

    class Meta:
        ordering = ["project", "number"]
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="requirement_number_once"),
            models.CheckConstraint(condition=Q(priority__in=Priority.values), name="requirement_priority_known"),
            models.CheckConstraint(condition=Q(origin__in=RequirementOrigin.values), name="requirement_origin_known"),
            models.CheckConstraint(
                condition=Q(source_kind="", source_public_id="") | ~Q(source_kind="") & ~Q(source_public_id=""),
                name="requirement_source_whole",
            ),
            set_together("verified_at", "verified_by", name="requirement_verified_at_by"),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True) | ~Q(verified_how=""), name="requirement_verified_how"
            ),
        ]

    def __str__(self) -> str:
        return f"R{self.number} {self.text}"

    @property
    def is_traced(self) -> bool:
        """Whether it says where it comes from; the same rule as `selectors.TRACED`."""
        if self.origin == RequirementOrigin.NEED:
            return bool(self.source_kind)
        return bool(self.source_kind or self.basis)


class Target(Record):
    """A target in one of the three dimensions, set with the business case and frozen at the gate after it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="targets")
    dimension = models.CharField(max_length=12, choices=Dimension.choices)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=40)
    aim = models.CharField(max_length=6, choices=Aim.choices, default=Aim.UP)
    baseline = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    value = models.DecimalField(max_digits=16, decimal_places=2)
    measured_how = models.CharField(max_length=300)

    history = track()

    class Meta:
        ordering = ["project", "dimension", "id"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.CheckConstraint(condition=Q(dimension__in=Dimension.values), name="target_dimension_known"),
            models.CheckConstraint(condition=Q(aim__in=Aim.values), name="target_aim_known"),
            models.UniqueConstraint(fields=["project", "name"], name="target_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_met_by(self, value: Decimal) -> bool:
        """Whether a measured value reaches the target."""
        return value >= self.value if self.aim == Aim.UP else value <= self.value


class Actual(models.Model):
    """A measured value of a target. Append-only: a correction is a later row."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="actuals")
    value = models.DecimalField(max_digits=16, decimal_places=2)
    n = models.PositiveIntegerField(null=True)
    measured_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["target", "measured_on", "id"]
        verbose_name = _("actual")
        verbose_name_plural = _("actuals")
        indexes = [models.Index(fields=["target", "-measured_on", "-id"], name="actual_newest")]

    def __str__(self) -> str:
        return f"{self.target_id}: {self.value} ({self.measured_on})"
