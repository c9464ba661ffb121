"""Codes by which a complainant shows that somebody at LINE is the same person."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class LineCode(models.Model):
    """One code for one case, got on the tracking page and sent in the chat. We keep its keyed hash; it works once."""

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="line_codes")
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("code for LINE")
        verbose_name_plural = _("codes for LINE")

    def __str__(self) -> str:
        return f"code {self.made_at:%Y-%m-%d}"

    def is_open(self, now: datetime) -> bool:
        """Whether it still ties."""
        return self.used_at is None and now < self.expires_at
