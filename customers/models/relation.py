"""The dated history of a customer's relation to the market."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.enums import Relation


class RelationPeriod(models.Model):
    """From when to when a customer stood in a relation. The open period is the one of today."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="relations")
    relation = models.CharField(_("relation to the market"), max_length=10, choices=Relation.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="relation_ends_after_start"
            ),
            models.UniqueConstraint(fields=["customer"], condition=Q(ends_on__isnull=True), name="relation_one_open"),
        ]
        indexes = [
            models.Index(fields=["customer", "-starts_on"], name="relation_of_customer"),
            models.Index(fields=["relation", "starts_on", "ends_on"], name="relation_by_date"),
        ]

    def __str__(self) -> str:
        return f"{self.relation} {self.starts_on} – {self.ends_on or ''}"
