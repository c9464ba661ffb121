"""The ledger's pages: a sample entered once, a wrong one taken back, every entry readable."""

import pytest
import time_machine
from django.test import Client

from service_charter.models import Measurement
from tests.accounts.signing_in import sign_in
from tests.counting import statements
from tests.people import someone
from tests.service_charter.breaking import DAY, FOUND, a_promise, measure

pytestmark = pytest.mark.django_db
LIST = "/staff/charter/ledger/"
SAMPLE = {"key": "แฟ้มเคาน์เตอร์ สัปดาห์ 9", "code": "complaint-decision", "day": "26/2/2570", "n": "20", "kept": "18"}


def client_of(role: str) -> Client:
    client = Client()
    sign_in(client, someone(role))
    return client


@time_machine.travel(FOUND, tick=True)
def test_a_sample_is_entered_once_and_taken_back() -> None:
    a_promise()
    owner = client_of("charter-owner")
    answer = owner.post(f"{LIST}new", {**SAMPLE, "kept": "21"})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"kept"})
    address = owner.post(f"{LIST}new", SAMPLE)["Location"]
    assert owner.post(f"{LIST}new", SAMPLE)["Location"] == address  # sent twice, it counts once
    assert owner.post(f"{LIST}new", {**SAMPLE, "kept": "3"}).status_code == 422  # another result under this name
    assert Measurement.objects.count() == 1
    assert owner.post(f"{address}take-back", {"reason": ""}).status_code == 422
    assert owner.post(f"{address}take-back", {"reason": "นับผิด"}).status_code == 302
    assert owner.post(f"{address}take-back", {"reason": "นับผิด"}).status_code == 422
    assert sum(row.n for row in Measurement.objects.all()) == 0
    page = client_of("auditor").get(address).content.decode()
    assert f'action="{address}take-back"' not in page
    assert owner.post(f"{LIST}new", {**SAMPLE, "kept": "3"}).status_code == 302  # rightly, under the same name


@pytest.mark.parametrize("day", ["1/1/2569", "30/12/2571"])
@time_machine.travel(FOUND, tick=True)
def test_no_day_before_the_charter_nor_after_today(day: str) -> None:
    a_promise()
    assert client_of("charter-owner").post(f"{LIST}new", {**SAMPLE, "day": day}).status_code == 422


@time_machine.travel(FOUND, tick=True)
def test_the_list_is_narrowed_and_costs_the_same_however_long() -> None:
    standard = a_promise()
    measure(standard, kept=1, n=1, at=FOUND - 9 * DAY)
    client = client_of("auditor")
    few = statements(client, LIST)
    for day in range(8):
        measure(standard, kept=1, n=1, at=FOUND - day * DAY)
    assert statements(client, LIST) == few <= 12
    address = Measurement.objects.latest("id").get_absolute_url()
    assert address in client.get(LIST, {"source": "sample", "promise": standard.code}).content.decode()
    assert address not in client.get(LIST, {"source": "mystery"}).content.decode()
    assert address in client.get(LIST, {"source": "';--", "promise": "none"}).content.decode()
