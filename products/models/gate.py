"""Gates: criteria as rows, meetings with a frozen copy of them, votes and the decision."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Record, set_together, track
from products.enums import CriterionKind, Decision, Gate, MeetingStatus

TOP_SCORE = 10


class CriterionWords(models.Model):
    """What a criterion says; shared by the list that people edit and the copies that meetings keep."""

    code = models.SlugField(max_length=40)
    kind = models.CharField(max_length=8, choices=CriterionKind.choices)
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    guidance_th = models.CharField(max_length=400, blank=True)
    guidance_en = models.CharField(max_length=400, blank=True)
    weight = models.DecimalField(
        max_digits=4, decimal_places=1, default=1, validators=[MinValueValidator(0), MaxValueValidator(99)]
    )
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_en if get_language() == "en" else self.name_th

    @property
    def guidance(self) -> str:
        """What it means, in the reader's language."""
        return self.guidance_en if get_language() == "en" else self.guidance_th

    @property
    def is_must(self) -> bool:
        """Whether it is answered with yes or no."""
        return self.kind == CriterionKind.MUST


class Criterion(CriterionWords, Record):
    """A criterion as product managers keep it. A change touches meetings that open afterwards, never earlier ones."""

    gates = ArrayField(models.CharField(max_length=16, choices=Gate.choices))
    is_active = models.BooleanField(default=True)

    history = track()

    class Meta:
        ordering = ["kind", "position", "id"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.UniqueConstraint(fields=["code"], name="criterion_code_once"),
            models.CheckConstraint(condition=Q(kind__in=CriterionKind.values), name="criterion_kind_known"),
            models.CheckConstraint(condition=Q(weight__gte=0), name="criterion_weight"),
        ]

    def __str__(self) -> str:
        return self.name


class Meeting(Record):
    """A gate meeting of a project. At most one is open; a gate says "go" once."""

    project = models.ForeignKey("products.Project", on_delete=models.PROTECT, related_name="meetings")
    gate = models.CharField(max_length=16, choices=Gate.choices)
    attempt = models.PositiveSmallIntegerField(default=1)
    held_on = models.DateField()
    quorum = models.PositiveSmallIntegerField(default=3, validators=[MinValueValidator(2), MaxValueValidator(20)])
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    proposal = models.TextField()
    status = models.CharField(max_length=12, choices=MeetingStatus.choices, default=MeetingStatus.OPEN)
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True)
    reasons = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    history = track()

    class Meta:
        ordering = ["project", "id"]
        verbose_name = _("gate meeting")
        verbose_name_plural = _("gate meetings")
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(status=MeetingStatus.OPEN), name="gate_one_open_meeting"
            ),
            models.UniqueConstraint(
                fields=["project", "gate"], condition=Q(decision=Decision.GO), name="gate_goes_once"
            ),
            models.UniqueConstraint(fields=["project", "gate", "attempt"], name="gate_attempt_once"),
            models.CheckConstraint(condition=Q(gate__in=Gate.values), name="gate_known"),
            models.CheckConstraint(condition=Q(decision__in=["", *Decision.values]), name="gate_decision_known"),
            models.CheckConstraint(
                condition=Q(status=MeetingStatus.DECIDED, decided_at__isnull=False) & ~Q(decision="") & ~Q(reasons="")
                | ~Q(status=MeetingStatus.DECIDED) & Q(decided_at__isnull=True, decision=""),
                name="gate_decided_with_reasons",
            ),
            models.CheckConstraint(condition=~Q(chair=models.F("opened_by")), name="gate_chair_did_not_propose"),
            models.CheckConstraint(condition=Q(quorum__gte=2), name="gate_quorum"),
            set_together("decided_at", "decided_by", name="gate_decided_at_by"),
        ]
        indexes = [models.Index(fields=["decided_at"], name="gate_decided", condition=Q(decided_at__isnull=False))]

    def __str__(self) -> str:
        return self.get_gate_display()

    def get_absolute_url(self) -> str:
        """Its page for staff."""
        return reverse("products:staff-gate", args=[self.project.number, self.public_id])

    @property
    def is_open(self) -> bool:
        """Whether votes may be cast."""
        return self.status == MeetingStatus.OPEN


class MeetingCriterion(CriterionWords):
    """A criterion as it stood when the meeting was opened. Append-only."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="criteria")

    class Meta:
        ordering = ["kind", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "code"], name="meeting_criterion_once")]

    def __str__(self) -> str:
        return self.name


class Vote(Record):
    """What one person says at a gate. Voting again while the meeting is open replaces the earlier vote."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="votes")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recommendation = models.CharField(max_length=8, choices=Decision.choices)
    reasons = models.TextField()
    voted_at = models.DateTimeField()

    history = track()

    class Meta:
        ordering = ["meeting", "voted_at", "id"]
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "voter"], name="vote_once_a_person"),
            models.CheckConstraint(condition=Q(recommendation__in=Decision.values), name="vote_known"),
            models.CheckConstraint(condition=~Q(reasons=""), name="vote_has_reasons"),
        ]

    def __str__(self) -> str:
        return f"{self.voter_id}: {self.recommendation}"


class Score(models.Model):
    """A vote's word on one criterion: yes or no, or 0 to 10."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(MeetingCriterion, on_delete=models.PROTECT, related_name="scores")
    met = models.BooleanField(null=True)
    points = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(TOP_SCORE)])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vote", "criterion"], name="score_once"),
            models.CheckConstraint(
                condition=Q(met__isnull=False, points__isnull=True) | Q(met__isnull=True, points__isnull=False),
                name="score_one_kind",
            ),
            models.CheckConstraint(condition=Q(points__isnull=True) | Q(points__lte=TOP_SCORE), name="score_range"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.met if self.points is None else self.points}"
