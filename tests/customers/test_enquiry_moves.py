"""Every enquiry can end: closed for a reason, with its person, or freed by what a parent says and by birthdays."""

import datetime as dt
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from customers.enums import EnquiryClosing, EnquiryState
from customers.lifecycle import ENQUIRY_MOVES
from customers.models import Customer, Enquiry, UnderAge
from customers.selectors import enquiries as reads
from customers.services.enquiries import answer_enquiry, note_parent
from customers.services.enquiry_moves import close_enquiry
from customers.services.erasure import erase_customer
from customers.services.under_age import come_of_age, end_under_age, note_guardian, note_under_age, take_back
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.lifecycle import final_states
from tests.customers.enquiring import make_enquiry
from tests.customers.factories import NOW
from tests.people import someone

pytestmark = pytest.mark.django_db
YOUNG = {"is_minor": True, "parent_name": "นางสุดา", "parent_phone": "0812345678"}


@pytest.fixture
def officer(db: None) -> Any:
    return someone("customer-officer")


def state_of(enquiry: Enquiry) -> str:
    enquiry.refresh_from_db()
    return enquiry.state


def test_nothing_leads_on_from_answered_and_closed() -> None:
    assert final_states(ENQUIRY_MOVES, EnquiryState) == {EnquiryState.ANSWERED, EnquiryState.CLOSED}


@pytest.mark.parametrize("given", [{}, YOUNG])
def test_an_officer_closes_what_is_not_answered_with_a_reason(officer: Any, given: dict[str, Any]) -> None:
    enquiry = make_enquiry(**given)
    for why in ("", "erased", "x"):
        with pytest.raises(Incomplete):
            close_enquiry(enquiry_id=enquiry.pk, why=why, by=officer, now=NOW)
    with pytest.raises(NotAllowed):
        close_enquiry(enquiry_id=enquiry.pk, why="spam", by=someone("executive"), now=NOW)
    closed = close_enquiry(enquiry_id=enquiry.pk, why="spam", by=officer, now=NOW)
    assert (closed.state, closed.closed_by, closed.closed_at, closed.answered_at) == ("closed", officer, NOW, None)
    assert closed.history.latest().history_user == officer
    assert list(reads.enquiries_waiting(officer)) == []
    for again in (
        lambda: close_enquiry(enquiry_id=enquiry.pk, why="spam", by=officer, now=NOW),
        lambda: answer_enquiry(enquiry_id=enquiry.pk, words="ตอบ", channel="phone", by=officer, now=NOW),
    ):
        with pytest.raises(IllegalMove):
            again()


def test_the_database_wants_the_reason_too() -> None:
    enquiry = make_enquiry()
    for wrong in ({"state": "closed"}, {"closed_why": "spam"}, {"closed_at": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Enquiry.objects.filter(pk=enquiry.pk).update(**wrong)


@pytest.mark.parametrize(("given", "by_rule"), [({}, False), (YOUNG, False), ({}, True)])
def test_an_enquiry_ends_with_its_person(officer: Any, given: dict[str, Any], by_rule: bool) -> None:
    enquiry = make_enquiry(email="a@example.com", **given)
    answered = make_enquiry()
    answer_enquiry(enquiry_id=answered.pk, words="ตอบ", channel="phone", by=officer, now=NOW)
    by = None if by_rule else officer
    for customer in (enquiry.customer, answered.customer):
        erase_customer(customer_id=customer.pk, by=by, now=NOW)
    assert (state_of(enquiry), enquiry.closed_why, enquiry.closed_by) == ("closed", EnquiryClosing.ERASED, by)
    assert enquiry.history.latest().history_change_reason == "erasure"
    assert state_of(answered) == "answered"
    assert list(reads.enquiries_waiting(officer)) == []


def test_the_parents_word_on_the_page_of_the_person_frees_and_taking_it_back_stops(officer: Any) -> None:
    enquiry = make_enquiry(email="a@example.com", **YOUNG)
    second = make_enquiry(email="a@example.com", **YOUNG)
    told = {"customer_id": enquiry.customer_id, "by": officer, "now": NOW}
    note_guardian(guardian="นางสุดา", words="โทรแล้ว", **told)
    assert (state_of(enquiry), enquiry.parent_noted_by, state_of(second)) == ("open", officer, "open")
    answer_enquiry(enquiry_id=second.pk, words="ตอบ", channel="phone", by=officer, now=NOW)
    take_back(words="ยกเลิก", **told)
    assert (state_of(enquiry), enquiry.parent_agreed_at, state_of(second)) == ("parent", None, "answered")
    with pytest.raises(IllegalMove):
        answer_enquiry(enquiry_id=enquiry.pk, words="ตอบ", channel="phone", by=officer, now=NOW)
    note_parent(enquiry_id=enquiry.pk, words="ยินยอมแล้ว", by=officer, now=NOW)
    assert state_of(enquiry) == "open"


def test_who_turns_out_to_be_of_age_is_answered(officer: Any) -> None:
    enquiry = make_enquiry(**YOUNG)
    end_under_age(customer_id=enquiry.customer_id, reason="แสดงบัตรแล้ว", by=officer, now=NOW)
    assert (state_of(enquiry), enquiry.is_minor, enquiry.parent_agreed_at) == ("open", False, None)
    assert enquiry.history.earliest().is_minor


def test_the_birthday_frees(officer: Any) -> None:
    enquiry = make_enquiry(**YOUNG)
    born = dt.date(2010, 2, 28)
    note_under_age(customer_id=enquiry.customer_id, birth_date=born, by=officer, now=NOW)
    assert state_of(enquiry) == "parent"
    assert come_of_age(now=NOW.replace(year=2030, month=2, day=28)) == 1
    assert (state_of(enquiry), enquiry.history.latest().history_change_reason) == ("open", "birthday")


def test_who_is_noted_as_young_after_asking_waits_too(officer: Any) -> None:
    enquiry = make_enquiry()
    note_under_age(customer_id=enquiry.customer_id, birth_date=None, by=officer, now=NOW)
    assert (state_of(enquiry), enquiry.is_minor) == ("parent", True)


def test_the_page_offers_it_to_who_may_and_tells_why_it_was_closed(client_as: Callable[..., Client]) -> None:
    enquiry = make_enquiry()
    close = reverse("customers:enquiry-close", args=[enquiry.number])
    reader, clerk = client_as("voc-analyst"), client_as("customer-officer")
    assert close not in reader.get(enquiry.get_absolute_url()).content.decode()
    assert reader.post(close, {"why": "spam"}).status_code == 403
    page = clerk.get(enquiry.get_absolute_url()).content.decode()
    assert close in page
    assert 'value="erased"' not in page
    assert clerk.post(close, {}).status_code == 422
    assert state_of(enquiry) == "open"
    assert clerk.post(close, {"why": "spam"}).status_code == 302
    assert clerk.post(close, {"why": "spam"}).status_code == 422
    for client in (reader, clerk):
        page = client.get(enquiry.get_absolute_url()).content.decode()
        assert "ไม่ใช่คำถามจริง" in page
        assert close not in page
        assert enquiry.number not in client.get(reverse("customers:enquiries")).content.decode()
        assert enquiry.number in client.get(reverse("customers:enquiries") + "?view=closed").content.decode()


def test_the_page_of_an_enquiry_of_who_was_forgotten_still_reads(client_as: Callable[..., Client]) -> None:
    enquiry = make_enquiry()
    erase_customer(customer_id=enquiry.customer_id, by=None, now=NOW)
    page = client_as("customer-officer").get(enquiry.get_absolute_url())
    assert page.status_code == 200
    assert enquiry.customer.number in page.content.decode()


def test_what_was_stuck_before_is_settled_and_finds_its_way_back() -> None:
    settling = import_module("customers.migrations.0034_stuck_enquiries")
    gone, grown, young, fine = make_enquiry(), make_enquiry(**YOUNG), make_enquiry(**YOUNG), make_enquiry()
    Customer.objects.filter(pk=gone.customer_id).update(erased_at=NOW)
    UnderAge.objects.filter(customer=grown.customer_id).update(ended_at=NOW)
    settling.settle(apps, None)
    assert [state_of(row) for row in (gone, grown, young, fine)] == ["closed", "open", "parent", "open"]
    assert (gone.closed_why, gone.closed_at, grown.is_minor) == ("erased", NOW, False)
    assert (gone.version, young.version) == (2, 1)
    settling.go_back(apps, None)
    assert (state_of(gone), gone.closed_why, state_of(young)) == ("open", "", "parent")
