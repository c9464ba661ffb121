"""What is promised now, what was promised then, and the versions of the charter."""

import datetime as dt

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from service_charter.enums import Area
from service_charter.models import IN_FORCE_ONCE, CharterVersion, Standard


def charter_in_force(at: dt.datetime) -> CharterVersion | None:
    """The version in force at that moment, by effective dates in local time; None before the first."""
    day = timezone.localdate(at)
    rows = CharterVersion.objects.filter(status__in=IN_FORCE_ONCE, effective_on__lte=day)
    return rows.filter(Q(effective_until__isnull=True) | Q(effective_until__gt=day)).first()


def charter_to_come(at: dt.datetime) -> CharterVersion | None:
    """The version that is published but takes effect later; None when there is none."""
    day = timezone.localdate(at)
    return (
        CharterVersion.objects.filter(status__in=IN_FORCE_ONCE, effective_on__gt=day).order_by("effective_on").first()
    )


def standards_in_force(area: str = Area.COMPLAINTS, *, at: dt.datetime) -> dict[str, Standard]:
    """The promises of an area that bind at that moment, by event; empty when no charter is in force.

    One query. No clock may run from a standard that is not among these.
    """
    day = timezone.localdate(at)
    standards = Standard.objects.filter(
        Q(charter__effective_until__isnull=True) | Q(charter__effective_until__gt=day),
        area=area,
        charter__status__in=IN_FORCE_ONCE,
        charter__effective_on__lte=day,
    )
    return {standard.event: standard for standard in standards.order_by("number")}


def charters() -> QuerySet[CharterVersion]:
    """Every version, newest first, with the number of its standards and its resolution."""
    return (
        CharterVersion.objects.select_related("resolution__meeting", "drafted_by")
        .annotate(standard_count=Count("standards"))
        .order_by("-number")
    )


def published_charters() -> QuerySet[CharterVersion]:
    """Versions that are or were published: the ones the public may read."""
    return CharterVersion.objects.filter(status__in=IN_FORCE_ONCE).select_related("resolution__meeting")
