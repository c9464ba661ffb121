"""Imports for programs: the wizard's steps by the wizard's services and rules."""

import json
from typing import Any

import pytest
from django.core.files.base import ContentFile
from rest_framework.test import APIClient

from customers.models import Customer, ImportRun
from customers.services import imports
from foundation.core import job_runner
from foundation.core.models import Job
from tests.customers.factories import NOW
from tests.customers.test_imports import good, kept_files, table
from tests.people import someone

pytestmark = pytest.mark.django_db
API = "/api/v1/imports/"
ODD = "ก,ข,ค\nA1,สมชาย ใจดี,0812345678\n"
READ = {"ก": "external_key", "ข": "full_name", "ค": "phone"}


@pytest.fixture
def api(person: Any) -> Any:
    client = APIClient()
    client.user = person("customer-officer")  # type: ignore[attr-defined]
    client.force_authenticate(client.user)  # type: ignore[attr-defined]
    return client


def send(api: Any, text: str, **more: Any) -> Any:
    return api.post(API, {"file": ContentFile(text.encode(), name="ลูกค้า.csv"), **more}, format="multipart")


def work() -> None:
    """Have a worker do the job that was asked for last."""
    job_runner.run(Job.objects.latest("pk").pk)


def test_a_file_is_opened_checked_written_and_taken_back(api: Any) -> None:
    opened = send(api, table(good(1), good(2), good(3, id="1234545678789")), source="lease")
    told = opened.json()
    address = f"{API}{told['public_id']}/"
    assert (opened.status_code, told["state"], told["source"]) == (201, "uploaded", "lease")
    assert (told["columns"]["ชื่อ-นามสกุล"], told["is_kept"], told["by"]) == ("full_name", True, api.user.username)
    assert api.post(f"{address}check/").status_code == 202
    work()
    assert (api.get(address).json()["counts"]["refused"], Customer.objects.count()) == (1, 0)
    assert api.post(f"{address}start/").status_code == 202
    assert api.post(f"{address}start/").status_code == 409
    work()
    done = api.get(address).json()
    assert (done["state"], done["counts"]["new"], done["is_kept"]) == ("imported", 2, False)
    assert [(each["count"], "เลขประจำตัว" in each["what"]) for each in done["wrong"]] == [(1, True)]
    assert api.post(f"{address}undo/", {"reason": " "}, format="json").status_code == 400
    assert api.post(f"{address}undo/", {"reason": "ไฟล์ผิดเดือน"}, format="json").status_code == 202
    work()
    assert (api.get(address).json()["state"], Customer.objects.count()) == ("undone", 0)


def test_a_file_comes_with_how_it_is_read(api: Any) -> None:
    told = send(api, ODD, columns=json.dumps(READ), party="organisation", relation="former").json()
    assert (told["columns"], told["party"], told["relation"]) == (READ, "organisation", "former")
    api.post(f"{API}{told['public_id']}/start/")
    work()
    customer = Customer.objects.get()
    assert (customer.party, customer.relation, customer.phone) == ("organisation", "former", "+66812345678")


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"ก": "external_key", "ไม่มี": "full_name"}, 400),
        ({"ก": "external_key", "ข": "nickname"}, 400),
        ({"ก": "external_key", "ข": "field:gone"}, 400),
        (["external_key"], 400),
        ({"ก": "external_key"}, 409),
        ({"ข": "full_name"}, 409),
    ],
    ids=["no-column", "no-target", "no-field", "no-object", "no-name", "no-key"],
)
def test_of_a_file_that_cannot_be_read_so_nothing_is_kept(api: Any, columns: Any, code: int) -> None:
    before = kept_files()
    refused = send(api, ODD, columns=json.dumps(columns))
    assert (refused.status_code, ImportRun.objects.count(), kept_files()) == (code, 0, before)


def test_how_it_is_read_can_be_said_later(api: Any) -> None:
    told = send(api, ODD).json()
    address = f"{API}{told['public_id']}/"
    assert api.post(f"{address}check/").status_code == 409
    assert api.patch(address, {"columns": {"ง": "full_name"}}, format="json").status_code == 400
    patched = api.patch(address, {"columns": {**READ, "ค": "number:"}, "source": "billing"}, format="json").json()
    assert (patched["source"], patched["columns"]["ค"], patched["party"]) == ("billing", "number:ค", "person")
    again = api.patch(address, {"columns": patched["columns"]}, format="json").json()
    assert again["columns"] == patched["columns"]
    assert api.post(f"{address}drop/").json()["is_kept"] is False
    assert api.post(f"{address}start/").status_code == 409


def test_everything_that_was_wrong_comes_in_pages(api: Any) -> None:
    told = send(api, table(*(good(n, phone="12") for n in range(5)))).json()
    api.post(f"{API}{told['public_id']}/check/")
    work()
    seen, address = [], f"{API}{told['public_id']}/issues/?page_size=2"
    while address:
        page = api.get(address).json()
        seen += [(each["line"], each["column"], each["code"]) for each in page["results"]]
        address = page["next"]
    assert [line for line, _column, _code in seen] == [2, 3, 4, 5, 6]
    assert {column for _line, column, _code in seen} == {"โทรศัพท์"}


def test_an_import_of_others_is_not_there(api: Any) -> None:
    other = someone("system-administrator")
    run = imports.open_import(file=ContentFile(table(good(1)).encode()), name="ก.csv", by=other, now=NOW)
    address = f"{API}{run.public_id}/"
    codes = {api.get(f"{address}{part}").status_code for part in ("", "issues/")}
    codes |= {api.post(f"{address}{step}/", {"reason": "ผิดเดือน"}).status_code for step in ("check", "start", "drop")}
    codes |= {api.patch(address, {}, format="json").status_code}
    ImportRun.objects.update(state="imported")
    codes |= {api.post(f"{address}undo/", {"reason": "ผิดเดือน"}, format="json").status_code}
    assert (codes, api.get(API).json()["results"]) == ({404}, [])
    assert ImportRun.objects.get().job is None


@pytest.mark.parametrize("count", [1, 4])
def test_a_page_costs_the_same_for_every_length(api: Any, count: int, django_assert_max_num_queries: Any) -> None:
    for _n in range(count):
        send(api, table(good(1)))
    with django_assert_max_num_queries(2):
        api.get(API)
