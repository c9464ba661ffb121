"""Approval routes: the definition (who must pass a kind of document, in which order) apart from its runs."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Record, set_together, track
from foundation.governance.enums import RouteState, RunState, RunVerdict
from foundation.governance.models.board import SHA256

_USER = settings.AUTH_USER_MODEL
MOST_STEPS = 5


class ApprovalRoute(Record):
    """The definition for one kind of document. A draft is changed; what was in force stays as it was."""

    content_kind = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField()
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=RouteState.choices, default=RouteState.DRAFT)
    drafted_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    in_force_at = models.DateTimeField(null=True, blank=True)
    in_force_by = models.ForeignKey(_USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    history = track()

    class Meta:
        ordering = ["content_kind", "-number"]
        verbose_name = _("approval route")
        verbose_name_plural = _("approval routes")
        constraints = [
            models.UniqueConstraint(fields=["content_kind", "number"], name="route_number_once"),
            models.UniqueConstraint(
                fields=["content_kind"], condition=Q(state=RouteState.IN_FORCE), name="route_one_in_force"
            ),
            models.UniqueConstraint(
                fields=["content_kind"], condition=Q(state=RouteState.DRAFT), name="route_one_draft"
            ),
            models.CheckConstraint(condition=Q(state__in=RouteState.values), name="route_state_known"),
            models.CheckConstraint(
                condition=Q(in_force_by__isnull=True) | ~Q(in_force_by=models.F("drafted_by")), name="route_takes_two"
            ),
            models.CheckConstraint(
                condition=~Q(state=RouteState.IN_FORCE) | Q(in_force_at__isnull=False), name="route_in_force_since"
            ),
            models.CheckConstraint(
                condition=Q(state=RouteState.ENDED, ended_at__isnull=False)
                | ~Q(state=RouteState.ENDED) & Q(ended_at__isnull=True),
                name="route_ended_when",
            ),
            set_together("in_force_at", "in_force_by", name="route_in_force_by_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.content_kind} {self.number}"

    def get_absolute_url(self) -> str:
        """Its page on the staff side."""
        return reverse("governance:staff-route", args=[self.public_id])

    @property
    def is_draft(self) -> bool:
        """Whether its steps may change."""
        return self.state == RouteState.DRAFT


class RouteStep(models.Model):
    """One step: whoever holds the role passes the document or returns it."""

    route = models.ForeignKey(ApprovalRoute, on_delete=models.CASCADE, related_name="steps")
    place = models.PositiveSmallIntegerField()
    title_th = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    role = models.ForeignKey("accounts.Role", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["route_id", "place"]
        verbose_name = _("step of a route")
        verbose_name_plural = _("steps of routes")
        constraints = [
            models.UniqueConstraint(
                fields=["route", "place"], name="route_step_place_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(place__range=(1, MOST_STEPS)), name="route_step_place"),
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.title}"

    @property
    def title(self) -> str:
        """In the reader's language."""
        return self.title_en if get_language() == "en" else self.title_th


class ApprovalRun(Record):
    """One document on its way along a route: its exact content, by hash. One run lives at a time."""

    route = models.ForeignKey(ApprovalRoute, on_delete=models.PROTECT, related_name="runs")
    content_public_id = models.CharField(max_length=26)
    content_hash = models.CharField(max_length=64)
    title_th = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    drafter_ids = ArrayField(models.BigIntegerField(), default=list)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.LIVE)
    started_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    history = track()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("document on its route")
        verbose_name_plural = _("documents on their routes")
        indexes = [models.Index(fields=["content_public_id"], name="run_of_content")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_public_id"], condition=Q(state=RunState.LIVE), name="run_one_live_of_a_content"
            ),
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="run_state_known"),
            models.CheckConstraint(condition=Q(content_hash__regex=SHA256), name="run_hash_is_sha256"),
            models.CheckConstraint(
                condition=Q(state=RunState.LIVE, ended_at__isnull=True)
                | ~Q(state=RunState.LIVE) & Q(ended_at__isnull=False),
                name="run_ended_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """In the reader's language."""
        return self.title_en if get_language() == "en" else self.title_th

    @property
    def is_live(self) -> bool:
        """Whether a step of it is still to be taken."""
        return self.state == RunState.LIVE


class RunDecision(models.Model):
    """What somebody said at a step. It stays as it was said."""

    run = models.ForeignKey(ApprovalRun, on_delete=models.PROTECT, related_name="decisions")
    step = models.ForeignKey(RouteStep, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=RunVerdict.choices)
    note = models.TextField(blank=True)
    decided_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["run_id", "id"]
        verbose_name = _("decision on a route")
        verbose_name_plural = _("decisions on routes")
        constraints = [
            models.UniqueConstraint(fields=["run", "step"], name="run_step_decided_once"),
            models.UniqueConstraint(fields=["run", "decided_by"], name="run_decided_by_different_people"),
            models.CheckConstraint(condition=Q(verdict__in=RunVerdict.values), name="run_verdict_known"),
            models.CheckConstraint(
                condition=~Q(verdict=RunVerdict.RETURNED) | ~Q(note=""), name="run_returned_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.verdict}"
