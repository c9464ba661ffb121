"""Both faces: what is on them for whom, in which language, and how refusals look."""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import path, resolve
from django.utils import translation

from foundation.accounts.access import public
from foundation.accounts.models import Role, User
from foundation.core.errors import IllegalMove, NotAllowed, Refused, StaleVersion
from foundation.core.search import Hit, Source
from trdcrm import errors, navigation
from trdcrm.urls import urlpatterns as site

PUBLIC_PAGES = ["/", "/portal/accessibility/", "/accounts/login/", "/no-such-page"]
ClientAs = Callable[..., Client]


class Outline(HTMLParser):
    """What a page refers to and how it is built."""

    VOID = frozenset({"meta", "link", "input", "img", "br", "hr", "wbr", "col", "source"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.texts: dict[str, list[str]] = {}
        self.broken: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")
        for name, value in attrs:
            self.attributes.append((tag, name))
            if name == "id":
                self.ids.append(value or "")
            if name in {"src", "href", "action"}:
                self.addresses.append(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, _ in attrs:
            self.attributes.append((tag, name))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.broken.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts[self.open[-1]][-1] += data


def outline(client: Client, address: str) -> Outline:
    return Outline(client.get(address).content.decode())


@pytest.fixture
def staff(client_as: ClientAs) -> Client:
    return client_as("complaint-officer")


# -- safe and sound markup


@pytest.mark.django_db
@pytest.mark.parametrize("address", PUBLIC_PAGES)
def test_the_policy_of_every_page_is_strict(client: Client, address: str) -> None:
    policy = client.get(address).headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'self'"
    assert rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    for word in ("unsafe-inline", "unsafe-eval", "http:", "https:", "*"):
        assert word not in policy


def test_the_one_allowed_style_sheet_is_that_of_the_widget(settings: Any) -> None:
    script = Path(str(finders.find("altcha/altcha.min.js"))).read_text()
    end = script.index("';function Ho(e,t=")
    css = script[script.rindex("='", 0, end) + 2 : end]
    digest = b64encode(sha256(css.encode()).digest()).decode()
    assert f"'sha256-{digest}'" == settings.ALTCHA_STYLE


@pytest.mark.django_db
@pytest.mark.parametrize("address", PUBLIC_PAGES)
@pytest.mark.parametrize("language", ["th", "en"])
def test_a_page_is_whole(client: Client, address: str, language: str) -> None:
    client.cookies["django_language"] = language
    page = outline(client, address)
    assert page.broken == []
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert len(page.texts["h1"]) == 1
    assert len(page.texts["main"]) == 1
    assert page.texts["title"][0].strip()


@pytest.mark.django_db
@pytest.mark.parametrize("address", PUBLIC_PAGES)
def test_a_page_names_no_other_host_and_has_nothing_inline(client: Client, address: str) -> None:
    page = outline(client, address)
    assert not [url for url in page.addresses if re.match(r"(https?:)?//", url)]
    assert not [name for _, name in page.attributes if name == "style" or name.startswith("on")]
    assert not "".join(page.texts.get("script", [])).strip()
    assert "style" not in page.texts


def test_staff_pages_keep_the_same_rules(staff: Client) -> None:
    for address in ("/staff/", "/staff/search?q=x", "/staff/nothing"):
        page = outline(staff, address)
        assert page.broken == []
        assert len(page.ids) == len(set(page.ids))
        assert len(page.texts["h1"]) == 1
        assert not [name for _, name in page.attributes if name == "style" or name.startswith("on")]


# -- ways


@pytest.mark.parametrize(
    "way", [*navigation.STAFF, *navigation.PORTAL, *(w for _, ways in navigation.FOOT for w in ways)]
)
def test_every_way_leads_somewhere(way: navigation.Section | navigation.Way) -> None:
    assert resolve(way.url)


@pytest.mark.django_db
def test_each_role_sees_exactly_its_sections(client_as: ClientAs) -> None:
    for role in Role.objects.all():
        page = client_as(role.key).get("/staff/").content.decode()
        for section in navigation.STAFF:
            shown = f'href="{section.url}"' in page.split("<nav", 2)[2].split("</nav>")[0]
            assert shown == any(need.value in role.permissions for need in section.needs), (role.key, section.url)


def test_the_present_section_is_marked(staff: Client) -> None:
    html = staff.get("/staff/").content.decode()
    assert re.findall(r'href="([^"]+)" aria-current="page"', html) == ["/staff/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "settings/", "tags/", "fields/new/", "feeds/"])
def test_the_nearest_of_two_sections_is_marked(client_as: ClientAs, path: str) -> None:
    """Customer settings lie below Customers, and their pages beside them."""
    both = client_as("system-administrator")
    both.user.roles.add(Role.objects.get(key="customer-officer"))
    html = both.get(f"/staff/customers/{path}").content.decode()
    marked = re.findall(r'href="(/staff/[^"]+)" aria-current="page"', html.split("<nav", 2)[2].split("</nav>")[0])
    assert marked == ["/staff/customers/settings/" if path else "/staff/customers/"]


@pytest.mark.django_db
def test_the_staff_side_is_for_staff_only(client: Client) -> None:
    assert client.get("/staff/").headers["Location"].startswith("/accounts/login/")


# -- language


@pytest.mark.django_db
def test_the_language_switch_stays_on_the_page(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "/portal/accessibility/?a=1"})
    assert answer.headers["Location"] == "/portal/accessibility/?a=1"
    assert '<html lang="en">' in client.get("/portal/accessibility/").content.decode()


@pytest.mark.django_db
def test_the_language_switch_leads_to_no_other_site(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "//elsewhere.example/"})
    assert "elsewhere" not in answer.headers["Location"]


def test_the_language_is_kept_on_the_account(staff: Client) -> None:
    staff.post("/language/", {"language": "en", "next": "/staff/"})
    assert User.objects.get(pk=staff.user.pk).language == "en"  # type: ignore[attr-defined]
    del staff.cookies["django_language"]
    assert '<html lang="en">' in staff.get("/staff/").content.decode()


@pytest.mark.django_db
def test_an_unknown_language_changes_nothing(client: Client) -> None:
    client.post("/language/", {"language": "xx", "next": "/"})
    assert '<html lang="th">' in client.get("/").content.decode()


@pytest.mark.django_db
def test_thai_is_the_language_of_the_house(client: Client) -> None:
    assert '<html lang="th">' in client.get("/", HTTP_ACCEPT_LANGUAGE="th").content.decode()


# -- search


@pytest.fixture
def one_source(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    asked: list[str] = []

    def find(user: object, needle: str, limit: int) -> list[Hit]:
        asked.append(needle)
        return [Hit("น้ำรั่ว <b>", "C-2569-000001-1", "/staff/x/")]

    monkeypatch.setattr("foundation.core.search._sources", {"x": Source("x", "ข้อร้องเรียน", find)})
    return asked


def test_search_shows_hits_by_room(staff: Client, one_source: list[str]) -> None:
    html = staff.get("/staff/search", {"q": " น้ำรั่ว "}).content.decode()
    assert "น้ำรั่ว &lt;b&gt;" in html
    assert 'href="/staff/x/"' in html
    assert one_source


def test_an_endless_needle_is_cut(staff: Client, one_source: list[str]) -> None:
    assert staff.get("/staff/search", {"q": "ก" * 9000}).status_code == 200
    assert len(one_source[0]) <= 100


def test_a_search_without_hits_says_what_to_do(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foundation.core.search._sources", {})
    staff.cookies["django_language"] = "en"
    assert "Try fewer letters" in staff.get("/staff/search", {"q": "<x>"}).content.decode()


# -- refusals


def raise_it(request: Any, key: str) -> None:
    raise FAULTS[key]


FAULTS: dict[str, Exception] = {
    "move": IllegalMove("ช้าไปนิด"),
    "stale": StaleVersion("มีฉบับใหม่", shown=1, stored=2),
    "duty": NotAllowed("ต้องเป็นคนอื่น"),
    "rule": Refused("ยังขาดข้อมูล"),
    "big": RequestDataTooBig("x"),
    "away": OperationalError("secret-host refused"),
    "bug": ZeroDivisionError("secret"),
}
urlpatterns = [*site, path("fault/<key>", public(raise_it)), path("api/fault/<key>", public(raise_it))]
handler400, handler403, handler404, handler500 = (
    "trdcrm.errors.bad_request",
    "trdcrm.errors.permission_denied",
    "trdcrm.errors.page_not_found",
    "trdcrm.errors.server_error",
)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("key", "code", "text"),
    [
        ("move", 409, "ช้าไปนิด"),
        ("stale", 409, "มีฉบับใหม่"),
        ("duty", 403, "ต้องเป็นคนอื่น"),
        ("rule", 400, "ยังขาดข้อมูล"),
        ("big", 413, "ไฟล์"),
        ("away", 503, "Back in a moment"),
        ("bug", 500, "This is our mistake"),
    ],
)
def test_each_refusal_has_its_page(client: Client, key: str, code: int, text: str) -> None:
    client.raise_request_exception = False
    answer = client.get(f"/fault/{key}")
    html = answer.content.decode()
    assert answer.status_code == code
    assert text in html
    assert "secret" not in html
    assert Outline(html).broken == []
    assert answer.headers.get("Retry-After") == ("30" if code == 503 else None)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("key", ["move", "bug", "away"])
def test_programs_get_refusals_as_json(client: Client, key: str) -> None:
    client.raise_request_exception = False
    answer = client.get(f"/api/fault/{key}")
    assert json.loads(answer.content)["errors"]
    assert "secret" not in answer.content.decode()


@pytest.mark.django_db
def test_an_old_form_is_refused_kindly() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/language/", {"language": "en"})
    assert answer.status_code == 403
    with translation.override("th"):
        assert str(errors.FORM_EXPIRED.title) in answer.content.decode()


def test_pages_for_broken_times_ask_neither_database_nor_session(rf: RequestFactory) -> None:
    """No database fixture: a statement would fail this test."""
    assert errors.server_error(rf.get("/")).status_code == 500


# -- files for browsers and finders


@pytest.mark.django_db
def test_search_engines_stay_out_of_what_is_not_public(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /staff/" in text
    assert "Disallow: /portal/complaints/" in text


@pytest.mark.django_db
def test_the_manifest_and_the_icon_are_well_formed(client: Client) -> None:
    assert json.loads(client.get("/manifest.webmanifest").content)["start_url"] == "/"
    icon = client.get("/favicon.svg")
    assert icon.headers["Content-Type"] == "image/svg+xml"
    assert b"http://www.w3.org/2000/svg" in icon.content


@pytest.mark.django_db
def test_security_txt_names_a_contact_or_is_not_there(client: Client, settings: Any) -> None:
    settings.ORGANISATION = settings.ORGANISATION | {"email": ""}
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.ORGANISATION = settings.ORGANISATION | {"email": "safe@example.org"}
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:safe@example.org" in text
    assert "Expires: " in text


@pytest.mark.django_db
def test_a_way_to_reach_us_that_is_not_set_is_not_shown(client: Client, settings: Any) -> None:
    settings.ORGANISATION = settings.ORGANISATION | {"emergency_phone": "", "phone": "", "email": ""}
    assert "tel:" not in client.get("/").content.decode()
    settings.ORGANISATION = settings.ORGANISATION | {"emergency_phone": "0 2000 0191"}
    assert 'href="tel:020000191"' in client.get("/").content.decode()
