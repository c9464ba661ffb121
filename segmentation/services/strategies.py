"""Writing the strategy of a target segment and leading its steps (policy 2.2)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, StaleVersion
from foundation.core.models import locked, signed
from segmentation import rules
from segmentation.models import Segment, SegmentStrategy, StrategyStep, Study, TargetDecision

TEXTS = ("objective", "value_offered", "approach")
STEP = ("title", "owner", "due_on")


@transaction.atomic
def write_strategy(
    *, segment_id: int, shown_version: int, values: Mapping[str, Any], by: User, now: datetime
) -> SegmentStrategy:
    """Write or change the strategy; `values` holds TEXTS, `shown_version` is 0 where the person saw none.

    Raises NotAllowed, IllegalMove unless the segment is in use and a target, StaleVersion, Incomplete.
    """
    _demand_planned(segment_id, by)
    strategy = SegmentStrategy.objects.select_for_update().filter(segment_id=segment_id).first()
    stored = strategy.version if strategy else 0
    if stored != shown_version:
        raise StaleVersion(_("Somebody wrote this strategy meanwhile."), shown=shown_version, stored=stored)
    strategy = strategy.touch() if strategy else SegmentStrategy(segment_id=segment_id, created_at=now)
    for field in TEXTS:
        setattr(strategy, field, str(values.get(field) or "").strip())
    _refuse_empty({field: getattr(strategy, field) for field in TEXTS})
    signed(strategy, by=by, now=now).save()
    return strategy


@transaction.atomic
def add_step(*, segment_id: int, values: Mapping[str, Any], by: User, now: datetime) -> StrategyStep:
    """Add a step at the end; `values` holds STEP. Raises NotAllowed, IllegalMove without a strategy, Incomplete."""
    strategy = _strategy(segment_id, by)
    last = strategy.steps.order_by("-number").first()
    step = StrategyStep(strategy=strategy, number=last.number + 1 if last else 1, created_at=now)
    return _filled(step, values, by, now)


@transaction.atomic
def change_step(
    *, step_id: int, shown_version: int, values: Mapping[str, Any], by: User, now: datetime
) -> StrategyStep:
    """Change what a step says. Raises NotAllowed, IllegalMove, StaleVersion, Incomplete."""
    _strategy(_segment_of(step_id), by)
    return _filled(locked(StrategyStep.objects.all(), pk=step_id, shown_version=shown_version), values, by, now)


@transaction.atomic
def set_done(*, step_id: int, is_done: bool, by: User, now: datetime) -> StrategyStep:
    """Mark a step done today, or open again; asked twice it changes nothing. Raises NotAllowed, IllegalMove."""
    _strategy(_segment_of(step_id), by)
    step = locked(StrategyStep.objects.all(), pk=step_id)
    if is_done != (step.done_on is not None):
        step.done_on = timezone.localdate(now) if is_done else None
        signed(step, by=by, now=now).save()
    return step


@transaction.atomic
def move_step_up(*, step_id: int, shown_number: int, by: User, now: datetime) -> None:
    """Change places with the step before. Raises NotAllowed, and IllegalMove when the step stands elsewhere by now or
    first."""
    strategy = _strategy(_segment_of(step_id), by)
    step = locked(StrategyStep.objects.all(), pk=step_id)
    before = StrategyStep.objects.select_for_update().filter(strategy=strategy, number=step.number - 1).first()
    if step.number != shown_number or before is None:
        raise IllegalMove(_("The order of the steps has changed meanwhile. Please look at it first."))
    before.touch().number, step.number = step.number, before.number
    for row in (before, step):
        signed(row, by=by, now=now).save()


def _filled(step: StrategyStep, values: Mapping[str, Any], by: User, now: datetime) -> StrategyStep:
    _refuse_empty({"title": str(values.get("title") or "").strip(), **{name: values.get(name) for name in STEP[1:]}})
    step.title, step.owner, step.due_on = values["title"].strip(), values["owner"], values["due_on"]
    signed(step, by=by, now=now).save()
    return step


def _refuse_empty(values: Mapping[str, Any]) -> None:
    missing = {field: _("Please fill this in.") for field, value in values.items() if not value}
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)


def _segment_of(step_id: int) -> int:
    return StrategyStep.objects.select_related("strategy").get(pk=step_id).strategy.segment_id


def _strategy(segment_id: int, by: User) -> SegmentStrategy:
    """The strategy, locked: its steps are added and moved one at a time."""
    _demand_planned(segment_id, by)
    strategy = SegmentStrategy.objects.select_for_update().filter(segment_id=segment_id).first()
    if strategy is None:
        raise IllegalMove(_("Write the strategy of this segment first, then its steps."))
    return strategy


def _demand_planned(segment_id: int, by: User) -> None:
    if not rules.can_plan(by):
        raise NotAllowed(_("Your roles do not include planning for segments."))
    if not is_target_in_use(segment_id):
        raise IllegalMove(_("Only a target segment in use has a strategy. Choose it as target first."))


def is_target_in_use(segment_id: int) -> bool:
    """Whether the segment is in use and a target. The lock on the study holds off a newer one and a decision
    against the segment until the transaction ends."""
    segment = Segment.objects.select_related("run").get(pk=segment_id)
    study = Study.objects.select_for_update(of=("self",)).get(pk=segment.run.study_id)
    last = TargetDecision.objects.filter(segment_id=segment_id).order_by("-number").first()
    return rules.is_of_result_in_use(study, segment.run_id) and last is not None and last.is_target
