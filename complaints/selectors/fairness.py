"""Reads of fairness reviews: what waits for whom, the rounds, and how many answered."""

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet

from complaints.enums_closing import Fair, Kept, Principle
from complaints.models import Complaint, FairnessReview
from complaints.selectors.inspections import apart

if TYPE_CHECKING:
    from foundation.accounts.models import User

FOUND = Q(fair=Fair.NO)
for _name in Principle.values:
    FOUND |= Q(**{f"checks__{_name}": "no"})


def to_review(user: "User") -> "QuerySet[FairnessReview]":
    """Drawn cases that wait for a checklist, that the person may see and had no part in, oldest first."""
    parts, trail = apart(user)
    seen = Complaint.objects.visible_to(user).values("pk")
    rows = FairnessReview.objects.filter(reviewed_at=None, complaint__in=seen).exclude(parts).exclude(trail)
    return rows.select_related("round", "complaint").order_by("round__month", "position")


def findings_to_settle(user: "User") -> "QuerySet[FairnessReview]":
    """What was found and waits for a manager, oldest first."""
    seen = Complaint.objects.visible_to(user).values("pk")
    rows = FairnessReview.objects.filter(FOUND, settled_at=None, complaint__in=seen)
    return rows.select_related("round", "complaint").order_by("round__month", "position")


def fairness_of(complaint: Complaint) -> FairnessReview | None:
    """The newest question whether the complainant of the case was treated fairly."""
    return FairnessReview.objects.filter(complaint=complaint).order_by("-asked_at", "-id").first()


def fairness_rounds(limit: int = 12) -> list[Any]:
    """By month: asked, answered, fair, reviewed, with nothing missed. One statement."""
    missed = Q()
    for name in Principle.values:
        missed |= Q(**{f"checks__{name}": "no"})
    rows = FairnessReview.objects.values("round__month", "round__fair_count").order_by("-round__month")
    return list(
        rows.annotate(
            asked=Count("pk"),
            answered=Count("pk", filter=Q(answered_at__isnull=False)),
            fair=Count("pk", filter=Q(fair=Fair.YES)),
            reviewed=Count("pk", filter=Q(reviewed_at__isnull=False)),
            kept=Count("pk", filter=Q(reviewed_at__isnull=False) & ~missed),
        )[:limit]
    )


def principles_kept() -> list[dict[str, Any]]:
    """Each principle with how often it was looked for, and how often it was not kept. One statement."""
    asked = {name: Count("pk", filter=Q(**{f"checks__{name}__in": ["yes", "no"]})) for name in Principle.values}
    missed = {f"{name}_no": Count("pk", filter=Q(**{f"checks__{name}": "no"})) for name in Principle.values}
    counts = FairnessReview.objects.aggregate(**asked, **missed)
    return [
        {"label": Principle(name).label, "n": counts[name], "missed": counts[f"{name}_no"]} for name in Principle.values
    ]


def checks_of(row: FairnessReview) -> list[tuple[str, str, str]]:
    """The checklist as read: the principle, what was found, in words and as stored."""
    return [
        (str(Principle(name).label), str(Kept(found).label), found)
        for name, found in row.checks.items()
        if name in Principle.values
    ]
