"""Letters and messages that come in: one row each, written before anything is done with it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.core.fields import EncryptedTextField
from foundation.core.models.base import Record
from foundation.core.models.keys import DataKey


class IncomingWay(models.TextChoices):
    """How a letter came in."""

    EMAIL = "email", _("E-mail")
    LINE = "line", _("LINE")


class LetterState(models.TextChoices):
    """Where a letter stands. What came of it is known by the room that took it."""

    RECEIVED = "received", pgettext_lazy("letter", "Received, not read yet")
    TAKEN = "taken", pgettext_lazy("letter", "Read")


class IncomingLetter(Record):
    """One letter to us, as it came.

    `external_key` is a keyed hash of what names it, its Message-ID above all (of its content where it has none; what
    LINE calls the event), so that a letter that is read twice from the mailbox is one row. The letter lies sealed on
    the disk (`stored_as`) under the key of its sender, and what was read from it lies sealed here; both fall silent
    some time after it was taken.
    `is_whole` is False where it was too large, and only its head was fetched.
    """

    way = models.CharField(max_length=10, choices=IncomingWay, default=IncomingWay.EMAIL)
    external_key = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    is_whole = models.BooleanField(default=True)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.RECEIVED)
    taken_at = models.DateTimeField(null=True)
    stored_as = models.CharField(max_length=60, blank=True, editable=False)
    data_key = models.ForeignKey(DataKey, null=True, on_delete=models.PROTECT, related_name="+")
    sender_hash = models.CharField(max_length=64, blank=True)
    sender = EncryptedTextField()
    sender_name = EncryptedTextField()
    subject = EncryptedTextField()
    body = EncryptedTextField()
    files = EncryptedTextField()  # names of what is attached, a line each

    class Meta:
        verbose_name = _("letter that came in")
        verbose_name_plural = _("letters that came in")
        constraints = [
            models.UniqueConstraint(fields=["way", "external_key"], name="incoming_letter_once"),
            models.CheckConstraint(
                condition=Q(state=LetterState.RECEIVED, taken_at__isnull=True)
                | Q(state=LetterState.TAKEN, taken_at__isnull=False),
                name="incoming_letter_taken_when",
            ),
        ]
        indexes = [
            models.Index(fields=["sender_hash"], name="incoming_letter_sender", condition=~Q(sender_hash="")),
            models.Index(fields=["taken_at"], name="incoming_letter_kept", condition=~Q(stored_as="")),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.public_id}"
