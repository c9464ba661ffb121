"""Mystery visits and what they measured; which version of a promise bound at a moment."""

import datetime as dt

from django.db.models import QuerySet

from foundation.accounts.models import User
from service_charter.enums import Source, VisitState
from service_charter.models import Measurement, MysteryVisit, Standard
from service_charter.selectors.charter import charter_in_force


def visits() -> "QuerySet[MysteryVisit]":
    """Every visit with what its lists and page show."""
    return MysteryVisit.objects.select_related("touchpoint", "visitor", "planned_by", "ended_by")


def visits_to_make(user: User) -> "QuerySet[MysteryVisit]":
    """Visits that this person is asked to make, by their last day."""
    return visits().filter(state=VisitState.PLANNED, visitor=user).order_by("last_day", "id")


def standard_bound_at(code: str, at: dt.datetime) -> Standard | None:
    """The promise of that code in the charter that was in force then."""
    charter = charter_in_force(at)
    return charter.standards.filter(code=code).first() if charter else None


def standards_of_visit(visit: MysteryVisit) -> list[Standard]:
    """The promises of a visit, in the words of the newest version that has them, in the order of the charter."""
    rows = Standard.objects.filter(code__in=visit.codes, charter__resolution__isnull=False)
    newest = {row.code: row for row in rows.select_related("charter").order_by("charter__number")}
    return sorted(newest.values(), key=lambda row: row.number)


def measured_by_visit(visit: MysteryVisit) -> list[Measurement]:
    """What the visit saw, as it stands in the ledger."""
    rows = Measurement.objects.filter(
        source=Source.MYSTERY, source_key__startswith=f"visit:{visit.public_id}:", cancels__isnull=True
    )
    return list(rows.select_related("standard", "cancelled_by").order_by("standard__number"))
