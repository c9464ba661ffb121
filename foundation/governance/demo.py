"""The board's story: its meetings, so that charters and reports have something to stand on, and what stands on them."""

import datetime as dt
from collections.abc import Iterator, Mapping

from django.utils import timezone

from foundation.accounts.models import User
from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of
from foundation.governance import demo_board, demo_policy, demo_risks
from foundation.governance.demo_days import fourth_wednesday
from foundation.governance.models import BoardMeeting
from foundation.governance.services import record_meeting

# The meeting that approved the customer and market policy.
POLICY_MEETING = (dt.date(2022, 8, 24), "เห็นชอบนโยบายด้านลูกค้าและตลาด")
CHARTER_MEETING = (dt.date(2022, 10, 26), "พิจารณากฎบัตรบริการลูกค้าฉบับแรก")

_OTHER_BUSINESS = (
    "รับทราบความคืบหน้าแผนปฏิบัติการด้านลูกค้าและตลาด",
    "รับทราบผลสำรวจความพึงพอใจของผู้เช่า",
    "พิจารณาแผนปรับปรุงพื้นที่บริการประชาชน",
    "รับทราบสถานะการต่อสัญญาเช่า",
)


def build(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Meetings, the policy and its duties, agendas, observations, risks and actions; what exists already stays."""
    _meetings(now, people)
    for part in (demo_policy, demo_board, demo_risks):
        part.build(now, people)


def _meetings(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Monthly meetings of the last two years, and the two of 2565."""
    secretary = people["board-secretary"]
    for held_on, note in (POLICY_MEETING, CHARTER_MEETING, *_monthly(timezone.localdate(now))):
        year_be = held_on.year + 543
        if not BoardMeeting.objects.filter(number=held_on.month, year_be=year_be).exists():
            recorded = timezone.make_aware(dt.datetime.combine(held_on, dt.time(15, 40)))
            record_meeting(
                number=held_on.month, year_be=year_be, held_on=held_on, note=note, by=secretary, now=recorded
            )


def _monthly(today: dt.date) -> Iterator[tuple[dt.date, str]]:
    months = [divmod(today.year * 12 + today.month - 1 - back, 12) for back in range(24, -1, -1)]
    for year, month_index in months:
        held_on = fourth_wednesday(year, month_index + 1)
        if held_on < today:
            yield held_on, _note(held_on)


def _note(held_on: dt.date) -> str:
    """The month after a quarter's end the board is shown that quarter's report."""
    quarter: FiscalQuarter = fiscal_quarter_of(held_on)
    if held_on.month == quarter.period.start.month + 1:
        return f"รับทราบรายงานลูกค้าและตลาด {quarter.previous().label('th')}"
    return _OTHER_BUSINESS[held_on.month % len(_OTHER_BUSINESS)]
