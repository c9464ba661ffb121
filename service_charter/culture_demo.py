"""The service culture index: two years closed, and this year's round open and half answered.

The units of the demo are small, so units show only where five answered; the house shows every year.
"""

import datetime as dt
from collections.abc import Mapping
from random import Random

from django.utils import timezone

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.thai.dates import fiscal_year_of
from foundation.governance.services import record_action
from service_charter.citing import CULTURE_KIND
from service_charter.models import CultureRound
from service_charter.services import culture as services

STATEMENTS = (
    ("ฉันรู้ว่ากฎบัตรสัญญาอะไรกับลูกค้าในงานของฉัน", "I know what the charter promises customers in my work"),
    ("หน่วยงานของฉันบอกลูกค้าก่อนเมื่อรู้ว่าจะช้า", "My unit tells customers first when it knows that it is late"),
    ("ฉันตัดสินใจช่วยลูกค้าได้โดยไม่ต้องรอหลายชั้น", "I can decide to help a customer without waiting for many levels"),
    ("เมื่อพลาด เราพูดกันตรง ๆ และแก้ที่สาเหตุ", "When we fail we speak plainly and mend the cause"),
    ("หัวหน้าของฉันเอาเสียงของลูกค้ามาคุยในที่ประชุม", "My superior brings the voice of customers into our meetings"),
    ("หน่วยงานอื่นช่วยฉันเมื่อเรื่องของลูกค้าข้ามหน่วย", "Other units help me when a customer's matter crosses units"),
    ("ฉันได้รับการฝึกที่ต้องใช้ในการบริการ", "I get the training that I need to serve"),
    ("คนที่ทำดีกับลูกค้าได้รับการยอมรับ", "Those who do well by customers are recognised"),
)
# Mean mark of each statement, by years ago; the last two rose after they were acted on.
MEANS = {
    2: (3.6, 3.5, 2.9, 3.3, 3.2, 2.8, 3.0, 2.9),
    1: (3.9, 3.7, 3.0, 3.5, 3.4, 2.9, 3.6, 3.3),
    0: (4.2, 3.8, 3.1, 3.6, 3.5, 3.0, 3.9, 3.6),
}
SILENT = ("board-member", "customer-officer", "complaint-officer", "system-administrator")


def build(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Nothing where a round is there already."""
    if CultureRound.objects.exists():
        return
    year, owner, chance = fiscal_year_of(timezone.localdate(now)), people["charter-owner"], Random(5)  # noqa: S311  a story
    for ago in (2, 1, 0):
        opened = now - dt.timedelta(days=365 * ago + (20 if ago else 6))
        last_day = timezone.localdate(opened + dt.timedelta(days=21))
        row = services.prepare(
            fiscal_year_be=year - ago, closes_on=last_day, statements=STATEMENTS, by=owner, now=opened
        )
        services.open_round(round_id=row.pk, by=owner, now=opened)
        for turn, person in enumerate(people.values()):
            if person.username in SILENT or not person.can(Permission.CHARTER_COMMIT) or (not ago and turn % 3 == 0):
                continue
            marks = {
                place: min(5, max(1, round(chance.gauss(mean, 0.8)))) for place, mean in enumerate(MEANS[ago], start=1)
            }
            services.answer(round_id=row.pk, marks=marks, by=person, now=opened + dt.timedelta(days=turn % 5))
        if ago:
            services.close_round(round_id=row.pk, by=owner, now=opened + dt.timedelta(days=19))
        if ago == 1:
            _act(row, owner, now)


def _act(row: CultureRound, owner: User, now: dt.datetime) -> None:
    """What was done about the lowest statements of the last closed round."""
    record_action(
        cause="เรื่องของลูกค้าที่ข้ามหน่วยงานไม่มีผู้ประสานที่ชัดเจน",
        action="ตั้งผู้ประสานงานเรื่องข้ามหน่วยทุกหน่วยงาน และทบทวนทุกเดือน",
        owner=owner,
        due_on=timezone.localdate(now) + dt.timedelta(days=45),
        by=owner,
        now=now,
        source=(CULTURE_KIND, row.public_id),
    )
