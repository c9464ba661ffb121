"""Mystery visits for tests, made through the services."""

from typing import Any

from customers.models import Touchpoint
from foundation.accounts.models import Unit, User
from service_charter.models import Measurement, MysteryVisit
from service_charter.services import visits
from tests.customers.factories import make_touchpoint
from tests.people import someone
from tests.service_charter.breaking import DAY, FOUND, a_promise, of_unit

CODES = ["complaint-decision", "complaint-first-reply"]


def visitor() -> User:
    return of_unit("voc-analyst", "strategy")


def a_counter() -> Touchpoint:
    found = Touchpoint.objects.first() or make_touchpoint()
    Touchpoint.objects.filter(pk=found.pk).update(owner_unit=Unit.objects.get(code="customer-market"))
    found.refresh_from_db()
    return found


def plan(**facts: Any) -> MysteryVisit:
    a_promise()
    given = {
        "touchpoint": a_counter(),
        "visitor": visitor(),
        "first_day": FOUND.date(),
        "last_day": (FOUND + 7 * DAY).date(),
        "scenario": "ขอสำเนาสัญญาเช่า",
        "codes": CODES,
    }
    return visits.plan_visit(**{**given, **facts}, by=someone("charter-owner"), now=FOUND)


def tell(visit: MysteryVisit, **facts: Any) -> list[Measurement]:
    given: dict[str, Any] = {
        "visited_at": FOUND + DAY,
        "story": "รอสิบนาที ได้คำตอบครบ",
        "kept": {CODES[0]: True, CODES[1]: False},
        "by": visitor(),
        "now": FOUND + 2 * DAY,
    }
    return visits.report_visit(visit_id=visit.pk, **{**given, **facts})
