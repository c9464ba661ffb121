"""A segment in use in real browsers: chosen as target, its risk, strategy and steps, its profile, its market."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from foundation.governance.models import Risk
from segmentation.models import Market, ProfileIssue, SegmentStrategy, StrategyStep
from tests.browser.desks import Desk
from tests.customers.factories import make_organisation
from tests.fixtures.browser import DESK, PHONE
from tests.people import someone
from tests.relationships.factories import make_segments

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
REASON = "ผู้เช่ารายใหญ่ให้รายได้เกือบครึ่ง และต่อสัญญาพร้อมกันปีหน้า"


@pytest.mark.parametrize(("language", "viewport"), [("th", PHONE), ("en", DESK)], ids=["thai-phone", "english-desk"])
def test_from_a_target_to_its_profile_and_market(
    open_page: Callable[..., Any], axe: Callable[..., None], language: str, viewport: Any
) -> None:
    look = {"language": language, "viewport": viewport}
    day = (timezone.localdate() + dt.timedelta(days=30)).isoformat()
    [segment] = make_segments([make_organisation() for _ in range(12)], at=timezone.now() - dt.timedelta(days=2))
    address = f"/staff/segments/{segment.public_id}/"
    officer = Desk(open_page, axe, "/staff/segments/targets/", user=someone("customer-officer"), **look)
    assert officer.refused(f"{address}target") == 403
    assert officer.refused("/staff/segments/markets/new") == 403

    strategist = Desk(open_page, axe, "/staff/segments/targets/", user=someone("strategist"), **look)
    strategist.judge()
    strategist.follow(f"main a[href='{address}target']")
    strategist.send(scan=True)  # nothing filled in: told what is missing
    assert strategist.page.locator(".errors").count()
    strategist.send(is_target="yes", reason=REASON)
    assert REASON in strategist.see("/staff/segments/targets/")

    strategist.see(address)
    strategist.follow("main a[href*='/risks/new']")
    strategist.send(
        title="ย้ายออกพร้อมกันเมื่อครบสัญญา",
        likelihood=3,
        impact=4,
        direct_effect="รายได้ลดลง",
        treatment="reduce",
        treatment_note="หารือรายรายก่อนครบสัญญาหกเดือน",
        residual_likelihood=2,
        residual_impact=3,
        owner=someone("strategist").pk,
        review_on=day,
    )
    assert Risk.objects.get().subject_public_id == segment.public_id
    strategist.see(f"{address}strategy", scan=True)
    strategist.send(objective="ต่อสัญญาร้อยละ 90", value_offered="ผู้ดูแลประจำราย", approach="ประชุมทุกไตรมาส")
    assert SegmentStrategy.objects.get().segment == segment
    strategist.see(f"{address}steps/new")
    strategist.send(title="แต่งตั้งผู้ดูแลประจำราย", owner=someone("strategist").pk, due_on=day)
    strategist.see(address)
    strategist.send("/done")
    assert StrategyStep.objects.get().done_on == timezone.localdate()

    officer.see(f"{address}profiles/")
    officer.send(
        edition="outside",
        purpose="หารือแผนบริการ",
        recipient="หน่วยงานผู้เช่า",
        needs_th="ซ่อมเร็วและรู้ล่วงหน้า",
        needs_en="Quick repairs, known in advance",
        offer_th="ผู้ดูแลประจำราย",
        offer_en="A named contact",
        scan=True,
    )
    issue = ProfileIssue.objects.get()
    paper = officer.page.request.get(f"{address}profiles/{issue.public_id}/{language}.pdf")
    assert paper.ok
    assert paper.body().startswith(b"%PDF-")

    strategist.see("/staff/segments/markets/new")
    strategist.send(
        name_th="ให้เช่าพื้นที่สำนักงาน",
        buyers="หน่วยงานของรัฐ",
        need="สำนักงานใกล้กระทรวง",
        purchasing_power="งบประมาณประจำปี",
        willingness="ต่อสัญญาสม่ำเสมอ",
        right_to_buy="ตามระเบียบพัสดุ",
        position="ผู้ให้เช่าหลักในพื้นที่",
        owner=someone("strategist").pk,
        review_on=day,
        scan=True,
    )
    assert Market.objects.get().get_absolute_url() in strategist.page.url
