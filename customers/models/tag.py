"""Tags: words that an administrator keeps, so that officers group customers in the same words."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Record, track

LONGEST_CODE = 40
MOST_TAGS = 20  # that a customer bears


class Tag(Record):
    """A tag under its code, which customers carry in `Customer.tags` and which stays for ever.

    The folded names keep two tags from being told apart by letter case, digits or invisible signs alone. A tag that is
    given no more is retired: who carries it keeps it.
    """

    code = models.SlugField(_("code"), max_length=LONGEST_CODE, unique=True)
    name_th = models.CharField(_("name in Thai"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60)
    folded_th = models.CharField(max_length=120, unique=True, editable=False)
    folded_en = models.CharField(max_length=120, unique=True, editable=False)
    is_retired = models.BooleanField(_("given no more"), default=False)

    history = track(excluded_fields=["folded_th", "folded_en"])

    class Meta:
        ordering = ["name_th", "id"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [
            models.CheckConstraint(condition=~Q(name_th="") & ~Q(name_en=""), name="customer_tag_has_names"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_th
