"""The promises of open complaints whose dates have passed or are near, for the pages of the charter."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint
from complaints.selectors.clocks import FIELDS
from foundation.accounts.models import User
from service_charter.running import Load, Running, Source


def load(now: datetime, until: datetime) -> dict[int, Load]:
    """Dates passed and dates near, by standard; one query a promise."""
    found: dict[int, Load] = {}
    for standard, due, met in FIELDS.values():
        rows = Complaint.objects.open().filter(
            **{f"{standard}__isnull": False, f"{met}__isnull": True, f"{due}__lt": until}, is_paused=False
        )
        late = Count("pk", filter=Q(**{f"{due}__lt": now}))
        for standard_id, n, n_late in rows.order_by().values_list(f"{standard}_id").annotate(n=Count("pk"), late=late):
            found[standard_id] = Load(late=n_late, soon=n - n_late)
    return found


def first(user: User, now: datetime, until: datetime, limit: int) -> Iterator[Running]:
    """The cases this person may open, the longest overdue first."""
    visible = Complaint.objects.visible_to(user).open().filter(is_paused=False)
    for standard, due, met in FIELDS.values():
        rows = visible.filter(**{f"{standard}__isnull": False, f"{met}__isnull": True, f"{due}__lt": until})
        named = rows.order_by(due).values_list(f"{standard}_id", due, "number", "subject", "unit_id")
        for standard_id, due_at, number, subject, unit_id in named[:limit]:
            url = reverse("complaints:staff-detail", args=[number])
            yield Running(standard_id, due_at, f"{number} {subject}", url, unit_id)


SOURCE = Source("complaints", _("Complaints"), load, first)
