"""What changed because somebody complained, told to that person once."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeTold(models.Model):
    """A change on the portal of which a complainant heard, in a message of the case; `change` is its public id."""

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="changes_told")
    change = models.CharField(max_length=26)
    message = models.OneToOneField("complaints.Message", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("change told to a complainant")
        verbose_name_plural = _("changes told to complainants")
        constraints = [models.UniqueConstraint(fields=["complaint", "change"], name="complaint_change_told_once")]
        indexes = [models.Index(fields=["change"], name="complaint_change_told")]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.change}"
