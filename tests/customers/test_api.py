"""The register for programs."""

import pytest
from rest_framework.test import APIClient

from customers import services
from customers.models import Customer, Interaction
from customers.services.saved_views import Asked
from foundation.accounts.models import Unit
from tests.customers.factories import NOW, make_organisation, make_person, make_touchpoint
from tests.people import someone

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


def test_a_contact_is_written_where_it_was_and_with_whom(api) -> None:
    customer, touchpoint = make_organisation(), make_touchpoint("use")
    spoken = services.add_contact(customer_id=customer.pk, values={"name": "สุดา"}, by=None, now=NOW)
    body = {"customer": customer.public_id, "channel": "walk_in", "direction": "in", "summary": "ถามที่จอดรถ"}
    placed = {"touchpoint": touchpoint.code.lower(), "contact": spoken.public_id}
    told = api.post(INTERACTIONS, {**body, **placed}, format="json").json()
    assert (told["touchpoint"], told["stage"], told["contact"]) == (touchpoint.code, "use", spoken.public_id)
    api.post(INTERACTIONS, {**body, "stage": "support"}, format="json")
    of_two = make_touchpoint("use", "bonded").code
    api.post(INTERACTIONS, {**body, "touchpoint": of_two, "stage": "bonded"}, format="json")
    listed = api.get(f"{INTERACTIONS}?customer={customer.public_id}").json()["results"]
    assert [row["stage"] for row in listed] == ["bonded", "support", "use"]


def test_what_the_page_would_not_place_the_api_does_not_either(api) -> None:
    customer, other = make_organisation(), make_organisation()
    spoken = services.add_contact(customer_id=other.pk, values={"name": "สุดา"}, by=None, now=NOW)
    gone = services.add_contact(customer_id=customer.pk, values={"name": "มานี"}, by=None, now=NOW)
    services.end_contact(contact_id=gone.pk, by=None, now=NOW)
    closed = make_touchpoint()
    officer = someone("customer-officer")
    services.close_touchpoint(touchpoint_id=closed.pk, on=NOW.date(), reason="ย้าย", by=officer, now=NOW)
    body = {"customer": customer.public_id, "channel": "walk_in", "direction": "in", "summary": "ถามที่จอดรถ"}
    wrong = [
        {"touchpoint": closed.code}, {"touchpoint": "nowhere"}, {"stage": "nothing"}, {"contact": spoken.public_id},
        {"contact": gone.public_id}, {"touchpoint": make_touchpoint("use").code, "stage": "bonded"},
    ]  # fmt: skip
    for each in wrong:
        refused = api.post(INTERACTIONS, {**body, **each}, format="json")
        assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, list(each)[-1])
    assert not Interaction.objects.exists()


def numbers(api, query: str) -> list[str]:
    return [row["name_th"] for row in api.get(f"{CUSTOMERS}?{query}").json()["results"]]


def test_customers_come_in_the_orders_of_the_page_and_a_walk_reaches_each_once(api) -> None:
    for name in ("ขวัญ", "กานดา", "กานดา", "แก้ว", "กานดา"):
        make_person(name_th=name, family_th="")
    assert numbers(api, "order=name") == ["กานดา", "กานดา", "กานดา", "แก้ว", "ขวัญ"]
    assert numbers(api, "order=oldest") == ["ขวัญ", "กานดา", "กานดา", "แก้ว", "กานดา"]
    seen, address = [], f"{CUSTOMERS}?order=name_back&page_size=2"
    while address:
        page = api.get(address).json()
        seen += [row["number"] for row in page["results"]]
        address = page["next"]
    assert sorted(seen) == sorted(Customer.objects.values_list("number", flat=True))
    assert api.get(f"{CUSTOMERS}?order=upwards").status_code == 400


def test_a_saved_view_narrows_and_orders_as_on_the_page(api, person) -> None:
    for name, relation in (("ขวัญ", "former"), ("กานดา", "former"), ("แก้ว", "current")):
        make_person(name_th=name, relation=relation)
    asked = Asked({"relation": "former"}, ("unit",), "name")
    view, private = (
        services.save_view(name="อดีตลูกค้า", audience=audience, asked=asked, by=by, now=NOW)
        for audience, by in (("everyone", api.user), ("private", person("product-manager")))
    )
    assert numbers(api, f"view={view.public_id}") == ["กานดา", "ขวัญ"]
    assert numbers(api, f"view={view.public_id}&order=oldest&relation=current") == ["แก้ว"]
    refused = api.get(f"{CUSTOMERS}?view={private.public_id}")
    assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, "view")
    body = {"kind": "kind", "value": "agency"}
    assert api.post(f"/api/v1/bulk-changes/preview/?view={view.public_id}", body, format="json").json()["total"] == 2


def test_record_of_another_unit_is_not_there(api) -> None:
    from foundation.accounts.models import Unit

    customer = make_organisation(unit=Unit.objects.get(code="property"), is_limited=True)
    assert api.get(f"{CUSTOMERS}{customer.public_id}/").status_code == 404
    assert api.get(CUSTOMERS).json()["results"] == []


def test_a_joined_record_leads_to_the_one_that_stands(api) -> None:
    keep, gone = make_person(), make_person()
    services.merge_customers(
        survivor_id=keep.pk, merged_id=gone.pk, shown_versions={keep.pk: 1, gone.pk: 1}, taken=(), reason="คนเดียวกัน",
        by=someone("customer-officer"), now=NOW,
    )  # fmt: skip
    answer = api.get(f"{CUSTOMERS}{gone.public_id}/")
    assert (answer.status_code, answer["Location"]) == (301, f"{CUSTOMERS}{keep.public_id}/")
    Customer.objects.filter(pk=keep.pk).update(unit=Unit.objects.get(code="property"), is_limited=True)
    assert api.get(f"{CUSTOMERS}{gone.public_id}/").status_code == 404
