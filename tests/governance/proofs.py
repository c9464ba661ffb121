"""Evidence of the board, the policy and audits made true and false."""

import datetime as dt
from collections.abc import Callable

from foundation.governance import services
from foundation.governance.models import AuditPlan, Observation
from tests.governance import auditing
from tests.governance.announcements import announcement
from tests.governance.factories import NOW, make_meeting
from tests.governance.policies import admin
from tests.governance.records import TODAY, make_observation
from tests.people import someone
from tests.proofs import Proofs, at

DAY = dt.timedelta(days=1)
LAST_MEETING = NOW.replace(day=18)  # make_meeting()


def _imported() -> dt.datetime:
    services.import_policy(text=announcement(), by=admin(), now=NOW)
    return NOW


def _observed(days: int) -> dt.datetime:
    """One observation due in ten days, looked at so many days later."""
    make_observation()
    Observation.objects.update(created_at=NOW)
    return NOW + days * DAY


def _returned() -> dt.datetime:
    row, secretary = make_observation(), someone("board-secretary")
    assert row.owner is not None
    services.answer_observation(observation_id=row.pk, text="แก้แล้ว", by=row.owner, now=NOW)
    meeting = make_meeting(secretary, number=9, held_on=TODAY)
    services.return_observation(
        observation_id=row.pk, meeting_id=meeting.pk, note="ขอตัวเลข", due_on=TODAY + 20 * DAY, by=secretary, now=NOW
    )
    Observation.objects.update(created_at=NOW)
    return NOW


def _met(days: int) -> dt.datetime:
    """So many days after the last meeting."""
    make_meeting(someone("board-secretary"))
    return LAST_MEETING + days * DAY


def _plan_approved(days: int) -> dt.datetime:
    """One audit planned for the first quarter, not reported; looked at so many days later."""
    auditing.make_approved()
    AuditPlan.objects.update(approved_at=NOW)
    return NOW + days * DAY


def _audited(clause: str, *grades: str, days: int = 0) -> Callable[[], dt.datetime]:
    """A reported audit of the clause with findings of these grades, looked at so many days later."""

    def make() -> dt.datetime:
        with auditing.units_as_population():
            auditing.make_reported(grades, clause=clause)
        return NOW + days * DAY

    return make


def _audits_of(clause: str) -> dict[str, Callable[[], dt.datetime]]:
    return {
        "green": _audited(clause, "major", days=1),
        "amber": _audited(clause, "minor", days=300),
        "red": _audited(clause, "major", days=300),
    }


PROOFS: Proofs = {
    "governance.audits_planned": {
        "green": lambda: _plan_approved(1),
        "amber": lambda: _plan_approved(60),  # the second quarter has begun
        "red": at(NOW),
    },
    "governance.audited_5_2": _audits_of("5.2"),
    "governance.audited_5_4": _audits_of("5.4"),
    "governance.policy_approved": {"green": _imported, "red": at(NOW)},
    "governance.observations_answered": {
        "green": lambda: _observed(10),
        "amber": _returned,
        "red": lambda: _observed(11),
    },
    "governance.board_meets": {"green": lambda: _met(92), "red": lambda: _met(93)},
}
