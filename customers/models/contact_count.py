"""How many contacts took place, kept as they are written down, so that no figure has to count the timeline."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.enums import Channel


class ContactCountQuerySet(models.QuerySet["ContactCount"]):
    """Reads of the counts."""

    def between(self, first: date, after: date) -> Self:
        """Of the days from `first` up to, and without, `after`."""
        return self.filter(day__gte=first, day__lt=after)


class ContactCount(models.Model):
    """Contacts of a day (local time) by channel, touchpoint and stage; the count is the sum of the rows of that key.

    A trigger on the timeline (migration 0037) adds a row with every entry, and takes one off for the entry that it puts
    right: each writer adds its own, so none waits for another. At night the rows of a key are folded into one.
    """

    day = models.DateField(_("day"))
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    touchpoint = models.ForeignKey(
        "customers.Touchpoint", null=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    stage = models.ForeignKey(
        "customers.LifecycleStage", null=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    contacts = models.BigIntegerField(_("contacts"))

    objects = ContactCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("count of contacts")
        verbose_name_plural = _("counts of contacts")
        indexes = [
            models.Index(
                fields=["day"], include=["channel", "touchpoint", "stage", "contacts"], name="contact_count_of_day"
            ),
            models.Index(fields=["touchpoint", "day"], include=["contacts"], name="contact_count_at_touchpoint"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.channel}: {self.contacts}"
