"""Evidence that the house looks at its own service culture, and the figure of it."""

import datetime as dt
from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.core.evidence import Evidence, Finding, Link, Verdict
from foundation.core.metrics import Direction, Metric, Period, Value
from service_charter.culture_rules import ENOUGH
from service_charter.selectors.culture import Index, by_unit, house, last_closed, named, turnout

YEARLY = dt.timedelta(days=400)


def _culture(at: datetime) -> Finding:
    links = (Link(_("Service culture index"), reverse("service_charter:culture")),)
    row = last_closed(at)
    if row is None or row.closed_at is None or row.closed_at < at - YEARLY:
        return Finding(Verdict.RED, _("No round was closed within the year."), links, row.closed_at if row else None)
    asked, answered = turnout(row)
    index = house(row)
    facts = {"round": row, "answered": answered, "asked": asked}
    words = _("%(round)s: %(answered)s of %(asked)s answered.") % facts
    if index.value is not None:
        words += " " + _("Index %(value).1f of 100.") % {"value": index.value}
    is_enough = index.value is not None and 100 * answered >= ENOUGH * asked
    return Finding(Verdict.GREEN if is_enough else Verdict.AMBER, words, links, row.closed_at)


def _index(period: Period, by: str | None) -> Mapping[str, Value]:
    """Of the last round closed in the period; at most six statements."""
    row = last_closed(period.end - dt.timedelta(microseconds=1))
    if row is None or row.closed_at is None or row.closed_at < period.start:
        return {"": Value(None, 0)} if by is None else {}
    if by is None:
        return {"": _value(house(row))}
    return {key: _value(index) for key, index in named(by_unit(row)).items() if index.value is not None}


def _value(index: Index) -> Value:
    return Value(None, 0) if index.value is None else Value(round(index.value, 1), index.n or 0, index.low, index.high)


CULTURE_ASKED = Evidence(
    key="service_charter.culture_asked",
    clause="5.2",
    title=gettext_lazy("The house asks its staff how it serves"),
    rule=gettext_lazy(
        "Green: a round of the service culture index was closed within 400 days and at least half of those asked had "
        "answered. Amber: fewer had. Red: no round was closed."
    ),
    find=_culture,
)
CULTURE_INDEX = Metric(
    key="service_charter.culture_index",
    clause="5.2",
    title=gettext_lazy("Service culture index"),
    unit=gettext_lazy("points"),
    formula=gettext_lazy(
        "Each answer counts as the mean of its marks, moved from 1 to 5 onto 0 to 100; the index is the mean of the "
        "answers to the last round closed in the period, with Student's interval. Groups under five are not shown, nor "
        "one that would follow from the others."
    ),
    direction=Direction.UP,
    query=_index,
    decimals=1,
    dimensions=("unit",),
)
