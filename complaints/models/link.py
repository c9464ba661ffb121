"""Links in short messages that open a case, once."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseLink(models.Model):
    """One link to one case. Of its token we keep a keyed hash; it dies with its use, its time and a new code."""

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    code_hash = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("link to a case")
        verbose_name_plural = _("links to cases")

    def __str__(self) -> str:
        return f"link {self.made_at:%Y-%m-%d}"

    def is_open(self, now: datetime) -> bool:
        """Whether it still opens the case."""
        return self.used_at is None and now < self.expires_at and self.code_hash == self.complaint.code_hash
