"""A published charter, people of the roles, and complaints in any state."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from complaints.models import Complaint
from foundation.accounts.models import Unit, User
from tests.accounts.signing_in import sign_in
from tests.complaints.factories import Desk, make_charter, make_desk


@pytest.fixture
def charter(db: None) -> None:
    """The standards for complaints, published and in force."""
    make_charter()


@pytest.fixture
def desk(charter: None) -> Desk:
    """An officer, an investigator and a manager of the complaint centre, and a charter in force."""
    return make_desk()


@pytest.fixture
def now() -> datetime:
    """The moment of the test."""
    return timezone.now()


@pytest.fixture
def filed(desk: Desk) -> Callable[..., Complaint]:
    """File a complaint: `filed()`, `filed(status="decided")`, `filed(identity="anonymous")`."""

    def make(status: str = "received", **fields: Any) -> Complaint:
        return desk.advance(desk.file(**fields), status)

    return make


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser in which the person is signed in."""

    def make(user: User) -> Client:
        client = Client()
        sign_in(client, user)
        return client

    return make


@pytest.fixture
def officer(desk: Desk, signed_in: Callable[[User], Client]) -> Client:
    """The officer's browser."""
    return signed_in(desk.officer)


@pytest.fixture
def manager(desk: Desk, signed_in: Callable[[User], Client]) -> Client:
    """The manager's browser."""
    return signed_in(desk.manager)


@pytest.fixture
def other_unit(db: None) -> Unit:
    """A unit that is not the complaint centre."""
    return Unit.objects.get(code="property")
