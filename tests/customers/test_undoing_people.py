"""Undoing an import with contact persons: those it brought go, those it changed are as before, touched ones stay."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from customers import services
from customers.importing.issues import kept_by
from customers.models import ContactPerson, Customer
from customers.services.erasure import erase_contact
from foundation.core.models import DataKey, JobState
from tests.customers.factories import NOW, make_interaction
from tests.customers.test_imports_people import bring, bring_without_people, facts, known, line, stored
from tests.customers.test_undoing import kept, undo
from tests.people import someone

pytestmark = pytest.mark.django_db
AS_BEFORE = ("สุดา มีสุข", "บัญชี", "+66812345678", "old@example.org")


def change(contact: ContactPerson, **values: Any) -> None:
    services.change_contact(
        contact_id=contact.pk, shown_version=contact.version, values=values, by=someone("customer-officer"), now=NOW
    )


def test_those_of_new_customers_go_with_their_keys_and_leave_no_name() -> None:
    run = bring(line(1), line(2))
    keys = list(ContactPerson.objects.values_list("data_key", flat=True))
    assert undo(run).state == JobState.SUCCEEDED
    assert (Customer.objects.count(), ContactPerson.objects.count(), ContactPerson.history.count()) == (0, 0, 0)
    assert all(key.is_destroyed for key in DataKey.objects.filter(pk__in=keys))
    assert (run.counts["removed"], run.kept.count()) == (2, 0)


def test_who_was_added_to_a_customer_goes_and_comes_again_with_the_same_file() -> None:
    _customer, contact = known(name="มานี ใจงาม")
    run = bring(line())
    added = ContactPerson.objects.select_related("data_key").exclude(pk=contact.pk).get()
    undo(run)
    assert list(ContactPerson.objects.all()) == [contact]
    assert not ContactPerson.history.filter(id=added.pk).exists()
    assert DataKey.objects.get(pk=added.data_key_id).is_destroyed
    assert (run.counts["restored"], run.kept.count()) == (1, 0)
    bring(line())
    assert ContactPerson.objects.count() == 2


def test_who_was_changed_has_the_former_values_and_history_says_so() -> None:
    _customer, contact = known(phone="0812345678")
    hashed = stored(contact).email_hash
    run = bring(line())
    assert facts(stored(contact)) != AS_BEFORE
    undo(run)
    contact = stored(contact)
    assert (facts(contact), contact.email_hash, contact.is_main) == (AS_BEFORE, hashed, True)
    last = contact.history.latest("history_id")
    assert ("ไฟล์ผิดเดือน" in last.history_change_reason, last.history_user) == (True, someone("customer-officer"))


@pytest.mark.parametrize("touch", ["changed", "ended", "forgotten", "another", "spoken with"])
def test_a_new_customer_whose_people_were_touched_stays_and_is_named(touch: str) -> None:
    run = bring(line(1), line(2))
    contact = ContactPerson.objects.get(customer__source_keys__key="A1")
    if touch == "changed":
        change(contact, role="บัญชี")
    elif touch == "ended":
        services.end_contact(contact_id=contact.pk, by=None, now=NOW)
    elif touch == "forgotten":
        erase_contact(contact_id=contact.pk, by=None, now=NOW)
    elif touch == "another":
        services.add_contact(customer_id=contact.customer_id, values={"name": "มานี"}, by=None, now=NOW)
    else:
        make_interaction(contact.customer, contact=contact)
    undo(run)
    code = "hanging" if touch in {"another", "spoken with"} else "contact_changed"
    assert kept(run) == [(code, "ครัวบ้านสวน1 จำกัด")]
    assert Customer.objects.get().pk == stored(contact).customer_id
    row = kept_by(run, someone("customer-officer"), limit=5)[0][0]
    assert row.is_new
    assert "ผู้ติดต่อ" in row.sentence or touch == "spoken with"


@pytest.mark.parametrize(("there", "touch"), [("สุดา", "changed"), ("มานี", "changed"), ("มานี", "spoken with")])
def test_of_a_customer_as_before_the_person_touched_since_stays_and_is_named(there: str, touch: str) -> None:
    """Whether the import changed the person or added one."""
    customer, _contact = known(name=f"{there} มีสุข", phone="0812345678" if there == "สุดา" else "")
    run = bring(line(name="บริษัท ชื่อผิด จำกัด"))
    contact = ContactPerson.objects.get(role="จัดซื้อ")
    if touch == "changed":
        change(contact, role="ผู้จัดการ")
    else:
        make_interaction(customer, contact=contact)
    undo(run)
    customer.refresh_from_db()
    assert customer.name_th == "ครัวบ้านสวน1 จำกัด"
    assert (stored(contact).name, stored(contact).phone) == ("นางสุดา มีสุข", "+66812345678")
    code = "contact_stays" if touch == "changed" else "contact_used"
    assert kept(run) == [(code, "ครัวบ้านสวน1 จำกัด")]
    undo(run)
    assert kept(run) == [(code, "ครัวบ้านสวน1 จำกัด")]


def test_a_customer_left_as_it_is_keeps_its_contact_person() -> None:
    customer, _contact = known(name="มานี ใจงาม")
    run = bring(line())
    services.update_customer(
        customer_id=customer.pk, shown_version=2, values={"postcode": "10210"}, by=None, now=timezone.now()
    )
    undo(run)
    assert (kept(run), ContactPerson.objects.count()) == ([("changed_since", "ครัวบ้านสวน1 จำกัด")], 2)


def test_of_two_imports_the_later_one_goes_back_to_what_the_first_brought() -> None:
    bring(line())
    run = bring(line(role="ผู้จัดการ", phone="0899999999"))
    undo(run)
    contact = ContactPerson.objects.get()
    assert facts(contact) == ("นางสุดา มีสุข", "จัดซื้อ", "+66812345678", "suda@example.org")


def test_taking_people_away_costs_statements_by_batches_not_by_rows() -> None:
    """Of new customers, and of those who were there before."""

    def statements(numbers: range) -> int:
        bring_without_people(*numbers[::2])
        run = bring(*(line(n, phone="", email="", contact=f"สุดา{n} มีสุข") for n in numbers))
        with CaptureQueriesContext(connection) as asked:
            undo(run)
        assert not ContactPerson.objects.exists()
        return sum("customers_contactperson" in one["sql"] for one in asked.captured_queries)

    assert statements(range(200, 204)) == statements(range(300, 312))
