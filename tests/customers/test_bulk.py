"""Changing many customers at once: an honest preview, each change in its history, all of it undone."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from customers import services
from customers.enums import BulkKind, BulkOutcome, BulkState, Relation
from customers.models import BulkAction, Customer, RelationPeriod
from customers.selectors import ListQuery
from customers.selectors.bulk import Wanted, chosen, outcomes_of, preview
from customers.services import bulk
from customers.services.bulk_undo import start_undo
from customers.services.erasure import erase_customer
from foundation.accounts.models import Unit, User
from foundation.core import job_runner
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.jobs import cancel
from tests.counting import statements
from tests.customers.factories import NOW, make_organisation, make_person, make_tag

pytestmark = pytest.mark.django_db
LIST, BULK = "/staff/customers/", "/staff/customers/bulk/"
TO_AGENCY = Wanted(BulkKind.KIND, "agency")
BEGAN, SINCE = date(2026, 1, 5), date(2026, 2, 1)


@pytest.fixture
def officer(person: Callable[..., User]) -> User:
    return person("customer-officer", unit=Unit.objects.get(code="customer-market"))


def ask(officer: User, wanted: Wanted, query: ListQuery = ListQuery(), **changes: Any) -> BulkAction:  # noqa: B008
    customers = chosen(officer, query, ())
    given = {"reason": "จัดกลุ่มใหม่", "shown": customers.count(), "by": officer, "now": NOW}
    return bulk.start_bulk(customers=customers, wanted=wanted, **{**given, **changes})


def run(action: BulkAction) -> BulkAction:
    action.refresh_from_db()
    assert action.job
    job_runner.run(action.job.pk)
    return BulkAction.objects.get(pk=action.pk)


def undo(action: BulkAction, officer: User) -> BulkAction:
    start_undo(action_id=action.pk, reason="เลือกผิดกลุ่ม", by=officer, now=timezone.now())
    return run(action)


def kinds() -> list[str]:
    return list(Customer.objects.order_by("pk").values_list("kind", flat=True))


def test_all_that_the_list_found_change_each_with_its_history(officer: User) -> None:
    one, other, so = make_person(), make_person(), make_person(kind="agency")
    make_organisation()
    action = run(ask(officer, TO_AGENCY, ListQuery(party="person")))
    assert kinds() == ["agency", "agency", "agency", "direct"]
    assert action.state == BulkState.DONE
    assert outcomes_of(action) == {"waiting": 0, "changed": 2, "same": 1, "skipped": 0, "back": 0}
    assert "จัดกลุ่มใหม่" in one.history.first().history_change_reason
    assert one.history.first().history_user == officer
    assert (one.history.count(), so.history.count()) == (2, 1)
    other.refresh_from_db()
    assert other.version == 2


def test_a_preview_counts_what_the_action_then_does(officer: User) -> None:
    make_person(relation="prospect", relation_since=BEGAN)
    make_person(relation="current", relation_since=BEGAN)
    make_person(relation="prospect", relation_since=date(2026, 3, 1))
    gone = make_person(relation="prospect", relation_since=BEGAN)
    erase_customer(customer_id=gone.pk, by=None, now=NOW)
    wanted = Wanted(BulkKind.RELATION, Relation.CURRENT, SINCE)
    seen = preview(chosen(officer, ListQuery(), ()), wanted)
    assert (seen.total, seen.changing, seen.same, seen.left) == (4, 1, 1, {"erased": 1, "too_early": 1})
    found = outcomes_of(run(ask(officer, wanted)))
    assert (found["changed"], found["same"], found["skipped"]) == (1, 1, 2)


def test_owner_and_unit_are_set_and_taken_away_and_come_back(officer: User) -> None:
    customer = make_person(owner=officer)
    unit = Unit.objects.get(code="customer-market")
    settled = run(ask(officer, Wanted(BulkKind.UNIT, str(unit.pk))))
    freed = run(ask(officer, Wanted(BulkKind.OWNER, "")))
    customer.refresh_from_db()
    assert (customer.unit, customer.owner) == (unit, None)
    undo(freed, officer)
    customer.refresh_from_db()
    assert (customer.unit, customer.owner) == (unit, officer)
    assert undo(settled, officer).state == BulkState.UNDONE
    customer.refresh_from_db()
    assert customer.unit == unit  # changed since, by the others: said, not overwritten
    assert settled.rows.get().code == "changed_since"


def test_a_record_that_its_unit_keeps_to_itself_does_not_change_hands(officer: User) -> None:
    customer = make_person(unit=officer.unit, is_limited=True)
    action = run(ask(officer, Wanted(BulkKind.UNIT, "")))
    customer.refresh_from_db()
    assert customer.unit == officer.unit
    assert action.rows.get().code == "limited"


def test_relations_are_dated_and_taken_back_leave_no_trace_in_the_figures(officer: User) -> None:
    customer = make_person(relation="prospect", relation_since=BEGAN)
    action = run(ask(officer, Wanted(BulkKind.RELATION, Relation.CURRENT, SINCE)))
    assert list(RelationPeriod.objects.order_by("starts_on").values_list("relation", "starts_on", "ends_on")) == [
        ("prospect", BEGAN, SINCE), ("current", SINCE, None),
    ]  # fmt: skip
    undo(action, officer)
    customer.refresh_from_db()
    assert (customer.relation, customer.relation_since) == ("prospect", BEGAN)
    assert list(RelationPeriod.objects.values_list("relation", "starts_on", "ends_on")) == [("prospect", BEGAN, None)]


def test_a_tag_is_given_and_taken_and_both_come_back(officer: User) -> None:
    bears, bare, full = make_person(), make_person(), make_person()
    tag = make_tag()
    Customer.objects.filter(pk=bears.pk).update(tags=[tag.code])
    others = [make_tag(f"ป้ายที่ {n}", f"Tag {n}").code for n in range(20)]
    Customer.objects.filter(pk=full.pk).update(tags=sorted(others))
    given = run(ask(officer, Wanted(BulkKind.TAG, tag.code)))
    found = outcomes_of(given)
    assert (found["changed"], found["same"], found["skipped"]) == (1, 1, 1)
    assert given.rows.get(customer=full).code == "many_tags"
    undo(given, officer)
    bare.refresh_from_db()
    assert bare.tags == []
    taken = run(ask(officer, Wanted(BulkKind.UNTAG, tag.code)))
    bears.refresh_from_db()
    assert (bears.tags, outcomes_of(taken)["same"]) == ([], 2)
    undo(taken, officer)
    bears.refresh_from_db()
    assert bears.tags == [tag.code]
    seen = preview(chosen(officer, ListQuery(), ()), Wanted(BulkKind.TAG, tag.code))
    assert (seen.changing, seen.same, seen.left["many_tags"]) == (1, 1, 1)


def test_a_retired_tag_is_given_no_more(officer: User) -> None:
    make_person()
    tag = make_tag()
    type(tag).objects.filter(pk=tag.pk).update(is_retired=True)
    with pytest.raises(Incomplete):
        ask(officer, Wanted(BulkKind.TAG, tag.code))
    assert ask(officer, Wanted(BulkKind.UNTAG, tag.code)).total == 1


def test_undoing_leaves_who_was_changed_since_and_says_so(officer: User) -> None:
    changed, touched = make_person(), make_person()
    action = run(ask(officer, TO_AGENCY))
    touched.refresh_from_db()
    services.update_customer(
        customer_id=touched.pk, shown_version=touched.version, values={"phone": "1111"}, by=None, now=NOW
    )
    action = undo(action, officer)
    assert kinds() == ["direct", "agency"]
    assert list(action.rows.exclude(code="").values_list("customer", "code")) == [(touched.pk, "changed_since")]
    assert "เลือกผิดกลุ่ม" in changed.history.first().history_change_reason
    assert outcomes_of(action)["back"] == 1


def test_a_worker_that_fell_goes_on_and_changes_nobody_twice(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BATCH", 1)
    one, other = make_person(), make_person()
    action = ask(officer, TO_AGENCY)
    wrote = bulk._Change._write

    def fall(self: Any, customer: Customer) -> int:
        if customer.pk == other.pk:
            raise ConnectionError
        return wrote(self, customer)

    with monkeypatch.context() as broken:
        broken.setattr(bulk._Change, "_write", fall)
        run(action)
    assert kinds() == ["agency", "direct"]
    action.job.refresh_from_db()
    type(action.job).objects.filter(pk=action.job.pk).update(run_after=timezone.now())
    run(action)
    assert kinds() == ["agency", "agency"]
    one.refresh_from_db()
    assert one.version == 2


def test_stopped_halfway_it_can_be_undone(officer: User) -> None:
    make_person()
    action = ask(officer, TO_AGENCY)
    action.refresh_from_db()
    cancel(job=action.job, by=officer)
    action = BulkAction.objects.get(pk=action.pk)
    assert action.standing == BulkState.STOPPED
    assert kinds() == ["direct"]
    assert undo(action, officer).state == BulkState.UNDONE


@pytest.mark.parametrize(
    ("wanted", "changes", "field"),
    [
        (TO_AGENCY, {"reason": " "}, "reason"),
        (Wanted(BulkKind.KIND, "emperor"), {}, "value"),
        (Wanted(BulkKind.OWNER, "999999"), {}, "value"),
        (Wanted(BulkKind.RELATION, Relation.CURRENT), {}, "since"),
        (Wanted(BulkKind.RELATION, Relation.CURRENT, date(2027, 1, 1)), {}, "since"),
    ],
)
def test_what_is_missing_is_said(officer: User, wanted: Wanted, changes: dict[str, Any], field: str) -> None:
    make_person()
    with pytest.raises(Incomplete) as refused:
        ask(officer, wanted, **changes)
    assert field in refused.value.missing
    assert not BulkAction.objects.exists()


def test_a_list_that_moved_since_the_preview_is_shown_again(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    make_person()
    with pytest.raises(Refused):
        ask(officer, TO_AGENCY, shown=2)
    monkeypatch.setattr(bulk, "MOST", 0)
    with pytest.raises(Refused):
        ask(officer, TO_AGENCY)


def test_who_may_not_change_customers_changes_none(person: Callable[..., User], client_as: Any, officer: User) -> None:
    customer = make_person()
    stranger = person("complaint-officer")
    with pytest.raises(NotAllowed):
        ask(stranger, TO_AGENCY)
    action = run(ask(officer, TO_AGENCY))
    with pytest.raises(NotAllowed):
        start_undo(action_id=action.pk, reason="ลอง", by=stranger, now=NOW)
    auditor = client_as("auditor")
    assert auditor.get(BULK).status_code == 403
    assert auditor.post(f"{BULK}done/{action.public_id}/undo/", {"reason": "ลอง"}).status_code == 403
    assert 'name="pick"' not in auditor.get(LIST).content.decode()
    customer.refresh_from_db()
    assert customer.kind == "agency"


def test_another_unit_neither_changes_hidden_records_nor_undoes(person: Callable[..., User], officer: User) -> None:
    hidden = make_person(unit=officer.unit, is_limited=True)
    other = person("customer-officer", "other", unit=Unit.objects.exclude(pk=officer.unit_id).first())
    with pytest.raises(Refused):
        ask(other, TO_AGENCY)
    action = run(ask(officer, TO_AGENCY))
    with pytest.raises(NotAllowed):
        start_undo(action_id=action.pk, reason="ลอง", by=other, now=NOW)
    with pytest.raises(NotAllowed):
        cancel(job=action.job, by=other)
    with pytest.raises(IllegalMove):
        start_undo(action_id=ask(officer, TO_AGENCY).pk, reason="ลอง", by=officer, now=NOW)
    hidden.refresh_from_db()
    assert hidden.kind == "agency"


def test_ticked_customers_are_changed_by_the_pages(client_as: Any) -> None:
    one, other, third = make_person(), make_person(), make_person()
    client = client_as("customer-officer")
    assert f'value="{one.public_id}" form="bulk"' in client.get(LIST).content.decode()
    address = f"{BULK}?picking=yes&pick={one.public_id}&pick={other.public_id}"
    typed = {"kind": "kind", "customer_kind": "agency", "reason": "จัดกลุ่มใหม่"}
    assert client.get(address).status_code == 200
    looked = client.post(address, typed)
    assert looked.status_code == 200
    assert 'name="shown" value="2"' in looked.content.decode()
    assert not BulkAction.objects.exists()
    assert client.post(address, {**typed, "reason": ""}).status_code == 422
    assert client.post(address, {**typed, "shown": "3", "confirm": "yes"}).status_code == 422
    done = client.post(address, {**typed, "shown": "2", "confirm": "yes"})
    assert done.status_code == 302
    action = run(BulkAction.objects.get())
    assert kinds() == ["agency", "agency", "direct"]
    page = client.get(done["Location"]).content.decode()
    assert "/undo/" in page
    assert client.post(f"{done['Location']}undo/", {"reason": ""}).status_code == 422
    assert client.post(f"{done['Location']}undo/", {"reason": "ผิดกลุ่ม"}).status_code == 302
    run(action)
    assert kinds() == ["direct", "direct", "direct"]
    assert third.history.count() == 1
    assert action.public_id in client.get(f"{BULK}done/").content.decode()


def test_all_that_were_found_and_none_ticked(client_as: Any) -> None:
    make_person(), make_organisation()
    client = client_as("customer-officer")
    assert "confirm" not in client.get(f"{BULK}?picking=yes").content.decode()
    typed = {"kind": "kind", "customer_kind": "agency", "reason": "จัดกลุ่มใหม่", "shown": "1", "confirm": "yes"}
    assert client.post(f"{BULK}?party=person&all=yes", typed).status_code == 302
    assert BulkAction.objects.get().total == 1


@pytest.mark.parametrize("many", [3, 25])
def test_the_list_of_bulk_changes_costs_the_same_however_many(client_as: Any, officer: User, many: int) -> None:
    client = client_as("customer-officer", username="other")
    make_person()
    wanted = [
        TO_AGENCY, Wanted(BulkKind.OWNER, str(officer.pk)), Wanted(BulkKind.UNIT, str(officer.unit_id)),
        Wanted(BulkKind.TAG, make_tag().code), Wanted(BulkKind.OWNER, ""),
    ]  # fmt: skip
    for n in range(many):
        ask(officer, wanted[n % len(wanted)])
    assert statements(client, f"{BULK}done/") <= 12
    page = client.get(f"{BULK}done/").content.decode()
    assert str(officer.unit) in page


def test_the_list_names_what_was_wanted_and_how_each_stands(client_as: Any, officer: User) -> None:
    make_person()
    tag = make_tag(name_th="รายสำคัญ")
    dead = ask(officer, Wanted(BulkKind.TAG, tag.code))
    type(dead.job).objects.filter(pk=dead.job_id).update(state="dead", finished_at=timezone.now())
    page = client_as("customer-officer", username="other").get(f"{BULK}done/").content.decode()
    assert "รายสำคัญ" in page
    assert str(BulkState.STOPPED.label) in page
    assert str(BulkState.RUNNING.label) not in page


def test_pages_cost_the_same_however_many(client_as: Any, officer: User) -> None:
    client = client_as("customer-officer", username="other")
    costs = []
    for _round in range(2):
        for _n in range(3):
            make_person()
        action = run(ask(officer, TO_AGENCY))
        costs.append((statements(client, f"{BULK}done/{action.public_id}/"), statements(client, f"{BULK}?all=yes")))
    assert costs[0] == costs[1]
    assert BulkOutcome.CHANGED in outcomes_of(action)
