"""Where we listen: channels against the stages of the customer's life, and the plan (policy 3.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.utils import timezone

from customers.enums import Relation
from customers.models import LifecycleStage
from customers.selectors import stages
from foundation.core.list_filters import NO_CUTS, Cuts, narrow
from foundation.core.metrics import Period
from voc.enums.voice import VoiceChannel
from voc.models import ListeningPlan, Voice
from voc.selectors.voices import STAGE


@dataclass(frozen=True)
class Cell:
    """A crossing: how many voices, whether somebody plans to listen there, and whether that is overdue."""

    stage: LifecycleStage
    voices: int
    is_planned: bool
    is_overdue: bool
    heard_elsewhere: bool

    @property
    def state(self) -> str:
        """heard, late (planned and overdue), unplaced (planned; the channel speaks, but nobody noted where), waiting
        (planned, nothing heard yet), none (not planned)."""
        if self.voices:
            return "heard"
        if not self.is_planned:
            return "none"
        if self.is_overdue:
            return "late"
        return "unplaced" if self.heard_elsewhere else "waiting"


@dataclass(frozen=True)
class ChannelRow:
    """A channel with its cells, its line of the plan, all its voices, and those whose touchpoint nobody noted.

    One heard at a touchpoint that serves two stages stands in both cells, unless the customer said in which.
    """

    channel: VoiceChannel
    plan: ListeningPlan | None
    cells: list[Cell]
    elsewhere: int
    total: int


@dataclass(frozen=True)
class Coverage:
    """The whole table, and its holes."""

    stages: list[LifecycleStage]
    rows: list[ChannelRow]

    @property
    def silent_stages(self) -> list[LifecycleStage]:
        """Stages in which no channel brought a single voice: the holes."""
        return [stage for i, stage in enumerate(self.stages) if not any(row.cells[i].voices for row in self.rows)]

    @property
    def unplanned_stages(self) -> list[LifecycleStage]:
        """Stages for which no channel is planned."""
        return [stage for i, stage in enumerate(self.stages) if not any(row.cells[i].is_planned for row in self.rows)]

    @property
    def missed_groups(self) -> list[str]:
        """Relations to the market whom no line of the plan reaches, in words."""
        reached = {group for row in self.rows if row.plan for group in row.plan.groups}
        return [str(relation.label) for relation in Relation if relation not in reached]


def coverage(period: Period, *, at: datetime, cuts: Cuts = NO_CUTS) -> Coverage:
    """Voices by channel and stage within the period, beside what is planned; five statements.

    `cuts` narrow the voices, by segment for one. What is planned is planned for everybody.
    """
    known = stages(at)
    plans = {plan.channel: plan for plan in listening_plan()}
    rows = narrow(Voice.objects.filter(occurred_at__gte=period.start, occurred_at__lt=period.end).order_by(), cuts)
    crossed = rows.annotate(cut=STAGE).filter(cut__isnull=False).values_list("channel", "cut")
    counts = {(channel, code): n for channel, code, n in crossed.annotate(n=Count("pk", distinct=True))}
    placeless = rows.filter(stage__isnull=True, touchpoint__stages__isnull=True).values_list("channel")
    loose = dict(placeless.annotate(n=Count("pk")))
    totals = dict(rows.values_list("channel").annotate(n=Count("pk")))
    today = timezone.localdate(at)
    return Coverage(
        stages=known,
        rows=[
            ChannelRow(
                channel=channel,
                plan=plans.get(channel),
                cells=[
                    _cell(
                        stage,
                        counts.get((channel, stage.code), 0),
                        loose.get(channel, 0),
                        plans.get(channel),
                        today,
                    )
                    for stage in known
                ],
                elsewhere=loose.get(channel, 0),
                total=totals.get(channel, 0),
            )
            for channel in VoiceChannel
        ],
    )


def listening_plan() -> QuerySet[ListeningPlan]:
    """The lines of the plan, what is due first on top."""
    return ListeningPlan.objects.select_related("owner").order_by("next_due_on", "channel")


def stage_names_of(plan: ListeningPlan, known: Sequence[LifecycleStage]) -> list[str]:
    """The stages that a line of the plan is for, in words."""
    return [stage.name for stage in known if stage.code in plan.stages]


def _cell(stage: LifecycleStage, voices: int, elsewhere: int, plan: ListeningPlan | None, today: date) -> Cell:
    planned = plan is not None and stage.code in plan.stages
    overdue = planned and plan is not None and plan.next_due_on < today
    return Cell(stage, voices, planned, overdue, elsewhere > 0)
