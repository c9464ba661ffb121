"""What is promised now, what was promised then, and the versions of the charter."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from customers.selectors import touchpoint_names
from service_charter.enums import Area
from service_charter.models import IN_FORCE_ONCE, CharterVersion, Standard


def charter_in_force(at: dt.datetime) -> CharterVersion | None:
    """The version in force at that moment, by effective dates in local time; None before the first."""
    day = timezone.localdate(at)
    rows = published_charters().filter(effective_on__lte=day)
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
    return {standard.event: standard for standard in all_in_force(at=at).filter(area=area).order_by("number")}


def standards_by_key(keys: Iterable[int]) -> dict[int, Standard]:
    """The promises of any time that stand under these keys, read for their durations. One query."""
    return Standard.objects.only("duration_amount", "duration_unit").in_bulk(list(keys))


def all_in_force(*, at: dt.datetime) -> QuerySet[Standard]:
    """The promises of every area that bind at that moment."""
    day = timezone.localdate(at)
    return Standard.objects.filter(
        Q(charter__effective_until__isnull=True) | Q(charter__effective_until__gt=day),
        charter__status__in=IN_FORCE_ONCE,
        charter__effective_on__lte=day,
    )


def first_of_promise(code: str) -> Standard | None:
    """The promise as the first published version gave it: by this row it is cited, whatever versions follow."""
    rows = Standard.objects.select_related("charter").filter(code=code, charter__status__in=IN_FORCE_ONCE)
    return rows.order_by("charter__number").first()


def charters() -> QuerySet[CharterVersion]:
    """Every version, newest first, with the number of its standards and its resolution."""
    return (
        CharterVersion.objects.select_related("resolution__meeting", "drafted_by", "reviewed_by")
        .annotate(standard_count=Count("standards"))
        .order_by("-number")
    )


def published_charters() -> QuerySet[CharterVersion]:
    """Versions that are or were published: the ones the public may read."""
    return CharterVersion.objects.filter(status__in=IN_FORCE_ONCE).select_related("resolution__meeting")


def by_area(charter: CharterVersion) -> list[tuple[str, list[Standard]]]:
    """The promises of a version under the names of their areas, areas in the order of their first item.

    Each has `places`, the names of the touchpoints that it covers.
    """
    areas: dict[str, list[Standard]] = {}
    standards = list(charter.standards.select_related("owner_unit").order_by("number"))
    names = touchpoint_names({code for standard in standards for code in standard.touchpoints})
    for standard in standards:
        standard.charter = charter
        standard.places = [names.get(code, code) for code in standard.touchpoints]  # type: ignore[attr-defined]
        areas.setdefault(standard.get_area_display(), []).append(standard)
    return list(areas.items())


def open_version() -> CharterVersion | None:
    """The version that is on its way to being published; at most one is."""
    return CharterVersion.objects.exclude(status__in=IN_FORCE_ONCE).first()


def version_before(charter: CharterVersion) -> CharterVersion | None:
    """The version that this one follows or would follow: the newest published one with a lower number."""
    rows = CharterVersion.objects.filter(status__in=IN_FORCE_ONCE, number__lt=charter.number)
    return rows.order_by("-number").first()
