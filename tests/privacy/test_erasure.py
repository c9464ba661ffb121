"""Erasing a person: two people, refusals while something must be kept, figures unchanged, pages that still read."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.models import Complainant
from customers.models import Customer
from foundation.core import metrics
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.privacy import services
from foundation.privacy.models import DataRequest, Erasure, ErasureProof, LegalHold
from foundation.privacy.services.held import found_for, record_key
from tests.accounts.signing_in import sign_in
from tests.complaints.factories import make_charter, make_desk
from tests.customers.factories import make_person
from tests.people import someone
from tests.privacy.conftest import NAME
from tests.privacy.factories import EMAIL, PHONE, bring, make_request
from tests.relationships.factories import make_holding

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db):
    return someone("data-protection-officer", "officer")


@pytest.fixture
def second(db):
    return someone("executive", "second")


def erasing() -> DataRequest:
    return bring(make_request("erasure", details="ขอลบทั้งหมด"), "working")


def propose(row: DataRequest, by, records: list[str] | None = None) -> Erasure:
    keys = [record_key(found) for found in found_for(row)] if records is None else records
    return services.propose_erasure(request_id=row.pk, records=keys, by=by, now=timezone.now())


def erase(row: DataRequest, officer, second) -> ErasureProof:
    propose(row, officer)
    return services.approve_erasure(request_id=row.pk, by=second, now=timezone.now())


@pytest.mark.parametrize(("who", "leads_back"), [("officer", True), ("second", False)])
def test_the_page_leads_back_only_where_the_reader_may_go(who, leads_back, officer, second) -> None:
    row, client = erasing(), Client()
    sign_in(client, {"officer": officer, "second": second}[who])
    page = client.get(reverse("privacy:staff-erasure", args=[row.number]))
    assert page.status_code == 200
    assert (f'href="{row.get_absolute_url()}"' in page.content.decode()) == leads_back
    assert (client.get(row.get_absolute_url()).status_code == 200) == leads_back


# --- two people -----------------------------------------------------------------------------------------------------


def test_one_proposes_another_approves_and_the_proof_names_nobody(known, officer, second):
    row = erasing()
    proof = erase(row, officer, second)
    assert proof.counts["customer"] == 1
    assert proof.counts["complaints.complainant"] == 1
    assert proof.keys_destroyed >= 3
    assert (proof.proposed_by, proof.approved_by) == (officer, second)
    stored = str(ErasureProof.objects.values().get())
    assert NAME not in stored
    assert known["customer"].public_id not in stored
    assert Erasure.objects.get().records == []


@pytest.mark.parametrize(
    ("who", "refusal"), [("officer", NotAllowed), ("auditor", NotAllowed), ("customer-officer", NotAllowed)]
)
def test_the_proposer_and_others_do_not_approve(known, officer, who, refusal):
    row = erasing()
    propose(row, officer)
    by = officer if who == "officer" else someone(who, f"approves-{who}")
    with pytest.raises(refusal):
        services.approve_erasure(request_id=row.pk, by=by, now=timezone.now())
    known["customer"].refresh_from_db()
    assert not known["customer"].is_erased


def test_the_database_too_wants_two_people(known, officer):
    erasure = propose(erasing(), officer)
    with pytest.raises(DatabaseError, match="erasure_takes_two"), transaction.atomic():
        Erasure.objects.filter(pk=erasure.pk).update(approved_by=officer, approved_at=timezone.now(), records=[])


def test_it_is_done_once_and_stays_done(known, officer, second):
    row = erasing()
    proof = erase(row, officer, second)
    with pytest.raises(IllegalMove):
        services.approve_erasure(request_id=row.pk, by=second, now=timezone.now())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        proof.delete()


@pytest.mark.parametrize("status", ["verified", "answered"])
def test_it_belongs_to_a_request_that_is_being_worked_on(status, officer, known):
    row = bring(make_request("erasure" if status == "verified" else "access"), status)
    with pytest.raises(IllegalMove):
        propose(row, officer, [f"customer:{known['customer'].public_id}"])


def test_it_cannot_be_granted_before_it_is_done_and_who_asked_is_forgotten_on_closing(known, officer, second):
    row = erasing()
    with pytest.raises(Incomplete):
        bring(row, "answered")
    erase(row, officer, second)
    row = bring(bring(row, "answered"), "closed")
    row = DataRequest.objects.select_related("data_key").get(pk=row.pk)
    assert (row.name, row.phone_hash, row.outcome) == (None, "", "granted")
    assert not row.history.exclude(phone_hash="").exists()


# --- what stands against it -----------------------------------------------------------------------------------------


def test_a_person_with_an_open_complaint_is_not_erased(officer):
    make_charter()
    complaint = make_desk().file(email=EMAIL)
    customer = make_person(phone=PHONE)
    with pytest.raises(Refused, match=complaint.number):
        propose(erasing(), officer)
    customer.refresh_from_db()
    assert not customer.is_erased


def test_the_refusal_leaves_a_hold_once_that_ends_with_the_complaint(officer, second):
    make_charter()
    desk = make_desk()
    complaint = desk.file(email=EMAIL)
    make_person(phone=PHONE)
    row = erasing()
    for _time in range(2):
        with pytest.raises(Refused, match=complaint.number):
            propose(row, officer)
    assert sorted(LegalHold.objects.values_list("kind", flat=True)) == ["complaints.complainant", "customer"]
    hold = LegalHold.objects.get(kind="complaints.complainant")
    assert hold.record_public_id == complaint.complainant.public_id
    assert (hold.is_automatic, hold.set_by, hold.lifted_at) == (True, officer, None)
    assert complaint.number in hold.reason
    with pytest.raises(IllegalMove):
        services.lift_hold(hold_id=hold.pk, reason="ขอยกเลิกเอง", by=officer, now=timezone.now())
    assert services.release_holds(now=timezone.now()) == 0
    desk.advance(complaint, "closed")
    now = timezone.now()
    assert (services.release_holds(now=now), services.release_holds(now=now)) == (2, 0)
    hold.refresh_from_db()
    assert (hold.lifted_at, hold.lifted_by) == (now, None)
    assert hold.lifted_why
    assert erase(row, officer, second).counts["complaints.complainant"] == 1


def test_a_customer_is_not_erased_by_leaving_the_open_complaint_out(officer):
    make_charter()
    complaint = make_desk().file(email=EMAIL)
    customer = make_person(phone=PHONE, email=EMAIL)
    with pytest.raises(Refused, match=complaint.number):
        propose(erasing(), officer, [f"customer:{customer.public_id}"])
    assert LegalHold.objects.get(is_automatic=True).record_public_id == customer.public_id


OTHER_PHONE = "+66899990000"


@pytest.mark.parametrize(("name", "finds"), [("นางสาวสุดารัตน์ มีสุข", True), ("สุดารัตน์  มีสุข", True), ("สมชาย มีสุข", False)])
def test_an_open_case_with_the_number_of_the_customer_holds_under_any_telephone(officer, second, name, finds):
    make_charter()
    desk = make_desk()
    customer = make_person(name_th="สุดารัตน์", family_th="มีสุข", phone=PHONE, email=EMAIL)
    complaint = desk.file(name=name, phone=OTHER_PHONE, email="other@example.com", customer_id=customer.pk)
    row = erasing()
    with pytest.raises(Refused, match=complaint.number):
        propose(row, officer, [f"customer:{customer.public_id}"])
    assert complaint.number in LegalHold.objects.get(kind="customer").reason
    own = f"complaints.complainant:{complaint.complainant.public_id}"
    assert (own in [record_key(found) for found in found_for(row)]) is finds, "another person's contact is not shown"
    desk.advance(complaint, "closed")
    assert services.release_holds(now=timezone.now()) == 1
    erase(row, officer, second)
    filed = Complainant.objects.select_related("data_key").get(complaint=complaint)
    assert (filed.name is None) is finds


def test_a_case_of_a_joined_record_holds_the_one_that_stands_for_both(officer):
    make_charter()
    customer, joined = make_person(name_th="สุดารัตน์", phone=PHONE), make_person(name_th="สุดา", phone=OTHER_PHONE)
    Customer.with_merged.filter(pk=joined.pk).update(merged_into=customer)
    complaint = make_desk().file(phone=OTHER_PHONE, email="other@example.com", customer_id=joined.pk)
    with pytest.raises(Refused, match=complaint.number):
        propose(erasing(), officer, [f"customer:{customer.public_id}"])


def test_an_officers_hold_stands_beside_one_of_itself(officer):
    make_charter()
    complaint = make_desk().file(email=EMAIL)
    row = erasing()
    with pytest.raises(Refused):
        propose(row, officer)
    key = f"complaints.complainant:{complaint.complainant.public_id}"
    services.set_hold(request_id=row.pk, record=key, reason="คดีดำ 12/2569", by=officer, now=timezone.now())
    assert LegalHold.objects.filter(lifted_at__isnull=True).count() == 2


@pytest.mark.parametrize("by_hand", [True, False])
def test_the_database_knows_who_lifts_which_hold(officer, by_hand):
    hold = LegalHold.objects.create(
        kind="customer", record_public_id="x", reason="คดีดำ 12/2569", set_by=officer, set_at=timezone.now(),
        is_automatic=not by_hand,
    )  # fmt: skip
    wrong = {"lifted_at": timezone.now(), "lifted_by": None if by_hand else officer}
    with pytest.raises(DatabaseError, match="legal_hold_lifted_by_someone"), transaction.atomic():
        LegalHold.objects.filter(pk=hold.pk).update(**wrong)


def test_the_page_tells_holds_of_itself_from_those_of_an_officer(officer):
    client = Client()
    sign_in(client, officer)
    make_charter()
    make_desk().file(email=EMAIL)
    with pytest.raises(Refused):
        propose(erasing(), officer)
    page = client.get(reverse("privacy:staff-holds")).content.decode()
    assert "เกิดขึ้นเอง" in page
    assert reverse("privacy:staff-hold-lift", args=[LegalHold.objects.get().public_id]) not in page


def test_a_complaint_that_comes_between_stops_the_approval(officer, second, known):
    row = erasing()
    propose(row, officer)
    LegalHold.objects.create(
        kind="customer", record_public_id=known["customer"].public_id, reason="คดีดำ 12/2569", set_by=officer,
        set_at=timezone.now(),
    )  # fmt: skip
    with pytest.raises(Refused, match="12/2569"):
        services.approve_erasure(request_id=row.pk, by=second, now=timezone.now())
    known["complaint"].refresh_from_db()
    assert NAME in known["complaint"].description


def test_a_contract_in_force_holds_the_customer_even_where_it_is_left_out(officer):
    today = timezone.localdate()
    customer = make_person(phone=PHONE)
    holding = make_holding(customer, starts_on=today - timedelta(days=30), ends_on=today + timedelta(days=300))
    with pytest.raises(Refused, match=holding.number):
        propose(erasing(), officer, [f"customer:{customer.public_id}"])


def test_an_open_request_of_the_same_person_comes_first(officer, known):
    other = make_request("access")
    with pytest.raises(Refused, match=other.number):
        propose(erasing(), officer)


def test_a_legal_hold_stands_until_it_is_lifted_with_a_reason(officer, second, known):
    row, key = erasing(), f"customer:{known['customer'].public_id}"
    hold = services.set_hold(request_id=row.pk, record=key, reason="คดีดำ 12/2569", by=officer, now=timezone.now())
    with pytest.raises(IllegalMove):
        services.set_hold(request_id=row.pk, record=key, reason="คดีดำ 12/2569", by=officer, now=timezone.now())
    with pytest.raises(Refused, match="12/2569"):
        propose(row, officer)
    with pytest.raises(Incomplete):
        services.lift_hold(hold_id=hold.pk, reason=" ", by=officer, now=timezone.now())
    services.lift_hold(hold_id=hold.pk, reason="คดีถึงที่สุดแล้ว", by=officer, now=timezone.now())
    assert erase(row, officer, second).counts["customer"] == 1


@pytest.mark.parametrize("role", ["executive", "auditor"])
def test_holds_are_set_by_the_officer_alone(role, officer, known):
    row = erasing()
    with pytest.raises(NotAllowed):
        services.set_hold(
            request_id=row.pk, record=f"customer:{known['customer'].public_id}", reason="คดีดำ 12/2569",
            by=someone(role, f"holds-{role}"), now=timezone.now(),
        )  # fmt: skip


# --- what stays -----------------------------------------------------------------------------------------------------


def every_figure(now: datetime) -> dict[str, Any]:
    """Every registered metric over three spans, whole and by each of its dimensions."""
    spans = [metrics.Period(now - timedelta(days=days), now + timedelta(days=1)) for days in (30, 365, 1500)]
    return {
        f"{metric.key} {by} {span.start:%Y-%m-%d}": dict(metric.measure(span, by))
        for metric in metrics.all_metrics()
        if not metric.key.startswith("privacy.")  # the erasure itself is one of its figures
        for span in spans
        for by in (None, *metric.dimensions)
    }


def test_every_figure_is_the_same_before_and_after(known, officer, second):
    row = erasing()
    now = timezone.now()
    before = every_figure(now)
    assert sum(1 for values in before.values() for value in values.values() if value.n) > 20
    erase(row, officer, second)
    after = every_figure(now)
    assert {key: (before[key], after[key]) for key in before if before[key] != after[key]} == {}


def test_pages_of_an_erased_person_still_read_and_name_nobody(known, officer, second):
    row = erasing()
    erase(row, officer, second)
    bring(bring(row, "answered"), "closed")
    customer, complaint = known["customer"], known["complaint"]
    pages = {
        "customer-officer": [
            reverse("customers:staff-list"),
            reverse("customers:staff-detail", args=[customer.public_id]), known["holding"].get_absolute_url(),
            "/staff/relationships/holdings/",
        ],
        "complaint-manager": ["/staff/complaints/", reverse("complaints:staff-detail", args=[complaint.number])],
        "product-manager": ["/staff/products/ideas/?view=all", known["idea"].get_absolute_url()],
        "voc-analyst": ["/staff/voc/", "/staff/voc/surveys/"],
        "data-protection-officer": [
            "/staff/privacy/?view=all", row.get_absolute_url(), reverse("privacy:staff-erasure", args=[row.number]),
            "/staff/privacy/looks/", "/staff/privacy/consents/", "/staff/privacy/processing/",
        ],
        "system-administrator": ["/staff/outbox/"],
    }  # fmt: skip
    for role, urls in pages.items():
        client = Client()
        sign_in(client, someone(role, f"reads-{role}"))
        for url in urls:
            page = client.get(url)
            text = page.content.decode()
            assert page.status_code == 200, (role, url)
            assert NAME not in text, (role, url)
            assert EMAIL not in text, (role, url)


# --- the page -------------------------------------------------------------------------------------------------------


def test_the_page_takes_the_typed_number_of_a_second_person(known, client_as):
    desk, chief = client_as("data-protection-officer"), client_as("executive")
    row = erasing()
    url = reverse("privacy:staff-erasure", args=[row.number])
    desk.post(reverse("privacy:staff-erasure-propose", args=[row.number]), {"records": [
        record_key(found) for found in found_for(row)
    ]})  # fmt: skip
    assert desk.post(url, {"confirm": row.number}).status_code == 403
    assert NAME not in chief.get(url).content.decode()
    assert row.number in chief.get("/staff/").content.decode()
    chief.post(url, {"confirm": "yes"})
    assert not ErasureProof.objects.exists()
    chief.post(url, {"confirm": row.number})
    assert ErasureProof.objects.get().approved_by == chief.user
    assert chief.get(url).context["counts"]
