"""One case, as staff see it: promises, conversation with notes apart, files, history."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from complaints.enums import Actor
from complaints.lifecycle import MOVES
from complaints.models import Complaint, DueChange, MatterMember, Message, Note, Pause, Transition
from foundation.accounts.heads import units_under
from foundation.accounts.models import Unit, User
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.files import attachments_of
from foundation.core.models import Attachment
from service_charter.selectors.training import lacking

FILE_OWNER = "complaints.complaint"


@dataclass(frozen=True)
class Moment:
    """One entry of the conversation or the history."""

    kind: str  # message, note, step, pause, resume, due
    at: datetime
    order: int
    item: Any
    files: list[Attachment] = field(default_factory=list)


def case(user: "User", number: str) -> Complaint | None:
    """The complaint of a number, if the person may see it."""
    return (
        Complaint.objects.visible_to(user)
        .select_related(
            "category",
            "touchpoint",
            "unit",
            "unit_concerned",
            "handler",
            "investigator",
            "complained_about",
            "received_by",
            "assessed_by",
            "decided_by",
            "customer",
            "partner",
            "acknowledge_standard__charter",
            "reply_standard__charter",
            "resolve_standard__charter",
            "complainant__data_key",
            "merged_into",
            "split_from",
            "turned__request",
            "rating",
        )
        .filter(number=number)
        .first()
    )


def conversation(complaint: Complaint, times: Iterable[MatterMember] = ()) -> list[Moment]:
    """Messages, internal notes, steps, pauses and the times in a matter in one line of time. Staff only."""
    messages = Message.objects.filter(complaint=complaint).select_related("author")
    notes = Note.objects.filter(complaint=complaint).select_related("author")
    steps = Transition.objects.filter(complaint=complaint).select_related("by")
    pauses = Pause.objects.filter(complaint=complaint).select_related("started_by", "ended_by")
    moments = [Moment("message", row.at, 1, row) for row in messages]
    moments += [Moment("note", row.at, 2, row) for row in notes]
    moments += [Moment("step", row.at, 3, row) for row in steps if row.move != "receive"]
    moments += [Moment("pause", row.started_at, 4, row) for row in pauses]
    moments += [Moment("resume", row.ended_at, 5, row) for row in pauses if row.ended_at]
    moments += in_matters(times)
    moments += [Moment("route", row.at, 5, row) for row in complaint.route_changes.select_related("by")]
    return sorted(moments, key=lambda moment: (moment.at, moment.order))


def last_words(complaint: Complaint, count: int) -> list[Moment]:
    """The last messages and internal notes, oldest first. Staff only; two statements."""
    latest: dict[str, Any] = {"complaint": complaint}
    messages = Message.objects.filter(**latest).select_related("author").order_by("-at", "-id")[:count]
    notes = Note.objects.filter(**latest).select_related("author").order_by("-at", "-id")[:count]
    moments = [Moment("message", row.at, 1, row) for row in messages] + [
        Moment("note", row.at, 2, row) for row in notes
    ]
    return sorted(moments, key=lambda moment: (moment.at, moment.order))[-count:]


def files(complaint: Complaint) -> list[Attachment]:
    """Every file of the case, oldest first."""
    return list(attachments_of(FILE_OWNER, complaint.public_id).select_related("uploaded_by"))


def files_free_to_go(complaint: Complaint) -> list[Attachment]:
    """Files of the case that nothing names by their hash: neither its log of evidence nor a proof."""
    named = {*complaint.evidence.values_list("file_id", flat=True), *complaint.proofs.values_list("file_id", flat=True)}
    return [file for file in files(complaint) if file.public_id not in named]


def history(complaint: Complaint, times: Iterable[MatterMember] = ()) -> list[Moment]:
    """Every step, moved date and time in a matter, newest first."""
    steps = Transition.objects.filter(complaint=complaint).select_related("by")
    dues = DueChange.objects.filter(complaint=complaint).select_related("by")
    moments = [Moment("step", row.at, 1, row) for row in steps]
    moments += [Moment("due", row.at, 2, row) for row in dues]
    moments += in_matters(times)
    return sorted(moments, key=lambda moment: (moment.at, moment.order), reverse=True)


def in_matters(times: Iterable[MatterMember]) -> list[Moment]:
    """When the case came to be handled as one with others, and when it left."""
    moments = [Moment("joined", row.joined_at, 6, row) for row in times]
    return moments + [Moment("left", row.left_at, 7, row) for row in times if row.left_at]


def last_step(complaint: Complaint) -> Transition | None:
    """The latest step, to say who was faster."""
    return Transition.objects.filter(complaint=complaint).select_related("by").order_by("-at", "-id").first()


def possible_handlers(complaint: Complaint) -> "QuerySet[User]":
    """Active people who may handle complaints, without the one complained about; the case's unit first."""
    return _holding(Permission.COMPLAINT_HANDLE, complaint)


def possible_investigators(complaint: Complaint) -> "QuerySet[User]":
    """Active people who may investigate, without the one complained about and those who work under that person."""
    people = _holding(Permission.COMPLAINT_INVESTIGATE, complaint)
    if complaint.complained_about_id:
        people = people.exclude(unit__in=units_under(Unit, complaint.complained_about_id))
    return people


def people_in_handling() -> "QuerySet[User]":
    """Active people who handle or investigate complaints, each once."""
    either = Q(roles__permissions__contains=[Permission.COMPLAINT_HANDLE]) | Q(
        roles__permissions__contains=[Permission.COMPLAINT_INVESTIGATE]
    )
    return User.objects.filter(either, is_active=True).distinct()


def lacks_of_those_in_charge(complaint: Complaint, day: dt.date) -> dict[str, list[str]]:
    """What the officer and the investigator lack of the competence that their roles need; one query, none if nobody."""
    in_charge = {"handler": complaint.handler_id, "investigator": complaint.investigator_id}
    if not any(in_charge.values()):
        return {}
    found = lacking(User.objects.filter(pk__in=[pk for pk in in_charge.values() if pk]), day)
    return {name: found[pk] for name, pk in in_charge.items() if pk in found}


def _holding(permission: str, complaint: Complaint) -> "QuerySet[User]":
    people: QuerySet[User] = people_holding(permission)
    if complaint.is_misconduct:
        people = people.filter(pk__in=people_holding(Permission.COMPLAINT_MISCONDUCT).values("pk"))
    if complaint.complained_about_id:
        people = people.exclude(pk=complaint.complained_about_id)
    return people.select_related("unit").order_by("first_name", "last_name", "pk")


def step_label(step: Transition) -> str:
    """What a step is called."""
    return str(MOVES[step.move].label) if step.move in MOVES else ""


def who(step: Transition) -> str:
    """Who took a step, in words."""
    return str(step.by) if step.by else str(Actor(step.actor).label)
