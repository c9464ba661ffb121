"""Every page, drawn for somebody who may see it, fits its width, passes the accessibility scan and logs no error.

The pages are those of the access tables, so that a new one cannot be forgotten. Each is drawn on a phone in Thai and
at a desk in English; EVERY_LOOK=1 takes all four looks. EVERY_ROOM names the rooms (folders of tests, or `all`).
"""

import os
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from foundation.accounts.roles import SHIPPED_ROLES
from tests.access import Row
from tests.accounts.test_access import TABLES, Visitor, visitor_of
from tests.fixtures.browser import DESK, PHONE
from tests.fixtures.in_process import ANSWERED, BASE, serve

pytestmark = [pytest.mark.slow, pytest.mark.django_db]  # no real services: it need not run beside them

LOOKS = [("th", PHONE), ("en", DESK)]
if os.environ.get("EVERY_LOOK"):
    LOOKS += [("th", DESK), ("en", PHONE)]
ROOMS = os.environ.get("EVERY_ROOM", "complaints customers").split()
# Who looks: the first of these who may, else anybody who may.
FIRST = (
    "complaint-officer", "complaint-manager", "complaint-investigator", "customer-officer", "charter-owner",
    "strategist", "auditor", "data-protection-officer", "executive", "system-administrator",
)  # fmt: skip
ROLES = tuple(dict.fromkeys([*FIRST, *(role.key for role in SHIPPED_ROLES)]))


def pages() -> Iterator[Any]:
    """The rows of the tables that draw a page of HTML."""
    for table in TABLES:
        room = table.__name__.split(".")[1]
        for row in table.ROWS:
            drawn = row.method == "get" and row.ok == 200 and row.is_page and "api" not in row.name
            if drawn and (room in ROOMS or ROOMS == ["all"]):
                yield pytest.param(row, id=row.name)


@pytest.fixture(scope="module")
def windows(browser: Any) -> Iterator[list[Any]]:
    """A page a look, used again from address to address: opening one costs as much as scanning it."""
    contexts = [
        browser.new_context(base_url=BASE, locale={"th": "th-TH", "en": "en-GB"}[language], viewport=viewport)
        for language, viewport in LOOKS
    ]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


def looker(row: Row) -> Visitor:
    """Somebody who may see the page; a stranger where everybody may."""
    if row.allow is None:
        return Visitor("anonymous")
    return next(person for role in ROLES if (person := visitor_of(role)).may(row))


@pytest.mark.parametrize("row", list(pages()))
def test_the_page(row: Row, windows: list[Any], axe: Callable[[Any], None]) -> None:
    person = looker(row)
    address = reverse(row.name, kwargs=dict(row.make()) if row.make else None)
    cookies = {name: morsel.value for name, morsel in SimpleCookie(person.cookies).items()}
    for page in windows:
        page.context.unroute_all()
        page.context.clear_cookies()
        serve(page.context, cookies)
        with transaction.atomic():
            look(page, address, axe)
            transaction.set_rollback(True)


def look(page: Any, address: str, axe: Callable[[Any], None]) -> None:
    """Draw it whole and by itself, as wide as the screen, without an error of a script, and scan it."""
    troubles: list[str] = []

    def note(error: Any) -> None:
        troubles.append(f"script error: {error}")

    page.on("pageerror", note)
    answer = page.goto(address)
    assert (answer.status, answer.headers[ANSWERED], troubles) == (200, address, [])
    assert page.locator("main").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    axe(page)
    page.goto("about:blank")  # what a page keeps in the browser until it is left, and its errors, are its own
    page.remove_listener("pageerror", note)
    assert troubles == []
