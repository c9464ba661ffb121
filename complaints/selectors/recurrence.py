"""The same matter in the same place, again and again: what one answer after another has not mended."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max
from django.db.models.functions import Lower

from complaints.models import Category, Complaint
from complaints.models.complaint import IS_OPEN
from foundation.core.list_filters import NO_CUTS, Cuts, narrow
from foundation.core.metrics import Period

OFTEN = 3
SHOWN = 15


@dataclass(frozen=True)
class Recurrence:
    """A category at a place: how many cases within the span, how many of them open, and when the last came."""

    category: Category
    place: str
    n: int
    still_open: int
    last_at: datetime


def recurrences(period: Period, cuts: Cuts = NO_CUTS) -> list[Recurrence]:
    """What was told at least three times of one place within the period, most often first. Two statements.

    Places are compared without regard to capitals; spaces were put in order at receipt.
    `cuts` are registered filters of lists.
    """
    told = (
        Complaint.objects.ordinary().filter(received_at__gte=period.start, received_at__lt=period.end).exclude(place="")
    )
    told = narrow(told, cuts)
    spots = (
        told.annotate(spot=Lower("place"))
        .order_by()
        .values("category_id", "spot")
        .annotate(
            n=Count("pk"), still_open=Count("pk", filter=IS_OPEN), last_at=Max("received_at"), written=Max("place")
        )
        .filter(n__gte=OFTEN)
        .order_by("-n", F("last_at").desc(), "spot")[:SHOWN]
    )
    categories = Category.objects.in_bulk([spot["category_id"] for spot in spots])
    return [
        Recurrence(categories[spot["category_id"]], spot["written"], spot["n"], spot["still_open"], spot["last_at"])
        for spot in spots
    ]
