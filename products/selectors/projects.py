"""Reads of projects: the board, what a gate lacks, how votes stand, results against targets."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from foundation.core.files import attachments_of
from foundation.core.models import Attachment
from foundation.core.references import Reference, resolve
from foundation.governance.models import Risk, RiskBand
from foundation.governance.selectors import risks_of
from products import rules
from products.enums import Dimension, Gate, Paper, Priority, ProjectStatus, RequirementOrigin, Stage
from products.lifecycle import GATE_AFTER
from products.models import Actual, Idea, Meeting, MeetingCriterion, Project, Requirement, Target

PROJECT_KIND = "project"
# A requirement that says where it comes from; the same rule as Requirement.is_traced.
TRACED = ~Q(source_kind="") | ~Q(origin=RequirementOrigin.NEED) & ~Q(basis="")
COUNTED = ~Q(priority=Priority.WONT)


def paper_owner(paper: str) -> str:
    """The kind of owner under which the files of a project are kept, by paper."""
    return f"products.{paper}"


def papers_of(project: Project) -> "list[tuple[str, str, QuerySet[Attachment]]]":
    """The files of a project under the names of their papers: value, name, files."""
    return [(value, str(name), attachments_of(paper_owner(value), project.public_id)) for value, name in Paper.choices]


def facts_of(project: Project) -> rules.Facts:
    """What the rules of gates ask about; a handful of counting queries."""
    wanted = project.requirements.filter(COUNTED)
    counts = wanted.aggregate(
        all=Count("pk"),
        untraced=Count("pk", filter=~TRACED),
        unverified=Count("pk", filter=Q(priority=Priority.MUST, verified_at__isnull=True)),
    )
    targets = project.targets.annotate(is_measured=Exists(Actual.objects.filter(target=OuterRef("pk"))))
    top = RiskBand.objects.order_by("-lowest").values("lowest")[:1]
    risks = (
        risks_of(PROJECT_KIND, project.public_id)
        .order_by()
        .annotate(left=F("residual_likelihood") * F("residual_impact"))
        .aggregate(all=Count("pk"), too_great=Count("pk", filter=Q(left__gte=Subquery(top))))
    )
    papers = Attachment.objects.filter(
        owner_kind__in=[paper_owner(paper) for paper in Paper.values], owner_public_id=project.public_id
    )
    measured = [(target.dimension, target.is_measured) for target in targets]
    return rules.Facts(
        has_ideas=project.ideas.exists(),
        requirements=counts["all"],
        untraced=counts["untraced"],
        musts_unverified=counts["unverified"],
        papers=frozenset(kind.removeprefix("products.") for kind in papers.values_list("owner_kind", flat=True)),
        dimensions=frozenset(dimension for dimension, _done in measured),
        has_budget=project.budget is not None,
        has_launch_day=project.planned_launch_on is not None,
        risks=risks["all"],
        risks_too_great=risks["too_great"],
        has_promise=bool(project.charter_promise),
        product_status=project.product.status if project.product else "",
        targets=len(measured),
        targets_measured=sum(done for _dimension, done in measured),
        has_lesson=bool(project.lesson),
    )


def next_gate(project: Project) -> str:
    """The gate at the end of the present stage; empty while a launch is under way."""
    return GATE_AFTER.get(project.stage, "")


@dataclass(frozen=True)
class Asked:
    """A piece of evidence that a gate asks for, and whether it is there."""

    evidence: rules.Evidence
    is_there: bool


def asked_at(gate: str, facts: rules.Facts) -> list[Asked]:
    """The checklist of a gate."""
    return [Asked(evidence, evidence.is_there(facts)) for evidence in rules.required_before(gate)]


@dataclass(frozen=True)
class Column:
    """A stage of the board with its projects."""

    stage: str
    label: str
    gate: str
    projects: Sequence[Project]

    @property
    def gate_label(self) -> str:
        """The gate at the end of the stage; empty for the launch."""
        return str(Gate(self.gate).label) if self.gate else ""


def board(projects: "QuerySet[Project]") -> list[Column]:
    """Open projects by stage, the longest in the stage first; two queries whatever their number."""
    unmet = Requirement.objects.filter(COUNTED, ~TRACED, project=OuterRef("pk"))
    meeting = Meeting.objects.filter(project=OuterRef("pk"), status="open")
    risk = Risk.objects.filter(
        subject_kind=PROJECT_KIND, subject_public_id=OuterRef("public_id"), closed_at__isnull=True
    )
    rows = (
        projects.open()  # type: ignore[attr-defined]
        .select_related("manager")
        .annotate(has_holes=Exists(unmet), is_at_gate=Exists(meeting), has_risks=Exists(risk))
        .order_by("stage_at", "id")
    )
    by_stage: dict[str, list[Project]] = {stage: [] for stage in Stage.values}
    for row in rows:
        by_stage[row.stage].append(row)
    return [Column(value, str(label), GATE_AFTER.get(value, ""), by_stage[value]) for value, label in Stage.choices]


def finished(projects: "QuerySet[Project]") -> "QuerySet[Project]":
    """Closed and stopped projects, newest first."""
    over = projects.filter(status__in=[ProjectStatus.CLOSED, ProjectStatus.KILLED])
    return over.select_related("manager").order_by("-ended_at", "-id")


@dataclass(frozen=True)
class Tally:
    """How the votes stand on one criterion: yes and no, or the mean of the points."""

    criterion: MeetingCriterion
    yes: int
    no: int
    n: int
    mean: float | None
    low: int | None
    high: int | None

    @property
    def is_met(self) -> bool:
        """Whether a must is met."""
        return rules.must_is_met(self.yes, self.no)


def tallies(meeting: Meeting) -> list[Tally]:
    """The votes on each criterion, in the order of the criteria; one query."""
    rows = meeting.criteria.prefetch_related("scores").order_by("kind", "position", "id")
    return [_tally(criterion) for criterion in rows]


def _tally(criterion: MeetingCriterion) -> Tally:
    scores = list(criterion.scores.all())
    points = [score.points for score in scores if score.points is not None]
    yes = sum(score.met is True for score in scores)
    no = sum(score.met is False for score in scores)
    mean = sum(points) / len(points) if points else None
    return Tally(criterion, yes, no, len(scores), mean, min(points, default=None), max(points, default=None))


def total_score(rows: Sequence[Tally]) -> Decimal | None:
    """The weighted mean of the scored criteria, 0 to 10; None while nobody has scored."""
    scored = [(row.criterion.weight, Decimal(str(row.mean))) for row in rows if row.mean is not None]
    weights = sum((weight for weight, _mean in scored), Decimal(0))
    if not weights:
        return None
    return sum((weight * mean for weight, mean in scored), Decimal(0)) / weights


def failed_musts(rows: Sequence[Tally]) -> list[MeetingCriterion]:
    """Musts that the voters do not find met."""
    return [row.criterion for row in rows if row.criterion.is_must and not row.is_met]


@dataclass(frozen=True)
class Result:
    """A target beside what came of it."""

    target: Target
    actual: Actual | None
    is_met: bool | None
    progress: int | None


def results(project: Project) -> list[tuple[str, str, list[Result]]]:
    """Targets and their newest actuals by dimension: value, name, rows."""
    targets = project.targets.prefetch_related(
        Prefetch("actuals", Actual.objects.select_related("recorded_by").order_by("-measured_on", "-id"))
    )
    by_dimension: dict[str, list[Result]] = {value: [] for value in Dimension.values}
    for target in targets:
        newest = next(iter(target.actuals.all()), None)
        by_dimension[target.dimension].append(
            Result(
                target,
                newest,
                target.is_met_by(newest.value) if newest else None,
                _progress(target, newest.value) if newest else None,
            )
        )
    return [(value, str(label), by_dimension[value]) for value, label in Dimension.choices]


def _progress(target: Target, value: Decimal) -> int | None:
    """How much of the way from baseline to target is done, in percent, 0 to 150; None without a way."""
    if target.baseline is None or target.baseline == target.value:
        return None
    share = (value - target.baseline) / (target.value - target.baseline)
    return max(0, min(150, round(100 * share)))


def newest_value() -> Subquery:
    """The newest measured value of a target, for annotating targets."""
    return Subquery(Actual.objects.filter(target=OuterRef("pk")).order_by("-measured_on", "-id").values("value")[:1])


@dataclass(frozen=True)
class Traced:
    """A requirement beside the record it comes from, where this person may see that."""

    requirement: Requirement
    source: Reference | None


@dataclass(frozen=True)
class Trace:
    """Requirements with their sources, the ones without any, and the ideas that no requirement answers."""

    rows: list[Traced]
    holes: int
    needs: int
    unanswered: list[Idea]


def trace_of(project: Project, user: object) -> Trace:
    """The trace in both directions: from requirement to need, and from need to requirement."""
    rows = [
        Traced(row, resolve(user, row.source_kind, row.source_public_id) if row.source_kind else None)
        for row in project.requirements.order_by("number")
    ]
    wanted = [row.requirement for row in rows if row.requirement.priority != Priority.WONT]
    cited = {(row.requirement.source_kind, row.requirement.source_public_id) for row in rows} - {("", "")}
    return Trace(
        rows,
        holes=sum(not requirement.is_traced for requirement in wanted),
        needs=sum(requirement.origin == RequirementOrigin.NEED for requirement in wanted),
        unanswered=[
            idea
            for idea in project.ideas.order_by("id")
            if not {("idea", idea.public_id), (idea.source_kind, idea.source_public_id)} & cited
        ],
    )
