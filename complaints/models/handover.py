"""Cases handed over because an officer is away or leaves, all in one act that can be taken back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Record


class HandOver(Record):
    """Who gives, who takes, why, and until when; `until` is empty when it is for good."""

    giver = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    until = models.DateField(null=True, blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    why_ended = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("hand-over of cases")
        verbose_name_plural = _("hand-overs of cases")
        indexes = [models.Index(fields=["until"], name="hand_over_until", condition=models.Q(ended_at__isnull=True))]
        constraints = [
            models.CheckConstraint(condition=~models.Q(giver=models.F("taker")), name="hand_over_to_another"),
            models.CheckConstraint(
                condition=models.Q(ended_by__isnull=True) | models.Q(ended_at__isnull=False),
                name="hand_over_ended_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"


class HandedCase(models.Model):
    """One case of a hand-over: taken, or left where it was with the reason; and whether it came back."""

    class Part(models.TextChoices):
        HANDLER = "handler", _("in charge")
        INVESTIGATOR = "investigator", _("investigates")

    class Hurdle(models.TextChoices):
        NONE = "", _("taken over")
        COMPLAINED_ABOUT = "about", _("The case is about the person who would take it")
        HEAD = "head", _("The case is about the head of the unit of the person who would take it")
        DECIDED = "decided", _("Whoever decided the case does not investigate it")
        NO_DUTY = "duty", _("The person's role does not include this work")

    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="cases")
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="hand_overs")
    part = models.CharField(max_length=12, choices=Part.choices)
    hurdle = models.CharField(max_length=10, choices=Hurdle.choices, blank=True)
    returned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["hand_over", "complaint", "part"], name="handed_case_once"),
            models.CheckConstraint(
                condition=models.Q(hurdle="") | models.Q(returned_at__isnull=True), name="handed_case_returned_if_taken"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.part}"
