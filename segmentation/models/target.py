"""Which segments the company aims at: decisions that only grow; the newest of a segment stands (policy 2.1)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TargetDecision(models.Model):
    """A segment was chosen as target, or not, with reasons. `number` counts the decisions on one segment from 1.

    The database takes a decision only on a segment of the result in use (migration 0004).
    """

    segment = models.ForeignKey("segmentation.Segment", on_delete=models.PROTECT, related_name="target_decisions")
    number = models.PositiveIntegerField()
    is_target = models.BooleanField(_("target segment"))
    reason = models.TextField(_("reason"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = _("decision on a target segment")
        verbose_name_plural = _("decisions on target segments")
        ordering = ["segment", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["segment", "number"], name="target_decision_number"),
            models.CheckConstraint(condition=~Q(reason="") & Q(number__gte=1), name="target_decision_grounded"),
        ]

    def __str__(self) -> str:
        return f"{self.segment_id}/{self.number}"
