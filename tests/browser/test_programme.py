"""A CRM programme in real browsers: for a segment, with baseline and target, evaluated, its lesson asked for."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from foundation.knowledge.models import Article
from relationships.models import Programme
from tests.browser.desks import Desk
from tests.customers.factories import make_organisation
from tests.fixtures.browser import DESK, PHONE
from tests.people import someone
from tests.relationships.factories import make_segments

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LESSON = "โทรก่อนส่งอีเมล ได้คำตอบเร็วกว่าเกือบเท่าตัว"


@pytest.mark.parametrize(("language", "viewport"), [("th", DESK), ("en", PHONE)], ids=["thai-desk", "english-phone"])
def test_from_plan_to_lesson(
    open_page: Callable[..., Any], axe: Callable[..., None], language: str, viewport: Any
) -> None:
    look = {"language": language, "viewport": viewport}
    today = timezone.localdate()
    [segment] = make_segments([make_organisation() for _ in range(6)], at=timezone.now() - dt.timedelta(days=2))
    strategist = Desk(open_page, axe, "/staff/relationships/programmes/", user=someone("strategist"), **look)
    strategist.judge()
    strategist.follow("main a[href$='/programmes/new']")
    strategist.send(
        name="ผู้เช่าสัมพันธ์",
        objective="ให้ผู้เช่าใช้ห้องประชุมมากขึ้น",
        segment=segment.pk,
        budget="100000",
        starts_on=(today - dt.timedelta(days=1)).isoformat(),
        ends_on=today.isoformat(),
        scan=True,
    )
    row = Programme.objects.get()
    address = row.get_absolute_url()
    strategist.send("/start", scan=True)  # neither measure nor members yet
    assert Programme.objects.get().status == "planned"
    strategist.see(address, scan=False)
    strategist.send("/measures", metric_key="relationships.crossselling", target="2")
    measure = row.measures.get()
    assert (measure.baseline, measure.target) == (0, 2)
    strategist.send("/draw", as_of=today.isoformat(), scan=True)
    assert row.members.count() == 6

    officer = Desk(open_page, axe, address, user=someone("customer-officer"), **look)
    officer.judge()
    assert not officer.offers("/start")
    assert officer.refused(f"{address}start") == 403
    strategist.send("/start", scan=True)
    strategist.send("/activities", title="โทรหาสมาชิกทุกราย", due_on=today.isoformat())
    strategist.send("/done", outcome="ครบ 6 ราย")
    assert officer.refused(f"{address}evaluate") == 403
    strategist.send("/evaluate", scan=True)  # says what it was compared with, or is not kept
    assert Programme.objects.get().status == "running"
    strategist.send(
        "/evaluate", effect="partly", comparison="ลูกค้ากลุ่มอื่นในไตรมาสเดียวกัน", evaluation="ได้ผลกับผู้เช่ารายใหม่", spent="80000"
    )
    strategist.judge()
    strategist.send("/close", scan=True)  # the lesson is asked for
    assert Programme.objects.get().status == "evaluated"
    assert LESSON in strategist.send("/close", lesson=LESSON, scan=True)
    assert Programme.objects.get().status == "closed"
    assert Article.objects.filter(kind="lesson").exists()
    assert row.name in strategist.see("/staff/knowledge/?view=in_review")
