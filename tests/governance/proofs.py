"""Evidence of clause 1.2 made true and false."""

import datetime as dt

from foundation.governance import services
from foundation.governance.models import Observation
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


PROOFS: Proofs = {
    "governance.policy_approved": {"green": _imported, "red": at(NOW)},
    "governance.observations_answered": {
        "green": lambda: _observed(10),
        "amber": _returned,
        "red": lambda: _observed(11),
    },
    "governance.board_meets": {"green": lambda: _met(92), "red": lambda: _met(93)},
}
