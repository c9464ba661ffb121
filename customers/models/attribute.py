"""What the further facts in `Customer.attributes` mean: fields that administrators design, or that files brought."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from customers.enums import AttributeKind, Party
from foundation.core.models import Record, track


class AttributeDefinition(Record):
    """A further fact that customers may have: its names, what values it holds, of whom it is asked.

    `choices` are rows of key, th, en, retired; a key stays for ever. A field that is asked no more is retired: what
    was answered stays in the records. Values lie plain in the record, so no field is for personal data.
    """

    key = models.CharField(_("key"), max_length=60, unique=True)
    label_th = models.CharField(_("name in Thai"), max_length=120)
    label_en = models.CharField(_("name in English"), max_length=120)
    kind = models.CharField(_("kind of value"), max_length=10, choices=AttributeKind.choices)
    unit_th = models.CharField(_("unit in Thai"), max_length=40, blank=True)
    unit_en = models.CharField(_("unit in English"), max_length=40, blank=True)
    party = models.CharField(_("asked of"), max_length=12, choices=Party.choices, blank=True)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)
    is_retired = models.BooleanField(_("asked no more"), default=False)
    rank = models.PositiveSmallIntegerField(_("place in the order"), default=100)

    history = track()

    class Meta:
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        ordering = ["rank", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AttributeKind.values), name="attribute_kind_known"),
            models.CheckConstraint(condition=Q(party__in=["", *Party.values]), name="attribute_party_known"),
            models.CheckConstraint(
                condition=Q(kind=AttributeKind.CHOICE) & ~Q(choices=[]) | ~Q(kind=AttributeKind.CHOICE) & Q(choices=[]),
                name="attribute_choices",
            ),
        ]

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

    @property
    def is_range(self) -> bool:
        """Whether a list is cut by from and to, rather than by one value."""
        return self.kind in {AttributeKind.NUMBER, AttributeKind.DATE}

    def fits(self, party: str) -> bool:
        """Whether it is asked of people or organisations, as `party` says."""
        return self.party in {"", party}

    def options(self, *, also: Any = None) -> list[tuple[str, str]]:
        """The choices on offer, and the one that stands in a record already, in the reader's language."""
        language = "en" if get_language() == "en" else "th"
        return [(row["key"], row[language]) for row in self.choices if not row["retired"] or row["key"] == also]
