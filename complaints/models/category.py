"""What complaints are about. Shipped by migration, edited by the administrator."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Record, track


class Category(Record):
    """A subject under which complaints are counted, and the unit they are most often about."""

    code = models.SlugField(max_length=40, unique=True)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    hint_th = models.CharField(max_length=200, blank=True)
    hint_en = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey("accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place_in_list = models.PositiveSmallIntegerField(default=100)
    is_offered = models.BooleanField(default=True)
    # Whether who is about to report the same may be told that others did. Not where a subject leads to a person.
    is_common = models.BooleanField(default=False)
    # Misconduct and corruption: what is filed under it goes by the confidential route.
    is_misconduct = models.BooleanField(default=False)

    history = track()

    class Meta:
        ordering = ["place_in_list", "code"]
        verbose_name = _("complaint category")
        verbose_name_plural = _("complaint categories")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_th

    @property
    def hint(self) -> str:
        """An example in the reader's language."""
        return self.hint_en if get_language() == "en" else self.hint_th
