"""Mystery visits of the demo: one that was made, one to be made."""

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from customers.enums import Channel
from customers.selectors import touchpoints_in_use
from foundation.accounts.models import User
from service_charter.models import MysteryVisit
from service_charter.selectors import charter_in_force
from service_charter.services import visits

DAY = dt.timedelta(days=1)
MADE = (
    "ขอสำเนาประกาศการใช้พื้นที่ส่วนกลาง โดยไม่ทราบชื่อเอกสาร",
    "เจ้าหน้าที่ฟังจนจบ ช่วยค้นชื่อเอกสารให้ และนัดรับวันรุ่งขึ้น มาถึงก่อนนัด",
    {"information-answer": True, "information-documents": True},
)
AHEAD = "สอบถามขั้นตอนแจ้งซ่อมแอร์ในห้องเช่า และถามว่าเสร็จเมื่อไร"


def build(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Nothing where a visit exists or no charter binds."""
    if charter_in_force(now) is None or MysteryVisit.objects.exists():
        return
    owner, visitor = people["charter-owner"], people["voc-analyst"]
    places = [place for place in touchpoints_in_use() if place.owner_unit_id != visitor.unit_id]
    places.sort(key=lambda place: place.channel != Channel.WALK_IN)  # counters first
    if len(places) < 2:
        return
    scenario, story, kept = MADE
    then = now - 20 * DAY
    made = visits.plan_visit(
        touchpoint=places[0],
        visitor=visitor,
        first_day=timezone.localdate(then),
        last_day=timezone.localdate(then + 6 * DAY),
        scenario=scenario,
        codes=sorted(kept),
        by=owner,
        now=then,
    )
    visits.report_visit(
        visit_id=made.pk, visited_at=then + 2 * DAY, story=story, kept=kept, by=visitor, now=then + 3 * DAY
    )
    visits.plan_visit(
        touchpoint=places[1],
        visitor=visitor,
        first_day=timezone.localdate(now),
        last_day=timezone.localdate(now + 10 * DAY),
        scenario=AHEAD,
        codes=["transaction-check"],
        by=owner,
        now=now - DAY,
    )
