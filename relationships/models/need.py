"""What the customers of a segment need as support, and where they get it (policy 5.1)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Record, track
from relationships.enums import Importance


class SupportNeed(Record):
    """A key support need of a segment, its source, and the touchpoints that meet it; withdrawn ones stay as history."""

    segment = models.ForeignKey(
        "segmentation.Segment", on_delete=models.PROTECT, related_name="+", verbose_name=_("segment")
    )
    title = models.CharField(_("need"), max_length=200)
    detail = models.TextField(_("detail"), blank=True)
    importance = models.CharField(_("importance"), max_length=8, choices=Importance.choices)
    source = models.CharField(_("how we know"), max_length=300)
    touchpoints = models.ManyToManyField(
        "customers.Touchpoint", related_name="+", blank=True, verbose_name=_("touchpoints that meet it")
    )
    withdrawn_on = models.DateField(_("no longer a need since"), null=True, blank=True)

    history = track(m2m_fields=[touchpoints])

    class Meta:
        ordering = ["segment", "id"]
        verbose_name = _("support need")
        verbose_name_plural = _("support needs")
        constraints = [
            models.CheckConstraint(condition=Q(importance__in=Importance.values), name="need_importance_known")
        ]

    def __str__(self) -> str:
        return self.title
