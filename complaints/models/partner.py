"""Partners whose systems bring complaints: what each may do, its key, and what it is told by itself."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from complaints.enums import Channel
from complaints.enums_partners import PARTNER_CHANNELS, AttemptError, DeliveryState, WebhookEvent
from foundation.core.fields import EncryptedTextField
from foundation.core.ids import new_public_id
from foundation.core.models import Record, set_together, track


def own_channel() -> list[str]:
    """Until somebody says otherwise a partner brings its own."""
    return [Channel.API.value]


class PartnerGate(Record):
    """A partner of the register that may bring complaints, and through which doors."""

    partner = models.OneToOneField("service_charter.Partner", on_delete=models.PROTECT, related_name="complaint_gate")
    channels = ArrayField(
        models.CharField(max_length=12, choices=[(channel.value, channel.label) for channel in PARTNER_CHANNELS]),
        verbose_name=_("doors"),
        default=own_channel,
    )
    is_open = models.BooleanField(_("brings complaints now"), default=True)

    history = track()

    class Meta:
        ordering = ["id"]
        verbose_name = _("partner that brings complaints")
        verbose_name_plural = _("partners that bring complaints")
        constraints = [models.CheckConstraint(condition=~Q(channels=[]), name="partner_gate_has_door")]

    def __str__(self) -> str:
        return str(self.partner)

    def get_absolute_url(self) -> str:
        """Its page on the staff side."""
        return reverse("complaints:staff-partner", args=[self.public_id])


class PartnerKey(Record):
    """The key of a partner's system to its complaints, and to nothing else. Only a keyed hash is kept; one is open."""

    gate = models.ForeignKey(PartnerGate, on_delete=models.PROTECT, related_name="keys")
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        verbose_name = _("partner's key to its complaints")
        verbose_name_plural = _("partners' keys to their complaints")
        constraints = [
            set_together("revoked_at", "revoked_by", name="partner_key_revoked_by"),
            models.UniqueConstraint(fields=["gate"], condition=Q(revoked_at__isnull=True), name="one_open_partner_key"),
        ]

    def __str__(self) -> str:
        return f"{self.gate_id}:{self.created_at:%Y-%m-%d}"


class Webhook(Record):
    """Where a partner's system wants to be told, of what, under which secret. Never changed: ended and made anew."""

    gate = models.ForeignKey(PartnerGate, on_delete=models.PROTECT, related_name="webhooks")
    url = models.CharField(_("address"), max_length=300)
    events = ArrayField(models.CharField(max_length=20, choices=WebhookEvent.choices), verbose_name=_("what is told"))
    data_key = models.ForeignKey("core.DataKey", null=True, on_delete=models.PROTECT, related_name="+")
    secret = EncryptedTextField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        verbose_name = _("address that is told")
        verbose_name_plural = _("addresses that are told")
        constraints = [
            set_together("ended_at", "ended_by", name="webhook_ended_by"),
            models.CheckConstraint(condition=~Q(events=[]), name="webhook_tells_something"),
            models.UniqueConstraint(
                fields=["gate", "url"], condition=Q(ended_at__isnull=True), name="one_open_webhook_of_address"
            ),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def event_labels(self) -> list[str]:
        """What is told, in the reader's language."""
        return [str(WebhookEvent(event).label) for event in self.events]


class WebhookDelivery(models.Model):
    """One thing told to one address. The row comes first; `payload` is sent byte for byte, however often.

    `key` names the effect, so that what happened once is told once.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    event = models.CharField(max_length=20, choices=WebhookEvent.choices)
    payload = models.TextField()
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    tried = models.PositiveSmallIntegerField(default=0)  # since it was last asked for
    next_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("telling of a partner's system")
        verbose_name_plural = _("tellings of partners' systems")
        indexes = [
            models.Index(fields=["webhook", "-id"], name="webhook_delivery_newest"),
            models.Index(fields=["finished_at"], name="webhook_delivery_kept", condition=Q(finished_at__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "key"], name="webhook_told_once"),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.WAITING, finished_at__isnull=True)
                | (~Q(state=DeliveryState.WAITING) & Q(finished_at__isnull=False)),
                name="webhook_final_means_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.public_id}"


class WebhookAttempt(models.Model):
    """One try to tell: when, and what came of it. Append-only."""

    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    status_code = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=12, choices=AttemptError.choices, blank=True)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("attempt to tell")
        verbose_name_plural = _("attempts to tell")

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.at:%Y-%m-%d %H:%M} {self.status_code or self.error}"
