"""Ratings at touchpoints: what each of them got within a year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import Count, Max, Q, QuerySet

from customers.models import Touchpoint
from foundation.accounts.models import User
from voc.models import Feedback
from voc.models.voice import became_secret
from voc.selectors.results import SATISFIED_FROM, Figure, share

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Rated:
    """A touchpoint with its ratings of the last year."""

    touchpoint: Touchpoint
    figure: Figure
    newest: datetime | None


def feedback_seen_by(user: User) -> QuerySet[Feedback]:
    """Ratings, without those whose words became a complaint that the person must not read."""
    return Feedback.objects.select_related("touchpoint", "stage").exclude(became_secret(user, "voice__public_id"))


def rated_touchpoints(*, now: datetime) -> list[Rated]:
    """Touchpoints in use, the ones least satisfied with first, those without a rating last; two statements."""
    lately = Q(feedback__given_at__gte=now - YEAR)
    rows = (
        Touchpoint.objects.in_use_on(now.date())
        .prefetch_related("stages")
        .annotate(
            n=Count("feedback", filter=lately),
            good=Count("feedback", filter=lately & Q(feedback__rating__gte=SATISFIED_FROM)),
            newest=Max("feedback__given_at", filter=lately),
        )
    )
    found = [Rated(row, share(row.good, row.n), row.newest) for row in cast(Iterable[Any], rows)]  # annotated
    return sorted(found, key=lambda one: (one.figure.value is None, one.figure.value or 0, one.touchpoint.name))
