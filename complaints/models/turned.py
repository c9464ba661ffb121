"""What was a complaint at one time and a service request, or a voice, at another."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Record, track


class Turned(Record):
    """The pair of a complaint and what it was before or has become; one of both goes on at a time.

    `request` is the service request. `voice` is the public id of the voice that the complaint came from: voices live
    above this room. With neither, the complaint was taken as a suggestion. Each turn is a row of the history.
    """

    complaint = models.OneToOneField("complaints.Complaint", on_delete=models.PROTECT, related_name="turned")
    request = models.OneToOneField(
        "service_charter.ServiceRequest", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    voice = models.CharField(max_length=26, blank=True)
    is_complaint = models.BooleanField()
    reason = models.TextField()
    turned_at = models.DateTimeField()
    turned_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    history = track()

    class Meta:
        verbose_name = _("complaint that was or became something else")
        verbose_name_plural = _("complaints that were or became something else")
        constraints = [
            models.CheckConstraint(condition=Q(request__isnull=True) | Q(voice=""), name="complaint_turned_one"),
            models.CheckConstraint(condition=~Q(reason=""), name="complaint_turned_why"),
            models.UniqueConstraint(fields=["voice"], condition=~Q(voice=""), name="complaint_of_a_voice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}:{self.request_id or self.voice}"
