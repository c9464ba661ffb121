"""Figures of commitments."""

from collections.abc import Mapping

from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from foundation.core.metrics import Direction, Metric, Period, Value, dimension_of_choices, share
from service_charter.enums import Holder
from service_charter.selectors.commitments import current

_BY: dict[str, str | Coalesce] = {"holder": "kind", "unit": Coalesce("unit__code", "person__unit__code")}


def _accepted(period: Period, by: str | None) -> Mapping[str, Value]:
    """The share accepted of what bound at the end of the period; two statements."""
    rows = current(period.end).order_by()
    signed = Count("pk", filter=Q(acceptance__at__lt=period.end))
    if by is None:
        found = [("", *rows.aggregate(n=Count("pk"), signed=signed).values())]
    else:
        groups = rows.values_list(_BY[by]).annotate(n=Count("pk"), signed=signed)
        found = [(key or "", n, good) for key, n, good in groups]
    return {key: share(good, n, digits=1) for key, n, good in found}


HOLDERS = dimension_of_choices("holder", _("Holder"), Holder)
ACCEPTED = Metric(
    key="service_charter.commitments_accepted",
    clause="5.2",
    title=_("Commitments of the charter that were accepted"),
    unit="%",
    formula=_(
        "Of what units, staff and partners were handed of the charter in force at the end of the period, the last of "
        "each, the share signed by then. People who have left and partners who no longer work for us do not count."
    ),
    direction=Direction.UP,
    query=_accepted,
    decimals=1,
    dimensions=("holder", "unit"),
)
