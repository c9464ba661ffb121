"""What stands on paper: the letter of a decision as it was issued, and the whole case file made for someone to read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.core.fields import EncryptedTextField
from foundation.core.models import Record, set_together


class Letter(models.Model):
    """What the letter of a decision says besides the message, as it stood at issue: unit, signer, ways onward.

    The words lie in the message, the addressee with the complainant: neither is written twice. Never changed.
    """

    message = models.OneToOneField("complaints.Message", on_delete=models.PROTECT, related_name="letter")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    issued_at = models.DateTimeField()

    class Meta:
        verbose_name = _("letter of a decision")
        verbose_name_plural = _("letters of decisions")

    def __str__(self) -> str:
        return f"{self.content.get('reference', self.number)}"


class CaseFile(Record):
    """The whole case as one PDF, sealed under a key of its own that is destroyed when the time to fetch it is over."""

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="case_files")
    language = models.CharField(max_length=2, choices=[("th", _("Thai")), ("en", _("English"))], default="th")
    is_masked = models.BooleanField(default=True)
    with_notes = models.BooleanField(default=False)
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    data_key = models.ForeignKey("core.DataKey", on_delete=models.PROTECT, related_name="+")
    packed = EncryptedTextField()  # the PDF in base64
    packed_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["complaint", "asked_by"], name="case_file_asked")]
        constraints = [set_together("packed", "packed_at", name="case_file_packed_when")]
        verbose_name = _("case file")
        verbose_name_plural = _("case files")

    def __str__(self) -> str:
        return self.public_id
