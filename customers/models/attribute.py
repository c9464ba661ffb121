"""What the figures and categories in `Customer.attributes` mean."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from customers.enums import AttributeKind
from foundation.core.models import Record, track


class AttributeDefinition(Record):
    """A further fact that customers may have: a number that a segmentation study can read, or a category."""

    key = models.CharField(_("key"), max_length=60, unique=True)
    label_th = models.CharField(_("name in Thai"), max_length=120)
    label_en = models.CharField(_("name in English"), max_length=120)
    kind = models.CharField(_("kind of value"), max_length=10, choices=AttributeKind.choices)
    unit_th = models.CharField(_("unit in Thai"), max_length=40, blank=True)
    unit_en = models.CharField(_("unit in English"), max_length=40, blank=True)

    history = track()

    class Meta:
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.label_en if get_language() == "en" else self.label_th

    @property
    def unit(self) -> str:
        """The unit in the reader's language."""
        return self.unit_en if get_language() == "en" else self.unit_th
