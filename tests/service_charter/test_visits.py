"""Mystery visits: planned, made by somebody of another unit, told once, and what they saw stands in the ledger."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import Notification
from service_charter.models import Measurement, MysteryVisit
from service_charter.selectors import by_facet, measured_by_visit, visits_to_make
from service_charter.selectors.breaches import _days
from service_charter.services import visits
from tests.accounts.signing_in import sign_in
from tests.people import someone
from tests.service_charter.breaking import DAY, FOUND, a_promise, of_unit
from tests.service_charter.visiting import CODES, a_counter, plan, tell, visitor

pytestmark = pytest.mark.django_db
LIST = "/staff/charter/visits/"


def test_what_a_visit_saw_stands_in_the_ledger_of_its_touchpoint() -> None:
    visit = plan()
    assert Notification.objects.filter(user=visitor(), url=visit.get_absolute_url()).exists()
    assert list(visits_to_make(visitor())) == [visit]
    tell(visit)
    assert [(row.standard.code, row.kept) for row in measured_by_visit(visit)] == [(CODES[1], 0), (CODES[0], 1)]
    found = by_facet(_days(FOUND.date(), (FOUND + 5 * DAY).date()), "touchpoint", CODES[0])
    assert {int(key): tally.kept for key, tally in found.items()} == {visit.touchpoint_id: 1}
    assert list(visits_to_make(visitor())) == []


def test_it_is_told_once_and_by_its_visitor() -> None:
    visit = plan()
    with pytest.raises(NotAllowed):
        tell(visit, by=someone("charter-owner"))
    tell(visit)
    with pytest.raises(IllegalMove):
        tell(visit)
    with pytest.raises(IllegalMove):
        visits.call_off_visit(visit_id=visit.pk, reason="ช้า", by=someone("charter-owner"), now=FOUND)
    assert Measurement.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"story": ""}, "story"),
        ({"visited_at": FOUND - DAY}, "visited_on"),
        ({"visited_at": FOUND + 3 * DAY}, "visited_on"),
        ({"kept": {CODES[0]: True}}, "codes"),
        ({"kept": dict.fromkeys(CODES)}, "codes"),
    ],
)
def test_what_a_visitor_must_tell(facts: dict[str, Any], field: str) -> None:
    visit = plan()
    with pytest.raises(Incomplete) as refusal:
        tell(visit, **facts)
    assert refusal.value.missing.keys() == {field}
    assert not Measurement.objects.exists()


def test_a_promise_that_could_not_be_tried_measures_nothing() -> None:
    assert len(tell(plan(), kept={CODES[0]: True, CODES[1]: None})) == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"last_day": (FOUND - DAY).date()}, "last_day"),
        ({"scenario": ""}, "scenario"),
        ({"codes": []}, "codes"),
    ],
)
def test_what_a_plan_needs(facts: dict[str, Any], field: str) -> None:
    with pytest.raises(Incomplete) as refusal:
        plan(**facts)
    assert refusal.value.missing.keys() == {field}


@pytest.mark.parametrize(("role", "unit"), [("charter-owner", "customer-market"), ("complaint-officer", "strategy")])
def test_who_is_known_there_or_may_not_measure_does_not_go(role: str, unit: str) -> None:
    with pytest.raises(Incomplete) as refusal:
        plan(visitor=of_unit(role, unit))
    assert refusal.value.missing.keys() == {"visitor"}


def test_who_may_not_measure_plans_nothing() -> None:
    with pytest.raises(NotAllowed):
        visits.plan_visit(
            touchpoint=a_counter(), visitor=visitor(), first_day=FOUND.date(), last_day=FOUND.date(), scenario="ก",
            codes=CODES, by=someone("complaint-officer"), now=FOUND,
        )  # fmt: skip


def test_a_visit_is_called_off_with_a_reason() -> None:
    visit = plan()
    with pytest.raises(Incomplete):
        visits.call_off_visit(visit_id=visit.pk, reason="", by=someone("charter-owner"), now=FOUND)
    off = visits.call_off_visit(visit_id=visit.pk, reason="ปิดปรับปรุง", by=someone("charter-owner"), now=FOUND)
    assert off.state == "cancelled"
    with pytest.raises(IllegalMove):
        tell(visit)


def test_the_database_wants_a_story_and_a_reason() -> None:
    visit = plan()
    ended = {"ended_at": FOUND, "ended_by": visitor()}
    for facts in ({"state": "done", **ended}, {"state": "cancelled", **ended}, {"codes": []}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MysteryVisit.objects.filter(pk=visit.pk).update(**facts)


def client_of(user: User) -> Client:
    client = Client()
    sign_in(client, user)
    return client


@time_machine.travel(FOUND + 2 * DAY, tick=True)
def test_the_pages_lead_from_the_plan_to_what_was_seen() -> None:
    a_promise()
    owner = client_of(someone("charter-owner"))
    sent = {"touchpoint": a_counter().pk, "visitor": visitor().pk, "scenario": "ขอสำเนา", "codes": CODES}
    answer = owner.post(f"{LIST}new", {**sent, "first_day": "3/3/2570", "last_day": "1/3/2570"})
    assert (answer.status_code, "ขอสำเนา" in answer.content.decode()) == (422, True)
    answer = owner.post(f"{LIST}new", {**sent, "first_day": "1/3/2570", "last_day": "9/3/2570"})
    address = MysteryVisit.objects.get().get_absolute_url()
    assert answer["Location"] == address
    assert address in owner.get(LIST).content.decode()
    assert client_of(someone("complaint-officer")).get(address).status_code == 403
    assert 'name="story"' not in owner.get(address).content.decode()
    mine = client_of(visitor())
    assert 'name="story"' in mine.get(address).content.decode()
    told = {"visited_on": "2/3/2570", "visited_time": "09:30", "story": "รอสิบนาที", f"kept_{CODES[0]}": "yes"}
    answer = mine.post(address, told)
    assert (answer.status_code, "รอสิบนาที" in answer.content.decode()) == (422, True)
    assert mine.post(address, {**told, f"kept_{CODES[1]}": "no"}).status_code == 302
    assert address in owner.get(f"{LIST}?show=over").content.decode()
    moment = dt.datetime(2027, 3, 2, 2, 30, tzinfo=dt.UTC)
    assert {row.occurred_at for row in Measurement.objects.all()} == {moment}
