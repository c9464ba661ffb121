"""Contact persons for programs: masked as on the page, written by the services of the page."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from customers.models import ContactPerson, Customer
from foundation.accounts.models import Unit
from tests.customers.factories import make_organisation

pytestmark = pytest.mark.django_db
SUDA = {"name": "สุดา มีสุข", "role": "จัดซื้อ", "phone": "0812345678", "subdistrict": "แขวงลุมพินี", "district": "ปทุมวัน"}


@pytest.fixture
def api(person: Any) -> Any:
    client = APIClient()
    client.force_authenticate(person("customer-officer"))
    return client


def of(customer: Customer, rest: str = "") -> str:
    return f"/api/v1/customers/{customer.public_id}/contacts/{rest}"


def test_a_person_is_added_once_and_shown_masked(api: Any) -> None:
    customer = make_organisation()
    sent = [api.post(of(customer), SUDA, format="json", headers={"Idempotency-Key": "k"}) for _n in range(2)]
    assert [answer.status_code for answer in sent] == [201, 201]
    assert sent[0].json() == sent[1].json()
    told = api.get(of(customer)).json()["results"]
    assert [(row["name"], row["is_main"], row["postcode"]) for row in told] == [("สุดา มีสุข", True, "10330")]
    assert told[0]["masked"] == {"phone": "08x xxx 5678", "place": "… กรุงเทพมหานคร"}
    assert "812345678" not in str(sent[0].content)


def test_what_is_wrong_is_told_by_field(api: Any) -> None:
    customer = make_organisation()
    wrong = [{"name": ""}, {"phone": "12"}, {"district": "หาดใหญ่"}, {"postcode": "90110"}, {"ended_on": "2026-01-01"}]
    for each in wrong:
        refused = api.post(of(customer), {**SUDA, **each}, format="json")
        assert refused.status_code == 400
        assert refused.json()["errors"][0]["attr"]
    assert not ContactPerson.objects.exists()


def test_a_change_names_its_version_and_leaves_the_rest(api: Any) -> None:
    customer = make_organisation()
    address = of(customer, f"{api.post(of(customer), SUDA, format='json').json()['public_id']}/")
    assert api.patch(address, {"role": "บัญชี"}, format="json").status_code == 400
    changed = api.patch(address, {"version": 1, "role": "บัญชี", "phone": ""}, format="json").json()
    assert (changed["role"], changed["name"], changed["version"]) == ("บัญชี", "สุดา มีสุข", 2)
    assert set(changed["masked"]) == {"place"}
    assert api.patch(address, {"version": 1, "role": "ธุรการ"}, format="json").status_code == 409
    assert ContactPerson.history.first().history_user is not None


def test_who_ends_is_listed_no_more_and_still_there(api: Any) -> None:
    customer = make_organisation()
    address = of(customer, f"{api.post(of(customer), SUDA, format='json').json()['public_id']}/")
    ended = [api.post(f"{address}end/").json()["ended_on"] for _n in range(2)]
    assert ended[0] == ended[1] is not None
    assert api.get(of(customer)).json()["results"] == []
    assert api.get(address).json()["name"] == "สุดา มีสุข"


def test_of_a_customer_out_of_sight_or_of_another_nobody_is_shown(api: Any) -> None:
    customer, other = make_organisation(), make_organisation()
    made = api.post(of(customer), SUDA, format="json").json()["public_id"]
    assert api.get(of(other, f"{made}/")).status_code == 404
    Customer.objects.filter(pk=customer.pk).update(unit=Unit.objects.get(code="property"), is_limited=True)
    codes = {api.get(of(customer)).status_code, api.post(of(customer, f"{made}/end/")).status_code}
    assert codes == {404}


@pytest.mark.parametrize("count", [1, 4])
def test_a_page_costs_the_same_for_every_length(api: Any, count: int, django_assert_max_num_queries: Any) -> None:
    customer = make_organisation()
    for n in range(count):
        api.post(of(customer), {**SUDA, "name": f"สุดา{n}"}, format="json")
    with django_assert_max_num_queries(4):
        api.get(of(customer))
