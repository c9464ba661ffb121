"""Contact persons in imports: recognised or added, sealed, with a history; a file twice changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from customers import services
from customers.importing.columns import SKIP, ColumnMap, guess
from customers.importing.issues import said
from customers.models import ContactPerson, Customer, ImportRun
from customers.services import imports, intake
from foundation.core import job_runner
from foundation.core.errors import Refused
from foundation.core.models import DataKey
from tests.customers.factories import NOW, make_organisation, thai_number
from tests.customers.feeding import deliver, make_feed, teach
from tests.customers.test_imports import issues, run_import, table, upload

pytestmark = pytest.mark.django_db

HEADER = ["รหัสลูกค้า", "ชื่อลูกค้า", "ผู้ติดต่อ", "ตำแหน่ง", "โทรศัพท์ผู้ติดต่อ", "อีเมลผู้ติดต่อ"]
WHO = {"contact": "นางสุดา มีสุข", "role": "จัดซื้อ", "phone": "081-234-5678", "email": "suda@example.org"}


def line(n: int = 1, **changes: str) -> list[str]:
    return list({"key": f"A{n}", "name": f"บริษัท ครัวบ้านสวน{n} จำกัด", **WHO, **changes}.values())


def bring(*rows: list[str]) -> ImportRun:
    run = upload(table(*rows, header=HEADER))
    run_import(run)
    return run


def bring_without_people(*numbers: int) -> None:
    run_import(upload(table(*(line(n)[:2] for n in numbers), header=HEADER[:2])))


def known(**values: Any) -> tuple[Customer, ContactPerson]:
    """A customer of the source who is there already, with a contact person recorded by hand."""
    bring_without_people(1)
    customer = Customer.objects.get()
    given = {"name": "สุดา มีสุข", "role": "บัญชี", "phone": "0899999999", "email": "old@example.org", **values}
    return customer, services.add_contact(customer_id=customer.pk, values=given, by=None, now=NOW)


def stored(contact: ContactPerson) -> ContactPerson:
    return ContactPerson.objects.select_related("data_key").get(pk=contact.pk)


def facts(contact: ContactPerson) -> tuple[str | None, str, str | None, str | None]:
    return contact.name, contact.role, contact.phone, contact.email


@pytest.mark.parametrize(
    "header",
    [
        HEADER[2:],
        ["ชื่อผู้ติดต่อ", "ตำแหน่งผู้ติดต่อ", "เบอร์ผู้ติดต่อ", "อีเมล์ผู้ติดต่อ"],
        ["Contact person", "Position", "Contact phone", "Contact e-mail"],
        ["contact_name", "contact_role", "contact_phone", "contact_email"],
    ],
)
def test_columns_are_known_by_their_headers(header: list[str]) -> None:
    guessed = guess(header, [["สุดา", "จัดซื้อ", "0812345678", "a@example.org"]])
    assert list(guessed.columns.values()) == ["contact_name", "contact_role", "contact_phone", "contact_email"]


def test_a_position_alone_is_of_no_contact_person_and_a_designed_field_may_have_it() -> None:
    header = ["ชื่อ-นามสกุล", "ตำแหน่ง", "โทรศัพท์ผู้ติดต่อ"]
    sample = [["สมชาย ใจดี", "ครู", "0812345678"]]
    assert list(guess(header, sample).columns.values()) == ["full_name", SKIP, SKIP]
    assert guess(header, sample, {"ตำแหน่ง": "job"}).columns[1] == "field:job"
    with pytest.raises(Refused):
        ColumnMap({0: "full_name", 1: "contact_role"}, key_from_line=True).check(header)


def test_a_new_customer_gets_its_main_contact_sealed_under_a_key_of_its_own() -> None:
    run = bring(line())
    contact = ContactPerson.objects.select_related("data_key", "customer").get()
    assert facts(contact) == ("นางสุดา มีสุข", "จัดซื้อ", "+66812345678", "suda@example.org")
    assert (contact.customer.name_th, contact.is_main, contact.version) == ("ครัวบ้านสวน1 จำกัด", True, 1)
    assert contact.data_key_id != contact.customer.data_key_id
    by_hand = services.add_contact(
        customer_id=make_organisation().pk, values={"name": "ก", "phone": WHO["phone"], "email": WHO["email"]}, by=None,
        now=NOW,
    )  # fmt: skip
    for column in ("phone_hash", "email_hash", "phone_end4", "phone_end7"):
        assert getattr(contact, column) == getattr(by_hand, column) != ""
    past = contact.history.get()
    assert (past.history_type, past.history_change_reason, past.name) == ("+", run.reason, "นางสุดา มีสุข")
    for name in ("customers_contactperson", "customers_historicalcontactperson"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT name FROM {name} WHERE id = %s", [contact.pk])  # noqa: S608
            assert "สุดา".encode() not in bytes(cursor.fetchone()[0])


def test_a_row_that_tells_of_nobody_brings_nobody() -> None:
    bring(line(contact="", role="", phone="", email=""), line(2, role="", phone="", email=""))
    assert ContactPerson.objects.get().customer.source_keys.get().key == "A2"
    assert Customer.objects.count() == 2


@pytest.mark.parametrize(
    "same",
    [{"phone": "0812345678"}, {"email": "SUDA@example.org"}, {"name": "นางสุดา  มีสุข"}],
    ids=["telephone", "e-mail", "name"],
)
def test_who_is_there_is_recognised_and_gets_what_the_file_tells(same: dict[str, str]) -> None:
    _customer, contact = known(**same)
    run = bring(line())
    contact = stored(contact)
    assert facts(contact) == ("นางสุดา มีสุข", "จัดซื้อ", "+66812345678", "suda@example.org")
    assert (contact.version, contact.is_main, ContactPerson.objects.count()) == (2, True, 1)
    assert list(ContactPerson.objects.filter(phone_end4=contact.phone_end4)) == [contact]
    kinds = contact.history.order_by("history_id").values_list("history_type", "history_change_reason")
    assert list(kinds) == [("+", None), ("~", run.reason)]


def test_blank_cells_take_nothing_away() -> None:
    _customer, contact = known()
    bring(line(contact="สุดา มีสุข", role="", phone="", email="new@example.org"))
    assert facts(stored(contact)) == ("สุดา มีสุข", "บัญชี", "+66899999999", "new@example.org")


def test_of_two_who_fit_the_one_with_most_in_common_is_meant_and_then_the_name() -> None:
    customer, shared = known(name="มานี ใจงาม", phone="0812345678")
    suda = services.add_contact(customer_id=customer.pk, values={"name": "นางสุดา มีสุข"}, by=None, now=NOW)
    bring(line())
    assert (stored(shared).name, stored(shared).version) == ("มานี ใจงาม", 1)
    assert (stored(suda).phone, stored(suda).is_main, ContactPerson.objects.count()) == ("+66812345678", False, 2)


def test_who_is_not_there_is_added_beside_the_main_one() -> None:
    customer, contact = known(name="มานี ใจงาม")
    bring(line())
    added = ContactPerson.objects.exclude(pk=contact.pk).get()
    assert (added.customer, added.is_main, stored(contact).version) == (customer, False, 1)


def test_who_no_longer_speaks_for_the_customer_is_not_called_back() -> None:
    _customer, contact = known(name="นางสุดา มีสุข", phone="0812345678")
    services.end_contact(contact_id=contact.pk, by=None, now=NOW)
    bring(line())
    added = ContactPerson.objects.get(ended_on__isnull=True)
    assert (added.is_main, stored(contact).ended_on is None) == (True, False)


def test_the_same_file_twice_changes_nothing_and_so_does_the_same_person_in_a_changed_row() -> None:
    bring(line())
    again = bring(line())
    assert again.counts["unchanged"] == 1
    changed = bring(line(name="บริษัท ครัวบ้านสวนใหม่ จำกัด"))
    assert (changed.counts["changed"], Customer.objects.get().version) == (1, 2)
    contact = ContactPerson.objects.get()
    assert (contact.version, contact.history.count(), DataKey.objects.count()) == (1, 1, 1)
    other = bring(line(name="บริษัท ครัวบ้านสวนใหม่ จำกัด", role="ผู้จัดการ"))
    assert (other.counts["changed"], ContactPerson.objects.get().role) == (1, "ผู้จัดการ")


def test_corrections_made_here_survive_an_unchanged_row() -> None:
    bring(line())
    contact = ContactPerson.objects.get()
    services.change_contact(contact_id=contact.pk, shown_version=1, values={"role": "บัญชี"}, by=None, now=NOW)
    bring(line())
    assert stored(contact).role == "บัญชี"


@pytest.mark.parametrize("told", ["role", "phone", "email"])
def test_what_is_told_of_nobody_by_name_is_refused_with_its_line(told: str) -> None:
    cells = {"contact": "", **{key: value if key == told else "" for key, value in WHO.items() if key != "contact"}}
    run = bring(line(1), line(2, **cells))
    assert issues(run) == [(3, "ผู้ติดต่อ", "contact_without_name")]
    assert (Customer.objects.count(), run.issues.get().shown) == (1, "")
    with override("th"):
        assert "ไม่มีชื่อ" in said(run.issues.get()).sentence
    with override("en"):
        assert "without a name" in said(run.issues.get()).sentence


@pytest.mark.parametrize(
    ("cell", "value", "code", "column", "shown"),
    [
        ("phone", "081234567", "phone", "โทรศัพท์ผู้ติดต่อ", "…567"),
        ("email", "suda@", "email", "อีเมลผู้ติดต่อ", "…"),
        ("contact", "ก" * 301, "too_long", "ผู้ติดต่อ", "…กกก"),
        ("role", "ข" * 121, "too_long", "ตำแหน่ง", "ข" * 60),
    ],
)
def test_bad_cells_are_named_and_personal_ones_masked(
    cell: str, value: str, code: str, column: str, shown: str
) -> None:
    run = bring(line(**{cell: value}))
    assert (issues(run), run.issues.get().shown) == ([(2, column, code)], shown)


def test_the_longest_name_is_kept_whole() -> None:
    bring(line(contact="ก" * 300, role="ข" * 120))
    contact = ContactPerson.objects.get()
    assert (len(contact.name or ""), len(contact.role)) == (300, 120)


def test_first_rows_are_shown_masked(client_as: Any) -> None:
    run = upload(table(line(), header=HEADER))
    page = client_as("customer-officer").get(f"/staff/customers/import/{run.public_id}/").content.decode()
    assert "ครัวบ้านสวน1" in page
    assert "…678" in page
    assert not any(told in page for told in (WHO["contact"], WHO["phone"], WHO["email"]))


def statements_of(rows: list[list[str]], header: list[str] = HEADER) -> list[str]:
    job = imports.start_import(run_id=upload(table(*rows, header=header)).pk, by=None, now=NOW)
    with CaptureQueriesContext(connection) as asked:
        job_runner.run(job.pk)
    return [one["sql"] for one in asked.captured_queries]


def test_statements_grow_with_batches_not_with_rows() -> None:
    bring_without_people(*range(1, 31))
    few = statements_of([line(n) for n in (1, 2, 101, 102)])
    many = statements_of([line(n) for n in (*range(3, 31), *range(201, 229))])
    assert ContactPerson.objects.count() == 60
    assert len(few) == len(many)


def test_a_file_without_such_columns_asks_for_no_contact_persons() -> None:
    asked = statements_of([line(n)[:2] for n in range(1, 9)], HEADER[:2])
    assert [sql.split()[1] for sql in asked if "contactperson" in sql] == ["TEMP"]


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Something that happens between preparing and writing, the first time."""
    prepare, done = intake._Work.prepare, list[bool]()

    def prepared(work: Any, counts: dict[str, int]) -> None:
        prepare(work, counts)
        if not done:
            done.append(True)
            act()

    monkeypatch.setattr(intake._Work, "prepare", prepared)


def test_a_person_recorded_meanwhile_is_recognised_after_all(monkeypatch: pytest.MonkeyPatch) -> None:
    customer, _contact = known(name="มานี ใจงาม")
    values = {"name": "สุดา มีสุข", "phone": "0812345678"}
    meanwhile(
        monkeypatch, lambda: services.add_contact(customer_id=customer.pk, values=values, by=None, now=NOW)
    )  # fmt: skip
    bring(line())
    assert ContactPerson.objects.count() == 2
    assert ContactPerson.objects.get(phone_hash__gt="", email_hash__gt="", role="จัดซื้อ").name == "นางสุดา มีสุข"


def test_a_person_changed_meanwhile_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    _customer, contact = known(phone="0812345678")
    meanwhile(
        monkeypatch,
        lambda: services.change_contact(
            contact_id=contact.pk, shown_version=1, values={"postcode": "10330"}, by=None, now=NOW
        ),
    )
    bring(line())
    assert (stored(contact).role, stored(contact).postcode, stored(contact).version) == ("จัดซื้อ", "10330", 3)


def test_two_rows_about_one_customer_leave_one_main_contact() -> None:
    header = [*HEADER, "เลขผู้เสียภาษี"]
    number = thai_number("0", 5)
    run_import(upload(table([*line(contact="", role="", phone="", email=""), number], header=header)))
    by_number = line(contact="นายมานะ ใจงาม", phone="", email="", key="")
    run = upload(table([*line(), ""], [*by_number, number], header=header))
    run_import(run)
    assert (run.state, Customer.objects.count()) == ("imported", 1)
    assert sorted(ContactPerson.objects.values_list("is_main", flat=True)) == [False, True]


def test_a_feed_brings_them_too_and_compares_the_customers_own_facts_alone() -> None:
    feed = make_feed(mapped=False)
    teach(feed, upload(table(line(), header=HEADER)))
    told = [line(n, name=f"บริษัท ก{n} จำกัด") for n in (1, 2)]
    deliver(feed, *told, header=HEADER)
    customer = Customer.objects.get(source_keys__key="A1")
    services.update_customer(
        customer_id=customer.pk, shown_version=1, values={"name_th": "ข จำกัด"}, by=None, now=timezone.now()
    )  # fmt: skip
    delivery = deliver(feed, told[0], line(2, name="บริษัท ค จำกัด"), header=HEADER)
    assert delivery.run is not None
    assert (delivery.run.counts["differs"], ContactPerson.objects.count()) == (1, 2)
