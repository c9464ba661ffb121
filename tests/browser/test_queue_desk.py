"""An officer's day at the queue: by keyboard, the case beside the list, many at once, saved lists."""

from collections.abc import Callable
from typing import Any

import pytest

from complaints.models import BulkChange, Complaint, SavedQueue
from foundation.accounts.models import User
from tests.browser.desks import Desk as Seat
from tests.complaints.factories import make_charter, make_desk, make_person
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
    peek.locator("[name=kind][value=note]").check()
    with page.expect_navigation():
        peek.locator("form.reply button.btn--go").click()
    peek.get_by_text("ร่างที่ยังไม่ส่ง j k o").wait_for()
    assert f"case={second.number}" in page.url
    assert peek.locator("textarea").input_value() == ""
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


@pytest.mark.parametrize(("language", "viewport"), [("th", DESK), ("en", PHONE)])
def test_ticked_cases_go_to_a_colleague_and_come_back_and_the_queue_is_saved(
    open_page: Open, axe: Callable[[Any], None], language: str, viewport: Any
) -> None:
    make_charter()
    desk = make_desk()
    colleague = make_person("complaint-officer", "second", desk.unit, first_name="ธนา", last_name="ใจดี")
    cases = [desk.file(description=words) for words in ("น้ำหยดจากฝ้า", "ลิฟต์ค้าง", "ไฟทางเดินดับ")]
    seat = Seat(open_page, axe, QUEUE, user=desk.officer, viewport=viewport, language=language)
    page = seat.page
    if viewport == DESK:
        page.keyboard.press("j")
        page.keyboard.press("x")
        page.keyboard.press("j")
        page.keyboard.press("x")
    else:
        for case in cases[:2]:
            page.check(f"#case-{case.number} [name=pick]")
    seat.judge()
    seat.follow("#bulk button")
    seat.send(kind="handler", handler=colleague.pk, reason="แบ่งงานกันทำ", scan=True)
    assert Complaint.objects.filter(handler=colleague).count() == 2
    change = BulkChange.objects.get()
    seat.send(f"{change.public_id}/undo/", reason="เลือกผิด", scan=True)
    assert not Complaint.objects.filter(handler=colleague).exists()
    seat.see("/staff/complaints/bulk/done/")
    seat.see(f"{QUEUE}?view=unassigned&channel=portal")
    seat.follow("a[href*='views/new/']")
    seat.send(name="รอคนรับ", audience="unit")
    seat.judge()
    saved = SavedQueue.objects.get()
    assert saved.filters == {"view": "unassigned", "channel": "portal"}
    assert saved.name in seat.says()
    seat.see("/staff/complaints/views/")
    seat.send(f"{saved.public_id}/default/")
    page.goto(QUEUE)
    assert f"saved={saved.public_id}" in page.url


@pytest.mark.parametrize(("language", "viewport"), [("th", DESK), ("en", PHONE)])
def test_the_investigator_draws_a_fishbone(
    open_page: Open, axe: Callable[[Any], None], language: str, viewport: Any
) -> None:
    make_charter()
    desk = make_desk()
    case = desk.advance(desk.file(), "investigating")
    seat = Seat(open_page, axe, f"{QUEUE}{case.number}/", user=desk.investigator, viewport=viewport, language=language)
    seat.follow("a[href$='/fishbone/']")
    for bone, text in (("equipment", "ข้อต่อพลาสติกเก่าเกินอายุการใช้งาน"), ("rules", "รอบตรวจไม่ครอบคลุมท่อเหนือฝ้า")):
        seat.send("causes/", bone=bone, text=text, scan=True)
    root = case.bone_causes.get(bone="rules")
    seat.send(f"{root.public_id}/root/", scan=True)
    assert root.text in seat.page.inner_text(".bone__root")
    other = case.bone_causes.get(bone="equipment")
    seat.send(f"{other.public_id}/strike/", reason="เพิ่งเปลี่ยนปีก่อน", scan=True)
    assert other.text not in seat.page.inner_text(".fish")
    assert other.text in seat.says()
    seat.see(f"{QUEUE}{case.number}/fishbone/causes/{root.public_id}/")
