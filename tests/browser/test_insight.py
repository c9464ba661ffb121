"""An insight in real browsers: from a need that customers rated to the decision, the idea and its answer."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from products.models import Idea
from segmentation.models import Segment
from tests.browser.desks import Desk
from tests.customers.factories import make_organisation
from tests.fixtures.browser import DESK, PHONE
from tests.people import someone
from tests.relationships.factories import make_segments
from tests.voc.rating import rate
from voc.models import Insight

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
HEARD = "ผู้เช่ารายย่อยบอกว่าวนหาที่จอดรถนานกว่าสิบนาทีทุกเช้า"
OUTCOME = "เปิดที่จอดรายชั่วโมง 40 ช่อง คะแนนความพึงพอใจขึ้นเป็น 4.1"


def customers_who_rated(segment_size: int = 6) -> Segment:
    """A segment whose members find parking important and are not content with it."""
    people = [make_organisation(name_th=f"ร้านค้า {number}") for number in range(segment_size)]
    [segment] = make_segments(people)
    rate("parking", [(5, 2)] * segment_size, customers=people, at=timezone.now() - dt.timedelta(hours=1))
    return segment


@pytest.mark.parametrize(("language", "viewport"), [("th", DESK), ("en", PHONE)], ids=["thai-desk", "english-phone"])
def test_from_a_need_to_an_answered_idea(
    open_page: Callable[..., Any], axe: Callable[..., None], language: str, viewport: Any
) -> None:
    segment = customers_who_rated()
    look = {"language": language, "viewport": viewport}
    analyst = Desk(open_page, axe, "/staff/voc/needs/", user=someone("voc-analyst"), **look)
    analyst.judge()
    analyst.follow("main a[href*='/insights/new?need=parking']")
    analyst.send(heard=HEARD, segments=segment.public_id, title="ที่จอดรถรายชั่วโมง", scan=True)
    row = Insight.objects.get()
    address = row.get_absolute_url()
    analyst.send("/propose", scan=True)
    assert not analyst.offers("/decide")
    assert analyst.refused(f"{address}decide") == 403

    executive = Desk(open_page, axe, "/staff/voc/insights/", user=someone("executive"), **look)
    executive.judge()
    executive.follow(f"main a[href='{address}']")
    assert executive.refused(f"{address}propose") == 403
    executive.send("/decide", scan=True)  # nothing filled in: told what is missing
    assert executive.page.locator(".errors").count()
    day = (timezone.localdate() + dt.timedelta(days=30)).isoformat()
    executive.send("/decide", decision="do", reason="กระทบผู้เช่าเกือบทั้งกลุ่ม", follow_up_on=day, scan=True)
    assert not executive.offers("/decide")

    analyst.see(address)
    analyst.send("/idea")  # one click
    assert not analyst.offers("/idea")
    idea = Idea.objects.get()
    assert analyst.refused(f"{idea.get_absolute_url()}answer/") == 403
    manager = Desk(open_page, axe, "/staff/products/ideas/", user=someone("product-manager"), **look)
    manager.judge()
    manager.follow(f"main a[href='{idea.get_absolute_url()}']")
    assert manager.page.locator(f"main a[href='{address}']").count()
    manager.send("/answer/", move="accept", answer="ทำเป็นโครงการนำร่องไตรมาสหน้า", scan=True)
    assert Idea.objects.get().status == "accepted"

    analyst.see(address, scan=False)
    analyst.send("/follow-up", outcome=OUTCOME)
    assert OUTCOME in analyst.send("/close", scan=True)
    assert Insight.objects.get().status == "closed"
