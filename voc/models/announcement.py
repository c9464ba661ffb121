"""What we tell customers: the exact text that was approved, and for each customer what became of it."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from customers.enums import Relation
from foundation.core.ids import new_public_id
from foundation.core.models import OutboxState, Record, set_together, track
from voc.enums.announcement import AnnouncementChannel as Channel
from voc.enums.announcement import AnnouncementKind, Audience, DeliveryOutcome, Urgency
from voc.enums.announcement import AnnouncementStatus as Status

UNFINISHED = (Status.DRAFT, Status.SUBMITTED, Status.APPROVED)
# States that only an approved text may have; an approved one may be withdrawn before it was published.
BOUND = (Status.APPROVED, Status.PUBLISHED, Status.CORRECTED, Status.EXPIRED)


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    """Announcements by who may read them."""

    def public(self) -> Self:
        """What stands or stood on the portal; withdrawn and replaced ones stay, and say so."""
        return self.filter(published_at__isnull=False, channels__contains=[Channel.PORTAL])

    def live(self, at: datetime) -> Self:
        """Published, and valid at that moment."""
        until = Q(valid_until__isnull=True) | Q(valid_until__gt=at)
        return self.filter(until, status=Status.PUBLISHED, valid_from__lte=at)


class Announcement(Record):
    """One edition of an announcement. Editions of the same matter share `series`; a correction is the next edition.

    `content_hash` is the sha-256 of everything that is approved (voc.content); `approved_hash` is what the approver
    saw. The database holds both equal from the approval on. `segments` are public ids of segments.
    """

    series = models.CharField(max_length=26, default=new_public_id, editable=False)
    edition = models.PositiveSmallIntegerField(default=1, editable=False)
    corrects = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="corrections"
    )
    kind = models.CharField(gettext_lazy("about"), max_length=10, choices=AnnouncementKind.choices)
    urgency = models.CharField(gettext_lazy("situation"), max_length=10, choices=Urgency.choices)
    title_th = models.CharField(gettext_lazy("title in Thai"), max_length=200)
    title_en = models.CharField(gettext_lazy("title in English"), max_length=200, blank=True)
    body_th = models.TextField(gettext_lazy("text in Thai"), blank=True)
    body_en = models.TextField(gettext_lazy("text in English"), blank=True)
    changed_th = models.CharField(gettext_lazy("what changed, in Thai"), max_length=500, blank=True)
    changed_en = models.CharField(gettext_lazy("what changed, in English"), max_length=500, blank=True)
    audience = models.CharField(gettext_lazy("for whom"), max_length=12, choices=Audience.choices)
    segments = ArrayField(models.CharField(max_length=26), default=list, blank=True)
    relations = ArrayField(models.CharField(max_length=10, choices=Relation.choices), default=list, blank=True)
    touchpoint = models.ForeignKey(
        "customers.Touchpoint", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    channels = ArrayField(models.CharField(max_length=10, choices=Channel.choices), default=list)
    valid_from = models.DateTimeField(gettext_lazy("valid from"))
    valid_until = models.DateTimeField(gettext_lazy("valid until"), null=True, blank=True)
    status = models.CharField(
        gettext_lazy("state"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    content_hash = models.CharField(max_length=64, editable=False)
    approved_hash = models.CharField(max_length=64, blank=True, editable=False)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafter_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_reason = models.CharField(max_length=500, blank=True, editable=False)

    history = track()
    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = gettext_lazy("announcement")
        verbose_name_plural = gettext_lazy("announcements")
        constraints = [
            models.UniqueConstraint(fields=["series", "edition"], name="announcement_edition_once"),
            models.UniqueConstraint(
                fields=["series"], condition=Q(status__in=UNFINISHED), name="announcement_one_open_edition"
            ),
            models.UniqueConstraint(
                fields=["series"], condition=Q(status=Status.PUBLISHED), name="announcement_one_published_edition"
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="announcement_status_known"),
            models.CheckConstraint(
                condition=~Q(status__in=BOUND) | Q(approved_at__isnull=False, approved_hash=F("content_hash")),
                name="announcement_exactly_as_approved",
            ),
            models.CheckConstraint(condition=~Q(approved_by=F("drafted_by")), name="announcement_second_person"),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | Q(published_at__isnull=False, ended_at__isnull=True),
                name="announcement_published_when",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="announcement_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True)
                | Q(status__in=[Status.DRAFT, Status.WITHDRAWN])
                | (Q(edition__gt=1) & ~Q(changed_th="")),
                name="announcement_correction_says_what",
            ),
            set_together("approved_at", "approved_by", name="announcement_approved_at_by"),
        ]
        indexes = [
            models.Index(fields=["status", "-id"], name="announcement_by_status"),
            models.Index(fields=["-published_at"], name="announcement_published"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where the public reads it."""
        return reverse("voc:portal-announcement", args=[self.public_id])

    @property
    def title(self) -> str:
        """In the reader's language, Thai where it has no other."""
        return self._spoken("title")

    @property
    def body(self) -> str:
        """In the reader's language."""
        return self._spoken("body")

    @property
    def changed(self) -> str:
        """What a correction changes, in the reader's language."""
        return self._spoken("changed")

    @property
    def is_urgent(self) -> bool:
        """Whether the steps are those of an urgent situation."""
        return self.urgency == Urgency.URGENT

    @property
    def by_email(self) -> bool:
        """Whether it goes out by e-mail."""
        return Channel.EMAIL in self.channels

    @property
    def on_portal(self) -> bool:
        """Whether it stands on the portal."""
        return Channel.PORTAL in self.channels

    @property
    def channel_names(self) -> list[str]:
        """By which ways it goes out, in words."""
        return [str(Channel(channel).label) for channel in self.channels]

    def _spoken(self, field: str) -> str:
        thai, english = getattr(self, f"{field}_th"), getattr(self, f"{field}_en")
        return str((english or thai) if get_language() == "en" else thai)


# How the states of a message read as outcomes of an announcement.
_OUTCOMES = {
    OutboxState.QUEUED: DeliveryOutcome.WAITING,
    OutboxState.RUNNING: DeliveryOutcome.WAITING,
    OutboxState.SENT: DeliveryOutcome.DELIVERED,
    OutboxState.FAILED: DeliveryOutcome.FAILED,
    OutboxState.REFUSED: DeliveryOutcome.SUPPRESSED,
}


class DeliveryQuerySet(models.QuerySet["AnnouncementDelivery"]):
    """Deliveries with what became of them."""

    def with_result(self) -> Self:
        """Annotates `result`: the state of the message as long as it is kept, else what was written down from it."""
        states = [When(message__state=state, then=Value(outcome)) for state, outcome in _OUTCOMES.items()]
        told = Case(*states, default=None, output_field=CharField())
        return self.annotate(result=Coalesce(told, F("outcome")))


class AnnouncementDelivery(models.Model):
    """An announcement on its way to one customer. Nothing personal: the address lies sealed in the message.

    Messages are deleted some time after they were sent; `outcome` keeps what became of them.
    """

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="deliveries")
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    message = models.OneToOneField(
        "core.OutboxMessage", null=True, on_delete=models.SET_NULL, related_name="announcement_delivery"
    )
    outcome = models.CharField(max_length=10, choices=DeliveryOutcome.choices)
    at = models.DateTimeField()

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("delivery")
        verbose_name_plural = gettext_lazy("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["announcement", "customer"], name="announcement_to_customer_once"),
            models.CheckConstraint(condition=Q(outcome__in=DeliveryOutcome.values), name="delivery_outcome_known"),
        ]
        indexes = [
            models.Index(fields=["customer", "-id"], name="delivery_of_customer"),
            models.Index(fields=["at"], name="delivery_at"),
            models.Index(fields=["announcement"], condition=Q(outcome="waiting"), name="delivery_waiting"),
        ]

    def __str__(self) -> str:
        return _("Announcement %(announcement)s to customer %(customer)s") % {
            "announcement": self.announcement_id,
            "customer": self.customer_id,
        }
