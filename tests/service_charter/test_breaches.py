"""A promise broken beyond chance is found, told once, answered, and closed when the measurements bear it out."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from foundation.accounts.models import Unit
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, StaleVersion
from foundation.core.metrics import Period
from foundation.core.models import Notification
from foundation.governance.models import CorrectiveAction
from service_charter.breach_metrics import ANSWERED, KEPT, STAND
from service_charter.breach_rules import is_broken, is_cured
from service_charter.enums import BreachState, Tripped
from service_charter.models import Breach, Measurement
from service_charter.selectors import Tally
from service_charter.selectors.breaches import measured_since, waiting_for
from service_charter.services import breaches, cancel
from tests.accounts.signing_in import sign_in
from tests.people import someone
from tests.service_charter.breaking import DAY, FOUND, a_promise, act, close, make_breach, measure, mend, of_unit

pytestmark = pytest.mark.django_db
LIST = "/staff/charter/breaches/"


def test_a_promise_below_target_beyond_chance_is_found_and_told_once() -> None:
    manager = of_unit("complaint-manager", "complaint-centre")
    stranger = of_unit("product-manager", "strategy")
    someone("charter-owner")
    breach = make_breach()
    assert (breach.tripped, breach.unit, breach.n, breach.kept) == (Tripped.BELOW_TARGET, None, 100, 60)
    assert Notification.objects.filter(url=breach.get_absolute_url()).count() == 2
    assert {note.user for note in Notification.objects.all()} >= {manager, someone("charter-owner")}
    assert not Notification.objects.filter(user=stranger, url=breach.get_absolute_url()).exists()
    assert breaches.find_breaches(now=FOUND) == {"new": 0, "standing": 1}
    assert breaches.find_breaches(now=FOUND + DAY) == {"new": 0, "standing": 1}
    breach.refresh_from_db()
    assert breach.times_seen == 2
    assert Notification.objects.filter(url=breach.get_absolute_url()).count() == 2


@pytest.mark.parametrize(("kept", "n"), [(90, 100), (85, 100), (2, 4), (8, 10)])
def test_what_may_be_chance_or_is_too_few_is_no_breach(kept: int, n: int) -> None:
    measure(a_promise(), kept=kept, n=n, at=FOUND - 10 * DAY)
    assert breaches.find_breaches(now=FOUND) == {"new": 0, "standing": 0}


def test_what_is_older_than_a_quarter_or_of_today_does_not_count() -> None:
    standard = a_promise()
    measure(standard, kept=0, n=100, at=FOUND)
    assert breaches.find_breaches(now=FOUND)["new"] == 0
    assert breaches.find_breaches(now=FOUND + 100 * DAY)["new"] == 0
    assert breaches.find_breaches(now=FOUND + DAY)["new"] == 1


def test_a_unit_is_named_where_the_whole_is_not_broken() -> None:
    standard = a_promise()
    centre, other = Unit.objects.get(code="complaint-centre"), Unit.objects.get(code="strategy")
    measure(standard, kept=990, n=1000, at=FOUND - 10 * DAY, unit_id=other.pk)
    measure(standard, kept=20, n=40, at=FOUND - 9 * DAY, unit_id=centre.pk)
    breaches.find_breaches(now=FOUND)
    breach = Breach.objects.get()
    assert (breach.unit, breach.n, breach.kept) == (centre, 40, 20)


def test_falling_out_of_the_usual_range_is_a_breach_though_the_target_is_kept() -> None:
    standard = a_promise()
    monday = dt.datetime(2026, 12, 7, 3, tzinfo=dt.UTC)
    for week in range(12):
        measure(standard, kept=99 if week % 2 else 100, n=100, at=monday + week * 7 * DAY)
    assert breaches.find_breaches(now=monday + 84 * DAY)["new"] == 0
    measure(standard, kept=92, n=100, at=monday + 84 * DAY)
    assert breaches.find_breaches(now=monday + 91 * DAY)["new"] == 1
    assert Breach.objects.get().tripped == Tripped.CONTROL_CHART


def test_two_nights_at_once_write_it_down_once() -> None:
    breach = make_breach()
    facts = {name: getattr(breach, name) for name in ("standard_code", "standard", "unit", "tripped", "n", "kept")}
    facts |= {
        name: getattr(breach, name) for name in ("first_day", "last_day", "target_percent", "found_at", "seen_at")
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Breach.objects.create(**facts)


@pytest.mark.parametrize(
    ("role", "unit", "may"),
    [
        ("charter-owner", "strategy", True),
        ("complaint-manager", "complaint-centre", True),
        ("complaint-manager", "strategy", False),
        ("complaint-officer", "complaint-centre", False),
        ("auditor", "complaint-centre", False),
    ],
)
def test_who_answers_a_breach(role: str, unit: str, may: bool) -> None:
    breach = make_breach()
    person = of_unit(role, unit)
    assert (breach in waiting_for(person)) is may
    if may:
        assert act(breach, by=person).state == BreachState.ACTING
    else:
        with pytest.raises(NotAllowed):
            act(breach, by=person)


def test_an_action_needs_cause_owner_and_a_day_and_is_entered_once() -> None:
    breach = make_breach()
    with pytest.raises(Incomplete) as refusal:
        act(breach, cause="", action="", due_on=(FOUND - 3 * DAY).date(), owner=someone("complaint-officer"))
    assert refusal.value.missing.keys() == {"cause", "action", "due_on", "owner"}
    breach.version += 1
    with pytest.raises(StaleVersion):
        act(breach)
    breach.refresh_from_db()
    acting = act(breach)
    assert acting.action is not None
    assert acting.action.source_public_id == breach.public_id
    with pytest.raises(IllegalMove):
        act(acting)
    assert CorrectiveAction.objects.count() == 1


def test_it_closes_when_the_action_was_verified_and_the_measurements_bear_it_out() -> None:
    breach = act(make_breach())
    with pytest.raises(IllegalMove):
        close(breach, now=FOUND + 20 * DAY)
    breach = mend(breach)
    assert list(waiting_for(someone("charter-owner"))) == [breach]
    with pytest.raises(Incomplete):
        close(breach, now=FOUND + 20 * DAY)  # nothing was measured since
    measure(breach.standard, kept=30, n=50, at=FOUND + 7 * DAY)
    with pytest.raises(Incomplete):
        close(breach, now=FOUND + 20 * DAY)  # still broken
    measure(breach.standard, kept=195, n=200, at=FOUND + 8 * DAY)
    assert measured_since(breach, now=FOUND + 20 * DAY) == Tally(250, 225)
    with pytest.raises(NotAllowed):
        close(breach, by=of_unit("complaint-manager", "complaint-centre"), now=FOUND + 20 * DAY)
    with pytest.raises(Incomplete):
        close(breach, note="", now=FOUND + 20 * DAY)
    over = close(breach, now=FOUND + 20 * DAY)
    assert (over.state, over.closed_by) == (BreachState.CLOSED, someone("charter-owner"))
    assert list(waiting_for(someone("charter-owner"))) == []


def test_whoever_carried_it_out_does_not_close_it() -> None:
    owner = someone("charter-owner")
    breach = mend(act(make_breach(), owner=owner, by=owner))
    measure(breach.standard, kept=100, n=100, at=FOUND + 8 * DAY)
    with pytest.raises(NotAllowed):
        close(breach, by=owner, now=FOUND + 20 * DAY)
    assert close(breach, by=someone("voc-analyst"), now=FOUND + 20 * DAY).state == BreachState.CLOSED


def test_broken_again_after_it_was_closed_it_stands_anew() -> None:
    breach = mend(act(make_breach()))
    measure(breach.standard, kept=100, n=100, at=FOUND + 8 * DAY)
    close(breach, now=FOUND + 20 * DAY)
    measure(breach.standard, kept=0, n=100, at=FOUND + 30 * DAY)
    assert breaches.find_breaches(now=FOUND + 40 * DAY)["new"] == 1
    assert Breach.objects.filter(state=BreachState.OPEN).exclude(pk=breach.pk).count() == 1


def test_while_an_action_is_under_way_the_first_facts_stay() -> None:
    breach = act(make_breach())
    measure(breach.standard, kept=0, n=100, at=FOUND + DAY)
    breaches.find_breaches(now=FOUND + 3 * DAY)
    breach.refresh_from_db()
    assert (breach.n, breach.kept, breach.times_seen) == (100, 60, 2)


def test_wrong_measurements_are_corrected_first_then_it_is_taken_off() -> None:
    breach = make_breach()
    facts: dict[str, Any] = {"breach_id": breach.pk, "shown_version": breach.version, "now": FOUND + DAY}
    owner = someone("charter-owner")
    with pytest.raises(Incomplete):
        breaches.withdraw_breach(**facts, note="นับผิด", by=owner)
    [row] = Measurement.objects.all()
    cancel(measurement_id=row.pk, reason="นับผิด", by=owner, now=FOUND + DAY)
    with pytest.raises(NotAllowed):
        breaches.withdraw_breach(**facts, note="นับผิด", by=of_unit("complaint-manager", "complaint-centre"))
    with pytest.raises(Incomplete):
        breaches.withdraw_breach(**facts, note="", by=owner)
    assert breaches.withdraw_breach(**facts, note="นับผิด", by=owner).state == BreachState.WITHDRAWN


def test_what_nobody_answers_is_asked_for_once_a_week() -> None:
    of_unit("complaint-manager", "complaint-centre")
    breach = make_breach()
    before = Notification.objects.count()
    assert breaches.ask_again(now=FOUND + 5 * DAY) == 0
    assert breaches.ask_again(now=FOUND + 11 * DAY) == 1
    asked = Notification.objects.count()
    assert asked > before
    breaches.ask_again(now=FOUND + 11 * DAY)
    assert Notification.objects.count() == asked
    breaches.ask_again(now=FOUND + 18 * DAY)
    assert Notification.objects.count() > asked
    act(breach)
    assert breaches.ask_again(now=FOUND + 30 * DAY) == 0


@given(st.integers(5, 400), st.data(), st.integers(50, 99))
def test_what_is_cured_is_never_broken(n: int, data: st.DataObject, target: int) -> None:
    before = Tally(n, data.draw(st.integers(0, n)))
    after = Tally(n, data.draw(st.integers(0, n)))
    if is_cured(before, after, target):
        assert not is_broken(after, target)
    if after.kept == after.n:
        assert is_cured(before, after, target)


def test_the_share_kept_is_of_all_cases_and_by_unit() -> None:
    standard = a_promise()
    centre = Unit.objects.get(code="complaint-centre")
    measure(standard, kept=60, n=100, at=FOUND - 10 * DAY)
    measure(standard, kept=20, n=20, at=FOUND - 9 * DAY, unit_id=centre.pk)
    period = Period(FOUND - 20 * DAY, FOUND)
    whole = KEPT.measure(period)[""]
    assert (whole.value, whole.n) == (66.7, 120)
    assert {key: value.value for key, value in KEPT.measure(period, "unit").items()} == {"complaint-centre": 100.0}
    assert KEPT.measure(Period(FOUND, FOUND + DAY))[""].value is None


def test_standing_and_answered_breaches_are_counted() -> None:
    breach = make_breach()
    month = Period(FOUND, FOUND + 30 * DAY)
    assert (STAND.measure(month)[""].value, ANSWERED.measure(month)[""].value) == (1, 0.0)
    act(breach)
    assert ANSWERED.measure(month)[""].value == 100.0
    assert STAND.measure(Period(FOUND - 30 * DAY, FOUND))[""].value == 0


def client_of(role: str, unit: str = "") -> Client:
    client = Client()
    sign_in(client, of_unit(role, unit) if unit else someone(role))
    return client


@time_machine.travel(FOUND + DAY, tick=True)
def test_the_pages_lead_from_the_list_to_the_end() -> None:
    assert client_of("auditor").get(LIST).status_code == 200
    breach = make_breach()
    address = breach.get_absolute_url()
    assert address in client_of("auditor").get(LIST).content.decode()
    assert address in client_of("auditor").get("/staff/charter/measurement/complaint-decision/").content.decode()
    manager = client_of("complaint-manager", "complaint-centre")
    assert f'action="{address}steps/act"' in manager.get(address).content.decode()
    assert (
        f'action="{address}steps/act"' not in client_of("complaint-manager", "strategy").get(address).content.decode()
    )
    sent = {"version": breach.version, "cause": "ลาพร้อมกัน", "action": "", "owner": "", "due_on": ""}
    answer = manager.post(f"{address}steps/act", sent)
    assert (answer.status_code, "ลาพร้อมกัน" in answer.content.decode()) == (422, True)
    owner = of_unit("complaint-manager", "complaint-centre")
    sent |= {"action": "จัดเวร", "owner": owner.pk, "due_on": "2027-12-30"}
    assert manager.post(f"{address}steps/act", {**sent, "version": 0}).status_code == 409
    assert manager.post(f"{address}steps/act", sent).status_code == 302
    assert client_of("charter-owner").post(f"{address}steps/close", {"version": 9, "note": "ดี"}).status_code == 409
    assert client_of("charter-owner").post(f"{address}steps/unknown").status_code == 404
    assert address in client_of("auditor").get(f"{LIST}?show=acting").content.decode()
