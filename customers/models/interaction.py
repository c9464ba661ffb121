"""The timeline: what passed between a customer and us. It only grows."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.enums import Channel, Direction
from foundation.core.fields import EncryptedTextField
from foundation.core.ids import new_public_id


class InteractionQuerySet(models.QuerySet["Interaction"]):
    """Reads of the timeline."""

    def standing(self) -> Self:
        """Each contact once, as it was put right last: what figures count."""
        later = Interaction.objects.filter(corrects=OuterRef("pk"), corrects__isnull=False)  # few, and said to be few
        return self.filter(~Exists(later))


class Interaction(models.Model):
    """One contact. A trigger refuses changes: what was wrong is put right by another entry that `corrects` it, once.

    The summary is sealed under the customer's key, so that forgetting a person silences what was written about them.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="interactions")
    contact = models.ForeignKey(
        "customers.ContactPerson", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    data_key = models.ForeignKey("core.DataKey", editable=False, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    direction = models.CharField(_("direction"), max_length=3, choices=Direction.choices)
    touchpoint = models.ForeignKey(
        "customers.Touchpoint", null=True, blank=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    stage = models.ForeignKey(
        "customers.LifecycleStage", null=True, blank=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    summary = EncryptedTextField(_("what it was about"), null=False)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="put_right_by"
    )
    source = models.CharField(max_length=40, blank=True, editable=False)
    external_key = models.CharField(max_length=100, null=True, editable=False)  # noqa: DJ001  NULL where absent: unique
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = InteractionQuerySet.as_manager()

    class Meta:
        verbose_name = _("interaction")
        verbose_name_plural = _("interactions")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_key"],
                condition=Q(external_key__isnull=False),
                name="interaction_source_key",
            )
        ]
        indexes = [
            models.Index(fields=["customer", "-at", "-id"], name="interaction_timeline"),
            # All that figures of a period read, so that they never touch the rows with their sealed text.
            models.Index(
                fields=["at"],
                include=["id", "channel", "touchpoint", "stage", "customer"],
                name="interaction_of_period",
            ),
            models.Index(
                fields=["touchpoint", "at"], name="interaction_at_touchpoint", condition=Q(touchpoint__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.at:%Y-%m-%d %H:%M}"
