"""Commitments: handed down once, signed once, asked anew by what changes, and kept as they were signed."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from django.utils.translation import override

from foundation.accounts.models import Unit, User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.models import Notification
from service_charter.enums import Holder
from service_charter.models import Acceptance, CharterVersion, Commitment
from service_charter.selectors import charter_in_force
from service_charter.selectors import commitments as reads
from service_charter.services import commitments as services
from tests.people import someone
from tests.service_charter.committing import (
    charter_with_owners,
    commitment_of,
    handed,
    officer_of,
    partner,
    signed,
)
from tests.service_charter.factories import make_draft, make_published

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def _other_person() -> User:
    return officer_of(username="other")


def _reader() -> User:
    user = someone("auditor")
    user.unit = Unit.objects.get(code="complaint-centre")
    user.save()
    return user


def test_everybody_is_asked_for_what_is_theirs() -> None:
    charter = charter_with_owners()
    officer, elsewhere, lifts = officer_of(), officer_of("strategy", "elsewhere"), partner()
    partner(code="gone", is_active=False)
    asked = handed()
    assert asked["unit"] == 1
    assert asked["partner"] == 1
    centre = commitment_of(Unit.objects.get(code="complaint-centre"))
    assert [row["number"] for row in centre.promises] == [1]
    assert [row["number"] for row in commitment_of(officer).promises] == [1]
    assert [row["number"] for row in commitment_of(elsewhere).promises] == [1, 2]
    assert [row["code"] for row in commitment_of(lifts).promises] == ["complaint-acknowledgement"]
    terms = centre.terms
    assert terms["charter_hash"] == charter.content_hash
    assert terms["promises"][0]["target_percent"] == f"{charter.standards.get(number=1).target_percent:.2f}"
    with override("en"):
        assert centre.promises[0]["time"] == str(charter.standards.get(number=1).duration)
    assert Notification.objects.filter(user=officer, url="/staff/charter/commitments/mine/").count() == 1


def test_nobody_is_asked_twice() -> None:
    charter_with_owners()
    officer_of()
    assert handed()
    assert handed() == {}


def test_whoever_is_new_is_asked_alone() -> None:
    charter_with_owners()
    handed()
    newcomer = officer_of("strategy", "newcomer")
    assert [each.row for each in reads.owed(charter_in_force(timezone.now()) or CharterVersion())] == [newcomer]
    assert handed() == {"staff": 1}


def test_another_unit_in_charge_asks_anew_and_back_again() -> None:
    charter = charter_with_owners()
    officer = officer_of()
    handed()
    before = commitment_of(officer)
    signed(before, officer)
    promise = charter.standards.get(number=1)
    promise.owner_unit = Unit.objects.get(code="strategy")
    promise.save()
    handed()
    between = commitment_of(officer)
    assert between != before
    promise.owner_unit = Unit.objects.get(code="complaint-centre")
    promise.save()
    handed()
    again = commitment_of(officer)
    assert again.content_hash == before.content_hash
    assert again not in (before, between)
    assert again.accepted is None
    assert list(reads.earlier(again)) == [between, before]


def test_a_newer_version_asks_anew() -> None:
    charter_with_owners()
    officer = officer_of()
    handed()
    first = commitment_of(officer)
    signed(first, officer)
    tomorrow = timezone.localdate() + DAY
    second = make_published(someone("charter-owner"), someone("board-secretary"), effective_on=tomorrow)
    later = timezone.now() + 2 * DAY
    assert not reads.current(later).exists()
    handed(later)
    newer = commitment_of(officer)
    assert newer.charter == second
    assert newer.accepted is None
    with pytest.raises(IllegalMove):
        signed(first, officer, later)
    assert list(reads.of_person(officer, later).filter(kind=Holder.STAFF)) == [newer]


@pytest.mark.parametrize(
    ("who", "days", "refusal"), [("complaint-officer", 1, NotAllowed), ("charter-owner", -1, Incomplete)]
)
def test_handing_down_is_refused(who: str, days: int, refusal: type[Refused]) -> None:
    charter_with_owners()
    day = timezone.localdate() + days * DAY
    with pytest.raises(refusal):
        services.hand_down(due_on=day, by=someone(who), now=timezone.now())
    assert not Commitment.objects.exists()


def test_without_a_charter_in_force_nothing_is_handed_down() -> None:
    make_draft(someone("charter-owner"))
    with pytest.raises(Refused):
        handed()


def test_staff_sign_by_name_and_once() -> None:
    charter_with_owners()
    officer = officer_of()
    officer.first_name, officer.last_name = "นภัสสร", "กาญจน์"
    officer.save()
    handed()
    row = commitment_of(officer)
    now = timezone.now()
    signed(row, officer, now)
    signature = Acceptance.objects.get(commitment=row)
    assert (signature.name, signature.at, signature.signed_by) == ("นภัสสร กาญจน์", now, officer)
    with pytest.raises(IllegalMove):
        signed(row, officer)
    assert Acceptance.objects.filter(commitment=row).count() == 1


@pytest.mark.parametrize("who", [_other_person, _reader])
def test_nobody_signs_for_another_person(who: Callable[[], User]) -> None:
    charter_with_owners()
    officer, other = officer_of(), who()
    handed()
    with pytest.raises(NotAllowed):
        signed(commitment_of(officer), other)


def test_a_unit_is_signed_for_by_its_people_but_not_by_whoever_handed_it_down() -> None:
    charter_with_owners()
    owner, officer, stranger = someone("charter-owner"), officer_of(), officer_of("strategy", "stranger")
    unit = Unit.objects.get(code="complaint-centre")
    owner.unit = unit
    owner.save()
    handed(by=owner)
    row = commitment_of(unit)
    for person in (owner, stranger, _reader()):
        with pytest.raises(NotAllowed):
            signed(row, person)
    assert row not in reads.waiting_for(owner, timezone.now())
    assert row in reads.waiting_for(officer, timezone.now())
    signed(row, officer)
    assert row not in reads.waiting_for(officer, timezone.now())


def test_only_what_was_shown_is_signed() -> None:
    charter_with_owners()
    officer = officer_of()
    handed()
    row = commitment_of(officer)
    with pytest.raises(Refused):
        services.accept(commitment_id=row.pk, shown_hash="0" * 64, by=officer, now=timezone.now())
    assert not Acceptance.objects.exists()
