"""What only the desk sees of a request: notes among ourselves, and the alerts that were raised about its date."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.core.ids import new_public_id
from service_charter.enums import AlertStage


class RequestNote(models.Model):
    """An internal note. Append-only; in a table of its own, so that no page of the customer can show it."""

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    request = models.ForeignKey("service_charter.ServiceRequest", on_delete=models.PROTECT, related_name="notes")
    body = models.TextField()
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("internal note on a request")
        verbose_name_plural = _("internal notes on requests")
        indexes = [models.Index(fields=["request", "at", "id"], name="request_note_order")]

    def __str__(self) -> str:
        return f"note {self.at:%Y-%m-%d %H:%M}"


class RequestAlert(models.Model):
    """An alert that was raised; the unique key lets each be raised once for a date."""

    request = models.ForeignKey("service_charter.ServiceRequest", on_delete=models.CASCADE, related_name="alerts")
    due_at = models.DateTimeField()
    stage = models.CharField(max_length=6, choices=AlertStage.choices)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("alert about a request")
        verbose_name_plural = _("alerts about requests")
        constraints = [
            models.UniqueConstraint(fields=["request", "due_at", "stage"], name="request_alert_once"),
            models.CheckConstraint(condition=models.Q(stage__in=AlertStage.values), name="request_alert_stage_known"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.due_at:%Y-%m-%d %H:%M}"
