"""The person who complains. An anonymous complaint has no such row, so there is nothing to find out."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.enums import Reply
from foundation.core.fields import EncryptedTextField
from foundation.core.models import Record, track


class Complainant(Record):
    """Name and contact, sealed under the person's own key; keyed hashes for exact search.

    `line_user` is who the person is in our channel of LINE, proved by a code; `line_away` once the person blocked us.
    """

    complaint = models.OneToOneField("complaints.Complaint", on_delete=models.CASCADE, related_name="complainant")
    data_key = models.ForeignKey("core.DataKey", null=True, on_delete=models.PROTECT, related_name="+")
    name = EncryptedTextField()
    phone = EncryptedTextField()
    email = EncryptedTextField()
    address = EncryptedTextField()
    representative = EncryptedTextField()
    phone_hash = models.CharField(max_length=64, blank=True)
    email_hash = models.CharField(max_length=64, blank=True)
    line_user = EncryptedTextField()
    line_hash = models.CharField(max_length=64, blank=True)
    line_tied_at = models.DateTimeField(null=True)
    line_told_at = models.DateTimeField(null=True)  # when LINE last told whether the person can be reached
    line_away = models.BooleanField(default=False)
    reply_by = models.CharField(max_length=10, choices=Reply.choices, default=Reply.EMAIL)

    history = track()

    class Meta:
        verbose_name = _("complainant")
        verbose_name_plural = _("complainants")
        indexes = [
            models.Index(fields=["phone_hash"], name="complainant_phone", condition=~models.Q(phone_hash="")),
            models.Index(fields=["email_hash"], name="complainant_email", condition=~models.Q(email_hash="")),
            models.Index(fields=["line_hash"], name="complainant_line", condition=~models.Q(line_hash="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(line_hash="", line_tied_at__isnull=True) | ~models.Q(line_hash=""),
                name="complainant_line_tied",
            )
        ]

    def __str__(self) -> str:
        return f"complainant of {self.complaint_id}"
