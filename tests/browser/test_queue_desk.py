"""An officer's day at the queue: by keyboard, the case beside the list, many at once, saved lists."""

from collections.abc import Callable
from typing import Any

import pytest

from foundation.accounts.models import User
from tests.browser.desks import Desk as Seat
from tests.complaints.factories import make_charter, make_desk
from tests.fixtures.browser import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
QUEUE = "/staff/complaints/"
Open = Callable[..., Any]


def test_the_queue_is_worked_by_keyboard_with_the_case_beside_it(open_page: Open, axe: Callable[[Any], None]) -> None:
    make_charter()
    desk = make_desk()
    first, second = desk.file(description="น้ำหยดจากฝ้า"), desk.file(description="ลิฟต์ค้าง")
    seat = Seat(open_page, axe, QUEUE, user=desk.officer, viewport=DESK, language="th")
    page = seat.page
    peek = page.locator("#peek")
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    peek.get_by_role("heading", level=2, name=first.subject).wait_for()
    page.wait_for_url(f"**{QUEUE}?case={first.number}")
    seat.judge()
    page.keyboard.press("j")
    page.keyboard.press("o")
    peek.get_by_role("heading", level=2, name=second.subject).wait_for()
    peek.locator("textarea").fill("ร่างที่ยังไม่ส่ง j k o")
    assert page.locator("#peek h2").inner_text() == second.subject, "keys are silent while somebody types"
    page.wait_for_timeout(600)
    page.go_back()
    peek.get_by_role("heading", level=2, name=first.subject).wait_for()
    page.go_forward()
    peek.get_by_role("heading", level=2, name=second.subject).wait_for()
    assert peek.locator("textarea").input_value() == "ร่างที่ยังไม่ส่ง j k o"
    page.reload()
    peek.get_by_role("heading", level=2, name=second.subject).wait_for()
    peek.locator("[data-beside-title]").press("Escape")
    page.wait_for_url(f"**{QUEUE}")
    assert not peek.is_visible()
    page.keyboard.press("?")
    sheet = page.locator("#key-sheet")
    sheet.wait_for()
    axe(page)
    sheet.locator("[data-keys-on]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert not sheet.is_visible(), "keys can be switched off"
    page.evaluate("localStorage.clear()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "f-q"


def test_on_a_phone_a_row_opens_the_case(
    open_page: Open, axe: Callable[[Any], None], person: Callable[..., User]
) -> None:
    make_charter()
    case = make_desk().file()
    seat = Seat(open_page, axe, QUEUE, user=person("complaint-manager"), viewport=PHONE, language="en")
    seat.judge()
    seat.follow(f"#case-{case.number} a")
    assert seat.page.url.endswith(f"{QUEUE}{case.number}/")
