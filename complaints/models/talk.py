"""What is said: messages with the complainant, and notes that only staff see. Two tables, so neither can leak."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.enums import Direction, MessageKind
from foundation.core.ids import new_public_id


class Message(models.Model):
    """One message to or from the complainant. Append-only.

    `is_verified` is False for what a letter brought whose sender is not the contact of the case: staff read it, the
    tracking page does not show it, and nothing follows of it by itself.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="messages")
    direction = models.CharField(max_length=3, choices=Direction.choices)
    kind = models.CharField(max_length=20, choices=MessageKind.choices, default=MessageKind.MESSAGE)
    body = models.TextField()
    author = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(
        "service_charter.Partner", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # whose system brought it
    at = models.DateTimeField()
    by_email = models.BooleanField(default=False)
    by_line = models.BooleanField(default=False)
    is_verified = models.BooleanField(default=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["complaint", "at", "id"], name="complaint_message_order")]
        verbose_name = _("message")
        verbose_name_plural = _("messages")

    def __str__(self) -> str:
        return f"{self.direction} {self.at:%Y-%m-%d %H:%M}"

    @property
    def is_ours(self) -> bool:
        """Whether it went to the complainant; without an author it was written by itself."""
        return self.direction == Direction.OUT


class Note(models.Model):
    """An internal note. Append-only; never shown outside."""

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="notes")
    body = models.TextField()
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["complaint", "at", "id"], name="complaint_note_order")]
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")

    def __str__(self) -> str:
        return f"note {self.at:%Y-%m-%d %H:%M}"
