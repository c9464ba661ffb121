"""What a visitor's telephone has to fetch before it can complain."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest

from tests.fixtures.browser import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LIMIT = 150_000
PACKED = (".woff2", ".png", ".jpg", ".webp")  # compressed in themselves


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_form_weighs_little_and_comes_from_one_host(open_page: Callable[..., Any], language: str) -> None:
    """Everything the first page of the form loads, as gzip sends it (our server sends Brotli, which is smaller)."""
    page = open_page("/healthz", viewport=PHONE, language=language)
    fetched: dict[str, bytes] = {}
    page.on("response", lambda response: fetched.setdefault(response.url, response.body()) if response.ok else None)
    page.goto("/portal/complaints/new", wait_until="networkidle")
    sizes = {url: len(body if url.endswith(PACKED) else gzip.compress(body)) for url, body in fetched.items()}
    assert any(url.endswith(".css") for url in sizes)
    assert any(url.endswith(".woff2") for url in sizes)
    assert sum(sizes.values()) <= LIMIT, sorted(sizes.items(), key=lambda item: -item[1])[:10]
