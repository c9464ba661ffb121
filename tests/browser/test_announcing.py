"""What customers are told, in real browsers: an announcement and "you said, we did", each by two people."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from tests.browser.desks import Desk
from tests.fixtures.browser import DESK, PHONE
from tests.people import someone
from tests.voc.announcing import FACTS
from voc.models import Announcement, DoneEntry

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LOOKS = pytest.mark.parametrize(
    ("language", "viewport"), [("th", PHONE), ("en", DESK)], ids=["thai-phone", "english-desk"]
)


@LOOKS
def test_an_announcement_needs_a_second_person(
    open_page: Callable[..., Any], axe: Callable[..., None], language: str, viewport: Any
) -> None:
    look = {"language": language, "viewport": viewport}
    analyst = Desk(open_page, axe, "/staff/voc/announcements/new", user=someone("voc-analyst"), **look)
    analyst.judge()
    analyst.send(
        **{name: FACTS[name] for name in ("kind", "title_th", "title_en", "body_th", "body_en", "audience")},
        channels="portal",
        from_day=timezone.localdate().isoformat(),
        from_time="00:00",
        scan=True,
    )
    row = Announcement.objects.get()
    address = f"/staff/voc/announcements/{row.public_id}/"
    public = Desk(open_page, axe, "/portal/announcements/", language=language, viewport=PHONE)
    said = row.title_th if language == "th" else row.title_en
    assert said not in public.says()
    analyst.send("/submit")
    assert not analyst.offers("/approve")
    assert analyst.refused(f"{address}approve") == 403

    executive = Desk(open_page, axe, address, user=someone("executive"), **look)
    executive.judge()
    executive.send("/approve", scan=True)
    analyst.see(address)
    analyst.send("/publish", scan=True)
    assert said in public.see("/portal/announcements/")
    public.follow(f"main a[href='/portal/announcements/{row.public_id}/']")
    assert (row.body_th if language == "th" else row.body_en) in public.says()


@LOOKS
def test_you_said_we_did_needs_a_second_person(
    open_page: Callable[..., Any], axe: Callable[..., None], language: str, viewport: Any
) -> None:
    look = {"language": language, "viewport": viewport}
    analyst = Desk(open_page, axe, "/staff/voc/you-said-we-did/new", user=someone("voc-analyst"), **look)
    analyst.judge()
    told = {"said_th": "ป้ายบอกทางอ่านยาก", "said_en": "Signs are hard to read"}
    did = {"did_th": "เปลี่ยนป้ายชั้น 1 ทั้งหมด", "did_en": "All signs on the ground floor were replaced"}
    analyst.send(**told, **did, since=timezone.localdate().isoformat(), scan=True)
    address = DoneEntry.objects.get().get_absolute_url()
    analyst.send("/submit")
    assert analyst.refused(f"{address}publish") == 403
    executive = Desk(open_page, axe, address, user=someone("executive"), **look)
    executive.send("/publish", scan=True)
    public = Desk(open_page, axe, "/portal/you-said-we-did/", language=language, viewport=PHONE)
    public.judge()
    assert did[f"did_{language}"] in public.says()
