"""The yearly plan of audits, checklists, audits, and the samples that they look at."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.evidence import CLAUSES
from foundation.core.models import Record, set_together, track
from foundation.governance.enums import (
    AFTER_REPORT,
    AuditState,
    AuditSubject,
    AuditVerdict,
    PlanState,
)

MOST_QUESTIONS = 40
LARGEST_SAMPLE = 200


class AuditPlan(Record):
    """The audits of one fiscal year. One person draws it up, another approves it; then it does not change."""

    year_be = models.PositiveSmallIntegerField(unique=True)
    aim = models.TextField()
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    history = track()

    class Meta:
        ordering = ["-year_be"]
        verbose_name = _("plan of audits")
        verbose_name_plural = _("plans of audits")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PlanState.values), name="audit_plan_state_known"),
            models.CheckConstraint(condition=Q(year_be__range=(2500, 2700)), name="audit_plan_year"),
            models.CheckConstraint(
                condition=Q(state=PlanState.APPROVED, approved_by__isnull=False)
                | ~Q(state=PlanState.APPROVED) & Q(approved_by__isnull=True),
                name="audit_plan_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("drafted_by")),
                name="audit_plan_approved_by_another",
            ),
            set_together("approved_at", "approved_by", name="audit_plan_approved"),
        ]

    def __str__(self) -> str:
        return str(_("Audits of fiscal year %(year)s") % {"year": self.year_be})

    def get_absolute_url(self) -> str:
        """Its page on the staff side."""
        return reverse("governance:staff-audit-plan", args=[self.public_id])

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.state == PlanState.DRAFT


class Checklist(Record):
    """Questions that an audit asks of every record. An audit copies them when it starts; later edits don't reach it."""

    title = models.CharField(max_length=200, unique=True)
    questions = ArrayField(models.CharField(max_length=500))
    is_in_use = models.BooleanField(default=True)

    history = track()

    class Meta:
        ordering = ["title"]
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        constraints = [
            models.CheckConstraint(
                condition=Q(questions__len__gt=0, questions__len__lte=MOST_QUESTIONS), name="checklist_has_questions"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="checklist_has_title"),
        ]

    def __str__(self) -> str:
        return self.title


class AuditQuerySet(models.QuerySet["Audit"]):
    """Audits, and who may see them."""

    def visible_to(self, user: Any) -> "AuditQuerySet":
        """All for those who see audits; else the reported ones of the own unit, whose people answer the findings."""
        if user.can(Permission.AUDIT_VIEW):
            return self
        if user.unit_id is None or not user.can(Permission.OBSERVATION_ANSWER):
            return self.none()
        return self.filter(unit=user.unit_id, state__in=AFTER_REPORT)


class Audit(Record):
    """One audit of the plan. `unit` is the one that is looked at and answers; the auditor is of another."""

    plan = models.ForeignKey(AuditPlan, on_delete=models.PROTECT, related_name="audits")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    subject = models.CharField(max_length=10, choices=AuditSubject.choices)
    clause = models.CharField(max_length=12, choices=[(key, key) for key in CLAUSES], blank=True)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    criteria = models.TextField()
    auditor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    quarter = models.PositiveSmallIntegerField()
    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="+")
    questions = ArrayField(models.CharField(max_length=500), default=list, blank=True)
    state = models.CharField(max_length=10, choices=AuditState.choices, default=AuditState.PLANNED)
    started_at = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    conclusion = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    history = track()
    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("audit")
        verbose_name_plural = _("audits")
        indexes = [models.Index(fields=["auditor", "state"], name="audit_of_auditor")]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="audit_number_once"),
            models.CheckConstraint(condition=Q(state__in=AuditState.values), name="audit_state_known"),
            models.CheckConstraint(condition=Q(subject__in=AuditSubject.values), name="audit_subject_known"),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="audit_quarter"),
            models.CheckConstraint(
                condition=~Q(subject=AuditSubject.CLAUSE) | ~Q(clause=""), name="audit_of_a_clause_names_it"
            ),
            models.CheckConstraint(
                condition=Q(state=AuditState.PLANNED, started_at__isnull=True)
                | Q(started_at__isnull=False, questions__len__gt=0),
                name="audit_started_with_questions",
            ),
            models.CheckConstraint(
                condition=Q(state__in=AFTER_REPORT, reported_at__isnull=False) & ~Q(conclusion="")
                | ~Q(state__in=AFTER_REPORT) & Q(reported_at__isnull=True),
                name="audit_reported_with_conclusion",
            ),
            models.CheckConstraint(
                condition=Q(state=AuditState.CLOSED, closed_at__isnull=False)
                | ~Q(state=AuditState.CLOSED) & Q(closed_at__isnull=True),
                name="audit_closed_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}"

    def get_absolute_url(self) -> str:
        """Its page on the staff side."""
        return reverse("governance:staff-audit", args=[self.public_id])

    @property
    def label(self) -> str:
        """As it is cited: 3/2569."""
        return f"{self.number}/{self.plan.year_be}"

    @property
    def is_under_way(self) -> bool:
        """Whether samples, answers and findings are being written."""
        return self.state == AuditState.UNDER_WAY

    @property
    def is_reported(self) -> bool:
        """Whether the report is out."""
        return self.state in AFTER_REPORT


class AuditSample(models.Model):
    """A random sample as it was drawn: from what, by which seed, how many. Rows are only ever added.

    `fingerprint` is the sha-256 over the ids of the whole population in their order, so that a later drawing that
    gives another list is explained: the population is another.
    """

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="samples")
    population = models.CharField(max_length=60)
    first_day = models.DateField()
    last_day = models.DateField()
    unit = models.ForeignKey("accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    seed = models.CharField(max_length=40)
    size = models.PositiveSmallIntegerField()
    population_count = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)
    drawn_at = models.DateTimeField(default=timezone.now)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = _("sample of an audit")
        verbose_name_plural = _("samples of audits")
        constraints = [
            models.CheckConstraint(condition=Q(size__range=(1, LARGEST_SAMPLE)), name="audit_sample_size"),
            models.CheckConstraint(
                condition=Q(population_count__gte=models.F("size")), name="audit_sample_within_population"
            ),
            models.CheckConstraint(condition=~Q(seed=""), name="audit_sample_has_seed"),
            models.CheckConstraint(condition=Q(last_day__gte=models.F("first_day")), name="audit_sample_days"),
        ]

    def __str__(self) -> str:
        return f"{self.population}:{self.seed}"


class SampleItem(models.Model):
    """One record of a sample, named by kind and id (core.references). Rows are only ever added."""

    sample = models.ForeignKey(AuditSample, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=60)
    record_id = models.CharField(max_length=40)

    class Meta:
        ordering = ["sample_id", "position"]
        verbose_name = _("record of a sample")
        verbose_name_plural = _("records of samples")
        constraints = [
            models.UniqueConstraint(fields=["sample", "position"], name="sample_item_place_once"),
            models.UniqueConstraint(fields=["sample", "kind", "record_id"], name="sample_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.record_id}"


class AuditAnswer(Record):
    """What one question found at one record of the sample; `question` counts from 0."""

    item = models.ForeignKey(SampleItem, on_delete=models.PROTECT, related_name="answers")
    question = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=5, choices=AuditVerdict.choices)
    note = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = track()

    class Meta:
        ordering = ["item_id", "question"]
        verbose_name = _("answer of an audit")
        verbose_name_plural = _("answers of audits")
        constraints = [
            models.UniqueConstraint(fields=["item", "question"], name="audit_answer_once"),
            models.CheckConstraint(condition=Q(verdict__in=AuditVerdict.values), name="audit_answer_known"),
            models.CheckConstraint(
                condition=~Q(verdict=AuditVerdict.FAILS) | ~Q(note=""), name="audit_failure_is_explained"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}:{self.question}"
