"""The promises of open complaints whose dates have passed or are near, for the pages of the charter."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint
from complaints.selectors.clocks import FIELDS
from foundation.accounts.models import User
from service_charter.enums import Facet
from service_charter.running import Load, Running, Share, Source

FACETS = (Facet.UNIT, Facet.TOUCHPOINT)


def shares(now: datetime, until: datetime) -> Iterator[Share]:
    """Dates passed and dates near, by standard, the unit that its result will count for, and the touchpoint; one query
    a promise."""
    for standard, due, met in FIELDS.values():
        rows = (
            Complaint.objects.open()
            .ordinary()
            .filter(**{f"{standard}__isnull": False, f"{met}__isnull": True, f"{due}__lt": until}, is_paused=False)
        )
        late = Count("pk", filter=Q(**{f"{due}__lt": now}))
        by_unit = rows.order_by().annotate(counted_for=Coalesce("unit_concerned_id", "unit_id"))
        by_place = by_unit.values_list(f"{standard}_id", "counted_for", "touchpoint_id")
        for standard_id, *places, n, n_late in by_place.annotate(n=Count("pk"), late=late):
            keys = {facet: str(place) for facet, place in zip(FACETS, places, strict=True) if place is not None}
            yield Share(standard_id, Load(late=n_late, soon=n - n_late), keys)


def first(user: User, now: datetime, until: datetime, limit: int) -> Iterator[Running]:
    """The cases this person may open, the longest overdue first."""
    visible = Complaint.objects.visible_to(user).open().filter(is_paused=False)
    for standard, due, met in FIELDS.values():
        rows = visible.filter(**{f"{standard}__isnull": False, f"{met}__isnull": True, f"{due}__lt": until})
        named = rows.order_by(due).values_list(f"{standard}_id", due, "number", "subject", "unit_id")
        for standard_id, due_at, number, subject, unit_id in named[:limit]:
            url = reverse("complaints:staff-detail", args=[number])
            yield Running(standard_id, due_at, f"{number} {subject}", url, unit_id)


SOURCE = Source("complaints", _("Complaints"), shares, first, FACETS)
