"""Reads of looking again: the population of a month, who had a part in a case, what an inspector sees of it."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from complaints.enums import Status
from complaints.enums_closing import Came
from complaints.models import (
    CarryOutProof,
    Complaint,
    Confirmation,
    Inspection,
    InspectionRound,
    Message,
    Note,
    Transition,
)

if TYPE_CHECKING:
    from foundation.accounts.models import User


@dataclass(frozen=True)
class Blind:
    """What an inspector is shown: the place, what was told and what is said to be done. No number, no names, no
    proof: the inspector looks at the thing itself."""

    subject: str
    story: str
    place: str
    remedies: list[str]
    prevention: str
    carried_out: str
    done_on: dt.date | None


def closed_in(month: dt.date) -> "QuerySet[Complaint]":
    """Cases closed in the month whose decision was carried out, as they stand."""
    return ended_in(month).exclude(carried_out="")


def ended_in(month: dt.date) -> "QuerySet[Complaint]":
    """Cases closed in the month, whatever came of them."""
    zone = timezone.get_current_timezone()
    start = dt.datetime(month.year, month.month, 1, tzinfo=zone)
    after = (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    end = dt.datetime(after.year, after.month, 1, tzinfo=zone)
    return Complaint.objects.ordinary().filter(status=Status.CLOSED, closed_at__gte=start, closed_at__lt=end)


def took_part(user: "User", complaint: Complaint) -> bool:
    """Whether the person had any part in the case: a step, a word, a note, a proof, or is complained about."""
    own = {
        complaint.handler_id,
        complaint.investigator_id,
        complaint.decided_by_id,
        complaint.assessed_by_id,
        complaint.received_by_id,
        complaint.complained_about_id,
    }
    if user.pk in own:
        return True
    return any(
        rows.exists()
        for rows in (
            Transition.objects.filter(complaint=complaint, by=user),
            Message.objects.filter(complaint=complaint, author=user),
            Note.objects.filter(complaint=complaint, author=user),
            CarryOutProof.objects.filter(complaint=complaint, by=user),
        )
    )


def apart(user: "User") -> "tuple[Q, Q]":
    """When a drawn row is about a case in which the person had a part: by its people, by its trail."""
    parts = Q(complaint__handler=user) | Q(complaint__investigator=user) | Q(complaint__decided_by=user)
    parts |= Q(complaint__assessed_by=user) | Q(complaint__received_by=user) | Q(complaint__complained_about=user)
    case = OuterRef("complaint")
    trail = Q(Exists(Transition.objects.filter(complaint=case, by=user)))
    for rows in (
        Message.objects.filter(complaint=case, author=user),
        Note.objects.filter(complaint=case, author=user),
        CarryOutProof.objects.filter(complaint=case, by=user),
    ):
        trail |= Q(Exists(rows))
    return parts, trail


def to_inspect(user: "User") -> "QuerySet[Inspection]":
    """What waits to be looked at again and this person had no part in, oldest first. One statement."""
    parts, trail = apart(user)
    rows = Inspection.objects.filter(inspected_at=None).exclude(parts).exclude(trail)
    return rows.select_related("round", "complaint").order_by("round__month", "position")


def to_settle(user: "User") -> "QuerySet[Inspection]":
    """What was not in order and waits for a manager, oldest first."""
    seen = Complaint.objects.visible_to(user).values("pk")
    rows = Inspection.objects.filter(verdict="not_in_order", settled="", complaint__in=seen)
    return rows.select_related("round", "complaint").order_by("inspected_at", "id")


def said_done_but_not(user: "User") -> "QuerySet[Complaint]":
    """Cases in which an objection waits for a manager, or looking again found something (`to_settle`: its id), in one
    statement."""
    objected = Confirmation.objects.filter(complaint=OuterRef("pk"), came=Came.OBJECTION, settled_at=None)
    found = Inspection.objects.filter(complaint=OuterRef("pk"), verdict="not_in_order", settled="")
    rows = Complaint.objects.visible_to(user).filter(Exists(objected) | Exists(found))
    return rows.annotate(to_settle=Subquery(found.values("public_id")[:1])).order_by("received_at", "id")


def rounds(limit: int = 12) -> list[InspectionRound]:
    """The newest rounds with their inspections."""
    rows = InspectionRound.objects.prefetch_related("inspections__inspector", "inspections__complaint")
    return list(rows.order_by("-month")[:limit])


def blind(inspection: Inspection) -> Blind:
    """The case of an inspection as the inspector sees it."""
    case = inspection.complaint
    done = Transition.objects.filter(complaint=case, move__startswith="carry_out").order_by("-at", "-id").first()
    return Blind(
        subject=case.subject,
        story=case.description,
        place=case.place,
        remedies=case.remedies_decided_labels,
        prevention=case.prevention,
        carried_out=case.carried_out,
        done_on=timezone.localdate(done.at) if done else None,
    )
