"""A published charter, people of the roles, and complaints in any state."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from complaints.models import Complaint
from foundation.accounts.models import Unit, User
from service_charter import demo as charter_demo
from tests.complaints.factories import Desk


@pytest.fixture
def charter(person: Callable[..., User]) -> None:
    """The demo charter, in force."""
    owner, secretary = person("charter-owner"), person("board-secretary")
    charter_demo.build(timezone.now(), {"charter-owner": owner, "board-secretary": secretary})


@pytest.fixture
def desk(person: Callable[..., User], charter: None) -> Desk:
    """An officer, an investigator and a manager of the complaint centre, and a charter in force."""
    unit = Unit.objects.get(code="complaint-centre")
    names = {"first_name": "นภัสสร", "last_name": "กาญจน์"}
    return Desk(
        officer=person("complaint-officer", unit=unit, **names),
        investigator=person("complaint-investigator", unit=unit, first_name="วสันต์", last_name="ทองดี"),
        manager=person("complaint-manager", unit=unit, first_name="ปรียา", last_name="วงศ์ไทย"),
        unit=unit,
    )


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
