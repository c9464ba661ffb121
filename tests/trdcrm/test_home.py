"""My work: what waits for whom."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from foundation.accounts.models import User
from foundation.core.models import Job
from foundation.core.notifications import notify
from tests.products.factories import answer, complete, decide, make_idea, make_project, open_meeting, vote, voters
from trdcrm import home
from trdcrm.home import DESKS, Line
from trdcrm.shots import PLACES, Place

ClientAs = Callable[..., Client]


def desks(user: User) -> set[str]:
    work = home.my_work(user, now=timezone.now())
    return {desk.key for desk in (*(block.desk for block in work.blocks), *work.quiet)}


def test_each_role_sees_the_blocks_of_its_duty(person: Callable[..., User]) -> None:
    """Handling is the duty of a few; whoever works here may be asked for an account of their own work."""
    assert {"complaints", "approvals", "about-me"} <= desks(person("complaint-officer"))
    assert not {"complaints", "approvals", "not-done", "inspections", "requests"} & desks(person("board-member"))


def test_unread_notes_wait_until_they_are_read(client_as: ClientAs) -> None:
    client = client_as("customer-officer")
    notify(client.user, "แฟ้มนำเข้าเสร็จแล้ว <b>", url="/staff/customers/", key="x")  # type: ignore[attr-defined]
    html = client.get("/staff/").content.decode()
    assert "แฟ้มนำเข้าเสร็จแล้ว &lt;b&gt;" in html
    client.post("/staff/notifications/read")
    assert "แฟ้มนำเข้าเสร็จแล้ว" not in client.get("/staff/").content.decode()


def test_a_running_job_of_mine_waits_and_that_of_another_does_not(person: Callable[..., User]) -> None:
    mine, other = person("customer-officer"), person("complaint-officer")
    Job.objects.create(kind="core.tidy_files", requested_by=mine)
    assert lines(mine, "/staff/jobs/")
    assert not lines(other, "/staff/jobs/")


def lines(user: User, address: str) -> list[str]:
    """The titles of the lines that lead below an address."""
    blocks = home.my_work(user, now=timezone.now()).blocks
    return [line.title for block in blocks for line in block.lines if line.url.startswith(address)]


def test_ideas_wait_for_the_product_manager_until_they_are_answered(person: Callable[..., User]) -> None:
    idea = make_idea(title="ตู้น้ำดื่มทุกชั้น")
    manager, officer = person("product-manager"), person("complaint-officer")
    assert lines(manager, "/staff/products/ideas/") == [idea.title]
    assert lines(officer, "/staff/products/ideas/") == []
    answer(idea)
    assert lines(manager, "/staff/products/ideas/") == []


def test_a_gate_waits_for_the_vote_of_each_judge_then_for_the_chair(person: Callable[..., User]) -> None:
    chair, judge, *_rest = voters()
    meeting = open_meeting(complete(make_project(), "business_case"), chair=chair)
    gates = "/staff/products/projects/"
    assert meeting.get_absolute_url().startswith(gates)

    def waiting(user: User) -> bool:
        return meeting.project.title in lines(user, gates)

    assert waiting(chair)
    assert waiting(judge)
    assert waiting(meeting.project.manager), "those behind the project see that it is under way"
    assert not waiting(person("product-manager")), "another project's manager has nothing to do here"
    vote(meeting, judge)
    assert not waiting(judge)
    for voter in voters():
        vote(meeting, voter)
    assert waiting(chair), "the decision is still to come"
    decide(meeting)
    assert not waiting(chair)


def test_more_to_do_costs_no_more_statements(client_as: ClientAs) -> None:
    client = client_as("complaint-manager")

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/staff/")
        return len(seen)

    notify(client.user, "one", key="1")  # type: ignore[attr-defined]
    statements()
    few = statements()
    for number in range(3):
        notify(client.user, f"more {number}", key=f"m{number}")  # type: ignore[attr-defined]
    assert statements() == few
    kinds = sum(any(client.user.can(need) for need in desk.needs) for desk in DESKS)  # type: ignore[attr-defined]
    assert few <= kinds + 9


def test_a_line_says_by_how_much_it_is_late() -> None:
    late = Line("x", "/", used=timedelta(hours=5), allowed=timedelta(hours=3))
    assert late.overrun == timedelta(hours=2)
    assert Line("x", "/", used=timedelta(hours=1), allowed=timedelta(hours=3)).overrun is None
    assert Line("x", "/").overrun is None


# Without a demonstration there is no such survey; the other two are there to be seen as they are missing.
MISSING = {"portal-survey", "portal-feedback-closed", "portal-not-found"}


@pytest.mark.django_db
@pytest.mark.parametrize("place", [place for place in PLACES if not place.role], ids=lambda place: place.name)
def test_the_photographer_knows_public_addresses(client: Client, place: Place) -> None:
    assert client.get(place.address).status_code == (404 if place.name in MISSING else 200)
