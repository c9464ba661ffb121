"""Reads of the fishbone of a case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from complaints.enums_fishbone import Bone
from complaints.models import BoneCause, Complaint

CHANGES = 20


@dataclass(frozen=True)
class Branch:
    """A bone of the figure with the causes on it; a bone without any is drawn too, since it was looked at."""

    bone: Bone
    causes: list[BoneCause]


def causes_of(complaint: Complaint) -> list[BoneCause]:
    """Every cause in the order in which they were named, struck out ones too."""
    return list(complaint.bone_causes.select_related("evidence__withdrawal", "named_by", "struck_by"))


def branches(causes: list[BoneCause]) -> list[Branch]:
    """The bones with the causes that stand."""
    return [
        Branch(bone, [cause for cause in causes if cause.bone == bone and cause.struck_at is None]) for bone in Bone
    ]


def causes_at(complaint: Complaint, at: datetime) -> list[BoneCause]:
    """The causes as they stood then, from their history."""
    rows = BoneCause.history.as_of(at).filter(complaint_id=complaint.pk)
    return sorted(rows, key=lambda cause: (cause.created_at, cause.pk))


def cause_changes(complaint: Complaint) -> list[Any]:
    """What was changed of the causes, newest first."""
    rows = BoneCause.history.filter(complaint_id=complaint.pk).select_related("history_user")
    return list(rows.order_by("-history_date", "-history_id")[:CHANGES])
