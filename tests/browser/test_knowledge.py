"""An article in real browsers: written, looked through by another person, found and judged by a customer on a phone."""

from collections.abc import Callable
from typing import Any

import pytest

from foundation.knowledge.models import Article
from tests.browser.desks import Desk
from tests.fixtures.browser import DESK, PHONE
from tests.people import someone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TITLES = {"th": "จองห้องประชุมทำอย่างไร", "en": "How to book a meeting room"}


@pytest.mark.parametrize(("language", "viewport"), [("th", DESK), ("en", PHONE)], ids=["thai-desk", "english-phone"])
def test_from_a_draft_to_a_customer_who_found_it(
    open_page: Callable[..., Any], axe: Callable[..., None], language: str, viewport: Any
) -> None:
    look = {"language": language, "viewport": viewport}
    writer = Desk(open_page, axe, "/staff/knowledge/new/", user=someone("product-manager"), **look)
    writer.judge()
    writer.send(scan=True)  # nothing filled in: told what is missing
    assert writer.page.locator(".errors").count()
    writer.send(
        kind="guide",
        for_public=True,
        title_th=TITLES["th"],
        body_th="เลือกวันและห้อง แล้วรอข้อความยืนยันภายในหนึ่งวันทำการ",
        title_en=TITLES["en"],
        body_en="Choose day and room; a confirmation comes within one working day.",
        scan=True,
    )
    row = Article.objects.get()
    address = row.get_absolute_url()
    writer.send("/submit/", scan=True)
    assert writer.refused(f"{address}publish/") in (403, 422)
    public = Desk(open_page, axe, "/portal/help/", language=language, viewport=PHONE)
    assert TITLES[language] not in public.says()

    reviewer = Desk(open_page, axe, address, user=someone("complaint-manager"), **look)
    reviewer.judge()
    reviewer.send("/publish/", scan=True)
    word = {"th": "ห้องประชุม", "en": "meeting room"}[language]
    assert TITLES[language] in public.see(f"/portal/help/?q={word}")
    public.follow(f"main a[href='/portal/help/{row.public_id}/']")
    with public.page.expect_navigation():
        public.page.click("main form[action$='/useful/'] button >> nth=0")
    public.judge()
    reviewer.see(address)
    assert Article.objects.get().status == "published"
