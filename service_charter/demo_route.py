"""The way of the demo's charter before the board: two steps, each another person's."""

import datetime as dt
from collections.abc import Mapping

from foundation.accounts.models import Role, User
from foundation.governance import services as governance
from service_charter import services
from service_charter.models import CharterVersion

# Role, Thai, English, what its holder says of the demo's version.
STEPS = (
    ("strategist", "ตรวจตัวชี้วัดและเป้าหมาย", "Indicators and targets", "ตรวจแล้ว วัดผลได้ทุกข้อ"),
    ("complaint-manager", "ตรวจผลต่อการจัดการข้อร้องเรียน", "Effect on complaints handling", "รับได้ ทีมงานพร้อมปฏิบัติ"),
)


def put_in_force(people: Mapping[str, User], now: dt.datetime) -> None:
    """The route, drawn up by the policy administrator and put in force by the executive."""
    drawer = people["policy-administrator"]
    route = governance.draft_route(
        content_kind=services.CONTENT_KIND,
        reason="ให้ผู้รับผิดชอบตัวชี้วัดและผู้ดูแลข้อร้องเรียนเห็นตรงกันก่อนเสนอคณะกรรมการ",
        by=drawer,
        now=now,
    )
    steps = [(thai, english, Role.objects.get(key=role)) for role, thai, english, _said in STEPS]
    governance.save_route_steps(route_id=route.pk, shown_version=route.version, steps=steps, by=drawer, now=now)
    governance.bring_route_into_force(route_id=route.pk, by=people["executive"], now=now + dt.timedelta(hours=3))


def walk(charter: CharterVersion, people: Mapping[str, User], now: dt.datetime) -> None:
    """A version that was sent to review passes both steps."""
    for role, _thai, _english, said in STEPS:
        services.review(charter_id=charter.pk, note=said, by=people[role], now=now)
        now += dt.timedelta(hours=6)
