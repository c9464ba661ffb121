"""The register for programs."""

import pytest
from rest_framework.test import APIClient

from customers import services
from customers.models import Customer, Interaction
from tests.customers.factories import NOW, make_organisation, make_person

pytestmark = pytest.mark.django_db
CUSTOMERS = "/api/v1/customers/"
INTERACTIONS = "/api/v1/interactions/"


@pytest.fixture
def api(person):
    client = APIClient()
    client.user = person("customer-officer")
    client.force_authenticate(client.user)
    return client


def test_pages_are_masked_and_filtered(api) -> None:
    make_person(name_th="สมชาย", phone="0812345678", relation="former")
    make_organisation(name_th="อิ่มสุข")
    rows = api.get(f"{CUSTOMERS}?relation=former").json()["results"]
    assert [(row["name_th"], row["masked"]) for row in rows] == [("สมชาย", {"phone": "08x xxx 5678"})]
    assert "812345678" not in str(rows)


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_every_length(api, count, django_assert_max_num_queries) -> None:
    for _n in range(count):
        make_person(phone="0812345678")
    with django_assert_max_num_queries(3):
        api.get(CUSTOMERS)


def test_cursor_reaches_every_customer_once(api) -> None:
    for _n in range(5):
        make_person()
    seen, address = [], f"{CUSTOMERS}?page_size=2"
    while address:
        page = api.get(address).json()
        seen += [row["number"] for row in page["results"]]
        address = page["next"]
    assert sorted(seen) == sorted(Customer.objects.values_list("number", flat=True))


def test_create_is_checked_field_by_field_and_idempotent(api) -> None:
    body = {"party": "person", "relation": "prospect", "name_th": "ณิชา", "national_id": "1234545678789"}
    refused = api.post(CUSTOMERS, body, format="json")
    assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, "national_id")
    body["national_id"] = "1234545678781"
    first = api.post(CUSTOMERS, body, format="json", headers={"Idempotency-Key": "k"})
    again = api.post(CUSTOMERS, body, format="json", headers={"Idempotency-Key": "k"})
    assert (first.status_code, again.json()["number"]) == (201, first.json()["number"])


def test_unknown_and_read_only_fields_are_an_error(api) -> None:
    body = {"party": "person", "relation": "prospect", "name_th": "ณิชา", "number": "K-1", "erased_at": "2026-01-01"}
    answer = api.post(CUSTOMERS, body, format="json")
    assert {error["attr"] for error in answer.json()["errors"]} == {"number", "erased_at"}


def test_change_names_its_version_and_is_told_of_a_conflict(api) -> None:
    customer = make_person()
    address = f"{CUSTOMERS}{customer.public_id}/"
    assert api.patch(address, {"name_th": "ณิชา"}, format="json").status_code == 400
    services.update_customer(customer_id=customer.pk, shown_version=1, values={"name_th": "กชกร"}, by=None, now=NOW)
    assert api.patch(address, {"name_th": "ณิชา", "version": 1}, format="json").status_code == 409
    changed = api.patch(address, {"name_th": "ณิชา", "version": 2}, format="json")
    assert (changed.json()["name_th"], changed.json()["version"]) == ("ณิชา", 3)


def test_interaction_is_written_and_read(api) -> None:
    customer = make_person()
    body = {"customer": customer.public_id, "channel": "line", "direction": "in", "summary": "ถามที่จอดรถ"}
    assert api.post(INTERACTIONS, body, format="json").status_code == 201
    assert api.post(INTERACTIONS, {**body, "customer": "nobody"}, format="json").status_code == 404
    rows = api.get(f"{INTERACTIONS}?customer={customer.public_id}").json()["results"]
    assert [(row["summary"], row["by"]) for row in rows] == [("ถามที่จอดรถ", "customer-officer")]
    assert Interaction.objects.count() == 1


def test_record_of_another_unit_is_not_there(api) -> None:
    from foundation.accounts.models import Unit

    customer = make_organisation(unit=Unit.objects.get(code="property"), is_limited=True)
    assert api.get(f"{CUSTOMERS}{customer.public_id}/").status_code == 404
    assert api.get(CUSTOMERS).json()["results"] == []
