"""The table of every address × role × expected code: one row an address, kept beside the tests of its room.

`tests/<room>/access_table.py` holds `ROWS`; `tests/accounts/test_access.py` joins them, drives each row as
every role and as an anonymous visitor, and fails when an address of the site is missing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from foundation.accounts.permissions import Permission


@dataclass(frozen=True)
class Row:
    """An address and who may use it.

    `allow` names the permissions of which one is enough; None means public; an empty tuple means every
    signed-in person. `needs` names what is needed besides, all of it. `make` builds what the address needs
    (rows, arguments) and gives the URL kwargs.
    `ok` is the code for those who may; for the others it is 403 (404 where the row itself is out of sight),
    for anonymous visitors 302 to sign-in (401 or 403 on the API), unless `anonymous` says otherwise.
    `is_page` is false for what answers with a fragment or a file: part of another page, or none at all.
    """

    name: str
    allow: tuple[Permission, ...] | None
    make: Callable[[], Mapping[str, Any]] | None = None
    method: str = "get"
    data: Mapping[str, Any] = field(default_factory=dict)
    ok: int = 200
    refused: int = 403
    anonymous: int | None = None
    needs: tuple[Permission, ...] = ()
    is_page: bool = True


@dataclass(frozen=True)
class Prefix:
    """Addresses of a third party (Django's admin) that bear one prefix of names; all need one of the permissions.

    `elsewhere` names those under the prefix that have a row of their own.
    """

    name: str
    allow: tuple[Permission, ...]
    elsewhere: frozenset[str] = frozenset()
