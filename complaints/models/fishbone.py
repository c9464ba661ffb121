"""The fishbone of a case (Ishikawa): causes of what happened by branch, and the one held to be the root."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.enums_fishbone import Bone
from foundation.core.models import Record, set_together, track


class BoneCause(Record):
    """A possible cause on a branch, with the evidence for it if there is some; struck out with a reason, never gone."""

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="bone_causes")
    bone = models.CharField(max_length=12, choices=Bone.choices)
    text = models.TextField()
    evidence = models.ForeignKey("complaints.Evidence", null=True, on_delete=models.PROTECT, related_name="bone_causes")
    is_root = models.BooleanField(default=False)
    named_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    struck_at = models.DateTimeField(null=True)
    struck_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    why_struck = models.TextField(blank=True)

    history = track()

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name = _("cause on a fishbone")
        verbose_name_plural = _("causes on a fishbone")
        constraints = [
            models.CheckConstraint(condition=Q(bone__in=Bone.values) & ~Q(text=""), name="complaint_bone_said"),
            models.UniqueConstraint(fields=["complaint"], condition=Q(is_root=True), name="complaint_bone_one_root"),
            set_together("struck_at", "struck_by", name="complaint_bone_struck_by"),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True, why_struck="")
                | Q(struck_at__isnull=False, is_root=False) & ~Q(why_struck=""),
                name="complaint_bone_struck_why",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
