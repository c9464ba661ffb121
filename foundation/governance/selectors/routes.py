"""Approval routes and documents on them."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from foundation.accounts.models import User
from foundation.governance import approval_kinds
from foundation.governance.approval_kinds import ApprovalKind
from foundation.governance.enums import RouteState, RunState
from foundation.governance.models import ApprovalRoute, ApprovalRun, RouteStep, RunDecision


@dataclass(frozen=True)
class KindWithRoutes:
    """A kind of document with the route in force, the draft, and those that were in force."""

    kind: ApprovalKind
    in_force: ApprovalRoute | None
    draft: ApprovalRoute | None
    ended: list[ApprovalRoute]


@dataclass(frozen=True)
class StepTaken:
    """A step of a run with what was said at it; `is_next` where it is due now."""

    step: RouteStep
    decision: RunDecision | None
    is_next: bool


def routes() -> "QuerySet[ApprovalRoute]":
    """Every route with its steps."""
    rows = ApprovalRoute.objects.select_related("drafted_by", "in_force_by")
    return rows.prefetch_related("steps__role").order_by("content_kind", "-number")


def kinds_with_routes() -> list[KindWithRoutes]:
    """Every kind of document that goes by a route, with its routes."""
    rows = list(routes())

    def of(kind: ApprovalKind, state: RouteState) -> list[ApprovalRoute]:
        return [row for row in rows if row.content_kind == kind.key and row.state == state]

    return [
        KindWithRoutes(
            kind,
            next(iter(of(kind, RouteState.IN_FORCE)), None),
            next(iter(of(kind, RouteState.DRAFT)), None),
            of(kind, RouteState.ENDED),
        )
        for kind in approval_kinds.approval_kinds()
    ]


def runs() -> "QuerySet[ApprovalRun]":
    """Every document that went or goes along a route."""
    return ApprovalRun.objects.select_related("route", "started_by")


def newest_run(content_public_id: str) -> ApprovalRun | None:
    """The latest run of a document, whatever became of it."""
    return runs().filter(content_public_id=content_public_id).order_by("-id").first()


def live_run(content_public_id: str) -> ApprovalRun | None:
    """The run of a document that is on its way."""
    return runs().filter(content_public_id=content_public_id, state=RunState.LIVE).first()


def steps_of(run: ApprovalRun) -> list[StepTaken]:
    """The steps of a run in their order, with what was said."""
    said = {decision.step_id: decision for decision in run.decisions.select_related("decided_by")}
    taken: list[StepTaken] = []
    for step in run.route.steps.select_related("role"):
        is_next = run.is_live and step.pk not in said and not any(each.is_next for each in taken)
        taken.append(StepTaken(step, said.get(step.pk), is_next))
    return taken


def next_step(run: ApprovalRun) -> RouteStep | None:
    """The first step at which nothing was said yet."""
    undecided = run.route.steps.exclude(pk__in=run.decisions.values("step"))
    return undecided.select_related("role").order_by("place").first()


def may_decide(user: User, run: ApprovalRun) -> bool:
    """Whether the step that is due is this person's."""
    return runs_waiting_for(user).filter(pk=run.pk).exists()


def runs_waiting_for(user: User) -> "QuerySet[ApprovalRun]":
    """Documents whose due step belongs to a role of the person, who neither drafted them nor took an earlier step."""
    said = RunDecision.objects.filter(run=OuterRef(OuterRef("pk")), step=OuterRef("pk"))
    due = RouteStep.objects.filter(~Exists(said), route=OuterRef("route")).order_by("place").values("role")[:1]
    rows = runs().filter(state=RunState.LIVE).annotate(due_role=Subquery(due))
    mine = rows.filter(due_role__in=user.roles.values("pk")).exclude(decisions__decided_by=user)
    return mine.exclude(drafter_ids__contains=[user.pk]).order_by("id")


def holders_of(step: RouteStep) -> "QuerySet[User]":
    """Active people who hold the role of a step."""
    return User.objects.filter(is_active=True, roles=step.role_id)
