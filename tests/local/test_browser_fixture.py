"""The browser fixtures do what journeys rely on: they find faults."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_page_opens_on_a_real_site(open_page: Callable[..., Any]) -> None:
    page = open_page("/accounts/login/")
    assert page.locator("form").count() > 0


def test_the_scan_refuses_a_picture_without_words(open_page: Callable[..., Any], axe: Callable[..., None]) -> None:
    page = open_page("/accounts/login/")
    page.set_content('<!doctype html><html lang="th"><title>t</title><main><h1>h</h1><img src="data:,"></main></html>')
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)
