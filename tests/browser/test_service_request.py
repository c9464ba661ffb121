"""A service request in a browser at the width of a telephone: filed, worked on in the queue, followed and rated."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from service_charter.models import ServiceRequest
from tests.browser.desks import Desk
from tests.fixtures.browser import PHONE
from tests.service_requests.factories import make_kind, officer

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NOTE = "ช่างเวรว่างช่วงบ่าย"
RESULT = "เปลี่ยนหลอดไฟแล้วทั้งสองดวง"


def test_a_customer_files_an_officer_answers_and_the_customer_rates(
    open_page: Callable[..., Any], axe: Callable[[Any], None]
) -> None:
    make_kind()
    look = {"viewport": PHONE, "language": "th"}

    customer = Desk(open_page, axe, "/portal/requests/", **look)
    customer.judge()
    customer.follow("a[href$='/portal/requests/new/repair']")
    page = customer.page
    for name, value in {"q1": "อาคาร B ชั้น 2", "q3": "๒", "q4": "22/11/2570", "name": "สุดารัตน์ มีสุข"}.items():
        page.fill(f"[name={name}]", value)
    page.check("[name=q5] >> nth=0")
    page.click("main form[data-once] button.btn--go")
    page.wait_for_selector(".errors")
    customer.judge()
    assert page.input_value("[name=q1]") == "อาคาร B ชั้น 2", "what was typed stays"
    page.fill("[name=phone]", "081 234 5678")
    with page.expect_navigation():
        page.click("main form[data-once] button.btn--go")
    customer.judge()
    assert "อาคาร B ชั้น 2" in customer.says()
    page.wait_for_selector("altcha-widget input[type=checkbox]:checked", state="attached", timeout=30_000)
    page.click("main form[data-once] button.btn--go")
    page.wait_for_url(re.compile("/portal/requests/receipt"))
    customer.judge()
    number = ServiceRequest.objects.get().number
    assert number in customer.says()

    desk = Desk(open_page, axe, "/staff/requests/", user=officer(), **look)
    desk.judge()
    desk.follow(f"a[href$='/{number}/']")
    desk.send("/take")
    desk.page.click("details:has(form[action$='/note']) > summary")
    assert NOTE in desk.send("/note", body=NOTE, scan=True)
    desk.send("/reply", body="ช่างจะเข้าไปบ่ายนี้")

    assert "ช่างจะเข้าไปบ่ายนี้" in customer.see("/portal/requests/case")
    assert NOTE not in page.content()
    assert RESULT in desk.send("/finish", outcome="granted", body=RESULT, scan=True)

    assert RESULT in customer.see("/portal/requests/case")
    page.click(".rate label >> nth=4")
    with page.expect_navigation():
        page.click("form[action$='/rate'] button.btn--go")
    customer.judge()
    row = ServiceRequest.objects.get()
    assert (row.status, row.score) == ("done", 5)
    assert row.standard is None or row.met_at is not None
