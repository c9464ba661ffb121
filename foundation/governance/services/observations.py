"""Observations of the board: recorded by the secretary, answered by the owner, accepted or returned by the board."""

import datetime as dt
import re
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.models import Unit, User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.errors import NotAllowed
from foundation.core.models import locked, signed
from foundation.core.notifications import notify_all
from foundation.governance import rules
from foundation.governance.lifecycle import OBSERVATION_MOVES
from foundation.governance.models import BoardMeeting, Observation, ObservationAnswer
from foundation.governance.selectors.observations import people_who_answer
from foundation.governance.services.common import demand_facts

# A page of this site, or an address out in the world over https.
_LINK = re.compile(r"^(/(?!/)|https://)[^\s<>\"]{1,290}$")
MOST_LINKS = 10


@transaction.atomic
def record_observation(
    *,
    meeting_id: int,
    text: str,
    owner_unit: Unit | None,
    owner: User | None,
    due_on: dt.date,
    by: User,
    now: dt.datetime,
) -> Observation:
    """Write down what the board observed, who answers and by when; those are told.

    Raises NotAllowed, Incomplete without text, owner, or with a due day before the meeting.
    """
    demand(by, Permission.RESOLUTION_RECORD)
    meeting = BoardMeeting.objects.get(pk=meeting_id)
    demand_facts(
        text=None if text else _("Please write down what the board observed."),
        owner=None if owner or owner_unit else _("Please name a person or a unit that answers."),
        due_on=None if due_on >= meeting.held_on else _("An answer cannot be due before the meeting."),
    )
    observation = Observation(
        meeting=meeting,
        text=text,
        owner_unit=owner_unit,
        owner=owner,
        due_on=due_on,
        recorded_by=by,
        created_at=now,
    )
    signed(observation, by=by, now=now).save()
    _tell(observation, gettext_lazy("The board made an observation that you or your unit should answer."), "new")
    return observation


@transaction.atomic
def answer_observation(
    *, observation_id: int, text: str, links: Sequence[str] = (), by: User, now: dt.datetime
) -> ObservationAnswer:
    """The owner answers, with addresses of the evidence; a returned one may be answered again.

    Raises NotAllowed for anybody but the owner and the owner's unit, IllegalMove, Incomplete.
    """
    observation = _moved("answer", observation_id, by)
    if not rules.may_answer(by, observation):
        raise NotAllowed(_("Only the owner or the owner's unit answers an observation."))
    wrong = [link for link in links if not _LINK.match(link)]
    demand_facts(
        text=None if text else _("Please write the answer."),
        links=_("Please give pages of this site or addresses that begin with https://.")
        if wrong or len(links) > MOST_LINKS
        else None,
    )
    answer = ObservationAnswer.objects.create(
        observation=observation, text=text, links=list(links), answered_by=by, created_at=now
    )
    signed(observation, by=by, now=now, reason=text).save()
    return answer


@transaction.atomic
def accept_observation(
    *, observation_id: int, meeting_id: int, note: str = "", by: User, now: dt.datetime
) -> Observation:
    """The secretary records that a meeting accepted the answer. Raises NotAllowed, IllegalMove, Incomplete."""
    return _decided("accept", observation_id, meeting_id, note, by, now)


@transaction.atomic
def return_observation(
    *, observation_id: int, meeting_id: int, note: str, due_on: dt.date, by: User, now: dt.datetime
) -> Observation:
    """The secretary records that a meeting wants another answer, why, and by when.

    Raises NotAllowed, IllegalMove, Incomplete.
    """
    demand_facts(
        note=None if note else _("Please say what the board still wants to know."),
        due_on=None if due_on >= timezone.localdate(now) else _("Please choose today or a later day."),
    )
    observation = _decided("return", observation_id, meeting_id, note, by, now, due_on=due_on)
    key = f"returned:{observation.version}"
    _tell(observation, gettext_lazy("The board returned an answer: please answer the observation again."), key)
    return observation


def _decided(
    name: str,
    observation_id: int,
    meeting_id: int,
    note: str,
    by: User,
    now: dt.datetime,
    due_on: dt.date | None = None,
) -> Observation:
    observation = _moved(name, observation_id, by)
    meeting = BoardMeeting.objects.get(pk=meeting_id)
    answered = observation.answers.latest("id")
    too_early = meeting.held_on < timezone.localdate(answered.created_at)
    demand_facts(meeting=_("The answer was given after that meeting.") if too_early else None)
    observation.decided_at, observation.decided_by, observation.decided_in = now, by, meeting
    observation.decision_note = note
    observation.due_on = due_on or observation.due_on
    signed(observation, by=by, now=now, reason=note).save()
    return observation


def _moved(name: str, observation_id: int, by: User) -> Observation:
    move = OBSERVATION_MOVES[name]
    demand(by, move.permission)
    observation = locked(Observation.objects.all(), pk=observation_id)
    observation.state = move.from_(observation.state)
    return observation


def _tell(observation: Observation, text: object, key: str) -> None:
    notify_all(
        people_who_answer(observation),
        text,  # type: ignore[arg-type]  # a lazy text, read in each person's language
        observation.get_absolute_url(),
        f"observation:{observation.public_id}:{key}",
    )
