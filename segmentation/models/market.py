"""The market register: for each line of business, who its market is, how large, where we stand (policy 1.1, 2.3)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Record, track
from segmentation.enums import MarketUnit, Trend


class Market(Record):
    """The market of one line of business.

    `need`, `purchasing_power`, `willingness` and `right_to_buy` say how the market passes the four tests of clause 1.1.
    The size comes with its unit, its source and its day, or not at all. `retired_on` is set when the business ends.
    """

    name_th = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    buyers = models.TextField()
    need = models.TextField()
    purchasing_power = models.TextField()
    willingness = models.TextField()
    right_to_buy = models.TextField()
    size = models.DecimalField(max_digits=16, decimal_places=0, null=True)
    size_unit = models.CharField(max_length=15, choices=MarketUnit.choices, blank=True)
    size_source = models.CharField(max_length=300, blank=True)
    size_on = models.DateField(null=True)
    trend = models.CharField(max_length=10, choices=Trend.choices, default=Trend.UNKNOWN)
    competitors = models.TextField(blank=True)
    position = models.TextField(blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField()
    retired_on = models.DateField(null=True)

    history = track()

    class Meta:
        ordering = ["name_th", "id"]
        verbose_name = _("market")
        verbose_name_plural = _("markets")
        constraints = [
            models.UniqueConstraint(
                fields=["name_th"], condition=Q(retired_on__isnull=True), name="market_of_a_business_once"
            ),
            models.CheckConstraint(condition=Q(trend__in=Trend.values), name="market_trend_known"),
            models.CheckConstraint(
                condition=Q(size__isnull=True, size_unit="", size_source="", size_on__isnull=True)
                | (
                    Q(size__isnull=False, size__gte=0, size_unit__in=MarketUnit.values, size_on__isnull=False)
                    & ~Q(size_source="")
                ),
                name="market_size_with_its_source",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where staff read it."""
        return reverse("segmentation:staff-market", args=[self.public_id])

    @property
    def name(self) -> str:
        """In the reader's language."""
        return (self.name_en if get_language() == "en" else "") or self.name_th
