"""Who cares for a customer, and under which words: set, shown, filtered, taken in and out."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from customers import selectors, services
from customers.models import Customer, Tag
from customers.personal_data import describe_customer
from customers.selectors import ListQuery
from customers.services import imports, undoing
from customers.services.erasure import erase_customer
from customers.services.exports import export_customers
from foundation.accounts.models import User
from foundation.core import job_runner
from foundation.core.errors import Incomplete, NotAllowed
from tests.counting import statements
from tests.customers.factories import NOW, make_organisation, make_person, make_tag
from tests.people import someone

pytestmark = pytest.mark.django_db
LIST = "/staff/customers/"


@pytest.fixture
def officer(client_as: Callable[..., Client]) -> Any:
    return client_as("customer-officer")


def update(customer: Customer, **values: Any) -> Customer:
    return services.update_customer(
        customer_id=customer.pk, shown_version=customer.version, values=values, by=None, now=NOW
    )


@pytest.mark.parametrize("name_th", ["ลูกค้ารายสำคัญ", " ลูกค้า\u200bรายสำคัญ", "KEY account"])
def test_names_that_read_alike_are_one_tag(name_th: str) -> None:
    make_tag()
    with pytest.raises(Incomplete) as refused:
        make_tag(name_th, "Another")
    assert set(refused.value.missing) == {"name_th"}


@pytest.mark.parametrize(("name_th", "name_en"), [("", "A"), ("ก", ""), ("ก, ข", "A"), ("ก", "A|B"), ("ก" * 61, "A")])
def test_names_are_needed_short_and_without_separators(name_th: str, name_en: str) -> None:
    with pytest.raises(Incomplete):
        make_tag(name_th, name_en)


def test_only_administrators_keep_the_list() -> None:
    with pytest.raises(NotAllowed):
        services.add_tag(name_th="ก", name_en="A", by=someone("customer-officer"), now=NOW)


def test_codes_are_made_from_english_and_stay() -> None:
    tags = [make_tag("ใหม่", "New"), make_tag("ก", "Wants space"), make_tag("ข", "ข้อ 2")]
    assert [tag.code for tag in tags] == ["new-2", "wants-space", "2"]
    changed = services.change_tag(
        tag_id=tags[1].pk, shown_version=1, name_th="ต้องการพื้นที่เพิ่ม", name_en="Needs space", is_retired=True,
        by=someone("system-administrator"), now=NOW,
    )  # fmt: skip
    assert (changed.code, changed.is_retired, changed.history.count()) == ("wants-space", True, 2)


@pytest.mark.parametrize("statement", ["DELETE FROM customers_tag", "UPDATE customers_tag SET code = 'x'"])
def test_the_database_keeps_tags_and_their_codes(statement: str) -> None:
    make_tag()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_refuses_a_tag_that_is_not_on_the_list() -> None:
    customer = make_person()
    with pytest.raises(IntegrityError), transaction.atomic():
        Customer.objects.filter(pk=customer.pk).update(tags=["nothing"])


def test_owner_unit_and_tags_are_set_with_history(officer: Any) -> None:
    tag, customer = make_tag(), make_person()
    address = reverse("customers:staff-edit", args=[customer.public_id])
    typed = {"version": 1, "kind": "direct", "language": "th", "name_th": customer.name_th}
    typed |= {"owner": officer.user.pk, "unit": officer.user.unit_id or "", "tags": [tag.code]}
    assert officer.post(address, typed).status_code == 302
    customer.refresh_from_db()
    assert (customer.owner, customer.tags) == (officer.user, [tag.code])
    shown = {change.label: change.after for change in selectors.changes_of(customer).changes[0].fields}
    assert (shown["ป้ายกำกับ"], shown["ผู้ดูแล"]) == (tag.name_th, str(officer.user))
    page = officer.get(reverse("customers:staff-detail", args=[customer.public_id])).content.decode()
    assert f'href="/staff/customers/?tag={tag.code}">{tag.name_th}' in page


@pytest.mark.parametrize("tags", [["nothing"], ["key-account", "nothing"]])
def test_a_tag_that_is_not_on_the_list_is_refused_and_said(tags: list[str]) -> None:
    make_tag()
    with pytest.raises(Incomplete) as refused:
        make_person(tags=tags)
    assert "nothing" in refused.value.missing["tags"]


def test_a_retired_tag_stays_but_is_given_no_more(officer: Any) -> None:
    tag = make_tag()
    customer, other = make_person(tags=[tag.code]), make_person()
    Tag.objects.update(is_retired=True)
    assert update(customer, tags=[tag.code], name_en="Somchai").tags == [tag.code]
    with pytest.raises(Incomplete):
        update(other, tags=[tag.code])
    assert f'value="{tag.code}"' in officer.get(f"{LIST}{customer.public_id}/edit/").content.decode()
    assert f'value="{tag.code}"' not in officer.get(f"{LIST}{other.public_id}/edit/").content.decode()


def test_who_left_or_may_not_change_customers_is_given_no_customer_but_keeps_those_of_before() -> None:
    gone = someone("customer-officer", "left")
    customer = make_person(owner=gone)
    gone.is_active = False
    gone.save()
    assert update(customer, owner=gone, name_en="Somchai").owner == gone
    for person in (gone, someone("board-member")):
        with pytest.raises(Incomplete) as refused:
            make_person(owner=person)
        assert set(refused.value.missing) == {"owner"}


def test_a_stale_form_names_the_tags_of_both_sides(officer: Any) -> None:
    first, second = make_tag(), make_tag("ต้องการพื้นที่เพิ่ม", "Wants space")
    customer = make_person(tags=[first.code])
    typed = {"version": 1, "kind": "direct", "language": "th", "name_th": customer.name_th, "tags": [second.code]}
    update(customer, name_en="Somchai")
    page = officer.post(f"{LIST}{customer.public_id}/edit/", typed)
    text = page.content.decode()
    assert page.status_code == 409
    assert f"<ins>{second.name_th}</ins>" in text
    assert page.context["form"]["tags"].value() == [second.code]


def test_lists_are_narrowed_by_owner_tag_and_unit(officer: Any) -> None:
    tag = make_tag()
    mine, free = make_person(name_th="สมหมาย", owner=officer.user, tags=[tag.code]), make_person(name_th="ณิชา")
    his = make_person(name_th="กชกร", owner=someone("customer-officer", "somebody"))
    expected = {
        "owner=me": {mine}, "owner=-": {free}, "owner=somebody": {his}, "owner=nobody-such": set(),
        f"tag={tag.code}": {mine}, "tag=nothing": set(), f"owner=somebody&tag={tag.code}": set(),
    }  # fmt: skip
    for address, rows in expected.items():
        page = officer.get(f"{LIST}?{address}")
        assert set(page.context["page"].rows) == rows, address
        assert page.context["query"].is_narrowed
    api = APIClient()
    api.force_authenticate(officer.user)
    assert [row["tags"] for row in api.get("/api/v1/customers/?tag=key-account").json()["results"]] == [[tag.code]]


@pytest.mark.parametrize("count", [1, 4])
def test_tags_cost_no_statement_a_row(officer: Any, count: int) -> None:
    tag = make_tag()
    for _n in range(count):
        make_organisation(owner=officer.user, tags=[tag.code])
    address = f"{LIST}?tag={tag.code}&owner=me&column=tags&column=owner"
    assert tag.name_th in officer.get(address).content.decode()
    assert statements(officer, address) <= 12
    assert statements(officer, LIST) <= 12


def test_the_list_by_owner_comes_in_order_from_its_index(officer: Any) -> None:
    narrowed = selectors.customers_matching(officer.user, ListQuery(owner="somebody"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    assert "customer_by_owner" in narrowed.order_by("sort_key", "pk")[:26].explain()
    by_unit = selectors.customers_matching(officer.user, ListQuery(unit="property"))
    assert "customer_by_unit" in by_unit.order_by("sort_key", "pk")[:26].explain()


def test_the_list_by_tag_is_served_by_its_index(officer: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    tagged = selectors.customers_matching(officer.user, ListQuery(tag="key-account"))
    assert "customer_by_tag" in tagged.order_by().explain()


def test_a_saved_view_keeps_owner_and_tag(officer: Any) -> None:
    tag = make_tag()
    mine = make_person(owner=officer.user, tags=[tag.code])
    make_person()
    officer.post(f"{LIST}views/new/?owner=me&tag={tag.code}&column=tags", {"name": "ของฉัน", "audience": "private"})
    view = selectors.views_of(officer.user).get()
    opened = officer.get(reverse("customers:view", args=[view.public_id]), follow=True)
    assert list(opened.context["page"].rows) == [mine]
    assert [column.key for column in opened.context["chosen"]] == ["tags"]


def taken_in(text: str, by: User | None = None) -> Any:
    run = imports.open_import(file=ContentFile(text.encode()), name="ก.csv", by=by, now=NOW, source="lease")
    job_runner.run(imports.start_import(run_id=run.pk, by=by, now=NOW).pk)
    run.refresh_from_db()
    return run


HEAD = "รหัสลูกค้า,ชื่อ-นามสกุล,ผู้ดูแล,ป้ายกำกับ\n"


def test_files_bring_owner_and_tags_and_say_what_is_unknown() -> None:
    keeper = someone("customer-officer", "somjit")
    User.objects.filter(pk=keeper.pk).update(first_name="สมจิต", last_name="รักงาน")
    key, space = make_tag(), make_tag("ต้องการพื้นที่เพิ่ม", "Wants space")
    run = taken_in(
        HEAD + 'A1,สมชาย ใจดี,somjit,"Key Account, ต้องการพื้นที่เพิ่ม"\nA2,ณิชา มีสุข,สมจิต รักงาน,\n'
        "A3,กชกร ทองคำ,ใครไม่รู้,\nA4,อรทัย บุญมา,,สำคัญมาก|key account\n"
    )
    first, second = (Customer.objects.get(source_keys__key=code) for code in ("A1", "A2"))
    assert (first.owner, first.tags) == (keeper, sorted([key.code, space.code]))
    assert (second.owner, second.tags) == (keeper, [])
    issues = list(run.issues.order_by("line").values_list("line", "column", "code"))
    assert issues == [(4, "ผู้ดูแล", "owner"), (5, "ป้ายกำกับ", "tag")]
    assert run.issues.get(code="tag").params == {"tags": "สำคัญมาก"}


def test_a_second_file_adds_tags_and_undoing_takes_them_back() -> None:
    key, space = make_tag(), make_tag("ต้องการพื้นที่เพิ่ม", "Wants space")
    taken_in(HEAD + "A1,สมชาย ใจดี,,Key account\n")
    customer = Customer.objects.get(source_keys__key="A1")
    keeper = someone("customer-officer", "somjit")
    run = taken_in(HEAD + "A1,สมชาย ใจดี,somjit,Wants space\n")
    customer.refresh_from_db()
    assert (customer.owner, customer.tags) == (keeper, sorted([key.code, space.code]))
    job_runner.run(undoing.start_undo(run_id=run.pk, reason="ไฟล์ผิด", by=someone("customer-officer"), now=NOW).pk)
    customer.refresh_from_db()
    assert (customer.owner, customer.tags) == (None, [key.code])


def test_exports_name_tags_and_come_in_again(officer: Any) -> None:
    tag = make_tag()
    make_person(owner=officer.user, tags=[tag.code])
    text = "".join(export_customers(query=ListQuery(tag=tag.code), by=officer.user, now=NOW))
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert [(row["owner"], row["tags"]) for row in rows] == [(str(officer.user), tag.name_th)]


def test_the_api_writes_owner_and_tags(officer: Any) -> None:
    tag, customer = make_tag(), make_person()
    api = APIClient()
    api.force_authenticate(officer.user)
    address = f"/api/v1/customers/{customer.public_id}/"
    body = {"version": 1, "owner": officer.user.username, "tags": [tag.code]}
    changed = api.patch(address, body, format="json").json()
    assert (changed["owner"], changed["tags"]) == (officer.user.username, [tag.code])
    refused = api.patch(address, {"version": 2, "tags": ["nothing"]}, format="json")
    assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, "tags")


def test_joined_records_bear_the_tags_of_both_until_taken_apart(officer: Any) -> None:
    first, second = make_tag(), make_tag("ต้องการพื้นที่เพิ่ม", "Wants space")
    keep, gone = make_person(tags=[first.code]), make_person(tags=[first.code, second.code])
    merge = services.merge_customers(
        survivor_id=keep.pk, merged_id=gone.pk, shown_versions={keep.pk: 1, gone.pk: 1}, taken=(), reason="คนเดียวกัน",
        by=officer.user, now=NOW,
    )  # fmt: skip
    keep.refresh_from_db()
    assert keep.tags == sorted([first.code, second.code])
    services.undo_merge(merge_id=merge.pk, reason="คนละคน", by=officer.user, now=NOW)
    keep.refresh_from_db()
    assert keep.tags == [first.code]


def test_what_is_held_names_tags_and_forgetting_takes_them() -> None:
    tag = make_tag()
    customer = make_person(tags=[tag.code])
    assert describe_customer(customer.public_id)["tags"] == tag.code
    erase_customer(customer_id=customer.pk, by=None, now=NOW)
    customer.refresh_from_db()
    assert customer.tags == []
    assert not customer.history.exclude(tags=[]).exists()
