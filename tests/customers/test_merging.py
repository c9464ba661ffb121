"""Records of one customer: found, joined with all that hangs on them, and taken apart again."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from customers import metrics, selectors, services
from customers.enums import Likeness, PairState
from customers.models import Customer, CustomerMerge, DuplicatePair, DuplicateScan, Interaction
from customers.personal_data import find_customers
from customers.rules import GROUPS, JOINED
from customers.selectors.needles import as_written
from customers.services.erasure import erase_customer
from customers.services.moving import following
from customers.services.register import EDITABLE
from foundation.accounts.models import Unit, User
from foundation.core import job_runner
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused, StaleVersion
from foundation.core.metrics import Period
from foundation.core.outbox import Outgoing
from foundation.privacy.models import Consent
from foundation.privacy.personal_data import Person
from foundation.privacy.selectors import may_send, notice_in_force
from foundation.privacy.services import record_consents
from tests.customers.factories import NOW, make_interaction, make_organisation, make_person
from tests.undoing import press_undo

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
LATER = NOW + DAY


@pytest.fixture
def officer(person: Callable[..., User]) -> User:
    return person("customer-officer")


def join(keep: Customer, gone: Customer, by: User, *, taken: tuple[str, ...] = (), **given: Any) -> CustomerMerge:
    for row in (keep, gone):
        row.refresh_from_db()
    facts = {"shown_versions": {keep.pk: keep.version, gone.pk: gone.version}, "reason": "หมายเลขเดียวกัน", "now": LATER}
    return services.merge_customers(survivor_id=keep.pk, merged_id=gone.pk, taken=taken, by=by, **{**facts, **given})


def again(row: Customer) -> Customer:
    return Customer.with_merged.select_related("data_key").get(pk=row.pk)


def test_the_survivor_stands_for_both(officer: User) -> None:
    keep, gone = make_person(phone="0812345678"), make_person(email="somchai@example.com", phone="0898765432")
    make_interaction(keep)
    make_interaction(gone)
    join(keep, gone, officer, taken=("email",))
    assert list(Customer.objects.filter(pk__in=(keep.pk, gone.pk))) == [keep]
    assert again(gone).merged_into_id == keep.pk
    assert (again(keep).phone, again(keep).email) == ("+66812345678", "somchai@example.com")
    assert Interaction.objects.filter(customer=keep).count() == 2
    assert {entry.summary for entry in Interaction.objects.filter(customer=keep)} == {"ถามเวลาเปิดลานจอดรถ"}
    assert selectors.survivor_of(officer, gone.public_id) == keep


def test_taking_apart_puts_everything_back(officer: User) -> None:
    keep = make_person(phone="0812345678", attributes={"visits": 2})
    gone = make_person(email="somchai@example.com", attributes={"visits": 9, "floor": "2"})
    entry = make_interaction(gone)
    before = {row.pk: row.relations.count() for row in (keep, gone)}
    merge = join(keep, gone, officer, taken=("email", "name_th", "fact_floor"))
    assert again(keep).attributes == {"visits": 2, "floor": "2"}
    assert services.undo_merge(merge_id=merge.pk, reason="คนละคนกัน", by=officer, now=LATER + DAY) == []
    one, other = again(keep), again(gone)
    assert (one.name_th, one.email, one.attributes) == (keep.name_th, None, {"visits": 2})
    assert (other.merged_into_id, other.email, other.identifier_hash) == (None, "somchai@example.com", None)
    assert Interaction.objects.get(pk=entry.pk).customer_id == gone.pk
    assert {row.pk: row.relations.count() for row in (one, other)} == before
    assert DuplicatePair.objects.get(first=keep, second=gone).state == PairState.DIFFERENT


def test_what_was_changed_since_stays_when_they_are_taken_apart(officer: User) -> None:
    keep, gone = make_person(phone="0812345678"), make_person(phone="0898765432")
    merge = join(keep, gone, officer, taken=("phone",))
    changed = again(keep)
    services.update_customer(
        customer_id=keep.pk, shown_version=changed.version, values={"phone": "0811111111"}, by=officer, now=LATER
    )
    made_since = make_interaction(changed)
    assert services.undo_merge(merge_id=merge.pk, reason="คนละคนกัน", by=officer, now=LATER + DAY) == ["phone"]
    assert (again(keep).phone, again(gone).phone) == ("+66811111111", "+66898765432")
    assert Interaction.objects.get(pk=made_since.pk).customer_id == keep.pk


def test_a_number_that_is_unique_moves_with_the_choice_and_back(officer: User) -> None:
    keep, gone = make_person(), make_person(national_id="1101700207366")
    merge = join(keep, gone, officer, taken=("national_id",))
    assert (again(keep).national_id, bool(again(keep).identifier_hash)) == ("1101700207366", True)
    assert again(gone).identifier_hash is None
    services.undo_merge(merge_id=merge.pk, reason="คนละคนกัน", by=officer, now=LATER)
    assert again(keep).identifier_hash is None
    assert again(gone).identifier_hash


def test_customers_are_counted_once(officer: User) -> None:
    period = Period(NOW - 30 * DAY, NOW + 30 * DAY)
    keep, gone = make_person(), make_person()
    merge = join(keep, gone, officer)
    assert metrics.current_customers(period)[""].value == 1
    services.undo_merge(merge_id=merge.pk, reason="คนละคนกัน", by=officer, now=LATER)
    assert metrics.current_customers(period)[""].value == 2


def test_contacts_follow_and_one_of_them_is_first(officer: User) -> None:
    keep, gone = make_organisation(), make_organisation()
    for row in (keep, gone):
        services.add_contact(customer_id=row.pk, values={"name": "สุดา", "is_main": True}, by=officer, now=NOW)
    merge = join(keep, gone, officer)
    assert keep.contacts.count() == 2
    assert keep.contacts.filter(is_main=True).count() == 1
    services.undo_merge(merge_id=merge.pk, reason="คนละบริษัท", by=officer, now=LATER)
    assert (keep.contacts.count(), gone.contacts.count()) == (1, 1)


def test_every_table_that_refers_to_a_customer_is_decided() -> None:
    """A new table follows unless it says that it stays; this list is the reminder to think of it."""
    labels = {model._meta.label for model, _name in following()}
    assert labels == {
        "customers.ContactPerson",
        "customers.Enquiry",
        "customers.FollowUp",
        "customers.GroupTie",
        "customers.Interaction",
        "customers.MarketTest",
        "customers.SourceKey",
        "customers.UnderAge",
        "products.Idea",
        "relationships.Holding",
        "relationships.Opportunity",
        "relationships.ProgrammeMember",
        "service_charter.ServiceRequest",
        "complaints.Complaint",
        "voc.AnnouncementDelivery",
        "voc.SurveyResponse",
        "voc.Invitation",
        "voc.Voice",
    }


@pytest.mark.parametrize("reason", ["party", "erased", "limited"])
def test_records_that_can_not_be_one_customer(officer: User, reason: str) -> None:
    keep, gone = make_person(), make_person()
    if reason == "party":
        gone = make_organisation()
    elif reason == "erased":
        erase_customer(customer_id=gone.pk, by=None, now=NOW)
    else:
        from tests.strategy.factories import a_unit

        officer.unit = a_unit()
        officer.save()
        gone = make_person(unit=officer.unit, is_limited=True)
    with pytest.raises(Refused):
        join(keep, gone, officer)


def test_who_compared_an_older_version_looks_again(officer: User) -> None:
    keep, gone = make_person(), make_person()
    shown = {keep.pk: keep.version, gone.pk: gone.version}
    services.update_customer(
        customer_id=gone.pk, shown_version=gone.version, values={"name_th": "สมหญิง"}, by=officer, now=NOW
    )
    with pytest.raises(StaleVersion):
        join(keep, gone, officer, shown_versions=shown)


def test_joined_twice_is_refused_and_undone_once(officer: User) -> None:
    keep, gone = make_person(), make_person()
    merge = join(keep, gone, officer)
    with pytest.raises(Refused):
        join(keep, gone, officer)
    services.undo_merge(merge_id=merge.pk, reason="คนละคน", by=officer, now=LATER)
    with pytest.raises(IllegalMove):
        services.undo_merge(merge_id=merge.pk, reason="คนละคน", by=officer, now=LATER)


def test_a_later_joining_is_undone_first(officer: User) -> None:
    a, b, c = make_person(), make_person(), make_person()
    first = join(b, a, officer)
    second = join(c, b, officer)
    with pytest.raises(IllegalMove):
        services.undo_merge(merge_id=first.pk, reason="คนละคน", by=officer, now=LATER)
    services.undo_merge(merge_id=second.pk, reason="คนละคน", by=officer, now=LATER)
    services.undo_merge(merge_id=first.pk, reason="คนละคน", by=officer, now=LATER)
    assert Customer.objects.filter(pk__in=(a.pk, b.pk, c.pk)).count() == 3


def test_without_the_right_or_a_reason_nothing_is_joined(officer: User, person: Callable[..., User]) -> None:
    keep, gone = make_person(), make_person()
    with pytest.raises(NotAllowed):
        join(keep, gone, person("auditor"))
    with pytest.raises(Incomplete):
        join(keep, gone, officer, reason="")


def test_forgetting_reaches_the_joined_record(officer: User) -> None:
    keep, gone = make_person(phone="0812345678"), make_person(phone="0898765432")
    entry = make_interaction(gone)
    join(keep, gone, officer)
    found = find_customers(Person(national_id="", phone="0898765432", email=""))
    assert set(found) == {keep.public_id, gone.public_id}
    erase_customer(customer_id=keep.pk, by=None, now=LATER)
    assert again(gone).is_erased
    assert Interaction.objects.select_related("data_key").get(pk=entry.pk).summary is None


def test_the_database_lets_the_timeline_change_hands_only_by_a_joining(officer: User) -> None:
    keep, gone = make_person(), make_person()
    entry = make_interaction(gone)
    with pytest.raises(DatabaseError), transaction.atomic():
        Interaction.objects.filter(pk=entry.pk).update(customer=keep)
    join(keep, gone, officer)
    with pytest.raises(DatabaseError), transaction.atomic():
        Interaction.objects.filter(pk=entry.pk).update(channel="visit")
    with pytest.raises(IntegrityError), transaction.atomic():
        Customer.with_merged.filter(pk=keep.pk).update(merged_into=keep.pk)


def searched() -> DuplicateScan:
    scan = services.start_scan(by=None, now=NOW)
    assert scan.job is not None
    job_runner.run_waiting()
    scan.refresh_from_db()
    return scan


def reasons(first: Customer, second: Customer) -> set[str]:
    pair = DuplicatePair.objects.filter(first=first, second=second, state=PairState.OPEN).first()
    return set(pair.reasons) if pair else set()


def test_the_search_says_what_two_records_have_in_common() -> None:
    one = make_person(name_th="กมลวรรณ", family_th="ศรีสวัสดิ์", phone="0812345678", postcode="10210")
    same = make_person(name_th="กมลวรรณ", family_th="ศรีสวัสดิ์", postcode="10210")
    near = make_person(name_th="กมลวรรณ", family_th="ศรีสวัสดิ")
    caller = make_person(name_th="วีระ", family_th="มั่นคง", phone="081-234-5678")
    firm = make_organisation(name_th="กมลวรรณ ศรีสวัสดิ์")
    scan = searched()
    assert (scan.seen, scan.found) == (5, 4)  # the two who differ by a letter are two pairs
    assert scan.finished_at
    assert reasons(one, same) == {Likeness.NAME, Likeness.POSTCODE}
    assert reasons(one, near) == {Likeness.NEAR_NAME}
    assert reasons(one, caller) == {Likeness.PHONE}
    assert not DuplicatePair.objects.filter(second=firm).exists()
    assert DuplicatePair.objects.order_by("-score")[0].score == 60


def test_a_second_search_adds_but_never_asks_again() -> None:
    officer = User.objects.create_user("ค้น")
    one = make_person(name_th="กมลวรรณ", phone="0812345678")
    other = make_person(name_th="วีระ", family_th="มั่นคง", phone="0812345678")
    searched()
    pair = DuplicatePair.objects.get(first=one, second=other)
    DuplicatePair.objects.filter(pk=pair.pk).update(
        state=PairState.DIFFERENT, decided_at=NOW, decided_by=officer, reason="พ่อกับลูก"
    )
    searched()
    assert DuplicatePair.objects.get().state == PairState.DIFFERENT


def test_a_switchboard_tells_nothing() -> None:
    for _each in range(9):
        make_organisation(phone="021416000")
    searched()
    assert not DuplicatePair.objects.filter(reasons__contains=[Likeness.PHONE]).exists()


def test_the_search_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("customers.services.duplicates.BATCH", 2)
    rows = [make_person(name_th=f"{letter}มล", family_th="ใจดี") for letter in "กขคงจ"]
    double = make_person(name_th="จมล", family_th="ใจดี")
    whole = searched()
    assert whole.seen == 6
    assert reasons(rows[-1], double) == {Likeness.NAME}
    DuplicatePair.objects.all().delete()
    scan = DuplicateScan.objects.create(reached=[rows[2].sort_key, rows[2].pk])
    job = services.start_scan(by=None, now=NOW).job
    assert job is not None
    job.params = {"scan": scan.pk}
    job.save()
    job_runner.run_waiting()
    assert reasons(rows[-1], double) == {Likeness.NAME}


def test_pages_lead_from_the_list_to_the_joined_record(client_as: Callable[..., Client]) -> None:
    client = client_as("customer-officer")
    one = make_person(name_th="กมลวรรณ", family_th="ศรี", phone="0812345678")
    other = make_person(name_th="กมลวรรณ", family_th="ศรี", email="k@example.com")
    searched()
    pair = DuplicatePair.objects.get()
    assert pair.get_absolute_url() in client.get(reverse("customers:duplicates")).content.decode()
    page = client.get(pair.get_absolute_url())
    assert "0812345678" not in page.content.decode()
    form = {
        "keep": "first", "first_version": one.version, "second_version": other.version, "from_email": "second",
        "reason": "คนเดียวกัน โทรถามแล้ว",
    }  # fmt: skip
    assert client.post(pair.get_absolute_url(), {**form, "reason": ""}).status_code == 422
    late = client.post(pair.get_absolute_url(), {**form, "second_version": 99})
    assert late.status_code == 409
    assert "โทรถามแล้ว" in late.content.decode()
    sent = client.post(pair.get_absolute_url(), form)
    assert sent["Location"] == reverse("customers:staff-detail", args=[one.public_id])
    assert again(one).email == "k@example.com"
    assert client.get(reverse("customers:staff-detail", args=[other.public_id]))["Location"] == sent["Location"]
    merge = CustomerMerge.objects.get()
    joined = client.get(sent["Location"])
    assert reverse("customers:merge-undo", args=[merge.public_id]) in joined.content.decode()
    assert press_undo(client, joined)["Location"] == reverse("customers:staff-detail", args=[other.public_id])


def test_who_was_writing_meanwhile_loses_nothing(client_as: Callable[..., Client], officer: User) -> None:
    client = client_as("customer-officer", username="another")
    keep, gone = make_person(), make_person()
    join(keep, gone, officer)
    typed = {"version": 1, "name_th": "สมหญิงที่พิมพ์ไว้", "kind": "direct", "language": "th"}
    page = client.post(reverse("customers:staff-edit", args=[gone.public_id]), typed)
    assert page.status_code == 409
    assert "สมหญิงที่พิมพ์ไว้" in page.content.decode()
    assert keep.number in page.content.decode()


def test_the_list_of_pairs_costs_the_same_however_many(
    client_as: Callable[..., Client], django_assert_max_num_queries: Any
) -> None:
    client = client_as("customer-officer")
    for _each in range(6):
        make_person(name_th="กมลวรรณ", family_th="ศรี")
    searched()
    client.get(reverse("customers:duplicates"))
    with django_assert_max_num_queries(8):
        client.get(reverse("customers:duplicates"))


def test_a_pair_of_a_closed_record_is_not_for_others(client_as: Callable[..., Client]) -> None:
    from tests.strategy.factories import a_unit

    client = client_as("customer-officer", unit=a_unit("other"))
    hidden = make_person(name_th="กมลวรรณ", family_th="ศรี", unit=a_unit(), is_limited=True)
    make_person(name_th="กมลวรรณ", family_th="ศรี")
    searched()
    pair = DuplicatePair.objects.get()
    assert client.get(pair.get_absolute_url()).status_code == 404
    assert hidden.number not in client.get(reverse("customers:duplicates")).content.decode()


def test_groups_cover_the_facts_of_a_record_once() -> None:
    names = [name for group in GROUPS.values() for name in group]
    assert len(names) == len(set(names))
    assert {*names, "attributes", "tags"} == set(EDITABLE)
    further = [name for group in JOINED.keys() - GROUPS.keys() for name in JOINED[group]]
    assert sorted(further) == ["relation", "relation_since"]  # designed fields are groups by FACT and their keys


def listed(officer: User, needle: str) -> list[int]:
    return [row.pk for row in selectors.customers_list(officer, selectors.ListQuery(needle=needle)).page.rows]


def test_number_telephone_and_mailbox_of_the_joined_record_lead_to_the_one_that_stands(officer: User) -> None:
    keep, middle, gone = make_person(), make_person(), make_person(phone="0812345678", email="old@example.com")
    needles = (gone.number, gone.number.lower(), "0812345678", "5678", "old@example.com")
    assert [listed(officer, needle) for needle in needles] == [[gone.pk]] * len(needles)
    first = join(middle, gone, officer)
    assert [listed(officer, needle) for needle in needles] == [[middle.pk]] * len(needles)
    second = join(keep, middle, officer)
    assert [listed(officer, needle) for needle in (*needles, middle.number)] == [[keep.pk]] * (len(needles) + 1)
    found = selectors.customers_matching(officer, selectors.ListQuery(needle=gone.number))
    assert list(found) == [keep]
    for merge in (second, first):
        services.undo_merge(merge_id=merge.pk, reason="คนละคนกัน", by=officer, now=LATER)
    assert [listed(officer, needle) for needle in needles] == [[gone.pk]] * len(needles)
    assert listed(officer, keep.number) == [keep.pk]


def test_a_joined_record_is_looked_for_without_a_statement_more_and_by_indexes(
    officer: User, django_assert_max_num_queries: Any
) -> None:
    keep, gone = make_person(), make_person()
    join(keep, gone, officer)
    assert listed(officer, keep.number) == [keep.pk]  # the officer's rights are known from here on
    with django_assert_max_num_queries(2):
        assert listed(officer, gone.number) == [keep.pk]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Customer.objects.filter(as_written(gone.number)).explain()
    assert "Seq Scan" not in plan
    assert "BitmapOr" in plan


def say(customer: Customer, *, agrees: bool, at: dt.datetime = NOW) -> None:
    notice = notice_in_force("marketing", at=LATER)
    assert notice is not None
    record_consents(
        purposes={"marketing": agrees}, notice=notice, subject_kind="customer", subject_public_id=customer.public_id,
        channel="phone", now=at, subject_key=customer.data_key,
    )  # fmt: skip


def goes_out(customer: Customer) -> bool:
    key = again(customer).data_key
    return may_send(Outgoing(kind="x", channel="email", purpose="marketing", to="a@example.com", subject_key=key))


def test_a_consent_taken_back_under_one_number_is_taken_back_under_the_other(officer: User) -> None:
    keep, gone = make_person(email="a@example.com"), make_person(phone="0812345678")
    say(keep, agrees=True)
    say(gone, agrees=True)
    say(gone, agrees=False, at=NOW + dt.timedelta(hours=1))
    assert goes_out(keep)
    merge = join(keep, gone, officer)
    assert not goes_out(keep)
    line = Consent.objects.latest("pk")
    assert (line.subject_public_id, line.state, line.channel, line.recorded_by) == (
        keep.public_id, "withdrawn", "phone", officer,
    )  # fmt: skip
    assert gone.number in line.reason
    services.undo_merge(merge_id=merge.pk, reason="คนละคนกัน", by=officer, now=LATER)
    assert not goes_out(keep)
    join(keep, gone, officer)
    assert Consent.objects.count() == 4  # nothing is said twice


def test_a_consent_given_under_one_number_is_not_carried_and_does_not_undo_a_no(officer: User) -> None:
    keep, gone = make_person(email="a@example.com"), make_person(phone="0812345678")
    say(gone, agrees=False)
    say(gone, agrees=True, at=NOW + dt.timedelta(hours=1))
    join(keep, gone, officer)
    assert not goes_out(keep)
    say(again(keep), agrees=True, at=LATER)
    assert goes_out(keep)
    assert Consent.objects.count() == 3


def test_a_record_that_another_unit_keeps_is_not_found_by_the_number_of_a_joined_one(
    officer: User, person: Callable[..., User]
) -> None:
    unit = Unit.objects.get(code="property")
    keep, gone = make_organisation(unit=unit, is_limited=True), make_organisation()
    join(keep, gone, person("customer-officer", "of-the-unit", unit=unit))
    assert listed(officer, gone.number) == []
