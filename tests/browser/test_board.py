"""The board's secretary in real browsers: meetings planned, recorded, decided, minuted, certified and followed up."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from foundation.governance.models import BoardMeeting, Observation, Resolution
from tests.browser.desks import Desk
from tests.fixtures.browser import DESK, PHONE
from tests.governance.factories import make_proposal
from tests.people import someone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ASKED = "ขอให้รายงานสาเหตุของข้อร้องเรียนเรื่องลิฟต์"
ANSWER = "ลูกปืนสึก เปลี่ยนครบทุกเครื่องแล้ว"


@pytest.mark.parametrize(("language", "viewport"), [("th", DESK), ("en", PHONE)], ids=["thai-desk", "english-phone"])
def test_from_a_planned_meeting_to_an_observation_laid_to_rest(
    open_page: Callable[..., Any], axe: Callable[..., None], language: str, viewport: Any
) -> None:
    look = {"language": language, "viewport": viewport}
    today, year = timezone.localdate(), timezone.localdate().year + 543
    proposal = make_proposal(someone("strategist"))
    owner = someone("complaint-manager")
    member = Desk(open_page, axe, "/staff/board/", user=someone("board-member"), **look)
    assert member.refused("/staff/board/meetings/new") == 403

    secretary = Desk(open_page, axe, "/staff/board/", user=someone("board-secretary"), **look)
    secretary.judge()

    def record(number: int, day: dt.date) -> str:
        secretary.see("/staff/board/meetings/new", scan=False)
        secretary.send(label=f"{number}/{year}", held_on=day.isoformat(), place="ห้องประชุมชั้น 9", scan=True)
        return BoardMeeting.objects.get(number=number).get_absolute_url()

    planned = record(13, today + dt.timedelta(days=20))
    secretary.see(f"{planned}agenda/new")
    secretary.send(number="4.1", kind="information", title="รายงานเสียงของลูกค้า")
    secretary.see(planned, scan=False)
    secretary.send("/steps/invite", scan=True)
    assert BoardMeeting.objects.get(number=13).state == "invited"

    first, second = record(11, today - dt.timedelta(days=1)), record(12, today)
    secretary.see(f"{first}agenda/new", scan=False)
    secretary.send(number="5.1", kind="decision", title="กฎบัตรการให้บริการ", proposal=proposal.pk, outcome="อนุมัติ")
    address = f"/staff/board/proposals/{proposal.public_id}/"
    assert member.refused(address) in (403, 405)
    secretary.see(address)
    secretary.send(meeting=BoardMeeting.objects.get(number=11).pk, item="5.1", kind="approved_with_remarks", scan=True)
    assert not Resolution.objects.exists()  # the remarks are missing, and the page says so
    secretary.send(remarks="ให้วัดผลทุกไตรมาส")
    assert Resolution.objects.get().content_hash == proposal.content_hash

    secretary.see("/staff/board/observations/new", scan=False)
    secretary.send(
        meeting=BoardMeeting.objects.get(number=11).pk,
        text=ASKED,
        owner=owner.pk,
        due_on=(today + dt.timedelta(days=15)).isoformat(),
        scan=True,
    )
    asked = Observation.objects.get().get_absolute_url()
    secretary.see(first, scan=False)
    secretary.send("/steps/minutes", scan=True)
    secretary.send("/steps/certify", certified_in=BoardMeeting.objects.get(number=12).pk, scan=True)
    assert BoardMeeting.objects.get(number=11).state == "certified"

    manager = Desk(open_page, axe, "/staff/", user=owner, **look)
    manager.follow(f"main a[href='{asked}']")
    manager.send("/answer", text=ANSWER, scan=True)
    assert manager.refused(f"{asked}decide") == 403
    secretary.see(asked)
    secretary.send("/decide", decision="accept", meeting=BoardMeeting.objects.get(number=12).pk, scan=True)
    assert Observation.objects.get().state == "accepted"
    assert ANSWER in member.see(asked)
    assert BoardMeeting.objects.get(number=12).get_absolute_url() == second
