"""What this room knows of customers, for studies of segments: how much they ask, how they judge the answer."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Avg, Count, QuerySet
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from segmentation.features import OfferedFeature
from service_charter.models import ServiceRequest

YEAR = timedelta(days=365)


def _of(customers: "QuerySet[Customer]", at: date) -> "QuerySet[ServiceRequest]":
    """The requests of these customers in the twelve months before the day."""
    rows = ServiceRequest.objects.filter(received_at__date__gt=at - YEAR, received_at__date__lte=at)
    return rows.filter(customer__in=customers.order_by().values("pk")).order_by()


def requests_of_a_year(customers: "QuerySet[Customer]", at: date) -> Iterable[tuple[int, float]]:
    """How many service requests each made; one statement."""
    return _of(customers, at).values_list("customer_id").annotate(Count("pk"))


def rating_of_a_year(customers: "QuerySet[Customer]", at: date) -> Iterable[tuple[int, float]]:
    """How each rated the answers, from 1 to 5, where any was rated; one statement."""
    return _of(customers, at).filter(score__isnull=False).values_list("customer_id").annotate(Avg("score"))


FEATURES = (
    OfferedFeature("requests_365d", _("Service requests in 12 months"), _("requests"), requests_of_a_year),
    OfferedFeature(
        "request_score_365d", _("Rating of answered requests in 12 months"), _("of 5"), rating_of_a_year, absent=None
    ),
)
