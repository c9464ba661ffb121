"""Fixtures that every room's tests share."""

from collections.abc import Callable

import pytest
from django.test import Client

from foundation.accounts.models import Role, User

pytest_plugins = ["tests.fixtures.database", "tests.fixtures.browser", "tests.fixtures.worker"]


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
    """A signed-in client of a role: `client_as("complaint-officer")`; its user is `client.user`."""

    def make(role: str, **fields: object) -> Client:
        client = Client()
        client.user = person(role, **fields)  # type: ignore[attr-defined]
        client.force_login(client.user, backend="foundation.accounts.backends.RoleBackend")  # type: ignore[attr-defined]
        return client

    return make
