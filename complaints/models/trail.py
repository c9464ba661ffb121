"""What happened: steps, moved deadlines, pauses, ways onward, alerts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.enums import Actor, AlertStage, Due, PauseKind, Promise, RecourseKind, Status


class Transition(models.Model):
    """One step of the path. Append-only: the record that annex E asks for."""

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="transitions")
    move = models.CharField(max_length=30)
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20, choices=Status.choices)
    actor = models.CharField(max_length=12, choices=Actor.choices)
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["complaint", "at", "id"], name="complaint_transition_order"),
            models.Index(fields=["move", "at"], name="complaint_transition_move"),
            models.Index(fields=["at"], include=["complaint"], name="complaint_transition_since"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(actor=Actor.STAFF, by__isnull=False) | ~models.Q(actor=Actor.STAFF),
                name="complaint_transition_staff_named",
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"


class DueChange(models.Model):
    """A deadline that moved, and why. Append-only."""

    class Why(models.TextChoices):
        RECEIVED = "received", _("Set at receipt")
        PAUSED = "paused", _("The clock stood still")
        CALENDAR = "calendar", _("The business calendar changed")
        RESTARTED = "restarted", _("The case was taken up again")

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="due_changes")
    promise = models.CharField(max_length=12, choices=Promise.choices)
    old = models.DateTimeField(null=True)
    new = models.DateTimeField(null=True)
    why = models.CharField(max_length=12, choices=Why.choices)
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["complaint", "at", "id"], name="complaint_due_change_order")]

    def __str__(self) -> str:
        return f"{self.promise}: {self.old} → {self.new}"


class Pause(models.Model):
    """A span in which the clock stands still, with its reason."""

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="pauses")
    kind = models.CharField(max_length=12, choices=PauseKind.choices)
    reason = models.TextField()
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"], condition=models.Q(ended_at__isnull=True), name="complaint_one_open_pause"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("started_at")),
                name="complaint_pause_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.started_at:%Y-%m-%d}"


class RouteChange(models.Model):
    """A case that came to the confidential route, or left it: why, and by whom. Append-only."""

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="route_changes")
    is_misconduct = models.BooleanField()
    reason = models.TextField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("change of route")
        verbose_name_plural = _("changes of route")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="complaint_route_why")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.is_misconduct}"


class Recourse(models.Model):
    """A way onward of which the complainant was told after not accepting the decision. Append-only."""

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="recourses")
    kind = models.CharField(max_length=10, choices=RecourseKind.choices)
    body = models.CharField(max_length=200)
    message = models.ForeignKey("complaints.Message", on_delete=models.PROTECT, related_name="+")
    told_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        ordering = ["told_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.body}"


class DueAlert(models.Model):
    """An alert that was raised; the unique key lets each be raised once."""

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="due_alerts")
    due = models.CharField(max_length=12, choices=Due.choices)
    due_at = models.DateTimeField()
    stage = models.CharField(max_length=6, choices=AlertStage.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["complaint", "due", "due_at", "stage"], name="complaint_alert_once")
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.due}"
