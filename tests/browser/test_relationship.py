"""A relationship in real browsers: a contract recorded, opportunities of two kinds won and lost, the figures moving."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone, translation

from foundation.core import metrics
from relationships.models import Holding, Opportunity
from tests.browser.desks import Desk
from tests.customers.factories import make_organisation
from tests.fixtures.browser import DESK, PHONE
from tests.people import someone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def figure(desk: Desk, key: str, language: str) -> str:
    """What the page of the room shows for a metric, in the quarter."""
    with translation.override(language):
        title = str(metrics.get(key).title)
    shown = desk.page.locator(".figs li").filter(has=desk.page.get_by_text(title, exact=True))
    return str(shown.locator("b.big").inner_text())


@pytest.mark.parametrize(("language", "viewport"), [("th", DESK), ("en", PHONE)], ids=["thai-desk", "english-phone"])
def test_from_a_contract_to_what_was_won_and_lost(
    open_page: Callable[..., Any], axe: Callable[..., None], language: str, viewport: Any
) -> None:
    look = {"language": language, "viewport": viewport}
    today, customer = timezone.localdate(), make_organisation()
    record = f"/staff/customers/{customer.public_id}/"
    executive = Desk(open_page, axe, "/staff/relationships/", user=someone("executive"), **look)
    executive.follow("main a[rel=next]")  # from the last whole quarter to the present one
    assert figure(executive, "relationships.upselling", language) == "0"

    officer = Desk(open_page, axe, record, user=someone("customer-officer"), **look)
    officer.follow("main a[href$='/holdings/new']")
    lease = {"kind": "lease", "subject": "สำนักงานชั้น 2", "building": "B", "space": "2-014", "area": "120"}
    term = {
        "starts_on": (today - dt.timedelta(days=200)).isoformat(),
        "ends_on": (today + dt.timedelta(days=300)).isoformat(),
    }
    officer.send(**lease, **term, yearly_value="240000", scan=True)
    holding = Holding.objects.get()
    officer.see(f"/staff/relationships/customers/{customer.public_id}/holdings/new")
    officer.send(**lease, **term, yearly_value="1")  # the same space twice
    assert officer.page.locator(".errors").count()
    assert Holding.objects.count() == 1

    for kind, title in (("upsell", "ห้องข้างเคียง"), ("cross", "ห้องประชุมรายเดือน")):
        officer.see(record, scan=False)
        officer.follow("main a[href$='/opportunities/new']", scan=kind == "upsell")
        contract = {"holding": holding.pk} if kind == "upsell" else {}
        officer.send(kind=kind, title=title, value="60000", probability="60", **contract)
        officer.send("/qualify")
        officer.send("/offer", scan=kind == "upsell")
        if kind == "upsell":
            assert executive.refused(f"{Opportunity.objects.get().get_absolute_url()}win") == 403
            officer.send("/win", scan=True)
        else:
            officer.send("/lose")  # without its reason
            assert officer.page.locator(".errors").count()
            officer.send("/lose", reason="price", note="คู่แข่งถูกกว่าร้อยละ 10", scan=True)
    won, lost = Opportunity.objects.order_by("id")
    assert (won.stage, lost.stage, lost.lost_reason) == ("won", "lost", "price")
    assert not officer.offers("/win")

    executive.see("/staff/relationships/opportunities/")
    executive.see(won.get_absolute_url(), scan=False)
    assert not executive.page.locator("main form[method=post]").count()
    executive.see("/staff/relationships/", scan=False)
    executive.follow("main a[rel=next]")
    assert figure(executive, "relationships.upselling", language) == "1"
    assert figure(executive, "relationships.value_in_force", language) == "300,000"
    complaints = someone("complaint-officer")
    other = Desk(open_page, axe, "/staff/", user=complaints, **look)
    assert other.refused("/staff/relationships/", sends=False) == 403
