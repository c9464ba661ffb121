"""Two people at once: one gets through."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from foundation.core.errors import Refused
from products import services
from products.models import Idea, Meeting
from tests.people import someone
from tests.products.factories import (
    NOW,
    complete,
    make_idea,
    make_project,
    make_public_idea,
    open_meeting,
    vote,
    voters,
)

pytestmark = [pytest.mark.django_db(transaction=True)]


def both(work: Callable[[], object]) -> list[Exception]:
    """The work twice at the same moment, each in a connection of its own; gives what was refused."""
    barrier, refused = threading.Barrier(2), list[Exception]()

    def run() -> None:
        barrier.wait(10)
        try:
            work()
        except Refused as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return refused


def test_a_gate_decided_by_two_clicks_is_decided_once() -> None:
    meeting = open_meeting(complete(make_project(), "business_case"))
    for voter in voters():
        vote(meeting, voter)
    refused = both(
        lambda: services.decide_gate(
            meeting_id=meeting.pk, decision="go", reasons="ครบ", next_steps="ทำต่อ", by=voters()[0], now=NOW
        )
    )
    assert len(refused) == 1
    decided = Meeting.objects.get()
    assert (decided.decision, decided.project.stage, decided.history.filter(status="decided").count()) == (
        "go", "business_case", 1,
    )  # fmt: skip


def test_two_meetings_called_at_once_are_one() -> None:
    project = complete(make_project(), "business_case")
    assert len(both(lambda: open_meeting(project))) == 1
    assert Meeting.objects.count() == 1


def test_one_public_form_sent_twice_at_once_is_one_idea() -> None:
    assert both(lambda: make_public_idea(key="same")) == []
    assert Idea.objects.count() == 1


def test_one_record_made_an_idea_by_two_people_is_one_idea() -> None:
    officer = someone("customer-officer")
    assert both(lambda: make_idea(officer, source=("complaint", "c" * 26))) == []
    assert Idea.objects.count() == 1
