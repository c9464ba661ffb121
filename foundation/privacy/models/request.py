"""What people ask of us about their own data: the request, its steps, what is written about it, and its draft."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.core.fields import EncryptedTextField
from foundation.core.ids import new_public_id
from foundation.core.models import Record, set_together, track
from foundation.privacy.enums import (
    OPEN_REQUEST,
    Actor,
    Channel,
    Ground,
    Outcome,
    ProofOfIdentity,
    RequestStatus,
    Right,
    Whom,
)


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    """Lists of requests."""

    def open(self) -> "DataRequestQuerySet":
        """Those that wait for an answer."""
        return self.filter(status__in=OPEN_REQUEST)

    def overdue(self, *, at: datetime) -> "DataRequestQuerySet":
        """Those whose answer should have been given by that moment."""
        return self.open().filter(due_at__lt=at)


class DataRequest(Record):
    """A request of a person about the own data, with the clock of 30 days that the law sets.

    Who asks and what was written lies sealed under the request's own key; keyed hashes find the person's records and
    earlier requests. The answer is sealed too, for it tells of the person.
    """

    number = models.CharField(max_length=20, unique=True)
    code_hash = models.CharField(max_length=64)
    right = models.CharField(max_length=12, choices=Right.choices)
    status = models.CharField(max_length=10, choices=RequestStatus.choices, default=RequestStatus.RECEIVED)
    whom = models.CharField(max_length=14, choices=Whom.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    language = models.CharField(max_length=2, default="th")
    notice = models.ForeignKey("privacy.NoticeVersion", null=True, on_delete=models.PROTECT, related_name="+")

    data_key = models.ForeignKey("core.DataKey", null=True, on_delete=models.PROTECT, related_name="+")
    name = EncryptedTextField()
    phone = EncryptedTextField()
    email = EncryptedTextField()
    national_id = EncryptedTextField()
    representative = EncryptedTextField()
    authority = EncryptedTextField()
    details = EncryptedTextField()
    proof_words = EncryptedTextField()
    answer = EncryptedTextField()
    phone_hash = models.CharField(max_length=64, blank=True)
    email_hash = models.CharField(max_length=64, blank=True)
    identifier_hash = models.CharField(max_length=64, blank=True)

    proof = models.CharField(max_length=10, choices=ProofOfIdentity.choices)
    purposes = ArrayField(models.CharField(max_length=40), default=list, blank=True)  # whose consent is taken back

    received_at = models.DateTimeField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    extended_at = models.DateTimeField(null=True)
    extension_reason = models.TextField(blank=True)
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    ground = models.CharField(max_length=14, choices=Ground.choices, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = DataRequestQuerySet.as_manager()
    history = track()

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(fields=["status", "due_at", "id"], name="data_request_queue"),
            models.Index(fields=["received_at"], name="data_request_received"),
            models.Index(fields=["phone_hash"], name="data_request_phone", condition=~models.Q(phone_hash="")),
            models.Index(fields=["email_hash"], name="data_request_email", condition=~models.Q(email_hash="")),
            models.Index(
                fields=["identifier_hash"], name="data_request_identifier", condition=~models.Q(identifier_hash="")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status__in=("verified", "working")) | models.Q(verified_at__isnull=False),
                name="data_request_worked_on_only_when_verified",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, outcome="")
                | (models.Q(answered_at__isnull=False) & ~models.Q(outcome="")),
                name="data_request_answer_has_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=("", "granted"), ground="")
                | (models.Q(outcome__in=("partly", "refused")) & ~models.Q(ground="")),
                name="data_request_refusal_has_ground",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=("", "refused")) | models.Q(verified_at__isnull=False),
                name="data_request_granted_only_when_verified",
            ),
            models.CheckConstraint(
                condition=models.Q(extended_at__isnull=True, due_at=models.F("first_due_at"), extension_reason="")
                | (
                    models.Q(extended_at__isnull=False, due_at__gt=models.F("first_due_at"))
                    & ~models.Q(extension_reason="")
                ),
                name="data_request_extension_has_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=("answered", "closed")) | models.Q(answered_at__isnull=False),
                name="data_request_closed_only_when_answered",
            ),
            set_together("verified_at", "verified_by", name="data_request_verified_by_someone"),
        ]
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("privacy:staff-request", args=[self.number])

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.status in OPEN_REQUEST

    @property
    def is_silent(self) -> bool:
        """Whether who asked can no longer be read."""
        return self.data_key is None or self.data_key.is_destroyed

    @property
    def was_on_time(self) -> bool:
        """Whether the answer was given by its day."""
        return self.answered_at is not None and self.answered_at <= self.due_at


class RequestStep(models.Model):
    """One step of a request. Append-only."""

    request = models.ForeignKey(DataRequest, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=20)
    from_status = models.CharField(max_length=10, blank=True)
    to_status = models.CharField(max_length=10, choices=RequestStatus.choices)
    actor = models.CharField(max_length=8, choices=Actor.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(actor=Actor.STAFF) | models.Q(by__isnull=False),
                name="request_step_staff_named",
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"


class RequestNote(models.Model):
    """Words about a request: between the person and us, or our own. Append-only; silent once the key is gone."""

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    request = models.ForeignKey(DataRequest, on_delete=models.PROTECT, related_name="notes")
    data_key = models.ForeignKey("core.DataKey", null=True, on_delete=models.PROTECT, related_name="+")
    body = EncryptedTextField()
    is_internal = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_internal=False) | models.Q(by__isnull=False), name="request_note_internal_is_ours"
            )
        ]

    def __str__(self) -> str:
        return self.public_id


class RequestDraft(models.Model):
    """What was typed so far on the portal, sealed under its own key. The browser holds a random token, we its hash.

    Once sent, the key is destroyed and the row only leads back to the request, so that a double click, or Back and send
    again, makes one request.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    data_key = models.ForeignKey("core.DataKey", null=True, on_delete=models.PROTECT, related_name="+")
    content = EncryptedTextField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    request = models.ForeignKey(DataRequest, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"draft of {self.saved_at:%Y-%m-%d}"
