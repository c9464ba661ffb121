"""Others told the same: a visitor follows their matter on a phone and goes alone again; an officer sees both."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from complaints.models import Complaint, Matter, MatterMember
from foundation.accounts.models import User
from tests.complaints.factories import make_charter, make_desk
from tests.fixtures.browser import PHONE
from tests.fixtures.worker import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PLACE = "อาคาร B ชั้น 2 หน้าห้อง 214"
TOLD = "น้ำหยดจากฝ้าเพดานหน้าร้าน พื้นลื่นมาก"


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_visitor_follows_what_others_told_and_goes_alone_again(
    open_page: Callable[..., Any], axe: Callable[[Any], None], person: Callable[..., User], language: str
) -> None:
    make_charter()
    first = make_desk().file()
    page = open_page("/portal/complaints/new", viewport=PHONE, language=language)

    def onward() -> None:
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url
        with page.expect_navigation():
            page.click("main form button.btn--go")

    page.check("input[name=identity][value=anonymous]")
    onward()
    page.check("input[name=category][value=building]")
    onward()
    page.fill("[name=description]", TOLD)
    page.fill("[name=place]", PLACE)
    onward()
    page.wait_for_url("**/siblings")
    assert first.number not in page.content()
    page.check("input[name=follow][value='1']")
    onward()
    page.check("input[name=remedies] >> nth=0")
    onward()
    onward()
    page.wait_for_selector("altcha-widget input[type=checkbox]:checked", state="attached", timeout=30_000)
    page.click("main form[data-once] button.btn--go")
    page.wait_for_url(re.compile("/portal/complaints/receipt"))
    mine = Complaint.objects.exclude(pk=first.pk).get()
    assert Matter.objects.get().lead_id == first.pk
    page.goto("/portal/complaints/case")
    axe(page)
    page.click("form[action$='/case/apart'] button")
    wait_until(lambda: not MatterMember.objects.filter(left_at=None).exists(), 20)
    officer = open_page(f"/staff/complaints/{mine.number}/", user=person("complaint-manager"), language=language)
    axe(officer)
    assert Matter.objects.get().number in officer.inner_text("#talk")
