"""What a browser must fetch for a page, against a budget. Needs the built assets (make test builds them)."""

import gzip
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

BUDGET = 150_000  # bytes of the portal's complaint form, compressed, fonts and page included
LAZY = {"htmx"}


def manifest() -> dict[str, dict[str, list[str]]]:
    return json.loads(Path(settings.DJANGO_VITE["default"]["manifest_path"]).read_text())


def files_of(entry: str) -> set[str]:
    """The files that a page with this entry fetches at once, fonts included."""
    part = manifest()[entry]
    found = {str(part["file"]), *part.get("css", []), *part.get("assets", [])}
    for name in part.get("imports", []):
        found |= files_of(name)
    return found


def weight(name: str) -> int:
    """Compressed size: fonts are compressed already."""
    content = (Path(settings.BASE_DIR) / "static" / "dist" / name).read_bytes()
    return len(content) if name.endswith(".woff2") else len(gzip.compress(content, 9))


@pytest.mark.django_db
def test_the_portal_stays_within_its_budget(client: Client) -> None:
    page = len(gzip.compress(client.get("/portal/complaints/new", follow=True).content, 9))
    assets = {name: weight(name) for name in files_of("static/src/portal.js")}
    assert page + sum(assets.values()) <= BUDGET, (page, assets)


def test_fonts_are_served_by_us_as_files() -> None:
    fonts = [name for name in files_of("static/src/portal.js") if name.endswith(".woff2")]
    assert len(fonts) == 5
    for name in files_of("static/src/staff.js") | files_of("static/src/portal.js"):
        if name.endswith(".css"):
            css = (Path(settings.BASE_DIR) / "static" / "dist" / name).read_text()
            assert "data:font" not in css
            assert "http" not in css


def test_the_portal_does_not_carry_htmx() -> None:
    portal = files_of("static/src/portal.js")
    assert not [name for name in portal if any(word in name for word in LAZY)]


def test_no_lock_names_a_registry() -> None:
    lock = (Path(settings.BASE_DIR) / "package-lock.json").read_text()
    assert '"resolved"' not in lock
