"""What script adds to pages that work without it: drafts, keys, the palette, one click once."""

from collections.abc import Callable
from typing import Any

import pytest

from foundation.accounts.models import User
from foundation.core.notifications import notify
from tests.fixtures.browser import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Any]
TOLD = "น้ำหยดจากฝ้าเพดาน <b>ใกล้ปลั๊กไฟ</b>"


@pytest.fixture
def officer(person: Callable[..., User]) -> User:
    return person("complaint-officer", language="en")


def at_the_story(open_page: OpenPage, **options: Any) -> Any:
    """A visitor who has reached the question "what happened"."""
    page = open_page("/portal/complaints/new", **options)
    for _ in range(2):
        page.locator("main input[type=radio]").first.check()
        page.locator("main button.btn--go").click()
    page.wait_for_url("**/story")
    return page


def test_a_half_told_story_survives_a_reload_and_a_language_switch(open_page: OpenPage) -> None:
    page = at_the_story(open_page, viewport=PHONE)
    story = page.locator("main textarea").first
    story.fill(TOLD)
    page.reload()
    assert story.input_value() == TOLD
    page.locator("header button[name=language]").click()
    page.wait_for_selector("html[lang=en]")
    assert story.input_value() == TOLD


def test_what_was_sent_does_not_come_back(open_page: OpenPage) -> None:
    page = at_the_story(open_page)
    page.locator("main textarea").first.fill(TOLD)
    page.locator("main button.btn--go").click()
    page.wait_for_url("**/remedy")
    kept = page.evaluate("Object.entries(sessionStorage).filter(([key, value]) => value.includes('ฝ้าเพดาน'))")
    assert kept == []


def test_an_empty_answer_is_told_first_and_leads_to_its_field(open_page: OpenPage) -> None:
    page = at_the_story(open_page, language="en")
    page.locator("main button.btn--go").click()
    summary = page.locator(".errors")
    summary.wait_for()
    assert page.evaluate("document.activeElement.classList.contains('errors')")
    assert page.title().startswith("ข้อผิดพลาด:") or page.title().startswith("Error:")
    summary.locator("a").first.click()
    assert page.evaluate("document.activeElement.matches('main textarea')")


def test_two_clicks_send_once(open_page: OpenPage) -> None:
    page = open_page("/portal/complaints/new")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.locator("main input[type=radio]").first.check()
    page.evaluate("const button = document.querySelector('main button.btn--go'); button.click(); button.click()")
    page.wait_for_url("**/about")
    assert len(sent) == 1


def test_the_click_that_leaves_a_date_is_not_lost(open_page: OpenPage) -> None:
    page = at_the_story(open_page)
    page.locator("main textarea").first.fill(TOLD)
    page.locator("[data-read-date]").fill("19/11/2568")
    button = page.locator("main button.btn--go").bounding_box()
    page.mouse.move(button["x"] + 20, button["y"] + 6)
    page.mouse.down()
    page.locator(".echo", has_text="19 พฤศจิกายน 2568").wait_for()
    page.mouse.up()
    page.wait_for_url("**/remedy")
    page.go_back()
    assert page.locator("[data-read-date]").input_value() in {"19/11/2568", "19 พฤศจิกายน 2568"}


def test_files_can_be_taken_away_before_they_are_sent(open_page: OpenPage) -> None:
    page = at_the_story(open_page)
    page.locator("main textarea").first.fill(TOLD)
    while not page.url.endswith("/files"):
        for field in page.locator("main input[type=text][required]").all():
            field.fill("สุดารัตน์ มีสุข")
        page.locator("main button.btn--go").click()
        page.wait_for_load_state()
    pictures = [{"name": f"ภาพ {n}.txt", "mimeType": "text/plain", "buffer": b"x" * n} for n in (3, 0, 5)]
    page.locator("input[type=file]").set_input_files(pictures)
    rows = page.locator("[data-file-list] li")
    assert rows.count() == 3
    assert rows.nth(1).locator(".thumb--bad").count() == 1
    rows.nth(1).locator("button").click()
    rows.nth(1).locator("button").click()
    assert page.evaluate("[...document.querySelector('input[type=file]').files].map((file) => file.name)") == [
        "ภาพ 3.txt"
    ]
    page.locator("main button[name=add]").click()
    page.locator("main", has_text="ภาพ 3.txt").wait_for()
    assert page.url.endswith("/files")


def test_the_palette_finds_sections_without_the_mouse(open_page: OpenPage, officer: User) -> None:
    page = open_page("/staff/", user=officer, language="en")
    page.keyboard.press("Control+k")
    page.keyboard.type("custom")
    page.locator("#palette [role=option]", has_text="Customers").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/customers/")
    assert page.locator("main h1").inner_text() == "Customers"


def test_without_script_the_search_box_is_a_link(open_page: OpenPage, officer: User) -> None:
    page = open_page("/staff/", user=officer, java_script_enabled=False)
    page.locator(".rail__search").click()
    page.wait_for_url("**/staff/search")
    assert page.locator("input[name=q]").is_visible()


def test_keys_walk_a_list_and_can_be_turned_off(open_page: OpenPage, officer: User) -> None:
    for number in range(3):
        notify(officer, f"note {number}", url="/staff/notifications/", key=f"n{number}")
    page = open_page("/staff/", user=officer)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator("[data-row].qr--on").inner_text().strip() == "note 1"
    page.keyboard.press("?")
    page.locator("#key-sheet [data-keys-on]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    assert page.locator("[data-row].qr--on").inner_text().strip() == "note 1"


def test_a_phone_reaches_every_section_through_the_menu(open_page: OpenPage, officer: User) -> None:
    page = open_page("/staff/", user=officer, viewport=PHONE)
    assert not page.locator("#rail").is_visible()
    page.locator("a[href='#rail']").click()
    page.locator("#rail a[href='/staff/complaints/']").click()
    page.wait_for_url("**/staff/complaints/")


@pytest.mark.parametrize("viewport", [None, PHONE])
@pytest.mark.parametrize("path", ["/", "/portal/accessibility/", "/no-such-page", "/staff/", "/staff/search?q=x"])
def test_both_faces_pass_the_scan(
    open_page: OpenPage, axe: Callable[..., None], officer: User, path: str, viewport: Any
) -> None:
    page = open_page(path, user=officer if path.startswith("/staff/") else None, viewport=viewport)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_filters_of_the_queue_come_as_their_card_opens(open_page: OpenPage, officer: User) -> None:
    page = open_page("/staff/complaints/?view=all&q=lift", user=officer, viewport=PHONE)
    assert page.locator("#f-category").count() == 0
    page.locator("details.pop--left summary").click()
    severity = page.locator("#f-severity")
    severity.select_option("3")
    page.locator("details.pop--left button.btn--go").click()
    page.wait_for_url("**severity=3**")
    assert "q=lift" in page.url
    assert page.locator(".chip--on").count() == 2


def test_without_script_a_link_draws_the_filters_of_the_queue(open_page: OpenPage, officer: User) -> None:
    page = open_page("/staff/complaints/", user=officer, java_script_enabled=False)
    page.locator("details.pop--left summary").click()
    page.locator("#selects a").click()
    assert page.locator("#f-category").is_visible()
