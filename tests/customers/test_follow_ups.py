"""Follow-ups: who owes what to whom, who is reminded when, and how they end."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

import customers.demo
import customers.demo_follow_ups
from customers import services
from customers.enums import FollowUpState
from customers.lifecycle import FOLLOW_UP_MOVES
from customers.models import FollowUp
from customers.personal_data import describe_customer
from customers.rules import reminder_due
from customers.selectors.follow_ups import follow_ups_ahead, my_follow_ups
from customers.services.erasure import erase_customer
from customers.services.follow_ups import remind_follow_ups
from foundation.accounts.models import Unit, User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused, StaleVersion
from foundation.core.lifecycle import final_states
from foundation.core.models import Notification
from tests.counting import statements
from tests.customers.enquiring import make_enquiry
from tests.customers.factories import NOW, make_follow_up, make_interaction, make_organisation, make_person
from tests.people import demo_people, someone

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
DUE = NOW.date() + 3 * DAY


@pytest.fixture
def officer(person: Callable[..., User]) -> User:
    return person("customer-officer")


def test_every_open_one_ends() -> None:
    assert final_states(FOLLOW_UP_MOVES, FollowUpState) == {FollowUpState.DONE, FollowUpState.CANCELLED}


def test_it_is_written_once_and_its_owner_is_told_when_another_one_asks(officer: User) -> None:
    colleague = someone("customer-officer")
    rows = [make_follow_up(by=officer, owner=colleague, once="abc") for _twice in range(2)]
    assert rows[0] == rows[1]
    assert list(Notification.objects.values_list("user", "url")) == [(colleague.pk, rows[0].get_absolute_url())]
    make_follow_up(by=officer, owner=officer)
    assert Notification.objects.count() == 1, "who notes it for oneself knows"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"what": "​ "}, "what"), ({"what": "ก" * 2001}, "what"), ({"due_on": NOW.date() - DAY}, "due_on")],
)
def test_what_is_missing_is_said_beside_its_field(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(Incomplete) as refusal:
        make_follow_up(**wrong)
    assert set(refusal.value.missing) == {field}


def test_it_is_given_only_to_who_works_with_customers_and_sees_the_record(officer: User) -> None:
    other = Unit.objects.get(code="property")
    limited = make_organisation(unit=other, is_limited=True)
    for owner in (someone("voc-analyst"), officer):
        with pytest.raises(Incomplete) as refusal:
            make_follow_up(limited, owner=owner, by=officer)
        assert set(refusal.value.missing) == {"owner"}
    with pytest.raises(NotAllowed):
        make_follow_up(by=someone("voc-analyst"))


def test_it_ends_once_done_with_words_or_cancelled_with_a_reason(officer: User) -> None:
    row, other = make_follow_up(), make_follow_up()
    done = services.finish_follow_up(follow_up_id=row.pk, words="", by=officer, now=NOW)
    assert (done.state, done.ended_by, done.ended_at, done.outcome) == ("done", officer, NOW, None)
    with pytest.raises(Incomplete):
        services.cancel_follow_up(follow_up_id=other.pk, words=" ", by=officer, now=NOW)
    gone = services.cancel_follow_up(follow_up_id=other.pk, words="ลูกค้าย้ายออก", by=officer, now=NOW)
    assert (gone.state, gone.outcome) == ("cancelled", "ลูกค้าย้ายออก")
    for service in (services.finish_follow_up, services.cancel_follow_up):
        with pytest.raises(IllegalMove):
            service(follow_up_id=row.pk, words="อีกครั้ง", by=officer, now=NOW)
    assert [step.history_user for step in row.history.order_by("history_id")] == [someone("customer-officer"), officer]


def test_the_database_knows_that_an_ended_one_has_its_moment() -> None:
    row = make_follow_up()
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.filter(pk=row.pk).update(state="done")


def test_a_change_is_of_the_version_that_was_shown(officer: User) -> None:
    row = make_follow_up()
    given = {"what": row.what, "owner": row.owner, "due_on": DUE + DAY, "by": officer, "now": NOW}
    services.change_follow_up(follow_up_id=row.pk, shown_version=1, **given)
    with pytest.raises(StaleVersion):
        services.change_follow_up(follow_up_id=row.pk, shown_version=1, **given)


def test_a_late_one_can_be_changed_and_keeps_its_day() -> None:
    row = make_follow_up()
    given = {"what": "โทรแจ้งอีกครั้ง", "owner": row.owner, "due_on": row.due_on, "by": row.owner, "now": NOW + 9 * DAY}
    assert services.change_follow_up(follow_up_id=row.pk, shown_version=1, **given).what == "โทรแจ้งอีกครั้ง"
    with pytest.raises(Incomplete):
        services.change_follow_up(follow_up_id=row.pk, shown_version=2, **{**given, "due_on": DUE + DAY})


def told() -> list[str]:
    return list(Notification.objects.order_by("pk").values_list("key", flat=True))


def test_its_owner_is_reminded_on_the_day_and_once_when_it_is_past() -> None:
    row = make_follow_up(due_on=DUE)
    assert remind_follow_ups(now=NOW) == {"due": 0, "late": 0}
    for days, step in ((3, "due"), (4, "late"), (5, "late"), (40, "late")):
        first, second = remind_follow_ups(now=NOW + days * DAY), remind_follow_ups(now=NOW + days * DAY)
        assert first[step] == (days in {3, 4})
        assert sum(second.values()) == 0
    assert told() == [f"follow-up:{row.public_id}:{step}:{DUE}" for step in ("due", "late")]
    assert row.history.count() == 1, "being reminded is no change of the record"


def test_another_day_reminds_again_and_an_ended_one_never() -> None:
    row = make_follow_up(due_on=DUE)
    remind_follow_ups(now=NOW + 4 * DAY)
    given = {"what": row.what, "owner": row.owner, "due_on": DUE + 5 * DAY, "by": row.owner, "now": NOW + 4 * DAY}
    services.change_follow_up(follow_up_id=row.pk, shown_version=1, **given)
    assert remind_follow_ups(now=NOW + 8 * DAY)["due"] == 1
    services.finish_follow_up(follow_up_id=row.pk, words="", by=row.owner, now=NOW + 8 * DAY)
    assert remind_follow_ups(now=NOW + 9 * DAY)["late"] == 0


@pytest.mark.parametrize(("days", "step"), [(-1, None), (0, "due"), (1, "late"), (99, "late")])
def test_the_step_is_told_by_the_day(days: int, step: str | None) -> None:
    assert reminder_due(DUE, DUE + days * DAY) == step


def test_a_person_is_told_all_of_it_and_forgetting_ends_it(officer: User) -> None:
    customer = make_person(phone="0812345678")
    row = make_follow_up(customer)
    assert any("โทรแจ้งผล" in told for told in describe_customer(customer.public_id).values())
    erase_customer(customer_id=customer.pk, by=officer, now=NOW)
    row = FollowUp.objects.select_related("data_key").get(pk=row.pk)
    assert (row.state, row.what, row.history.first().history_change_reason) == ("cancelled", None, "erasure")
    with pytest.raises(Refused):
        make_follow_up(customer)


def test_my_list_shows_mine_alone_and_only_of_records_i_may_see(officer: User) -> None:
    mine = make_follow_up(owner=officer, by=officer)
    make_follow_up(owner=someone("customer-officer"), by=officer)
    assert list(my_follow_ups(officer)) == [mine]
    assert list(follow_ups_ahead(officer, now=NOW)) == [mine]
    assert list(follow_ups_ahead(officer, now=NOW - 30 * DAY)) == []
    unit = Unit.objects.get(code="property")
    limited = {"is_limited": True, "unit": unit}
    services.update_customer(customer_id=mine.customer_id, shown_version=1, values=limited, by=None, now=NOW)
    assert list(my_follow_ups(officer)) == []


def test_from_the_page_of_a_customer_to_done(client_as: Callable[..., Client]) -> None:
    officer = client_as("customer-officer")
    customer = make_organisation()
    entry = make_interaction(customer, summary="ขอพื้นที่เก็บของเพิ่ม")
    record = reverse("customers:staff-detail", args=[customer.public_id])
    address = reverse("customers:follow-up-new", args=[customer.public_id]) + f"?from={entry.public_id}"
    assert address in officer.get(record).content.decode()
    assert "ขอพื้นที่เก็บของเพิ่ม" in officer.get(address).content.decode()
    typed = {"what": "ส่งใบเสนอราคา", "owner": officer.user.pk, "due_on": "พรุ่งนี้หรือเปล่า"}
    refused = officer.post(address, typed)
    assert (refused.status_code, "ส่งใบเสนอราคา" in refused.content.decode()) == (422, True)
    assert officer.post(address, {**typed, "due_on": "31/12/2599"}).status_code == 302
    row = FollowUp.objects.get()
    assert (row.interaction, row.owner) == (entry, officer.user)
    for page in (record, reverse("customers:follow-ups"), row.get_absolute_url()):
        assert "ส่งใบเสนอราคา" in officer.get(page).content.decode()
    cancel = reverse("customers:follow-up-cancel", args=[row.public_id])
    assert officer.post(cancel, {"words": ""}).status_code == 422
    assert (
        officer.post(reverse("customers:follow-up-done", args=[row.public_id]), {"words": "ส่งแล้ว"}).status_code == 302
    )
    assert "ส่งแล้ว" in officer.get(reverse("customers:follow-ups") + "?view=ended").content.decode()
    assert officer.post(cancel, {"words": "ไม่ต้องแล้ว"}).status_code == 422


def test_who_was_slower_sees_both_and_loses_nothing(client_as: Callable[..., Client]) -> None:
    officer = client_as("customer-officer")
    row = make_follow_up()
    address = reverse("customers:follow-up-edit", args=[row.public_id])
    typed = {"what": "ฉันแก้", "owner": officer.user.pk, "due_on": "31/12/2599", "version": "1"}
    given = {"what": "เธอแก้", "owner": row.owner, "due_on": row.due_on, "by": row.owner, "now": NOW}
    services.change_follow_up(follow_up_id=row.pk, shown_version=1, **given)
    page = officer.post(address, typed)
    assert page.status_code == 409
    assert all(words in page.content.decode() for words in ("ฉันแก้", "เธอแก้", 'value="2"'))
    assert officer.post(address, {**typed, "version": "2"}).status_code == 302
    assert FollowUp.objects.select_related("data_key").get().what == "ฉันแก้"


def test_it_is_out_of_sight_with_its_record(client_as: Callable[..., Client]) -> None:
    row = make_follow_up()
    limited = {"is_limited": True, "unit": Unit.objects.get(code="property")}
    services.update_customer(customer_id=row.customer_id, shown_version=1, values=limited, by=None, now=NOW)
    officer = client_as("customer-officer")
    assert officer.get(row.get_absolute_url()).status_code == 404
    assert officer.post(reverse("customers:follow-up-done", args=[row.public_id]), {"words": ""}).status_code == 404


def test_an_enquiry_offers_one_and_shows_it(client_as: Callable[..., Client]) -> None:
    officer = client_as("customer-officer")
    enquiry = make_enquiry()
    way = reverse("customers:follow-up-new", args=[enquiry.customer.public_id])
    assert f"{way}?from={enquiry.interaction.public_id}" in officer.get(enquiry.get_absolute_url()).content.decode()
    make_follow_up(enquiry.customer, interaction=enquiry.interaction, what="พาชมพื้นที่")
    assert "พาชมพื้นที่" in officer.get(enquiry.get_absolute_url()).content.decode()


def test_my_list_costs_the_same_for_every_length(client_as: Callable[..., Client]) -> None:
    officer = client_as("customer-officer")
    make_follow_up(owner=officer.user)
    few = statements(officer, reverse("customers:follow-ups"))
    for _n in range(3):
        make_follow_up(owner=officer.user)
    assert statements(officer, reverse("customers:follow-ups")) == few <= 12


def test_the_demo_shows_every_state_once(monkeypatch: pytest.MonkeyPatch) -> None:
    people = demo_people(monkeypatch)
    customers.demo.build(NOW, people)
    made = customers.demo_follow_ups.build(NOW, people)
    assert {row.state for row in FollowUp.objects.all()} == {"open", "done"}
    assert min(row.due_on for row in made) < NOW.date()
    assert customers.demo_follow_ups.build(NOW, people) == []
