"""Follow-ups, the four tests of a market, groups and changes of many customers, for programs."""

import pytest
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from customers import services
from customers.models import BulkAction, Customer, FollowUp, GroupTie, MarketTest
from foundation.accounts.models import Unit
from foundation.core import job_runner
from tests.customers.factories import NOW, make_follow_up, make_organisation, make_person

pytestmark = pytest.mark.django_db
FOLLOW_UPS, BULK = "/api/v1/follow-ups/", "/api/v1/bulk-changes/"
KEY = {"Idempotency-Key": "k"}
YES = {"test": "need", "verdict": "yes", "why": "แจ้งเองทางโทรศัพท์"}


@pytest.fixture
def api(person):
    client = APIClient()
    client.user = person("customer-officer")
    client.force_authenticate(client.user)
    return client


def out_of_sight() -> Customer:
    """A record that another unit keeps to itself."""
    return make_organisation(unit=Unit.objects.get(code="customer-market"), is_limited=True)


@pytest.fixture
def outsider(person):
    """Who sees the register, but not what another unit keeps to itself."""
    client = APIClient()
    client.user = person("product-manager")
    client.force_authenticate(client.user)
    return client


# --- follow-ups -----------------------------------------------------------------------------------------------------


def test_a_follow_up_is_written_once_changed_and_ended(api) -> None:
    body = {
        "customer": make_person().public_id, "what": "ส่งใบเสนอราคา", "owner": api.user.username,
        "due_on": "2099-11-23",
    }  # fmt: skip
    first, again = (api.post(FOLLOW_UPS, body, format="json", headers=KEY) for _n in range(2))
    assert (first.status_code, FollowUp.objects.count()) == (201, 1)
    assert again.json()["public_id"] == first.json()["public_id"]
    address = f"{FOLLOW_UPS}{first.json()['public_id']}/"
    changed = api.patch(address, {"version": 1, "due_on": "2099-12-01"}, format="json").json()
    assert (changed["due_on"], changed["what"], changed["version"]) == ("2099-12-01", "ส่งใบเสนอราคา", 2)
    assert api.patch(address, {"version": 1, "due_on": "2099-12-02"}, format="json").status_code == 409
    assert api.post(f"{address}end/", {"move": "cancel"}, format="json").status_code == 400
    assert api.post(f"{address}end/", {"move": "done", "words": "ส่งแล้ว"}, format="json").json()["state"] == "done"
    assert api.post(f"{address}end/", {"move": "done"}, format="json").status_code == 409
    assert api.get(address).json()["outcome"] == "ส่งแล้ว"


def test_follow_ups_are_narrowed_and_only_of_customers_in_sight(api, outsider) -> None:
    mine, hidden = make_follow_up(owner=api.user), make_follow_up(make_organisation())
    unit = Unit.objects.get(code="customer-market")
    Customer.objects.filter(pk=hidden.customer_id).update(unit=unit, is_limited=True)
    listed = [row["public_id"] for row in api.get(f"{FOLLOW_UPS}?owner=me").json()["results"]]
    assert listed == [mine.public_id]
    assert api.get(f"{FOLLOW_UPS}?customer={mine.customer.public_id}&state=open").json()["results"]
    assert not api.get(f"{FOLLOW_UPS}?state=done").json()["results"]
    assert hidden.public_id not in str(outsider.get(FOLLOW_UPS).json())
    assert outsider.get(f"{FOLLOW_UPS}{hidden.public_id}/").status_code == 404
    assert outsider.post(f"{FOLLOW_UPS}{mine.public_id}/end/", {"move": "done"}, format="json").status_code == 403


@pytest.mark.parametrize("count", [1, 4])
def test_a_page_of_follow_ups_costs_the_same_for_every_length(api, count, django_assert_max_num_queries) -> None:
    for _n in range(count):
        make_follow_up()
    with django_assert_max_num_queries(3):
        api.get(FOLLOW_UPS)


# --- the four tests, the group --------------------------------------------------------------------------------------


def test_the_four_tests_are_answered_once_each_and_make_a_market(api) -> None:
    address = f"/api/v1/customers/{make_organisation(relation='prospect').public_id}/"
    for _n in range(2):
        assert api.post(f"{address}market-tests/", YES, format="json", headers=KEY).status_code == 201
    assert MarketTest.objects.count() == 1
    for test in ("power", "willingness"):
        api.post(f"{address}market-tests/", {**YES, "test": test}, format="json")
    standing = api.get(f"{address}market/").json()
    assert (standing["is_market"], standing["tests"]["right"]) == (False, None)
    assert (standing["tests"]["need"]["why"], standing["tests"]["need"]["by"]) == (YES["why"], api.user.username)
    api.post(f"{address}market-tests/", {**YES, "test": "right"}, format="json")
    assert api.get(f"{address}market/").json()["is_market"]
    assert len(api.get(f"{address}market-tests/?page_size=3").json()["results"]) == 3


def test_of_a_customer_of_today_the_tests_are_not_asked(api, outsider) -> None:
    current = f"/api/v1/customers/{make_organisation().public_id}/market-tests/"
    assert api.post(current, YES, format="json").status_code == 409
    assert api.post(current, {**YES, "why": " "}, format="json").status_code == 400
    hidden = out_of_sight().public_id
    assert {outsider.get(f"/api/v1/customers/{hidden}/{part}/").status_code for part in ("market", "group")} == {404}


def test_a_group_is_read_and_put_and_a_ring_is_told(api) -> None:
    head, branch = make_organisation(), make_organisation()
    address = f"/api/v1/customers/{branch.public_id}/group/"
    for _n in range(2):
        told = api.put(address, {"parent": head.number, "reason": "สาขาที่ 1"}, format="json").json()
        assert told["parent"]["public_id"] == head.public_id
    assert GroupTie.history.count() == 1
    above = api.get(f"/api/v1/customers/{head.public_id}/group/").json()
    assert [each["number"] for each in above["branches"]] == [branch.number]
    ring = api.put(f"/api/v1/customers/{head.public_id}/group/", {"parent": branch.number}, format="json")
    assert (ring.status_code, ring.json()["errors"][0]["attr"]) == (400, "parent")
    assert api.put(address, {"parent": ""}, format="json").json()["parent"] is None
    person = f"/api/v1/customers/{make_person().public_id}/group/"
    assert api.put(person, {"parent": head.number}, format="json").status_code == 409


# --- many customers -------------------------------------------------------------------------------------------------


def test_many_are_counted_changed_once_and_taken_back(api) -> None:
    one, former = make_person(), make_person(relation="former")
    wanted = {"kind": "owner", "value": api.user.username}
    told = api.post(f"{BULK}preview/?relation=former", wanted, format="json").json()
    assert told == {"total": 1, "changing": 1, "same": 0, "left": {"erased": 0}}
    body = {**wanted, "reason": "มอบหมายใหม่", "expected": 1}
    first, again = (api.post(f"{BULK}?relation=former", body, format="json", headers=KEY) for _n in range(2))
    assert (first.status_code, first.json()["public_id"]) == (202, again.json()["public_id"])
    action = BulkAction.objects.get()
    assert action.job
    job_runner.run(action.job.pk)
    address = f"{BULK}{action.public_id}/"
    done = api.get(address).json()
    assert (done["state"], done["counts"]["changed"], done["value"]) == ("done", 1, api.user.username)
    assert Customer.objects.get(owner=api.user) == former
    assert api.post(f"{address}undo/", {"reason": " "}, format="json").status_code == 400
    assert api.post(f"{address}undo/", {"reason": "เลือกผิด"}, format="json").json()["state"] == "undoing"
    action.refresh_from_db()
    assert action.job
    job_runner.run(action.job.pk)
    assert not Customer.objects.filter(owner=api.user).exists()
    assert one.public_id not in str(api.get(address).json())


def test_others_than_were_counted_or_unknown_ones_are_refused(api) -> None:
    picked = [make_person().public_id, make_person().public_id]
    body = {"kind": "kind", "value": "agency", "reason": "จัดกลุ่มใหม่", "customers": picked, "expected": 2}
    assert api.post(BULK, {**body, "expected": 3}, format="json").status_code == 409
    wrong = [{"value": "nothing"}, {"kind": "owner", "value": "nobody-here"}, {"kind": "relation", "value": "former"}]
    assert {api.post(BULK, {**body, **each}, format="json").status_code for each in wrong} == {400}
    assert api.post(f"{BULK}?segment=nonsense", body, format="json").status_code == 400
    assert not BulkAction.objects.exists()
    assert api.post(BULK, body, format="json").json()["total"] == 2


@pytest.mark.parametrize("count", [1, 4])
def test_a_page_of_changes_costs_the_same_for_every_length(api, count, django_assert_max_num_queries) -> None:
    made = make_person()
    for n in range(count):
        body = {"kind": "owner", "value": api.user.username, "reason": "ทดสอบ", "customers": [made.public_id]}
        api.post(BULK, {**body, "expected": 1}, format="json", headers={"Idempotency-Key": str(n)})
    with django_assert_max_num_queries(5):
        rows = api.get(BULK).json()["results"]
    assert [row["value"] for row in rows] == [api.user.username] * count


def test_no_two_operations_have_one_name() -> None:
    schema = SchemaGenerator().get_schema(public=True)
    rooms = ("/api/v1/customers", "/api/v1/bulk-changes", "/api/v1/follow-ups", "/api/v1/imports")
    told = {
        f"{method} {path}": operation["operationId"]
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    }
    ours = {name for place, name in told.items() if place.split()[1].startswith(rooms)}
    assert {"bulk_changes_create", "follow_ups_end", "customer_group_put", "customer_market_tests_list"} <= ours
    assert {"customer_contacts_end", "imports_issues_list"} <= ours
    assert all(list(told.values()).count(name) == 1 for name in ours)


def test_the_answer_of_a_service_is_the_answer_of_the_api(api) -> None:
    branch, head = make_organisation(), make_organisation()
    services.set_parent(customer_id=branch.pk, parent_number=head.number, reason="", by=api.user, now=NOW)
    assert api.get(f"/api/v1/customers/{branch.public_id}/group/").json()["parent"]["number"] == head.number
