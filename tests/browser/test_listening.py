"""Listening in a real browser: ten seconds at a touchpoint, and labels put right with one key."""

from collections.abc import Callable
from typing import Any

import pytest

from foundation.accounts.models import User
from tests.customers.factories import make_touchpoint
from tests.fixtures.browser import PHONE
from tests.voc.listening import make_voice
from voc.models import Feedback, Label, Voice

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Any]


def test_a_visitor_rates_a_touchpoint_on_a_phone(open_page: OpenPage) -> None:
    place = make_touchpoint()
    page = open_page(f"/portal/feedback/{place.code}", viewport=PHONE)
    page.locator(".rate--big label").nth(3).click()
    page.locator("main textarea").fill("บริการดี รอไม่นาน")
    page.wait_for_selector("altcha-widget [data-state=verified], altcha-widget .altcha[data-state=verified]")
    page.locator("main button.btn--go").click()
    page.wait_for_url("**/thanks")
    assert (Feedback.objects.get().rating, Feedback.objects.get().comment) == (4, "บริการดี รอไม่นาน")


def test_keys_move_through_the_list_and_put_labels_right(open_page: OpenPage, person: Callable[..., User]) -> None:
    first, second = make_voice("หนึ่ง"), make_voice("สอง")
    page = open_page("/staff/voc/", user=person("voc-analyst", language="en"))
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("3")
    row = page.locator(f"#voice-{first.public_id}")
    row.locator("[data-row-key='3'][aria-pressed=true]").wait_for()
    page.keyboard.press("k")
    page.keyboard.press("1")
    page.locator(f"#voice-{second.public_id} [data-row-key='1'][aria-pressed=true]").wait_for()
    assert set(Voice.objects.values_list("text", "sentiment")) == {("หนึ่ง", "neg"), ("สอง", "pos")}
    assert Label.objects.count() == 2
