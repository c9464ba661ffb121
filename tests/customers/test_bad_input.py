"""What people send by mistake or on purpose: very long names, numbers with a wrong digit, names that are formulas."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from customers.models import Customer
from customers.services import imports
from tests.customers.factories import NOW, thai_number
from tests.customers.test_imports import run_import, table, upload

pytestmark = pytest.mark.django_db
NEW = "/staff/customers/new/"
TYPED = {"party": "organisation", "relation": "prospect", "kind": "direct", "language": "th"}
LONG = "น้ำ" * 100  # 300 characters, 100 of them marks


@pytest.fixture
def officer(client_as: Any) -> Any:
    return client_as("customer-officer")


def test_a_name_of_300_characters_goes_through_every_door(officer: Any) -> None:
    assert len(LONG) == 300
    assert officer.post(NEW, {**TYPED, "name_th": LONG}).status_code == 302
    customer = Customer.objects.get()
    assert customer.name_th == LONG
    for address in ("/staff/customers/", f"/staff/customers/{customer.public_id}/"):
        assert LONG in officer.get(address).content.decode()
    assert LONG in b"".join(officer.post("/staff/customers/export/", {"form": "csv"}).streaming_content).decode()
    run_import(upload(table(["A1", LONG], header=["รหัสลูกค้า", "ชื่อ"])))
    assert Customer.objects.filter(name_th=LONG).count() == 2


def test_one_character_more_is_refused_never_cut_and_kept_as_typed(officer: Any) -> None:
    refused = officer.post(NEW, {**TYPED, "name_th": LONG + "ก"})
    assert refused.status_code == 422
    assert LONG + "ก" in refused.content.decode()
    assert "300" in str(refused.context["form"].errors["name_th"])
    run = upload(table(["A1", LONG + "ก"], header=["รหัสลูกค้า", "ชื่อ"]))
    run_import(run)
    assert list(run.issues.values_list("column", "code")) == [("ชื่อ", "too_long")]
    assert not Customer.objects.exists()


def test_a_wrong_check_digit_says_which_rule_and_stays_in_the_errors_file(officer: Any) -> None:
    good, wrong = thai_number("3", 1), thai_number("3", 2)
    wrong = wrong[:-1] + str((int(wrong[-1]) + 1) % 10)
    refused = officer.post(NEW, {**TYPED, "party": "person", "name_th": "ณิชา", "national_id": wrong})
    assert refused.status_code == 422
    assert "หลักที่ 13" in refused.content.decode()
    assert wrong in refused.content.decode()
    text = table(["A1", "สมชาย ใจดี", good], ["A2", "สุดา มีสุข", wrong], header=["รหัสลูกค้า", "ชื่อ-นามสกุล", "เลขประจำตัว"])
    run = imports.open_import(file=ContentFile(text.encode()), name="ก.csv", by=officer.user, now=NOW)
    run_import(run)
    assert [row.name_th for row in Customer.objects.all()] == ["สมชาย"]
    lines = b"".join(officer.get(reverse("customers:import-issues", args=[run.public_id])).streaming_content).decode()
    assert [line.split(",")[0] for line in lines.lstrip("\ufeff").splitlines()[1:]] == ["3"]
    assert "หลักที่ 13" in lines
    assert wrong not in lines  # personal: its end is enough to find the row


def test_a_formula_as_a_name_is_text_on_every_page_and_in_every_file(officer: Any) -> None:
    name = '=HYPERLINK("http://x.example","ดู")'
    assert officer.post(NEW, {**TYPED, "name_th": name}).status_code == 302
    page = officer.get("/staff/customers/").content.decode()
    assert "=HYPERLINK(&quot;" in page
    lines = b"".join(officer.post("/staff/customers/export/", {"form": "csv"}).streaming_content).decode()
    assert ",\"'=HYPERLINK(" in lines
    assert ',"=HYPERLINK(' not in lines
