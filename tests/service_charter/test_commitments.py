"""Commitments: handed down once, signed once, asked anew by what changes, and kept as they were signed."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import override

from foundation.accounts.models import Unit, User
from foundation.core import evidence, metrics
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.metrics import Period
from foundation.core.models import Notification
from service_charter.commitment_content import fingerprint
from service_charter.enums import Holder, Standing
from service_charter.models import Acceptance, CharterVersion, Commitment, CommitmentLink
from service_charter.selectors import charter_in_force
from service_charter.selectors import commitments as reads
from service_charter.services import awareness
from service_charter.services import commitments as services
from service_charter.services.commitment_mail import LINK_KIND, REMINDER_KIND
from service_charter.services.commitment_reminders import remind
from tests.people import someone
from tests.service_charter.committing import (
    charter_with_owners,
    commitment_of,
    handed,
    letters,
    officer_of,
    partner,
    signed,
    token_in,
)
from tests.service_charter.factories import make_draft, make_published
from trdcrm.home import my_work

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def _refuses(statement: str, *values: object) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError:
        return True
    return False


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


def _other_person() -> User:
    return officer_of(username="other")


def _reader() -> User:
    user = someone("auditor")
    user.unit = Unit.objects.get(code="complaint-centre")
    user.save()
    return user


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


def test_the_database_keeps_what_was_handed_down_and_signed() -> None:
    charter_with_owners()
    officer = officer_of()
    handed()
    row = commitment_of(officer)
    signed(row, officer)
    for statement in (
        "UPDATE service_charter_commitment SET due_on = due_on + 30",
        "UPDATE service_charter_acceptance SET name = 'somebody else'",
        "DELETE FROM service_charter_commitment",
        "DELETE FROM service_charter_acceptance",
        "TRUNCATE service_charter_commitment CASCADE",
        "TRUNCATE service_charter_acceptance",
    ):
        assert _refuses(statement), statement


def test_the_database_refuses_what_the_charter_does_not_say() -> None:
    charter = charter_with_owners()
    draft = make_draft(someone("charter-owner"))
    officer = officer_of()
    handed()
    good = commitment_of(officer)
    facts = {"kind": "staff", "person": officer, "due_on": good.due_on, "handed_by": good.handed_by}
    mine = {"charter": charter, "content": good.content, "content_hash": good.content_hash, "holder": good.holder}
    of_draft = good.content.replace(charter.content_hash, draft.content_hash)
    wrong: list[dict[str, object]] = [
        {"content": good.content + " "},
        {"charter": draft},
        {"charter": draft, "content": of_draft, "content_hash": fingerprint(of_draft)},
        {"holder": "staff:0"},
        {"unit": Unit.objects.get(code="strategy")},
    ]
    for change in wrong:
        with pytest.raises(DatabaseError), transaction.atomic():
            Commitment.objects.create(**facts | mine | change)
    Commitment.objects.create(**facts | mine)


def test_the_database_lets_only_the_holder_sign() -> None:
    charter_with_owners()
    officer, other, lifts = officer_of(), officer_of(username="other"), partner()
    handed()
    mine, theirs = commitment_of(officer), commitment_of(lifts)
    now = timezone.now()
    link = theirs.links.get()
    wrong: list[dict[str, object]] = [
        {"commitment": mine, "content_hash": mine.content_hash, "signed_by": other},
        {"commitment": mine, "content_hash": "0" * 64, "signed_by": officer},
        {"commitment": mine, "content_hash": mine.content_hash, "link": link, "position": "x"},
        {"commitment": theirs, "content_hash": theirs.content_hash, "signed_by": officer},
        {"commitment": theirs, "content_hash": theirs.content_hash, "link": link},
    ]
    for facts in wrong:
        with pytest.raises(DatabaseError), transaction.atomic():
            Acceptance.objects.create(name="somebody", at=now, **facts)


def test_a_partner_gets_a_letter_whose_token_is_kept_nowhere() -> None:
    charter_with_owners()
    lifts = partner()
    handed()
    [letter] = letters(LINK_KIND)
    assert letter.recipient == "office@lifts.example"
    assert "บริษัทลิฟต์" in str(letter.body)
    assert "Lift Ltd" in str(letter.body)
    link = CommitmentLink.objects.get(commitment=commitment_of(lifts))
    token = token_in(letter)
    assert services.link_of(token) == link
    assert token not in (link.token_hash, link.public_id)
    assert services.link_of("A" * 26) is None


def test_a_link_signs_once() -> None:
    charter_with_owners()
    lifts = partner()
    handed()
    row, token = commitment_of(lifts), token_in(letters(LINK_KIND)[0])
    facts = {"token": token, "shown_hash": row.content_hash, "name": "วารุณี", "position": "ผู้จัดการ"}
    for field in ("name", "position"):
        with pytest.raises(Incomplete):
            services.accept_by_link(**facts | {field: ""}, now=timezone.now())
    services.accept_by_link(**facts, now=timezone.now())
    signature = Acceptance.objects.get(commitment=row)
    assert (signature.name, signature.position, signature.signed_by) == ("วารุณี", "ผู้จัดการ", None)
    with pytest.raises(IllegalMove):
        services.accept_by_link(**facts, now=timezone.now())


def test_a_refused_signature_leaves_the_link_open() -> None:
    charter_with_owners()
    lifts = partner()
    handed()
    token = token_in(letters(LINK_KIND)[0])
    with pytest.raises(Refused):
        services.accept_by_link(token=token, shown_hash="0" * 64, name="ก", position="ข", now=timezone.now())
    assert commitment_of(lifts).links.get().is_open(timezone.now())


def test_a_link_expires_and_a_new_one_replaces_it() -> None:
    charter_with_owners()
    lifts = partner()
    handed()
    row, token = commitment_of(lifts), token_in(letters(LINK_KIND)[0])
    facts = {"shown_hash": row.content_hash, "name": "วารุณี", "position": "ผู้จัดการ"}
    with pytest.raises(IllegalMove):
        services.accept_by_link(token=token, **facts, now=timezone.now() + 15 * DAY)
    with pytest.raises(NotAllowed):
        services.renew_link(commitment_id=row.pk, by=officer_of(), now=timezone.now())
    newer = services.renew_link(commitment_id=row.pk, by=someone("charter-owner"), now=timezone.now())
    with pytest.raises(IllegalMove):
        services.accept_by_link(token=token, **facts, now=timezone.now())
    services.accept_by_link(token=newer, **facts, now=timezone.now())
    with pytest.raises(IllegalMove):
        services.renew_link(commitment_id=row.pk, by=someone("charter-owner"), now=timezone.now())


def test_links_are_for_partners() -> None:
    charter_with_owners()
    officer = officer_of()
    handed()
    with pytest.raises(IllegalMove):
        services.renew_link(commitment_id=commitment_of(officer).pk, by=someone("charter-owner"), now=timezone.now())


def test_reminders_go_out_once_a_week_to_those_who_have_not_answered() -> None:
    charter_with_owners()
    officer, done, lifts = officer_of(), officer_of("strategy", "done"), partner()
    for person in (officer, done):
        person.email = f"{person.username}@example.org"
        person.save()
    monday = timezone.now() + dt.timedelta(days=7 - timezone.localtime().weekday())
    handed(monday)
    signed(commitment_of(done), done, monday)
    assert remind(now=monday + DAY) == {"staff": 0, "partners": 0}
    assert remind(now=monday + 4 * DAY) == {"staff": 1, "partners": 1}
    assert remind(now=monday + 5 * DAY) == {"staff": 0, "partners": 0}
    assert remind(now=monday + 8 * DAY) == {"staff": 1, "partners": 1}
    first, second = letters(REMINDER_KIND)
    assert {first.recipient, second.recipient} == {officer.email}
    assert "ศูนย์รับข้อร้องเรียน" in str(first.body)  # the unit's commitment stands in the same letter
    old, _middle, newest = (token_in(letter) for letter in letters(LINK_KIND))
    facts = {"shown_hash": commitment_of(lifts).content_hash, "name": "ก", "position": "ข", "now": monday + 9 * DAY}
    with pytest.raises(IllegalMove):
        services.accept_by_link(token=old, **facts)
    services.accept_by_link(token=newest, **facts)
    assert remind(now=monday + 15 * DAY)["partners"] == 0


def test_how_everybody_stands() -> None:
    charter_with_owners()
    officer, late = officer_of(), officer_of("strategy", "late")
    gone = officer_of("strategy", "gone")
    now = timezone.now()
    handed(now)
    signed(commitment_of(officer), officer)
    gone.is_active = False
    gone.save()
    later = now + 15 * DAY
    rows = reads.current(later)
    today = timezone.localdate(later)
    assert commitment_of(gone) not in rows
    assert reads.tallies(rows, today)[Holder.STAFF].accepted == 1
    assert commitment_of(late).standing_on(today) == Standing.LATE
    assert list(rows.standing(Standing.ACCEPTED, today)) == [commitment_of(officer)]
    assert commitment_of(late) in rows.standing(Standing.LATE, today)
    assert commitment_of(late) not in rows.standing(Standing.WAITING, today)
    units = {row.unit.code: row for row in reads.matrix(later)}
    assert units["strategy"].own is None
    assert units["strategy"].people == reads.Answers(asked=1, accepted=0, late=1)
    assert units["complaint-centre"].own is not None
    assert list(reads.in_unit(rows, Unit.objects.get(code="strategy"))) == [commitment_of(late)]


def test_what_waits_lies_on_the_desk() -> None:
    charter_with_owners()
    officer = officer_of()
    handed()

    def lying() -> list[str]:
        blocks = my_work(officer, now=timezone.now()).blocks
        return [line.url for block in blocks if block.desk.key == "commitments" for line in block.lines]

    # What waits to be read lies there too until it is confirmed (test_awareness.py).
    charter = charter_in_force(timezone.now()) or CharterVersion()
    awareness.confirm(shown_hash=charter.content_hash, by=officer, now=timezone.now())
    unit = commitment_of(Unit.objects.get(code="complaint-centre"))
    assert set(lying()) == {unit.get_absolute_url(), commitment_of(officer).get_absolute_url()}
    signed(commitment_of(officer), officer)
    assert lying() == [unit.get_absolute_url()]


def test_the_metric_is_the_share_signed_by_the_end() -> None:
    charter_with_owners()
    officer = officer_of()
    partner()
    handed()
    now = timezone.now()
    metric = metrics.get("service_charter.commitments_accepted")
    asked = Commitment.objects.count()
    signed(commitment_of(officer), officer, now + DAY)
    before, after = Period(now - DAY, now + DAY / 2), Period(now - DAY, now + 2 * DAY)
    assert metric.measure(before)[""].value == 0
    assert metric.measure(after)[""].value == round(100 / asked, 1)
    assert metric.measure(after)[""].n == asked
    assert metric.measure(after, "holder")["partner"].n == 1
    assert metric.measure(after, "unit")["complaint-centre"].n == 2
    empty = metric.measure(Period(now - 400 * DAY, now - 399 * DAY))[""]
    assert (empty.value, empty.n) == (None, 0)


def test_evidence_names_what_it_counts() -> None:
    [rule] = [rule for rule in evidence.rules_of("5.2") if rule.key == "service_charter.commitments_accepted"]
    charter_with_owners()
    officer = officer_of()
    handed()
    signed(commitment_of(officer), officer)
    officer_of("strategy", "newcomer")
    with override("en"):
        sentence = str(rule.find(timezone.now()).sentence)
    assert sentence == f"Version 1: 1 of {Commitment.objects.count()} commitments accepted. Not asked yet: 1."
