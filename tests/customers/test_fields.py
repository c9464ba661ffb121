"""Fields that administrators design: asked, checked, shown, kept in history, filtered, taken in and out, studied."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from customers import selectors, services
from customers.field_values import read_value
from customers.filters import read_query
from customers.importing.columns import ColumnMap
from customers.models import AttributeDefinition, Customer
from customers.selectors import ListQuery
from customers.services import imports
from customers.services.exports import export_customers
from customers.words import BadValue
from foundation.accounts.models import User
from foundation.core import job_runner
from foundation.core.errors import Incomplete, NotAllowed
from tests.counting import statements
from tests.customers.factories import NOW, make_field, make_organisation, make_person
from tests.people import someone

pytestmark = pytest.mark.django_db
LIST = "/staff/customers/"
CHOICES = [
    {"key": "gold", "th": "ดีมาก", "en": "Gold", "retired": False},
    {"key": "silver", "th": "ดี", "en": "Silver", "retired": False},
]
KINDS = ["number", "category", "text", "date", "yes_no", "choice"]


@pytest.fixture
def officer(client_as: Callable[..., Client]) -> Any:
    return client_as("customer-officer")


def admin() -> User:
    return someone("system-administrator")


def answered(customer: Customer, **facts: Any) -> Customer:
    customer.refresh_from_db()
    return services.update_customer(
        customer_id=customer.pk, shown_version=customer.version, values={"facts": facts}, by=None, now=NOW
    )


def field(kind: str) -> AttributeDefinition:
    return AttributeDefinition(kind=kind, choices=CHOICES if kind == "choice" else [])


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("number", "1,250.50", 1250.5), ("number", "๑๒", 12), ("text", "  ก  ข ", "ก ข"), ("category", "A", "A"),
        ("date", "22/11/2569", "2026-11-22"), ("yes_no", "ใช่", "yes"), ("yes_no", "FALSE", "no"),
        ("choice", "ดีมาก", "gold"), ("choice", "SILVER", "silver"), ("text", " ", None), ("date", "", None),
    ],
)  # fmt: skip
def test_answers_are_read_by_the_kind_of_their_field(kind: str, typed: str, kept: Any) -> None:
    assert read_value(field(kind), typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("number", "สิบ", "number"), ("date", "31/02/2569", "date"), ("yes_no", "บางที", "choice"),
        ("choice", "Bronze", "choice"), ("text", "ก" * 301, "too_long"), ("category", "ก" * 121, "too_long"),
    ],
)  # fmt: skip
def test_answers_that_break_the_rule_are_refused_by_name(kind: str, typed: str, code: str) -> None:
    with pytest.raises(BadValue) as refused:
        read_value(field(kind), typed)
    assert refused.value.code == code


@given(st.sampled_from(KINDS), st.text(max_size=20) | st.integers(-(10**9), 10**9).map(str))
def test_what_is_kept_reads_as_itself(kind: str, typed: str) -> None:
    try:
        kept = read_value(field(kind), typed)
    except BadValue:
        return
    assert read_value(field(kind), kept) == kept


def test_only_administrators_design_and_names_are_needed_once() -> None:
    with pytest.raises(NotAllowed):
        services.add_field(
            values={"kind": "text", "label_th": "ก", "label_en": "A"}, by=someone("customer-officer"), now=NOW
        )
    first = make_field("Solar roof", "yes_no")
    assert first.key == "solar_roof"
    for wrong in ({"label_en": "Solar roof"}, {"label_en": ""}, {"kind": "choice", "choices": "\n"}, {"kind": "no"}):
        with pytest.raises(Incomplete):
            make_field(**{"label_en": "Other", "kind": "text", **wrong})


def test_choices_keep_their_keys_and_are_retired_when_left_out() -> None:
    made = make_field()
    customer = answered(make_person(), rating="Silver")
    changed = services.change_field(
        field_id=made.pk, shown_version=1, values={"choices": "ยอดเยี่ยม | Gold\nพอใช้ | Bronze"}, by=admin(), now=NOW
    )
    assert [(row["key"], row["th"], row["retired"]) for row in changed.choices] == [
        ("gold", "ยอดเยี่ยม", False), ("bronze", "พอใช้", False), ("silver", "ดี", True),
    ]  # fmt: skip
    assert answered(customer, rating="silver").attributes == {"rating": "silver"}
    with pytest.raises(Incomplete):
        answered(make_person(), rating="silver")


def test_the_form_asks_and_keeps_what_was_typed(officer: Any) -> None:
    make_field("Rating", is_required=True)
    make_field("Visited on", "date")
    make_field("Members", "number", party="organisation", is_required=True)
    person = make_person()
    address = f"{LIST}{person.public_id}/edit/"
    page = officer.get(address).content.decode()
    assert 'name="fact_rating"' in page
    assert "fact_members" not in page
    typed = {
        "version": 1,
        "kind": "direct",
        "language": "th",
        "name_th": person.name_th,
        "fact_visited_on": "31/02/2569",
    }
    refused = officer.post(address, typed)
    assert refused.status_code == 422
    assert {"fact_rating", "fact_visited_on"} <= set(refused.context["form"].errors)
    assert 'value="31/02/2569"' in refused.content.decode()
    assert officer.post(address, typed | {"fact_rating": "gold", "fact_visited_on": "22/11/2569"}).status_code == 302
    person.refresh_from_db()
    assert person.attributes == {"rating": "gold", "visited_on": "2026-11-22"}
    shown = officer.get(f"{LIST}{person.public_id}/").content.decode()
    assert "ดีมาก" in shown
    assert "Rating ไทย" in shown
    changes = {change.label: change.after for change in selectors.changes_of(person).changes[0].fields}
    assert changes["Rating ไทย"] == "ดีมาก"
    again = officer.get(address).content.decode()
    assert 'value="22/11/2569"' in again


def test_a_new_organisation_answers_what_is_asked_of_organisations(officer: Any) -> None:
    make_field("Members", "number", party="organisation", is_required=True)
    typed = {"party": "organisation", "relation": "current", "kind": "direct", "language": "th", "name_th": "ครัว"}
    assert officer.post(f"{LIST}new/", typed).status_code == 422
    assert officer.post(f"{LIST}new/", typed | {"fact_members": "๑๒"}).status_code == 302
    assert Customer.objects.get().attributes == {"members": 12}
    assert officer.post(f"{LIST}new/", typed | {"party": "person"}).status_code == 302


def test_lists_are_cut_shown_and_saved_by_fields(officer: Any) -> None:
    make_field()
    make_field("Members", "number")
    first = answered(make_person(name_th="กชกร"), rating="gold", members=5)
    second = answered(make_person(name_th="ณิชา"), rating="silver", members=20)
    make_person(name_th="สมชาย")
    expected = {
        "f_rating=gold": {first}, "f_members__min=6": {second}, "f_members__max=6": {first}, "f_members=20": {second},
        "f_members__min=1&f_members__max=30": {first, second}, "f_members__min=มาก": set(), "f_gone=1": set(),
        "f_rating=bronze": set(),
    }  # fmt: skip
    for address, rows in expected.items():
        assert set(officer.get(f"{LIST}?{address}").context["page"].rows) == rows, address
    page = officer.get(f"{LIST}?f_rating=gold&column=fact:rating&column=fact:members")
    assert [column.key for column in page.context["chosen"]] == ["fact:rating", "fact:members"]
    assert [chip.label for chip in page.context["filters"]] == ["Rating ไทย: ดีมาก"]
    officer.post(f"{LIST}views/new/?f_members__min=6", {"name": "ใหญ่", "audience": "private"})
    view = selectors.views_of(officer.user).get()
    assert list(officer.get(f"{LIST}views/{view.public_id}/", follow=True).context["page"].rows) == [second]
    api = APIClient()
    api.force_authenticate(officer.user)
    assert len(api.get("/api/v1/customers/?f_members__min=6").json()["results"]) == 1


@pytest.mark.parametrize("count", [1, 5])
def test_fields_cost_no_statement_a_row_or_a_field(officer: Any, count: int) -> None:
    for n in range(count):
        make_field(f"Figure {n}", "number")
    for _n in range(count):
        customer = answered(make_organisation(), figure_0=7)
    assert statements(officer, f"{LIST}?f_figure_0__min=1&column=fact:figure_0") <= 12
    assert statements(officer, f"{LIST}{customer.public_id}/edit/") <= 12


def test_one_value_is_found_by_the_index(officer: Any) -> None:
    from django.db import connection
    from django.http import QueryDict

    make_field()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for address in ("f_rating=gold", "f_rating__min=gold"):
        query = read_query(QueryDict(address))
        assert "customer_by_fact" in selectors.customers_matching(officer.user, query).order_by().explain()


def test_a_retired_field_is_asked_no_more_but_its_answers_stay(officer: Any) -> None:
    made = make_field()
    customer = answered(make_person(), rating="gold")
    services.change_field(field_id=made.pk, shown_version=1, values={"is_retired": True}, by=admin(), now=NOW)
    assert "fact_rating" not in officer.get(f"{LIST}{customer.public_id}/edit/").content.decode()
    assert "f_rating" not in officer.get(LIST).content.decode()
    assert "ดีมาก" in officer.get(f"{LIST}{customer.public_id}/").content.decode()
    with pytest.raises(Incomplete):
        answered(customer, rating="silver")


def test_files_are_mapped_and_what_is_wrong_is_said() -> None:
    make_field()
    make_field("Members", "number", party="organisation")
    make_field("Visited on", "date", is_required=True)
    head = "รหัสลูกค้า,ชื่อ-นามสกุล,Rating ไทย,members,Visited on\n"
    text = (
        f"{head}A1,นายสมชาย ใจดี,ดีมาก,,22/11/2569\nA2,บริษัท ครัว จำกัด,silver,๑๒,2026-11-22\n"
        "A3,นายเอก ใจดี,ทองแดง,,22/11/2569\nA4,นายโท ใจดี,,5,22/11/2569\nA5,นายตรี ใจดี,ดี,,\n"
    )
    run = imports.open_import(file=ContentFile(text.encode()), name="ก.csv", by=None, now=NOW)
    mapping = ColumnMap.from_json(run.mapping)
    assert list(mapping.columns.values())[2:] == ["field:rating", "field:members", "field:visited_on"]
    job_runner.run(imports.start_import(run_id=run.pk, by=None, now=NOW).pk)
    kept = {c.name_th: c.attributes for c in Customer.objects.all()}
    assert kept["สมชาย"] == {"rating": "gold", "visited_on": "2026-11-22"}
    assert {"rating": "silver", "members": 12, "visited_on": "2026-11-22"} in kept.values()
    issues = list(run.issues.order_by("line").values_list("line", "column", "code"))
    assert issues == [(4, "Rating ไทย", "choice"), (5, "members", "field_party"), (6, "Visited on", "required")]
    assert AttributeDefinition.objects.count() == 3


def test_the_wizard_offers_fields_and_refuses_one_twice(client_as: Callable[..., Client]) -> None:
    make_field()
    client = client_as("customer-officer")
    run = imports.open_import(file=ContentFile("รหัส,ชื่อ,ก,ข\nA1,สมชาย,1,2\n".encode()), name="ก.csv", by=None, now=NOW)
    address = f"{LIST}import/{run.public_id}/"
    assert 'value="field:rating"' in client.get(address).content.decode()
    typed = {
        "source": "file",
        "party": "person",
        "relation": "current",
        "column_0": "external_key",
        "column_1": "name_th",
    }
    refused = client.post(address, typed | {"column_2": "field:rating", "column_3": "field:rating"})
    assert refused.status_code == 422
    assert "Rating ไทย" in str(refused.context["form"].errors)


def test_exports_and_the_api_carry_answers(officer: Any) -> None:
    make_field()
    customer = answered(make_person(), rating="gold")
    text = "".join(export_customers(query=ListQuery(), by=officer.user, now=NOW))
    assert [row["rating"] for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff")))] == ["ดีมาก"]
    api = APIClient()
    api.force_authenticate(officer.user)
    address = f"/api/v1/customers/{customer.public_id}/"
    refused = api.patch(address, {"version": 2, "attributes": {"rating": "bronze"}}, format="json")
    assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, "attributes.rating")
    changed = api.patch(address, {"version": 2, "attributes": {"rating": "silver"}}, format="json")
    assert changed.json()["attributes"] == {"rating": "silver"}


def test_studies_read_figures_and_categories_of_designed_fields() -> None:
    make_field()
    make_field("Members", "number")
    make_field("Solar roof", "yes_no")
    customer = answered(make_person(), rating="gold", members=5, solar_roof="ใช่")
    assert "members" in {feature.key for feature in selectors.available_features()}
    assert {"rating", "solar_roof"} <= {feature.key for feature in selectors.available_categories()}
    assert list(selectors.numeric_features(["members"])) == [(customer.pk, 5.0)]
    assert list(selectors.category_values(["rating", "solar_roof"])) == [(customer.pk, "gold", "yes")]


def test_a_stale_form_shows_both_answers(officer: Any) -> None:
    make_field()
    customer = answered(make_person(), rating="gold")
    typed = {"version": 1, "kind": "direct", "language": "th", "name_th": customer.name_th, "fact_rating": "silver"}
    page = officer.post(f"{LIST}{customer.public_id}/edit/", typed)
    assert page.status_code == 409
    assert "<ins>ดี</ins>" in page.content.decode()
