"""Fixtures that every room's tests share."""

import gc
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from foundation.accounts.models import Role, User
from tests.accounts.signing_in import sign_in

pytest_plugins = [f"tests.fixtures.{name}" for name in ("database", "browser", "worker", "services", "logs")]


# A machine under load is slow; that is no fault of the rule under test.
hypothesis.register_profile(
    "house", parent=hypothesis.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.load_profile("house")


def pytest_collection_finish() -> None:
    """What stands after the collection stands until the end: the garbage collector walks over it no more.

    Walking over it was a quarter of the suite's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(autouse=True)
def _in_thai() -> Iterator[None]:
    """Every test begins in the language of the house, whatever the page before it was read in."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """Make a member of staff with a shipped role: `person("complaint-officer", unit=…)`."""

    def make(role: str, username: str | None = None, **fields: object) -> User:
        user = User.objects.create_user(username or role, password="correct horse", **fields)
        user.roles.add(Role.objects.get(key=role))
        return user

    return make


@pytest.fixture
def client_as(person: Callable[..., User]) -> Callable[..., Client]:
    """A signed-in client of a role: `client_as("complaint-officer")`; its user is `client.user`.

    The second factor has been shown where the role needs one.
    """

    def make(role: str, **fields: object) -> Client:
        client = Client()
        client.user = person(role, **fields)  # type: ignore[attr-defined]
        sign_in(client, client.user)  # type: ignore[attr-defined]
        return client

    return make
