"""What we offer, and how it reaches the customer."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.models import Record, set_together, track
from products.enums import BusinessLine, Mechanism, Offer, ProductKind

if TYPE_CHECKING:
    from foundation.accounts.models import User


class ProductQuerySet(models.QuerySet["Product"]):
    """Reads of the catalogue. A view begins with `visible_to`."""

    def visible_to(self, user: "User") -> Self:
        """Everything for those who may see products; the catalogue keeps no secrets between units."""
        return self if user.can(Permission.PRODUCT_VIEW) else self.none()


class Product(Record):
    """A product or service. `code` is how people cite it; `reviewed_at` is when somebody last said it is right."""

    code = models.SlugField(max_length=40, unique=True)
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=ProductKind.choices)
    business_line = models.CharField(max_length=12, choices=BusinessLine.choices)
    description_th = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    owner_unit = models.ForeignKey("accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Offer.choices, default=Offer.PLANNED)
    status_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    search_text = models.TextField(editable=False)

    history = track(excluded_fields=["search_text"])
    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ProductKind.values), name="product_kind_known"),
            models.CheckConstraint(condition=Q(business_line__in=BusinessLine.values), name="product_line_known"),
            models.CheckConstraint(condition=Q(status__in=Offer.values), name="product_status_known"),
            models.CheckConstraint(
                condition=~Q(status=Offer.OFFERED) | Q(owner_unit__isnull=False), name="product_offered_has_owner"
            ),
            set_together("reviewed_at", "reviewed_by", name="product_reviewed_at_by"),
        ]
        indexes = [
            models.Index(fields=["status", "code"], name="product_by_status"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="product_search"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page for staff."""
        return reverse("products:staff-product", args=[self.code])

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_en if get_language() == "en" else self.name_th

    @property
    def description(self) -> str:
        """In the reader's language."""
        return self.description_en if get_language() == "en" else self.description_th


class Delivery(Record):
    """One way in which a product is delivered: the mechanism, who delivers, at which touchpoints."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="deliveries")
    mechanism = models.CharField(max_length=12, choices=Mechanism.choices)
    deliverer = models.CharField(max_length=200)
    touchpoints = models.ManyToManyField("customers.Touchpoint", blank=True, related_name="deliveries")

    history = track()

    class Meta:
        ordering = ["product", "id"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.CheckConstraint(condition=Q(mechanism__in=Mechanism.values), name="delivery_mechanism_known"),
            models.UniqueConstraint(fields=["product", "mechanism", "deliverer"], name="delivery_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_mechanism_display()}: {self.deliverer}"
