"""Figures of customers that upper rooms offer to studies: complaints of a year, satisfaction, rent, and the like.

    from segmentation.features import OfferedFeature, register

    register(OfferedFeature("complaints_365d", _("Complaints in 12 months"), _("cases"), complaints_of_a_year))

`figures(customers, at)` yields (customer id, figure) for those that have one, in one set-based statement; `absent` is
the figure of the others (0 for a count), None where no figure means unknown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.functional import Promise

from customers.models import Customer

Figures = Callable[["QuerySet[Customer]", date], Iterable[tuple[int, float]]]


@dataclass(frozen=True)
class OfferedFeature:
    """A figure that another room knows of customers."""

    key: str
    label: str | Promise
    unit: str | Promise
    figures: Figures
    absent: float | None = 0.0


_offered: dict[str, OfferedFeature] = {}


def register(feature: OfferedFeature) -> None:
    """Offer a figure; called from `AppConfig.ready()`. Raises ValueError when the key is taken by another."""
    if feature.key in _offered and _offered[feature.key] is not feature:
        raise ValueError(f"feature {feature.key} is offered twice")
    _offered[feature.key] = feature


def offered() -> dict[str, OfferedFeature]:
    """Everything on offer, by key."""
    return dict(_offered)
