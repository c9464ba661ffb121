"""Service requests and the ledger of promises as populations of audits."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Unit
from foundation.governance.populations import Population
from service_charter.citing import MEASUREMENT_KIND, REQUEST_KIND
from service_charter.models import Measurement, ServiceRequest


def requests(first: dt.date, last: dt.date, unit: Unit | None) -> "QuerySet[ServiceRequest]":
    """Requests received in these days."""
    rows = ServiceRequest.objects.filter(received_at__date__range=(first, last))
    return rows.filter(unit=unit) if unit else rows


def measurements(first: dt.date, last: dt.date, unit: Unit | None) -> "QuerySet[Measurement]":
    """Entries of the ledger of these days that still count: neither cancelled nor cancelling."""
    rows = Measurement.objects.filter(
        occurred_at__date__range=(first, last), cancels__isnull=True, cancelled_by__isnull=True
    )
    return rows.filter(unit=unit) if unit else rows


POPULATIONS = (
    Population("service_charter.requests", _("Service requests received in these days"), REQUEST_KIND, requests),
    Population("service_charter.measurements", _("Measurements of promises"), MEASUREMENT_KIND, measurements),
)
