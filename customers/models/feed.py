"""Systems of record that feed the register: how each is read, what it delivered, where it differs from the record."""

from datetime import datetime

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from customers.enums import Door, FeedSystem, Receipt
from customers.rules import is_late
from foundation.core.fields import EncryptedTextField
from foundation.core.ids import new_public_id
from foundation.core.models import Record, set_together, track


class Feed(Record):
    """A system that hands its customers over, read only. `code` is the source of its keys and names its folder.

    `header` and `mapping` say how its files are read. Who imports proposes it from an import (`proposed_…`, names of
    columns and no rows), an administrator accepts it. A system that delivers everything each time (`is_complete`) also
    tells who is missing there now.
    """

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[RegexValidator(r"^[a-z][a-z0-9-]*\Z")])
    name_th = models.CharField(_("name in Thai"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    system = models.CharField(_("what it keeps"), max_length=10, choices=FeedSystem.choices)
    unit = models.ForeignKey(
        "accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    is_complete = models.BooleanField(_("each delivery holds all customers"), default=True)
    every_hours = models.PositiveSmallIntegerField(_("comes every so many hours"), null=True, blank=True)
    is_watched = models.BooleanField(_("its folder is watched"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)
    header = models.JSONField(default=list, blank=True)
    mapping = models.JSONField(default=dict, blank=True)
    proposed_header = models.JSONField(default=list, blank=True, editable=False)
    proposed_mapping = models.JSONField(default=dict, blank=True, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, editable=False)
    last_delivery_at = models.DateTimeField(null=True, editable=False)

    history = track(excluded_fields=["last_delivery_at"])

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(every_hours__isnull=True) | Q(every_hours__gte=1), name="feed_every"),
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z][a-z0-9-]*$"), name="feed_code_is_a_folder"),
            set_together("proposed_by", "proposed_at", name="feed_proposed_by_someone"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the feed."""
        return reverse("customers:feed", args=[self.code])

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_th

    def is_late(self, now: datetime) -> bool:
        """Whether it should have delivered again by now."""
        return self.is_active and is_late(self.last_delivery_at or self.created_at, self.every_hours, now)

    @property
    def is_mapped(self) -> bool:
        """Whether it is known how its files are read."""
        return bool(self.header)

    @property
    def is_proposed(self) -> bool:
        """Whether a reading waits for an administrator."""
        return self.proposed_at is not None


class FeedDelivery(models.Model):
    """Something that a system handed over: taken in as an import, the same as before, or refused as a whole."""

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="deliveries")
    run = models.ForeignKey("customers.ImportRun", null=True, on_delete=models.PROTECT, related_name="deliveries")
    door = models.CharField(max_length=10, choices=Door.choices)
    name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    once = models.CharField(max_length=80, blank=True)
    receipt = models.CharField(max_length=10, choices=Receipt.choices)
    refusal = models.TextField(blank=True)
    received_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    settled_note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["feed", "once"], condition=~Q(once=""), name="feed_delivery_once"),
            models.CheckConstraint(
                condition=Q(receipt=Receipt.REFUSED, run__isnull=True) & ~Q(refusal="")
                | ~Q(receipt=Receipt.REFUSED) & Q(run__isnull=False, refusal=""),
                name="feed_delivery_refused_or_taken",
            ),
            set_together("settled_at", "settled_by", name="feed_delivery_settled_by_someone"),
        ]
        indexes = [
            models.Index(fields=["feed", "-id"], name="feed_delivery_of_feed"),
            models.Index(fields=["feed", "digest"], name="feed_delivery_of_file"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.receipt})"

    def get_absolute_url(self) -> str:
        """The page that reconciles it."""
        return reverse("customers:delivery", args=[self.public_id])


class FeedDifference(models.Model):
    """A field in which a source says something else than the record, which was corrected here.

    What the source says is sealed under the customer's key: it falls silent with the record.
    """

    follows_merge = False

    run = models.ForeignKey("customers.ImportRun", on_delete=models.CASCADE, related_name="differences")
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    data_key = models.ForeignKey("core.DataKey", editable=False, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=80)
    theirs = EncryptedTextField(null=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "customer", "field"], name="difference_once")]
        indexes = [models.Index(fields=["customer"], name="difference_of_customer")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.field}"
