"""The promises of open requests whose dates have passed or are near, for the pages of the charter."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from service_charter.enums import Facet
from service_charter.models import ServiceRequest
from service_charter.running import Load, Running, Share, Source

FACETS = (Facet.UNIT, Facet.TOUCHPOINT, Facet.PARTNER)


def shares(now: dt.datetime, until: dt.datetime) -> Iterator[Share]:
    """Dates passed and dates near, by standard, unit, touchpoint and partner; one query."""
    rows = ServiceRequest.objects.open().filter(standard__isnull=False, queue_at__lt=until, met_at__isnull=True)
    late = Count("pk", filter=Q(queue_at__lt=now))
    by_place = rows.order_by().values_list("standard_id", *(f"{facet.value}_id" for facet in FACETS))
    for standard_id, *places, n, n_late in by_place.annotate(n=Count("pk"), late=late):
        keys = {facet: str(place) for facet, place in zip(FACETS, places, strict=True) if place is not None}
        yield Share(standard_id, Load(late=n_late, soon=n - n_late), keys)


def first(user: User, now: dt.datetime, until: dt.datetime, limit: int) -> Iterator[Running]:
    """The requests this person may open, the longest overdue first."""
    rows = ServiceRequest.objects.visible_to(user).open().filter(standard__isnull=False, queue_at__lt=until)
    for row in (
        rows.select_related("form")
        .only("number", "queue_at", "standard_id", "unit_id", "form__title_th", "form__title_en")
        .order_by("queue_at", "id")[:limit]
    ):
        title = f"{row.number} {row.form.title}"
        yield Running(row.standard_id or 0, row.queue_at, title, row.get_absolute_url(), row.unit_id)


SOURCE = Source("requests", _("Service requests"), shares, first, FACETS)
