"""Complaints as a population of audits (ISO 10002, annex D: closed cases are looked at by random sample)."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint
from complaints.offers import REFERENCE
from foundation.accounts.models import Unit
from foundation.governance.populations import Population


def rows(first: dt.date, last: dt.date, unit: Unit | None) -> "QuerySet[Complaint]":
    """Complaints closed in these days."""
    closed = Complaint.objects.ordinary().filter(closed_at__date__range=(first, last))
    return closed.filter(unit=unit) if unit else closed


CLOSED = Population("complaints.closed", _("Complaints closed in these days"), REFERENCE.kind, rows)
