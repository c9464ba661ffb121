"""How the relationship with a customer stands, and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.enums import Health


class RelationshipHealth(models.Model):
    """The verdict of last night. `reasons` are the signs that were true: [{"key": …, "value": …}], the worst first.

    Made from other records each night (`services.health`), so it has no history and nobody changes it by hand.
    """

    follows_merge = False  # judged anew for whoever stands

    customer = models.OneToOneField(
        "customers.Customer", primary_key=True, on_delete=models.CASCADE, related_name="health"
    )
    state = models.CharField(_("relationship"), max_length=6, choices=Health.choices)
    reasons = models.JSONField(default=list)
    since = models.DateTimeField()
    judged_at = models.DateTimeField()

    class Meta:
        verbose_name = _("health of a relationship")
        verbose_name_plural = _("health of relationships")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=Health.values), name="health_known"),
            models.CheckConstraint(condition=~models.Q(reasons=[]), name="health_has_reasons"),
        ]
        indexes = [models.Index(fields=["state", "customer"], name="health_by_state")]

    def __str__(self) -> str:
        return f"{self.state} #{self.customer_id}"
