"""Reads of the plan and the evidence of a case."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from complaints.depth import Depth, depth_of
from complaints.enums_investigation import ItemKind
from complaints.models import Complaint, Evidence, MatterMember, PlanItem
from complaints.selectors.case import possible_handlers, possible_investigators
from foundation.accounts.models import User


@dataclass(frozen=True)
class Demand:
    """One thing that the severity asks for: how many, and how many there are."""

    name: str
    needed: int
    there: int

    @property
    def is_met(self) -> bool:
        return self.there >= self.needed


def plan_of(complaint: Complaint) -> list[PlanItem]:
    """Questions and steps, questions first."""
    return list(complaint.plan.select_related("owner", "planned_by", "done_by", "dropped_by"))


def evidence_of(complaint: Complaint) -> list[Evidence]:
    """The whole log, with what was withdrawn."""
    rows = Evidence.objects.filter(complaint=complaint)
    return list(rows.select_related("by", "note", "question", "withdrawal__by"))


def leading(complaint: Complaint) -> Complaint | None:
    """The case in which this one is investigated, where it is handled as one with others and does not lead them."""
    row = MatterMember.objects.filter(complaint=complaint, left_at=None).select_related("matter__lead").first()
    return row.matter.lead if row and row.matter.lead_id != complaint.pk else None


def demands(complaint: Complaint, depth: Depth | None = None) -> list[Demand]:
    """What the severity asks for against what there is; two queries."""
    depth = depth or depth_of(complaint)
    done = complaint.plan.exclude(done_at=None).values_list("kind", flat=True)
    kinds = list(done)
    standing = Evidence.objects.filter(complaint=complaint, withdrawal=None).count()
    return [
        Demand("questions", depth.questions, kinds.count(ItemKind.QUESTION)),
        Demand("steps", depth.steps, kinds.count(ItemKind.STEP)),
        Demand("evidence", depth.evidence, standing),
    ]


def is_grounded(complaint: Complaint) -> bool:
    """Whether plan and evidence, of the case or of the one that leads it, are as deep as its severity asks."""
    depth = depth_of(complaint)
    if all(each.is_met for each in demands(complaint, depth)):
        return True
    lead = leading(complaint)
    return lead is not None and all(each.is_met for each in demands(lead, depth))


def possible_owners(complaint: Complaint) -> "QuerySet[User]":
    """Who may be given a step: who works on complaints and may see this one's kind, never the one complained about."""
    either = Q(pk__in=possible_handlers(complaint).values("pk")) | Q(
        pk__in=possible_investigators(complaint).values("pk")
    )
    return User.objects.filter(either).order_by("first_name", "last_name", "pk")


def late_steps(plan: list[PlanItem], today: dt.date) -> int:
    """How many steps are past their day."""
    return sum(item.is_open and item.due_on is not None and item.due_on < today for item in plan)
