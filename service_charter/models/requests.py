"""A service request from receipt to closing, what is said, what happened, and drafts of the portal form."""

from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.fields import EncryptedTextField
from foundation.core.ids import new_public_id
from foundation.core.models import Record, set_together, track
from service_charter.enums import OPEN_REQUESTS, Door, RequestOutcome, RequestStatus, Sender, WaitKind

if TYPE_CHECKING:
    from foundation.accounts.models import User

IS_OPEN_REQUEST = Q(status__in=OPEN_REQUESTS)


class RequestQuerySet(models.QuerySet["ServiceRequest"]):
    """Reads that every list starts from."""

    def visible_to(self, user: "User") -> "RequestQuerySet":
        """The own unit's and own requests, or all."""
        if user.can(Permission.REQUEST_VIEW_ALL):
            return self
        if not user.can(Permission.REQUEST_VIEW):
            return self.none()
        return self.filter(Q(unit=user.unit_id) | Q(handler=user))

    def open(self) -> "RequestQuerySet":
        """Neither answered nor withdrawn."""
        return self.filter(IS_OPEN_REQUEST)


class ServiceRequest(Record):
    """One request. Who asks and what was answered is sealed under the person's own key.

    `answers` is JSON by key of the question of `form`, the version that the customer saw.
    """

    number = models.CharField(max_length=20, unique=True)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    status = models.CharField(max_length=10, choices=RequestStatus.choices, default=RequestStatus.RECEIVED)
    kind = models.ForeignKey("service_charter.RequestKind", on_delete=models.PROTECT, related_name="requests")
    form = models.ForeignKey("service_charter.RequestForm", on_delete=models.PROTECT, related_name="requests")
    language = models.CharField(max_length=2, choices=[("th", _("Thai")), ("en", _("English"))], default="th")
    received_at = models.DateTimeField()
    door = models.CharField(max_length=10, choices=Door.choices, default=Door.PORTAL)
    received_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    notice = models.ForeignKey(
        "privacy.NoticeVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    data_key = models.ForeignKey("core.DataKey", null=True, on_delete=models.PROTECT, related_name="+")
    name = EncryptedTextField()
    phone = EncryptedTextField()
    email = EncryptedTextField()
    answers = EncryptedTextField()
    phone_hash = models.CharField(max_length=64, blank=True)
    email_hash = models.CharField(max_length=64, blank=True)

    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    handler = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    # Which customer of the register asks, where an officer said so; where it was asked, and which partner does it.
    customer = models.ForeignKey(
        "customers.Customer", null=True, blank=True, on_delete=models.PROTECT, related_name="service_requests"
    )
    touchpoint = models.ForeignKey(
        "customers.Touchpoint", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    partner = models.ForeignKey(
        "service_charter.Partner", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    standard = models.ForeignKey(
        "service_charter.Standard", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_at = models.DateTimeField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    is_paused = models.BooleanField(default=False)
    queue_at = models.DateTimeField()

    goes_on_as = models.CharField(max_length=20, blank=True)  # the number of the complaint that it has become
    outcome = models.CharField(max_length=10, choices=RequestOutcome.choices, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    score_comment = models.TextField(blank=True)
    scored_at = models.DateTimeField(null=True, blank=True)

    history = track(excluded_fields=["queue_at", "code_hash"])

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("service request")
        verbose_name_plural = _("service requests")
        indexes = [
            models.Index(fields=["queue_at", "id"], name="request_queue", condition=IS_OPEN_REQUEST),
            models.Index(fields=["unit", "queue_at", "id"], name="request_queue_unit", condition=IS_OPEN_REQUEST),
            models.Index(fields=["handler", "queue_at", "id"], name="request_queue_handler", condition=IS_OPEN_REQUEST),
            models.Index(fields=["-received_at", "-id"], name="request_newest"),
            models.Index(fields=["customer", "-received_at", "-id"], name="request_customer"),
            models.Index(fields=["standard", "due_at"], name="request_running", condition=Q(met_at__isnull=True)),
            models.Index(fields=["phone_hash"], name="request_phone", condition=~Q(phone_hash="")),
            models.Index(fields=["email_hash"], name="request_email", condition=~Q(email_hash="")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=RequestStatus.values), name="request_status_known"),
            models.CheckConstraint(
                condition=Q(door=Door.PORTAL, received_by__isnull=True)
                | Q(door__in=[door for door in Door.values if door != Door.PORTAL], received_by__isnull=False),
                name="request_taken_down_by",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=(RequestStatus.DONE, RequestStatus.CLOSED))
                | Q(done_at__isnull=False) & ~Q(outcome=""),
                name="request_done_with_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(status=RequestStatus.CLOSED) | Q(closed_at__isnull=False), name="request_closed_when"
            ),
            models.CheckConstraint(
                condition=~Q(status=RequestStatus.WORKING) | Q(handler__isnull=False), name="request_worked_by"
            ),
            models.CheckConstraint(
                condition=Q(standard__isnull=False) | Q(due_at__isnull=True), name="request_clock_of_standard"
            ),
            models.CheckConstraint(
                condition=Q(status=RequestStatus.TURNED) & ~Q(goes_on_as="")
                | ~Q(status=RequestStatus.TURNED) & Q(goes_on_as=""),
                name="request_turned_into_which",
            ),
            models.CheckConstraint(condition=Q(score__isnull=True) | Q(score__range=(1, 5)), name="request_score"),
            set_together("score", "scored_at", name="request_scored_when"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The staff page of the request."""
        return reverse("service_charter:requests-detail", args=[self.number])

    @property
    def is_open(self) -> bool:
        """Neither answered nor withdrawn."""
        return self.status in OPEN_REQUESTS

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        return str(RequestStatus(self.status).label)


class RequestMessage(models.Model):
    """One message to or from the customer. Append-only."""

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="messages")
    sender = models.CharField(max_length=10, choices=Sender.choices)
    is_question = models.BooleanField(default=False)
    body = models.TextField()
    author = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("message about a request")
        verbose_name_plural = _("messages about requests")
        indexes = [models.Index(fields=["request", "at", "id"], name="request_message_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(sender=Sender.STAFF, author__isnull=False)
                | Q(sender=Sender.CUSTOMER, author__isnull=True, is_question=False),
                name="request_message_author",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sender} {self.at:%Y-%m-%d %H:%M}"


class RequestStep(models.Model):
    """One step of the path, or a handing over, or a date that moved. Append-only."""

    request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=20)
    from_status = models.CharField(max_length=10, blank=True)
    to_status = models.CharField(max_length=10, choices=RequestStatus.choices)
    actor = models.CharField(max_length=10, choices=Sender.choices)
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("step of a request")
        verbose_name_plural = _("steps of requests")
        indexes = [models.Index(fields=["request", "at", "id"], name="request_step_order")]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"


class RequestPause(models.Model):
    """A span in which the clock stands still, with its reason."""

    request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="pauses")
    kind = models.CharField(max_length=10, choices=WaitKind.choices)
    reason = models.TextField()
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["started_at", "id"]
        verbose_name = _("pause of a request")
        verbose_name_plural = _("pauses of requests")
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(ended_at__isnull=True), name="request_one_open_pause"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")), name="request_pause_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.started_at:%Y-%m-%d}"


class RequestDraft(models.Model):
    """A request being written on the portal: sealed under a key of its own, found by the hash of a token that the
    browser holds. Filed once: whoever comes second finds the request it became."""

    future_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    form = models.ForeignKey("service_charter.RequestForm", on_delete=models.PROTECT, related_name="+")
    data_key = models.ForeignKey("core.DataKey", null=True, on_delete=models.PROTECT, related_name="+")
    content = EncryptedTextField()
    expires_at = models.DateTimeField(db_index=True)
    request = models.ForeignKey(ServiceRequest, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("unfinished request")
        verbose_name_plural = _("unfinished requests")

    def __str__(self) -> str:
        return self.future_id
