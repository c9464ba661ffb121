"""Who may do what with a study: pure predicates for pages, API and services alike."""

from typing import Protocol

from foundation.accounts.permissions import Permission
from segmentation.enums import StudyState
from segmentation.lifecycle import EDITABLE, MOVES


class Person(Protocol):
    """What these rules know of a person."""

    pk: int

    def can(self, permission: Permission) -> bool: ...


class Design(Protocol):
    """What these rules know of a study."""

    state: str
    designed_by_id: int


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
