"""Saved queues: what they keep, who sees and shares them, and the queue that opens with one.

What every saved list must hold is tried with those of customers (tests/customers/test_saved_views.py).
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from complaints import demo_queue
from complaints.models import BulkChange, Complaint, DefaultQueue, SavedQueue
from complaints.offers import find_queues
from complaints.selectors.saved_queues import SHELF
from foundation.accounts.models import User
from foundation.accounts.saved_lists import Filters, save_list
from foundation.core.errors import NotAllowed
from tests.complaints.factories import Desk, make_person
from tests.counting import statements

QUEUE = "/staff/complaints/"
SignIn = Callable[[User], Client]


def saved(by: User, audience: str = "private", **filters: str) -> SavedQueue:
    kept = Filters(filters or {"view": "all", "severity": "3"})
    row: SavedQueue = save_list(SHELF, name="เรื่องหนัก", audience=audience, asked=kept, by=by, now=timezone.now())
    return row


def test_a_queue_is_named_and_opens_with_its_view_and_filters(desk: Desk, officer: Client) -> None:
    heavy, light = desk.advance(desk.file(description="หนัก"), "assessed"), desk.file(description="เบา")
    answer = officer.post(
        f"{QUEUE}views/new/?view=all&severity=3&q=สุดารัตน์&case={light.number}&after=x",
        {"name": "หนัก", "audience": "unit"},
    )
    row = SavedQueue.objects.get()
    assert answer.status_code == 302
    assert (row.filters, row.unit) == ({"view": "all", "severity": "3"}, desk.unit)
    assert row.history.get().history_user == desk.officer
    page = officer.get(f"{QUEUE}views/{row.public_id}/", follow=True).content.decode()
    assert f'id="case-{heavy.number}"' in page
    assert f'id="case-{light.number}"' not in page
    assert row.name in page


def test_the_queue_opens_with_the_one_chosen_at_no_more_than_twelve_statements(desk: Desk, officer: Client) -> None:
    row = saved(desk.officer)
    for status in ("received", "assessed", "accepted"):
        desk.advance(desk.file(), status)
    officer.post(f"{QUEUE}views/{row.public_id}/default/")
    opened: Any = officer.get(QUEUE)
    assert (opened.status_code, "severity=3" in opened.url) == (302, True)
    assert statements(officer, opened.url) <= 12
    assert statements(officer, f"{QUEUE}?view=todo") <= 12
    officer.post(f"{QUEUE}views/{row.public_id}/delete/")
    assert not DefaultQueue.objects.exists()
    assert statements(officer, QUEUE) <= 12


def test_a_private_queue_is_nobody_elses_and_a_shared_one_is_changed_by_its_owner(
    desk: Desk, manager: Client, signed_in: SignIn
) -> None:
    private, shared = saved(desk.officer), saved(desk.investigator, audience="everyone")
    assert manager.get(f"{QUEUE}views/{private.public_id}/").status_code == 404
    assert manager.get(f"{QUEUE}views/{shared.public_id}/").status_code == 302
    manager.post(f"{QUEUE}views/{shared.public_id}/delete/")
    assert SavedQueue.objects.count() == 2


def test_who_only_looks_shares_nothing(desk: Desk) -> None:
    auditor = make_person("auditor", "auditor", desk.unit)
    with pytest.raises(NotAllowed):
        saved(auditor, audience="everyone")
    assert saved(auditor).owner == auditor


def test_saved_queues_do_not_widen_what_a_person_sees(desk: Desk, officer: Client) -> None:
    about = desk.file(complained_about=desk.officer)
    row = saved(desk.manager, audience="everyone", view="all")
    page = officer.get(f"{QUEUE}views/{row.public_id}/", follow=True).content.decode()
    assert Complaint.objects.filter(pk=about.pk).exists()
    assert about.number not in page


def test_the_search_box_offers_saved_queues_to_who_sees_them(desk: Desk) -> None:
    row = saved(desk.officer)
    assert [hit.title for hit in find_queues(desk.officer, "เรื่องหนัก", 8)] == [row.name]
    assert find_queues(desk.manager, "เรื่องหนัก", 8) == []
    assert find_queues(make_person("product-manager", "pm", desk.unit), "เรื่องหนัก", 8) == []


def test_the_demonstration_saves_queues_and_changes_many_once(desk: Desk) -> None:
    for _n in range(2):
        desk.advance(desk.file(), "assessed")
    people = {"complaint-manager": desk.manager, "complaint-officer": desk.officer}
    for _n in range(2):
        demo_queue.build(timezone.now(), people)
    assert SavedQueue.objects.count() == 3
    assert BulkChange.objects.get().cases.filter(outcome="changed").count() == 2
