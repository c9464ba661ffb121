"""Serials of numbers such as C-2569-000123-7: gapless within a year, one row locked per series."""

from django.db import models


class NumberSeries(models.Model):
    """The last serial given out for a prefix in a Buddhist year."""

    prefix = models.CharField(max_length=3)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="number_series_prefix_year")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}: {self.last}"
