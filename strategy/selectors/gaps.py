"""What is not linked: master-plan items that nothing of ours serves, goals that serve none, plans without inputs."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from foundation.core import references
from foundation.core.thai.dates import fiscal_year_of
from strategy.enums import InputKind
from strategy.models import Goal, Link, MasterItem, MasterPlan, Plan, PlanInput
from strategy.selectors.plans import plans_in_force

WANTED_INPUTS = (InputKind.VOICE, InputKind.STUDY, InputKind.MARKET)


@dataclass(frozen=True)
class Gaps:
    """Both sides of the linking that are empty on a day."""

    items: list[MasterItem]
    goals: list[Goal]

    @property
    def count(self) -> int:
        """How many gaps there are."""
        return len(self.items) + len(self.goals)


def _links_in_force(day: dt.date) -> QuerySet[Link]:
    binding = plans_in_force(day)
    return Link.objects.filter(Q(goal__plan__in=binding) | Q(initiative__plan__in=binding))


def gaps_of(day: dt.date) -> Gaps:
    """Items of the master plans of that year that no goal or initiative in force serves, and goals in force that
    serve nothing, neither themselves nor by an initiative of theirs."""
    year = fiscal_year_of(day)
    items = MasterItem.objects.filter(master_plan__first_year__lte=year, master_plan__last_year__gte=year)
    unserved = items.filter(~Exists(_links_in_force(day).filter(item=OuterRef("pk"))))
    of_goal = Q(goal=OuterRef("pk")) | Q(initiative__line__goal=OuterRef("pk"))
    goals = Goal.objects.filter(plan__in=plans_in_force(day)).filter(~Exists(Link.objects.filter(of_goal)))
    return Gaps(
        list(unserved.select_related("master_plan").order_by("master_plan", "code")),
        list(goals.select_related("plan").order_by("plan", "number")),
    )


def master_plans(day: dt.date) -> QuerySet[MasterPlan]:
    """Every master plan with its items and, on each, what of ours serves it on a day."""
    links = _links_in_force(day).select_related("goal__plan", "initiative__plan")
    items = MasterItem.objects.prefetch_related(Prefetch("links", links, to_attr="served_by")).order_by("code")
    return MasterPlan.objects.select_related("owner_unit").prefetch_related(Prefetch("items", items))


def inputs_of(plan: Plan, user: object) -> list[tuple[PlanInput, references.Reference | None]]:
    """What the plan rests on, each with the record that it cites as far as this person may see it."""
    return [(row, references.resolve(user, row.reference_kind, row.reference_id)) for row in plan.inputs.all()]


def input_gaps(plan: Plan) -> list[str]:
    """Kinds of inputs that clause 1.3 asks for and the plan does not name, in words."""
    named = set(plan.inputs.values_list("kind", flat=True))
    return [str(kind.label) for kind in WANTED_INPUTS if kind not in named]
