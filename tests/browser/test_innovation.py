"""An innovation in real browsers: an idea becomes a project, and its gates open only on evidence, votes and reasons."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from foundation.governance.models import Risk
from products.models import Idea, Meeting, Project
from tests.browser.desks import Desk
from tests.fixtures.browser import DESK, PHONE
from tests.people import someone
from tests.products.factories import answer, at_stage, make_idea, vote, voters

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
DIMENSIONS = ("efficiency", "customer", "business")
RISK = {
    "title": "ระบบจ่ายเงินล่ม",
    "direct_effect": "ลูกค้าจองไม่ได้",
    "likelihood": 3,
    "impact": 3,
    "treatment": "reduce",
    "treatment_note": "มีช่องทางสำรอง",
    "residual_likelihood": 2,
    "residual_impact": 2,
}


def ballot(meeting: Meeting, *, met: str = "yes") -> dict[str, Any]:
    """What a voter ticks: every must alike, every score a seven."""
    judged = {f"c_{row.code}": met if row.is_must else 7 for row in meeting.criteria.all()}
    return {**judged, "recommendation": "go", "reasons": "คุ้มค่าและทำได้จริง"}


@pytest.mark.parametrize(("language", "viewport"), [("th", DESK), ("en", PHONE)], ids=["thai-desk", "english-phone"])
def test_from_an_idea_through_the_gate(
    open_page: Callable[..., Any], axe: Callable[..., None], language: str, viewport: Any
) -> None:
    look = {"language": language, "viewport": viewport}
    today = timezone.localdate()
    chair, second = someone("executive", "chair"), someone("strategist", "second")
    idea = answer(make_idea(now=timezone.now() - dt.timedelta(days=3)), now=timezone.now() - dt.timedelta(days=2))

    manager = Desk(open_page, axe, idea.get_absolute_url(), user=someone("product-manager"), **look)
    manager.follow("main a[href*='/projects/new/?idea=']")
    manager.send(title="จองห้องประชุมออนไลน์", title_en="Rooms online", innovation="service", summary="จองและชำระผ่านเว็บ")
    project = Project.objects.get()
    assert Idea.objects.get().project == project
    address = project.get_absolute_url()
    manager.judge()

    assert not manager.page.locator("main a[href$='/gates/new/']").count()  # no risk is assessed yet
    new = f"{address}gates/new/"
    assert manager.refused(new) in (302, 422)
    assert not Meeting.objects.exists()
    manager.see(address, scan=False)
    manager.follow("main a[href*='/risks/new?kind=project']")
    owner = someone("product-manager").pk
    manager.send(**RISK, owner=owner, review_on=(today + dt.timedelta(days=60)).isoformat(), scan=True)
    assert Risk.objects.get().subject_public_id == project.public_id
    manager.see(address)
    manager.follow("main a[href$='/gates/new/']")
    manager.send(proposal="ขอทำ business case", chair=chair.pk, held_on=today.isoformat(), quorum="2")
    meeting = Meeting.objects.get()
    assert not manager.offers("/vote/")
    assert manager.refused(f"{meeting.get_absolute_url()}vote/") == 403

    seat = Desk(open_page, axe, meeting.get_absolute_url(), user=chair, **look)
    seat.judge()
    assert not seat.offers("/decide/")
    seat.send("/vote/", **ballot(meeting))
    other = Desk(open_page, axe, meeting.get_absolute_url(), user=second, **look)
    other.send("/vote/", **ballot(meeting, met="no"), scan=True)
    assert not other.offers("/decide/")
    decision = {"reasons": "เป็นไปตามเกณฑ์", "next_steps": "ทำ business case ใน 60 วัน"}
    seat.see(meeting.get_absolute_url())
    seat.send("/decide/", decision="go", **decision, scan=True)  # a must is not met by more than half
    assert not Meeting.objects.get().decision
    other.send("/vote/", **ballot(meeting))
    seat.see(meeting.get_absolute_url(), scan=False)
    seat.send("/decide/", decision="go", **decision, scan=True)
    project.refresh_from_db()
    assert project.stage == "business_case"
    assert not seat.offers("/vote/")
    assert seat.refused(f"{address}targets/new/") == 403


@pytest.mark.parametrize(("language", "viewport"), [("th", DESK), ("en", PHONE)], ids=["thai-desk", "english-phone"])
def test_targets_are_set_and_fixed_at_the_business_case(
    open_page: Callable[..., Any], axe: Callable[..., None], tmp_path: Path, language: str, viewport: Any
) -> None:
    look = {"language": language, "viewport": viewport}
    project = at_stage("business_case", now=timezone.now() - dt.timedelta(days=3))
    address, today = project.get_absolute_url(), timezone.localdate()
    manager = Desk(open_page, axe, address, user=someone("product-manager"), **look)
    for dimension in DIMENSIONS:
        manager.follow(f"main a[href$='?dimension={dimension}']", scan=dimension == "customer")
        manager.send(
            dimension=dimension, name=f"เป้า {dimension}", unit="%", aim="up", baseline="40", value="80",
            measured_how="แบบสำรวจ",
        )  # fmt: skip
    assert not manager.page.locator("main a[href$='/gates/new/']").count()
    paper = tmp_path / "business-case.txt"
    paper.write_text("คุ้มทุนใน 3 ปี")
    manager.send("/papers/", paper="business_case", upload=str(paper), scan=True)
    manager.see(f"{address}edit/")
    manager.send(budget="500000", planned_launch_on=(today + dt.timedelta(days=200)).isoformat())
    manager.follow("main a[href$='/requirements/new/']")
    manager.send(text="ออกใบเสร็จทันที", priority="must", origin="law", basis="ประมวลรัษฎากร", scan=True)
    manager.see(address, scan=False)
    manager.follow("main a[href$='/gates/new/']")
    chair = voters()[0]
    manager.send(proposal="ขอเริ่มพัฒนา", chair=chair.pk, held_on=today.isoformat(), quorum="2")
    meeting = Meeting.objects.latest("id")
    for voter in voters()[1:]:
        vote(meeting, voter, now=timezone.now())
    seat = Desk(open_page, axe, meeting.get_absolute_url(), user=chair, **look)
    seat.send("/decide/", decision="go", reasons="ครบ", next_steps="เริ่มพัฒนา", scan=True)
    project.refresh_from_db()
    assert (project.stage, bool(project.targets_frozen_at)) == ("development", True)
    manager.see(address)
    assert not manager.page.locator("main a[href*='/targets/']").count()
