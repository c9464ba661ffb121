"""Messages to people outside: one row a message, written in the caller's transaction, sent after it."""

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from foundation.core.contacts import mask_phone
from foundation.core.fields import EncryptedTextField
from foundation.core.line import is_line_user, mask_line_user
from foundation.core.models.keys import DataKey
from foundation.core.models.leased import QUEUED, RUNNING, LeasedQuerySet, LeasedRow


class OutboxState(models.TextChoices):
    """Where a message stands. `refused`: the person has not agreed to messages of this purpose."""

    QUEUED = QUEUED, pgettext_lazy("message", "Waiting")
    RUNNING = RUNNING, pgettext_lazy("message", "Being sent")
    SENT = "sent", pgettext_lazy("message", "Sent")
    FAILED = "failed", pgettext_lazy("message", "Not delivered")
    REFUSED = "refused", pgettext_lazy("message", "No consent")


class Channel(models.TextChoices):
    """How a message travels."""

    EMAIL = "email", gettext_lazy("E-mail")
    SMS = "sms", gettext_lazy("SMS")
    LINE = "line", gettext_lazy("LINE")


class OutboxError(models.TextChoices):
    """Why a message was not sent, besides the reply codes of mail servers."""

    BAD_ADDRESS = "bad_address", gettext_lazy("The address is not a valid e-mail address.")
    NO_CONSENT = "no_consent", gettext_lazy("The person has not agreed to messages for this purpose.")
    ERASED = "erased", gettext_lazy("The person's data was erased before the message went out.")
    BAD_NUMBER = "bad_number", gettext_lazy("The number cannot receive short messages.")
    BAD_USER = "bad_user", gettext_lazy("There is no such person at LINE.")
    NO_WAY = "no_way", gettext_lazy("This way of sending is not set up here.")
    UNREACHABLE = "unreachable", gettext_lazy("The mail server or gateway did not answer.")
    INTERRUPTED = "interrupted", gettext_lazy("Sending was interrupted too often.")
    BOUNCED = "bounced", gettext_lazy("It was sent, and the mail server of the recipient gave it back.")


class OutboxQuerySet(LeasedQuerySet["OutboxMessage"]):
    """Messages, and those that need a person."""

    def undelivered(self) -> "OutboxQuerySet":
        """Messages that were given up, newest first."""
        return self.filter(state=OutboxState.FAILED).order_by("-id")


class OutboxMessage(LeasedRow):
    """One message to one person. Recipient, subject and body lie sealed, and are wiped once it is sent.

    `key` names the effect: a second message with the same key is never made. `message_id` is fixed with the row, so
    a message sent twice by a crash is recognised as one. `kind` is what it is about ("complaints.acknowledged");
    `about_kind` and `about_id` name the record, so that answers and bounces find it.
    """

    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=150, unique=True)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.EMAIL)
    purpose = models.CharField(max_length=40, default="service")
    language = models.CharField(max_length=2)
    template = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=OutboxState, default=OutboxState.QUEUED)
    data_key = models.ForeignKey(DataKey, null=True, on_delete=models.PROTECT, related_name="+")
    owns_key = models.BooleanField(default=False)
    recipient = EncryptedTextField()
    subject = EncryptedTextField()
    body = EncryptedTextField()
    message_id = models.CharField(max_length=200, unique=True)
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.CharField(max_length=26, blank=True)
    error = models.CharField(max_length=20, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("message")
        verbose_name_plural = gettext_lazy("messages")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=OutboxState.SENT)
                | Q(recipient__isnull=True, subject__isnull=True, body__isnull=True),
                name="outbox_sent_means_wiped",
            )
        ]
        indexes = [
            models.Index(fields=["ring_at"], condition=Q(state=QUEUED), name="outbox_waiting"),
            models.Index(fields=["lease_expires_at"], condition=Q(state=RUNNING), name="outbox_leases"),
            models.Index(fields=["-id"], condition=Q(state="failed"), name="outbox_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def title(self) -> str | Promise:
        """What it is about, in the reader's language."""
        from foundation.core.outbox import title_of  # the registry of kinds imports this model

        return title_of(self.kind)

    @property
    def masked_recipient(self) -> str:
        """Enough of the address to recognise it: first letter and domain, or the last figures of a number."""
        if is_line_user(self.recipient or ""):
            return mask_line_user(self.recipient or "")
        name, at, domain = (self.recipient or "").rpartition("@")
        if self.recipient and not at:
            return mask_phone(self.recipient)
        return f"{name[:1]}•••{at}{domain}" if at else ""

    @property
    def error_message(self) -> str:
        """Why it was not sent, for people."""
        if self.error.isdigit():
            return _("The mail server or gateway answered with code %(code)s.") % {"code": self.error}
        return str(OutboxError(self.error).label) if self.error else ""
