"""Evidence that a charter is in force, made true and false."""

import datetime as dt

from django.utils import timezone

from service_charter.demo_texts import STANDARDS
from service_charter.models import Commitment
from service_charter.selectors.awareness import readers
from service_charter.services import awareness, partner_reports
from service_charter.services.culture import close_round
from tests.governance.factories import NOW
from tests.people import someone
from tests.proofs import Proofs
from tests.service_charter.breaking import DAY, FOUND, act, make_breach
from tests.service_charter.committing import charter_with_owners, handed, officer_of, partner, signed
from tests.service_charter.culture import answered, make_round
from tests.service_charter.factories import make_proposed, make_published
from tests.service_charter.quizzing import make_quiz, read, take
from tests.service_charter.reporting_partners import FIRST, LAST
from tests.service_charter.reporting_partners import told as told_line
from tests.service_charter.training import make_competence, make_course, trained

LATER = NOW + dt.timedelta(days=3)
# The quarter of the report is over for more than the grace.
AFTER = dt.datetime(2027, 2, 15, 3, tzinfo=dt.UTC)


def _published(count: int) -> dt.datetime:
    """With the first standards of the demo's charter."""
    owner, secretary = someone("charter-owner"), someone("board-secretary")
    make_published(owner, secretary, effective_on=dt.date(2026, 11, 22), count=count)
    return LATER


def _only_proposed() -> dt.datetime:
    make_proposed(someone("charter-owner"))
    return LATER


def _nothing_handed_down() -> dt.datetime:
    charter_with_owners()
    return timezone.now()


def _handed_down(*, everybody_signs: bool) -> dt.datetime:
    charter_with_owners()
    officer_of()
    handed()
    if everybody_signs:
        for row in Commitment.objects.all():
            signed(row, row.person or officer_of())
    return timezone.now()


def _breach_answered_late(days: int) -> dt.datetime:
    make_breach()
    return FOUND + days * DAY


def _breach_answered() -> dt.datetime:
    act(make_breach())
    return FOUND + 11 * DAY


def _partners_told(*told: bool) -> dt.datetime:
    """So many partners; each has reported on the quarter before or not."""
    since = dt.datetime(2026, 11, 21, 3, tzinfo=dt.UTC)
    make_published(someone("charter-owner"), someone("board-secretary"), effective_on=FIRST, count=2)
    for turn, has_told in enumerate(told):
        row = partner(code=f"partner-{turn}", created_at=since)
        if has_told:
            lines = [told_line()]
            partner_reports.report(
                partner_id=row.pk, first_day=FIRST, last_day=LAST, rows=lines, key="x", link=None, now=AFTER
            )
    return AFTER


def _charter_read(*, everybody: bool) -> dt.datetime:
    charter = charter_with_owners()
    officer_of("strategy", "a-second")
    for reader in readers() if everybody else readers()[:1]:
        awareness.confirm(shown_hash=charter.content_hash, by=reader, now=timezone.now())
    return timezone.now()


def _nobody_read() -> dt.datetime:
    charter_with_owners()
    officer_of()
    return timezone.now()


def _quiz_passed(*, everybody: bool) -> dt.datetime:
    charter = charter_with_owners()
    officer_of("strategy", "a-second")
    make_quiz(charter)
    for reader in readers() if everybody else readers()[:1]:
        read(charter, reader)
        take(reader)
    return timezone.now()


def _quiz_that_nobody_took() -> dt.datetime:
    make_quiz(charter_with_owners())
    officer_of()
    return timezone.now()


def _competent(*names: str) -> dt.datetime:
    """Of two officers whose role needs a competence, these have it."""
    course = make_course()
    make_competence(course)
    for name in ("a", "b"):
        officer = officer_of("strategy", name)
        if name in names:
            trained(officer, course, timezone.localdate())
    return timezone.now()


def _asked_how_we_serve(answers: int) -> dt.datetime:
    """A closed round in which so many of those asked answered."""
    people = [officer_of("strategy", f"p{number}") for number in range(12)]
    row = make_round()
    answered(row, people[:answers], 4, 4)
    close_round(round_id=row.pk, by=someone("charter-owner"), now=timezone.now())
    return timezone.now()


PROOFS: Proofs = {
    "service_charter.quiz_passed": {
        "green": lambda: _quiz_passed(everybody=True),
        "amber": lambda: _quiz_passed(everybody=False),
        "red": _quiz_that_nobody_took,
    },
    "service_charter.competent": {
        "green": lambda: _competent("a", "b"),
        "amber": lambda: _competent("a"),
        "red": _competent,
    },
    "service_charter.culture_asked": {
        "green": lambda: _asked_how_we_serve(12),
        "amber": lambda: _asked_how_we_serve(5),
        "red": timezone.now,
    },
    "service_charter.breaches_answered": {
        "green": _breach_answered,
        "amber": lambda: _breach_answered_late(11),
        "red": lambda: _breach_answered_late(31),
    },
    "service_charter.partners_report": {
        "green": lambda: _partners_told(True, True),
        "amber": lambda: _partners_told(True, False),
        "red": lambda: _partners_told(False),
    },
    "service_charter.charter_read": {
        "green": lambda: _charter_read(everybody=True),
        "amber": lambda: _charter_read(everybody=False),
        "red": _nobody_read,
    },
    "service_charter.charter_in_force": {
        "green": lambda: _published(len(STANDARDS)),
        "amber": lambda: _published(4),  # about complaints alone
        "red": _only_proposed,
    },
    "service_charter.commitments_accepted": {
        "green": lambda: _handed_down(everybody_signs=True),
        "amber": lambda: _handed_down(everybody_signs=False),
        "red": _nothing_handed_down,
    },
    "service_charter.units_answer": {
        "green": lambda: _handed_down(everybody_signs=True),
        "amber": lambda: _handed_down(everybody_signs=False),
        "red": _nothing_handed_down,
    },
}
