"""A request about one's own data in a real browser: asked on a phone, verified and answered at the desk, read again."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from foundation.accounts.models import User
from foundation.privacy.models import AccessLog, DataRequest
from tests.customers.factories import make_person
from tests.fixtures.browser import PHONE
from tests.fixtures.worker import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Any]
ANSWER = "เรามีชื่อและหมายเลขโทรศัพท์ของท่าน"


def judge(page: Any, axe: Callable[[Any], None]) -> None:
    """No violation, and nothing wider than the screen."""
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


def forward(page: Any) -> None:
    with page.expect_navigation():
        page.click("main form button.btn--go")


@pytest.mark.parametrize("language", ["th", "en"])
def test_asked_on_a_phone_and_answered_at_the_desk(
    open_page: OpenPage, axe: Callable[[Any], None], person: Callable[..., User], language: str
) -> None:
    make_person(phone="+66812345678", name_th="สมศรี")
    page = open_page("/portal/my-data/", viewport=PHONE, language=language)
    for answer in (
        lambda: page.check("input[name=right][value=access]"),
        lambda: page.check("input[name=whom][value=self]"),
        lambda: None,
        lambda: [page.fill("[name=name]", "สมศรี ใจดี"), page.fill("[name=phone]", "081 234 5678")],
        lambda: page.check("input[name=proof][value=call]"),
    ):
        judge(page, axe)
        answer()
        forward(page)
    judge(page, axe)
    page.wait_for_selector("altcha-widget input[type=checkbox]:checked", state="attached", timeout=30_000)
    page.click("main form[data-once] button.btn--go")
    page.wait_for_url(re.compile("/portal/my-data/receipt"))
    judge(page, axe)
    row = DataRequest.objects.get()
    code = page.inner_text("#tracking-code")

    desk = open_page("/staff/privacy/", user=person("data-protection-officer", language=language), language=language)
    judge(desk, axe)
    desk.click("main .idea-l .t a")
    judge(desk, axe)
    desk.fill("[name=reason] >> nth=0", "โทรกลับแล้ว ตอบถูกสามข้อ")
    desk.click("form[action$='/steps/verify/'] button")
    wait_until(lambda: DataRequest.objects.get().status == "verified", 20)
    desk.goto(row.get_absolute_url())
    desk.click("form[action$='/steps/start/'] button")
    wait_until(lambda: DataRequest.objects.get().status == "working", 20)
    desk.goto(f"{row.get_absolute_url()}held/")
    judge(desk, axe)
    desk.fill("[name=reason]", "ตอบคำขอเข้าถึงข้อมูล")
    desk.click("main form button.btn--go")
    desk.wait_for_selector("dl.facts")
    judge(desk, axe)
    assert AccessLog.objects.filter(subject_kind="customer").count() == 1
    desk.goto(row.get_absolute_url())
    desk.check("input[name=outcome][value=granted]")
    desk.fill("form[action$='/steps/answer/'] [name=answer]", ANSWER)
    desk.click("form[action$='/steps/answer/'] button.btn--go")
    wait_until(lambda: DataRequest.objects.get().status == "answered", 20)

    again = open_page("/portal/my-data/track", viewport=PHONE, language=language)
    judge(again, axe)
    again.fill("[name=number]", row.number)
    again.fill("[name=code]", code)
    forward(again)
    judge(again, axe)
    assert ANSWER in again.inner_text("main")
