"""Every address × every shipped role, a person without roles and an anonymous visitor, with the expected code.

The rows come from tests/*/access_table.py. An address of the site that no row names fails the suite.
"""

import importlib
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from unittest import mock

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, TestCase
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from foundation.accounts.models import Role, User
from foundation.accounts.roles import SHIPPED_ROLES
from tests.access import Prefix, Row
from tests.accounts.signing_in import sign_in

TABLES = [
    importlib.import_module(f"tests.{path.parent.name}.access_table")
    for path in sorted(Path(__file__).parent.parent.glob("*/access_table.py"))
]
ROWS: list[Row] = [row for table in TABLES for row in table.ROWS]
PREFIXES: list[Prefix] = [prefix for table in TABLES for prefix in getattr(table, "PREFIXES", [])]


# --- the addresses of the site ---------------------------------------------------------------------------------------


def walk(resolver: URLResolver, namespaces: tuple[str, ...] = (), route: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Full name (its route where it has none) and pattern of every address."""
    for pattern in resolver.url_patterns:
        path = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from walk(pattern, inner, path)
        else:
            yield ":".join((*namespaces, pattern.name)) if pattern.name else f"unnamed {path}", pattern


def names_of_the_site() -> set[str]:
    return {name for name, _pattern in walk(get_resolver())}


def names_under(prefix: Prefix) -> list[str]:
    return sorted(
        name
        for name in names_of_the_site()
        if name.startswith((prefix.name, "unnamed admin/")) and name not in prefix.elsewhere
    )


def test_every_address_is_in_a_table():
    covered = {row.name for row in ROWS} | {name for prefix in PREFIXES for name in names_under(prefix)}
    missing = sorted(names_of_the_site() - covered)
    assert not missing, f"add rows to tests/<room>/access_table.py for {missing}"


def test_every_row_names_an_address():
    assert not {row.name for row in ROWS} - names_of_the_site()


# --- the people -----------------------------------------------------------------------------------------------------

BROWSER = Client()  # one for all: each new one would load every middleware anew


@dataclass(frozen=True)
class Visitor:
    """Somebody with a browser; `cookies` are those of the session, made once for all rows."""

    role: str
    cookies: str = ""
    granted: frozenset[str] = frozenset()

    def may(self, row: Row | Prefix) -> bool:
        if any(permission not in self.granted for permission in getattr(row, "needs", ())):
            return False
        return not row.allow or any(permission in self.granted for permission in row.allow)

    def ask(self, url: str, row: Row, **headers: str) -> HttpResponse:
        """The answer to the row's request; whatever it changed is undone."""
        BROWSER.cookies = SimpleCookie(self.cookies)
        with transaction.atomic():
            response = getattr(BROWSER, row.method)(url, row.data, headers=headers, **written_as(row))
            transaction.set_rollback(True)
        return response


def written_as(row: Row) -> dict[str, str]:
    """How the data are written: forms for pages, JSON for what only the API has."""
    return {"content_type": "application/json"} if row.method in {"put", "patch", "delete"} else {}


ANONYMOUS = Visitor("anonymous")


def visitor_of(role: str) -> Visitor:
    """A signed-in person with the shipped role; with none where there is no such role."""
    user = User.objects.create_user(f"access-{role}", password="correct horse")
    user.roles.set(Role.objects.filter(key=role))
    browser = Client()
    sign_in(browser, User.objects.get(pk=user.pk))
    return Visitor(role, browser.cookies.output(header=""), User.objects.get(pk=user.pk).granted)


# --- the table ------------------------------------------------------------------------------------------------------


def bare_page(request: HttpRequest, code: int, *words: object, **text: object) -> HttpResponse:
    """A refusal without its page."""
    return HttpResponse(status=code)


class TestAccess(TestCase):
    """One test a row, added below; the people are made once for all of them.

    Three thousand requests: nothing is logged, and the pages of refusals (tests/trdcrm) are not drawn.
    """

    people: list[Visitor]
    nobody: Visitor

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        logging.disable(logging.CRITICAL)
        cls.addClassCleanup(logging.disable, logging.NOTSET)
        cls.enterClassContext(mock.patch("trdcrm.errors.page", bare_page))
        cls.nobody = visitor_of("no-role")
        cls.people = [visitor_of(role.key) for role in SHIPPED_ROLES] + [cls.nobody]

    def check_row(self, row: Row) -> None:
        url = reverse(row.name, kwargs=dict(row.make()) if row.make else None)
        wrong = [
            f"{person.role}: {code} instead of {expected}"
            for person in self.people
            for expected in [row.ok if person.may(row) else row.refused]
            if (code := person.ask(url, row).status_code) != expected
        ]
        answer = ANONYMOUS.ask(url, row)
        if not is_as_expected_for_strangers(row, url, answer):
            wrong.append(f"anonymous: {answer.status_code} {answer.headers.get('Location', '')}")
        if row.allow and self.nobody.ask(url, row, HX_Request="true").status_code != row.refused:
            wrong.append("a fragment is not refused as the page is")
        assert not wrong, f"{row.method} {url}: {'; '.join(wrong)}"

    def check_prefix(self, prefix: Prefix) -> None:
        asked = 0
        for name in names_under(prefix):
            row, url = Row(name, prefix.allow), any_address(name)
            if url is None:
                continue
            asked += 1
            for person in self.people:
                if not person.may(row):
                    assert person.ask(url, row).status_code in {403, 404}, f"{person.role} at {url}"
            assert ANONYMOUS.ask(url, row).status_code == 302, f"anonymous at {url}"
        assert asked > 20


def is_as_expected_for_strangers(row: Row, url: str, response: HttpResponse) -> bool:
    if row.anonymous is not None:
        return response.status_code == row.anonymous
    if row.allow is None:
        return response.status_code == row.ok
    if url.startswith("/api/"):
        return response.status_code in {401, 403}
    return response.status_code == 302 and response.headers["Location"].startswith("/accounts/")


def any_address(name: str) -> str | None:
    """An address of that name, with made-up arguments where it takes any."""
    for arguments in ([], ["1"], ["1", "1"]):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    return None


def add_test(name: str, check: Callable[[TestAccess], None]) -> None:
    """A method of its own for each row, so that a failure names the address."""
    method = f"test_{re.sub(r'[^a-z0-9]+', '_', name.lower())}"
    while hasattr(TestAccess, method):
        method += "_again"
    setattr(TestAccess, method, check)


for _row in ROWS:
    add_test(f"{_row.name} {_row.method}", lambda case, row=_row: case.check_row(row))
for _prefix in PREFIXES:
    add_test(f"all under {_prefix.name}", lambda case, prefix=_prefix: case.check_prefix(prefix))
