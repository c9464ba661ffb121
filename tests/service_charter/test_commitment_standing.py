"""How everybody stands to what they were handed: reminders, matrix, desk, figure, evidence."""

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.translation import override

from foundation.accounts.models import Unit, User
from foundation.core import evidence, metrics
from foundation.core.errors import IllegalMove
from foundation.core.metrics import Period
from foundation.core.models import Notification
from service_charter.enums import Holder, Standing
from service_charter.models import CharterVersion, Commitment, CommitmentLink
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
from trdcrm.home import my_work

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


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


def _notes(user: User, key: str) -> int:
    return Notification.objects.filter(user=user, key__startswith=key).count()


def test_nobody_without_a_mailbox_is_forgotten() -> None:
    charter_with_owners()
    officer, owner, lifts = officer_of(), someone("charter-owner"), partner(email="")
    monday = timezone.now() + dt.timedelta(days=7 - timezone.localtime().weekday())
    handed(monday)
    own = CommitmentLink.objects.get(commitment__partner=lifts)
    for days in (4, 5, 6):
        assert remind(now=monday + days * DAY) == {"staff": 0, "partners": 0}
    assert _notes(officer, "commitments-waiting:") == 1
    remind(now=monday + 8 * DAY)
    assert _notes(officer, "commitments-waiting:") == 2  # once a week
    own.refresh_from_db()
    assert own.is_open(monday + 8 * DAY), "the link that was handed over by hand is not replaced"
    assert CommitmentLink.objects.filter(commitment__partner=lifts).count() == 1
    assert _notes(owner, "commitment-no-mailbox:") == 1
    signed(commitment_of(officer), officer, monday + 8 * DAY)
    signed(commitment_of(officer.unit), officer, monday + 8 * DAY)
    remind(now=monday + 15 * DAY)
    assert _notes(officer, "commitments-waiting:") == 2


def test_who_handed_it_down_hears_once_of_what_is_over_and_of_units_without_anybody() -> None:
    charter_with_owners()
    owner = someone("charter-owner")
    monday = timezone.now() + dt.timedelta(days=7 - timezone.localtime().weekday())
    handed(monday)
    remind(now=monday + 4 * DAY)
    assert (_notes(owner, "commitment-nobody:"), _notes(owner, "commitments-late:")) == (1, 0)
    for days in (15, 16, 22):
        remind(now=monday + days * DAY)
    assert (_notes(owner, "commitment-nobody:"), _notes(owner, "commitments-late:")) == (1, 1)


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
