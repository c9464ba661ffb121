"""Who may do what with a study: pure predicates for pages, API and services alike."""

from datetime import datetime, timedelta
from typing import Protocol

from foundation.accounts.permissions import Permission
from segmentation.enums import StudyState
from segmentation.lifecycle import EDITABLE, MOVES

# So long after it was put into use a study may still ground the choice of target segments.
FRESH_FOR = timedelta(days=2 * 365)
# So long a profile tells how a segment is.
PROFILE_FOR = timedelta(days=365)


class Person(Protocol):
    """What these rules know of a person."""

    pk: int

    def can(self, permission: Permission) -> bool: ...


class Design(Protocol):
    """What these rules know of a study."""

    state: str
    designed_by_id: int


def can_see(person: Person) -> bool:
    """May see segments, and so cut lists and figures by them."""
    return person.can(Permission.SEGMENT_VIEW)


def can_export(person: Person) -> bool:
    """May take the members of a segment out as a file, and give out its profile."""
    return can_see(person) and person.can(Permission.CUSTOMER_EXPORT)


def can_design(person: Person) -> bool:
    """May make studies and run them."""
    return person.can(Permission.SEGMENT_STUDY)


def can_change(person: Person, study: Design) -> bool:
    """May change the design now."""
    return can_design(person) and study.state in EDITABLE


def can_start(person: Person, study: Design) -> bool:
    """May start the calculation now."""
    return can_design(person) and study.state in MOVES["start"].sources


def can_revise(person: Person, study: Design) -> bool:
    """May take the study back to its design."""
    return can_design(person) and study.state in MOVES["revise"].sources


def is_impartial(person: Person, study: Design) -> bool:
    """Whether somebody else designed the study: no one puts the own study into use."""
    return person.pk != study.designed_by_id


def can_adopt(person: Person, study: Design) -> bool:
    """May put the segments into use."""
    return person.can(Permission.SEGMENT_ADOPT) and study.state == StudyState.EVALUATED and is_impartial(person, study)


class Decided(Protocol):
    """What these rules know of a study that may be in use."""

    state: str
    chosen_run_id: int | None
    adopted_at: datetime | None


def can_plan(person: Person) -> bool:
    """May choose target segments."""
    return person.can(Permission.SEGMENT_PLAN)


def can_keep_markets(person: Person) -> bool:
    """May add, change and retire entries of the market register."""
    return person.can(Permission.MARKET_EDIT)


def is_of_result_in_use(study: Decided, run_id: int) -> bool:
    """Whether that result of the study is the one in use."""
    return study.state == StudyState.ADOPTED and study.chosen_run_id == run_id


def is_outdated(study: Decided, now: datetime) -> bool:
    """Whether the study was put into use too long ago to choose targets by (or never was)."""
    return study.adopted_at is None or study.adopted_at < now - FRESH_FOR
