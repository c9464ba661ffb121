"""A survey in real browsers: made at the desk, opened, answered on a phone by its link, read with n and interval."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.desks import Desk
from tests.fixtures.browser import DESK, PHONE
from tests.people import someone
from tests.voc.listening import answer
from voc.models import Survey, SurveyResponse

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SAID = "อยากให้แจ้งก่อนปิดลิฟต์"
QUESTIONS: tuple[dict[str, Any], ...] = (
    {"kind": "csat", "text_th": "พอใจบริการเพียงใด", "text_en": "How satisfied are you?"},
    {"kind": "nps", "text_th": "จะแนะนำเราหรือไม่", "text_en": "Would you recommend us?"},
    {
        "kind": "choice",
        "text_th": "มาที่นี่บ่อยเพียงใด",
        "text_en": "How often are you here?",
        "options_text": "ทุกวัน | Every day\nนาน ๆ ครั้ง | Seldom",
    },
    {"kind": "need", "text_th": "ซ่อมเร็ว", "text_en": "Quick repairs", "need_code": "fast-repair"},
    {"kind": "open", "text_th": "อยากบอกอะไรเรา", "text_en": "What would you tell us?"},
)


def verified(page: Any) -> None:
    """Wait until the page has shown that it is no machine."""
    page.wait_for_selector("altcha-widget input[type=checkbox]:checked", state="attached", timeout=30_000)


@pytest.mark.parametrize(("language", "viewport"), [("th", DESK), ("en", PHONE)], ids=["thai-desk", "english-phone"])
def test_made_opened_answered_and_read(
    open_page: Callable[..., Any], axe: Callable[..., None], language: str, viewport: Any
) -> None:
    look = {"language": language, "viewport": viewport}
    analyst = Desk(open_page, axe, "/staff/voc/surveys/", user=someone("voc-analyst"), **look)
    analyst.judge()
    analyst.follow("main a[href$='/surveys/new']")
    analyst.send(title_th="ผู้เช่าปีนี้", title_en="Tenants", code="tenants-70", is_for_everybody=True)
    survey = Survey.objects.get()
    address = survey.get_absolute_url()
    assert analyst.refused(f"{address}open") in (302, 422)  # nothing to ask yet
    assert Survey.objects.get().status == "draft"
    analyst.see(address)
    for question in QUESTIONS:
        analyst.follow("main a[href$='/questions/new']", scan=question["kind"] == "need")
        analyst.send(**question)
    analyst.judge()
    executive = Desk(open_page, axe, address, user=someone("executive"), **look)
    assert not executive.offers("/open")
    assert executive.refused(f"{address}open") == 403
    analyst.send("/open", scan=True)
    link = re.sub(r"^https?://[^/]+", "", analyst.page.inner_text("#survey-link"))

    visitor = Desk(open_page, axe, link, language=language, viewport=PHONE)
    visitor.judge()
    verified(visitor.page)
    visitor.send(q1=5, scan=True)  # one of five: told what is missing, nothing lost
    assert visitor.page.locator(".errors").count()
    assert visitor.page.locator("[name=q1][value='5']").is_checked()
    verified(visitor.page)
    visitor.send(q2=9, q3="a", q4=5, q4_satisfaction=2, q5=SAID, scan=True)
    visitor.see(link, scan=False)
    assert SurveyResponse.objects.count() == 1
    assert visitor.refused(address, sends=False) in (302, 403)

    assert "n 1" not in analyst.see(address)  # under five nothing is shown
    for score in (4, 4, 5, 3):
        answer(survey, score, 8, {"choice": "b"}, {"importance": 4, "satisfaction": 3}, {"text": "ดี"})
    told = analyst.see(address)
    assert "n 5" in told
    assert "95%" in told
    analyst.send("/close", scan=True)
    visitor.page.context.clear_cookies()
    assert SAID not in visitor.see(link)
    assert not visitor.page.locator("main [name=q1]").count()
