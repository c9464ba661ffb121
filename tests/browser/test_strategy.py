"""A plan in real browsers: drafted, laid before the board, approved by resolution, in force, its progress reported."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from foundation.accounts.models import User
from foundation.core.thai.dates import fiscal_quarter_of
from foundation.governance.models import Proposal
from strategy.models import Goal, Initiative, Line, Plan, Progress
from tests.browser.desks import Desk
from tests.fixtures.browser import DESK, PHONE
from tests.people import someone
from tests.strategy.factories import TEXTS, a_unit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
DONE = "คุยกับผู้เช่า 42 ราย ต่อสัญญาแล้ว 9 ราย"


def at_unit(role: str, code: str) -> User:
    """Somebody of that role who belongs to a unit."""
    user = someone(role)
    user.unit = a_unit(code)
    user.save()
    return user


def draft_the_parts(desk: Desk, plan: Plan, owner: User, year: int) -> None:
    """Goal, line, indicator and initiative, each on its own page, reached from the plan."""
    titles = {"title_en": "Loyal tenants"}
    for key, answers in {
        "goals": lambda: {"title_th": "ผู้เช่าผูกพัน"},
        "lines": lambda: {"title_th": "ดูแลเชิงรุก", "goal": Goal.objects.get().pk},
        "indicators": lambda: {
            "title_th": "สัญญาที่ต่ออายุ",
            "goal": Goal.objects.get().pk,
            "unit_th": "%",
            "baseline": "70",
            f"target_{year}": "80",
        },
        "initiatives": lambda: {
            "title_th": "คุยก่อนสัญญาหมด",
            "line": Line.objects.get().pk,
            "owner": owner.pk,
            "owner_unit": owner.unit_id,
            "budget": "250000",
            "starts_on": f"{year - 544}-10-01",
            "ends_on": f"{year - 543}-09-30",
            "clauses": "1.3",
        },
    }.items():
        desk.follow(f"main a[href$='/{key}/new']", scan=key == "initiatives")
        desk.send(**titles, **answers())
        assert desk.page.url.endswith(plan.get_absolute_url())


@pytest.mark.parametrize(("language", "viewport"), [("th", DESK), ("en", PHONE)], ids=["thai-desk", "english-phone"])
def test_from_draft_to_reported_progress(
    open_page: Callable[..., Any], axe: Callable[..., None], language: str, viewport: Any
) -> None:
    look = {"language": language, "viewport": viewport}
    quarter = fiscal_quarter_of(timezone.now())
    owner, stranger = at_unit("customer-officer", "customer-market"), at_unit("complaint-officer", "service")
    strategist = Desk(open_page, axe, "/staff/strategy/", user=someone("strategist"), **look)
    strategist.judge()
    strategist.see("/staff/strategy/plans/new")
    year = quarter.year_be
    strategist.send(kind="annual", first_year=year, last_year=year, title_th=TEXTS["title_th"])
    plan = Plan.objects.get()
    address = plan.get_absolute_url()
    strategist.see(f"{address}edit")
    strategist.send(**TEXTS)
    assert not strategist.offers("/propose")  # no goal yet: told what is missing
    draft_the_parts(strategist, plan, owner, year)
    strategist.judge()
    strategist.refused(f"{address}enforce")  # the board has not seen it
    assert Plan.objects.get().status == "draft"
    strategist.see(address, scan=False)
    strategist.send("/propose")
    proposal = Proposal.objects.get()

    member = Desk(open_page, axe, "/staff/board/", user=someone("board-member"), **look)
    member.follow(f"main a[href*='{proposal.public_id}']")
    assert not member.page.locator("main [name=kind]").count()
    assert member.refused(f"/staff/board/proposals/{proposal.public_id}/") == 403
    assert strategist.refused(f"/staff/board/proposals/{proposal.public_id}/") == 403

    secretary = Desk(open_page, axe, "/staff/board/meetings/new", user=someone("board-secretary"), **look)
    secretary.send(label=f"3/{timezone.localdate().year + 543}", held_on=timezone.localdate().isoformat())
    secretary.see(f"/staff/board/proposals/{proposal.public_id}/")
    meeting = secretary.page.locator("main [name=meeting] option").last.get_attribute("value")
    secretary.send(meeting=meeting, item="4.2", kind="approved", scan=True)
    assert Plan.objects.get().status == "approved"
    assert secretary.refused(f"{address}enforce") == 403

    strategist.see(address)
    strategist.send("/enforce", effective_on=timezone.localdate().isoformat(), scan=True)
    assert Plan.objects.get().status == "in_force"

    initiative = Initiative.objects.get()
    report = f"{initiative.get_absolute_url()}progress/{quarter.year_be}/{quarter.quarter}/"
    other = Desk(open_page, axe, initiative.get_absolute_url(), user=stranger, **look)
    assert not other.page.locator("main a[href*='/progress/']").count()
    assert other.refused(report) == 403
    keeper = Desk(open_page, axe, initiative.get_absolute_url(), user=owner, **look)
    keeper.follow(f"main a[href='{report}']")
    assert DONE in keeper.send(percent="30", spent="40000", narrative=DONE, scan=True)
    assert Progress.objects.get().percent == 30
    strategist.see("/staff/strategy/")
    assert strategist.page.locator(f"main a[href='{initiative.get_absolute_url()}']").count()
