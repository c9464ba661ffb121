"""The way of a charter to the public, and every refusal on it."""

import datetime as dt
from collections.abc import Callable

import pytest

from foundation.accounts.models import Role, User
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused, StaleVersion
from foundation.governance.selectors import open_proposals
from service_charter import services
from service_charter.enums import Status
from service_charter.lifecycle import MOVES
from service_charter.models import CharterVersion
from service_charter.selectors import charter_in_force, charter_to_come, standards_in_force
from tests.governance.factories import NOW
from tests.people import someone
from tests.service_charter.factories import (
    DAY,
    add_standard,
    decide,
    make_approved,
    make_draft,
    make_proposed,
    make_published,
    submit_and_review,
)

pytestmark = pytest.mark.django_db
Person = Callable[..., User]

STEPS: dict[str, Callable[[int, User], object]] = {
    "submit": lambda pk, by: services.submit(charter_id=pk, by=by, now=NOW),
    "review": lambda pk, by: services.review(charter_id=pk, by=by, now=NOW),
    "propose": lambda pk, by: services.propose(charter_id=pk, by=by, now=NOW),
    "take_back": lambda pk, by: services.take_back(charter_id=pk, reason="แก้คำ", by=by, now=NOW),
    "publish": lambda pk, by: services.publish(charter_id=pk, effective_on=NOW.date(), by=by, now=NOW),
}


@pytest.fixture
def owner(person: Person) -> User:
    return person("charter-owner")


@pytest.fixture
def secretary(person: Person) -> User:
    return person("board-secretary")


def test_from_draft_to_published(owner: User, secretary: User) -> None:
    charter = make_published(owner, secretary)
    assert charter.status == Status.PUBLISHED
    assert charter.resolution is not None
    assert charter.resolution.content_hash == charter.content_hash
    statuses = list(charter.history.order_by("history_id").values_list("status", flat=True))
    assert list(dict.fromkeys(statuses)) == ["draft", "in_review", "reviewed", "proposed", "approved", "published"]


@pytest.mark.parametrize(
    ("name", "status"),
    [
        (name, status)
        for name in sorted(STEPS)
        for status in (Status.DRAFT, Status.IN_REVIEW, Status.REVIEWED, Status.PROPOSED, Status.APPROVED)
        if status not in MOVES[name].sources
    ],
)
def test_steps_refuse_other_states(owner: User, name: str, status: str) -> None:
    charter = make_draft(owner)
    reviewer = someone("strategist")
    CharterVersion.objects.filter(pk=charter.pk).update(status=status, reviewed_by=reviewer, reviewed_at=NOW)
    with pytest.raises(IllegalMove):
        STEPS[name](charter.pk, reviewer if name == "review" else owner)
    charter.refresh_from_db()
    assert charter.status == status


def test_whoever_had_a_hand_in_the_draft_does_not_review_it(owner: User, person: Person) -> None:
    role = Role.objects.get(key="charter-owner")
    role.permissions = [*role.permissions, Permission.CHARTER_REVIEW]
    role.save()
    charter, helper = make_draft(owner), person("charter-owner", "helper")
    services.save_texts(
        charter_id=charter.pk, shown_version=charter.version, texts={"intro_en": "Ours"}, by=helper, now=NOW
    )
    services.submit(charter_id=charter.pk, by=owner, now=NOW)
    for drafter in (owner, helper):
        with pytest.raises(NotAllowed, match=r"hand|ส่วน"):
            services.review(charter_id=charter.pk, by=drafter, now=NOW)
        with pytest.raises(NotAllowed):
            services.return_draft(charter_id=charter.pk, reason="แก้คำ", by=drafter, now=NOW)
    reviewer = person("strategist")
    with pytest.raises(Incomplete):
        services.return_draft(charter_id=charter.pk, reason="", by=reviewer, now=NOW)
    services.return_draft(charter_id=charter.pk, reason="แก้คำ", by=reviewer, now=NOW)
    submit_and_review(charter, owner)
    again = services.take_back(charter_id=charter.pk, reason="เปลี่ยนเป้าหมาย", by=owner, now=NOW)
    assert (again.status, again.reviewed_by) == (Status.DRAFT, None)


@pytest.mark.parametrize("name", sorted(STEPS))
def test_a_published_version_takes_no_step(owner: User, secretary: User, name: str) -> None:
    charter = make_published(owner, secretary)
    with pytest.raises(IllegalMove):
        STEPS[name](charter.pk, someone("strategist") if name == "review" else owner)


@pytest.mark.parametrize("name", sorted(STEPS))
def test_steps_refuse_other_people(owner: User, person: Person, name: str) -> None:
    charter = make_draft(owner)
    with pytest.raises(NotAllowed):
        STEPS[name](charter.pk, person("customer-officer"))


def test_only_drafters_draft(owner: User, person: Person) -> None:
    charter, auditor = make_draft(owner), person("auditor")
    with pytest.raises(NotAllowed):
        services.start_version(by=auditor, now=NOW)
    with pytest.raises(NotAllowed):
        services.save_texts(charter_id=charter.pk, shown_version=charter.version, texts={}, by=auditor, now=NOW)
    with pytest.raises(NotAllowed):
        services.remove_standard(charter_id=charter.pk, standard_id=charter.standards.all()[0].pk, by=auditor, now=NOW)


@pytest.mark.parametrize("kind", ["approved", "approved_with_remarks"])
def test_an_approving_resolution_moves_the_charter(owner: User, secretary: User, kind: str) -> None:
    charter = make_proposed(owner)
    resolution = decide(charter, secretary, kind)
    charter.refresh_from_db()
    assert (charter.status, charter.resolution) == (Status.APPROVED, resolution)


def test_a_returned_charter_is_a_draft_again(owner: User, secretary: User) -> None:
    charter = make_proposed(owner)
    decide(charter, secretary, "returned")
    charter.refresh_from_db()
    assert (charter.status, charter.resolution) == (Status.DRAFT, None)
    assert charter.history.latest().history_change_reason.startswith("1/2569")


def test_changed_text_needs_a_new_resolution(owner: User, secretary: User) -> None:
    charter = make_approved(owner, secretary)
    services.take_back(charter_id=charter.pk, reason="แก้คำผิด", by=owner, now=NOW)
    charter.refresh_from_db()
    services.save_texts(
        charter_id=charter.pk, shown_version=charter.version, texts={"title_th": "กฎบัตรใหม่"}, by=owner, now=NOW
    )
    CharterVersion.objects.filter(pk=charter.pk).update(status=Status.APPROVED)
    with pytest.raises(Refused, match=r"."):
        services.publish(charter_id=charter.pk, effective_on=dt.date(2026, 12, 1), by=owner, now=NOW)


def test_a_text_taken_back_and_unchanged_keeps_its_resolution(owner: User, secretary: User) -> None:
    charter = make_approved(owner, secretary)
    services.take_back(charter_id=charter.pk, reason="ขอดูอีกครั้ง", by=owner, now=NOW)
    submit_and_review(charter, owner)
    again = services.propose(charter_id=charter.pk, by=owner, now=NOW)
    assert again.content_hash == charter.content_hash
    assert again.status == Status.PROPOSED


def test_taking_back_withdraws_the_proposal(owner: User) -> None:
    charter = make_proposed(owner)
    assert open_proposals().count() == 1
    services.take_back(charter_id=charter.pk, reason="แก้คำ", by=owner, now=NOW)
    assert open_proposals().count() == 0


def test_taking_back_demands_a_reason(owner: User) -> None:
    charter = make_proposed(owner)
    with pytest.raises(Incomplete):
        services.take_back(charter_id=charter.pk, reason="", by=owner, now=NOW)


def test_an_incomplete_draft_stays_at_home(owner: User) -> None:
    charter = services.start_version(by=owner, now=NOW)
    with pytest.raises(Incomplete) as refusal:
        services.submit(charter_id=charter.pk, by=owner, now=NOW)
    assert {"title_th", "title_en", "standards"} <= set(refusal.value.missing)
    charter.refresh_from_db()
    assert charter.status == Status.DRAFT


def test_items_are_numbered_without_gap(owner: User) -> None:
    charter = make_draft(owner, count=3)
    services.remove_standard(charter_id=charter.pk, standard_id=charter.standards.get(number=2).pk, by=owner, now=NOW)
    with pytest.raises(Incomplete) as refusal:
        services.submit(charter_id=charter.pk, by=owner, now=NOW)
    assert set(refusal.value.missing) == {"standards"}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"number": 1, "code": "new", "event": "resolve", "area": "information"}, "number"),
        ({"number": 5, "code": "complaint-acknowledgement", "event": "resolve", "area": "information"}, "code"),
        ({"number": 5, "code": "new", "event": "acknowledge", "area": "complaints"}, "event"),
    ],
)
def test_a_place_taken_is_refused(owner: User, facts: dict[str, object], field: str) -> None:
    charter = make_draft(owner)
    with pytest.raises(Incomplete) as refusal:
        add_standard(charter, owner, **facts)
    assert set(refusal.value.missing) == {field}


def test_a_stale_save_is_refused(owner: User) -> None:
    charter = make_draft(owner)
    shown = charter.version
    texts = {"title_th": "ก่อน"}
    services.save_texts(charter_id=charter.pk, shown_version=shown, texts=texts, by=owner, now=NOW)
    with pytest.raises(StaleVersion):
        services.save_texts(charter_id=charter.pk, shown_version=shown, texts={"title_th": "หลัง"}, by=owner, now=NOW)
    charter.refresh_from_db()
    assert charter.title_th == "ก่อน"


def test_a_text_under_review_does_not_change(owner: User) -> None:
    charter = make_proposed(owner)
    with pytest.raises(IllegalMove):
        services.save_texts(
            charter_id=charter.pk, shown_version=charter.version, texts={"title_th": "ใหม่"}, by=owner, now=NOW
        )
    with pytest.raises(IllegalMove):
        add_standard(charter, owner, number=9, code="late", event="resolve", area="information")


def test_one_version_on_its_way_at_a_time(owner: User) -> None:
    make_draft(owner)
    with pytest.raises(Refused):
        services.start_version(by=owner, now=NOW)


def test_the_next_version_begins_with_the_last(owner: User, secretary: User) -> None:
    first = make_published(owner, secretary)
    second = services.start_version(by=owner, now=NOW)
    assert (second.number, second.title_th) == (2, first.title_th)
    assert second.content_hash == first.content_hash
    assert second.standards.count() == first.standards.count() == 4


def test_the_past_is_not_promised(owner: User, secretary: User) -> None:
    charter = make_approved(owner, secretary)
    with pytest.raises(Refused):
        services.publish(charter_id=charter.pk, effective_on=dt.date(2026, 11, 19), by=owner, now=NOW)


def test_versions_follow_each_other_without_gap(owner: User, secretary: User) -> None:
    first = make_published(owner, secretary, effective_on=dt.date(2026, 12, 1))
    second = make_published(owner, secretary, effective_on=dt.date(2027, 1, 1))
    first.refresh_from_db()
    assert (first.status, first.effective_until) == (Status.SUPERSEDED, dt.date(2027, 1, 1))
    last_moment = dt.datetime(2026, 12, 31, 16, 59, tzinfo=dt.UTC)
    assert charter_in_force(last_moment) == first
    assert charter_to_come(last_moment) == second
    assert charter_in_force(last_moment + dt.timedelta(minutes=1)) == second
    assert charter_in_force(NOW) is None


def test_a_version_does_not_overtake_the_one_before(owner: User, secretary: User) -> None:
    make_published(owner, secretary, effective_on=dt.date(2026, 12, 1))
    second = make_approved(owner, secretary)
    with pytest.raises(Refused):
        services.publish(charter_id=second.pk, effective_on=dt.date(2026, 12, 1), by=owner, now=NOW + 2 * DAY)
    assert CharterVersion.objects.filter(status=Status.PUBLISHED).count() == 1


def test_standards_in_force_are_those_of_the_day(owner: User, secretary: User) -> None:
    make_published(owner, secretary, effective_on=dt.date(2026, 12, 1))
    make_draft(owner)
    assert standards_in_force("complaints", at=NOW) == {}
    december = dt.datetime(2026, 12, 1, 9, 0, tzinfo=dt.UTC)
    promises = standards_in_force("complaints", at=december)
    assert list(promises) == ["acknowledge", "first_reply", "progress", "resolve"]
    assert (promises["resolve"].number, str(promises["resolve"].duration)) == (4, "3 วันทำการ")
    assert standards_in_force("transactions", at=december) == {}


def test_drafters_are_remembered(owner: User, person: Person) -> None:
    helper = person("charter-owner", "second-owner")
    charter = make_draft(owner)
    services.save_texts(charter_id=charter.pk, shown_version=charter.version, texts={}, by=helper, now=NOW)
    charter.refresh_from_db()
    assert charter.drafter_ids == sorted([owner.pk, helper.pk])
