"""Running a programme: start, evaluation with live values, closing with a lesson, or cancelling."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.rules import demand
from foundation.core.models import locked, signed
from foundation.knowledge.services import ask_for_lesson
from relationships.enums import Effect
from relationships.lifecycle import PROGRAMME_MOVES
from relationships.measuring import measurable, measured_after
from relationships.models import Programme
from relationships.services.checks import refuse_missing


@transaction.atomic
def start_programme(*, programme_id: int, by: User, now: dt.datetime) -> Programme:
    """From plan to action. Raises NotAllowed, IllegalMove, Incomplete without a measure, or without members."""
    programme = _moved("start", programme_id, by)
    missing = {}
    if not programme.measures.exists():
        missing["measures"] = _("Add at least one measure with its target.")
    if programme.drawn_on is None:
        missing["members"] = _("Draw the members from the target segment first.")
    refuse_missing(missing)
    signed(programme, by=by, now=now).save()
    return programme


@transaction.atomic
def evaluate_programme(
    *,
    programme_id: int,
    effect: str,
    comparison: str,
    evaluation: str,
    spent: Decimal | None,
    by: User,
    now: dt.datetime,
) -> Programme:
    """Read every measure from the registry and write down what it means, compared with whom.

    Raises NotAllowed, IllegalMove, Incomplete.
    """
    programme = _moved("evaluate", programme_id, by)
    missing = {} if effect in Effect.values else {"effect": _("Please choose one.")}
    if not comparison:
        missing["comparison"] = _("Compared with whom? For example all other customers in the same months.")
    refuse_missing(missing)
    metrics = measurable()
    for measure in programme.measures.all():
        if metric := metrics.get(measure.metric_key):
            after = measured_after(metric, programme, now=now)
            measure.actual, measure.actual_all, measure.actual_n = after.value, after.value_all, after.n
            measure.measured_at = now
            measure.save()
    programme.effect, programme.comparison, programme.evaluation = effect, comparison, evaluation
    programme.evaluated_at, programme.evaluated_by = now, by
    if spent is not None:
        programme.spent = spent
    signed(programme, by=by, now=now).save()
    return programme


@transaction.atomic
def close_programme(*, programme_id: int, lesson: str, by: User, now: dt.datetime) -> Programme:
    """Close it with what was learnt. Raises NotAllowed, IllegalMove, Incomplete without a lesson."""
    programme = _moved("close", programme_id, by)
    refuse_missing({} if lesson else {"lesson": _("What would we do again, and what not?")})
    programme.lesson, programme.closed_at = lesson, now
    signed(programme, by=by, now=now).save()
    ask_for_lesson(
        kind="relationships.programme",
        public_id=programme.public_id,
        about=programme.name,
        owner=programme.owner,
        by=by,
        now=now,
        text=lesson,
    )
    return programme


@transaction.atomic
def cancel_programme(*, programme_id: int, reason: str, by: User, now: dt.datetime) -> Programme:
    """Give it up. Raises NotAllowed, IllegalMove, Incomplete without a reason."""
    programme = _moved("cancel", programme_id, by)
    refuse_missing({} if reason else {"reason": _("Please say why.")})
    signed(programme, by=by, now=now, reason=reason).save()
    return programme


def _moved(name: str, programme_id: int, by: User) -> Programme:
    move = PROGRAMME_MOVES[name]
    demand(by, move.permission)
    programme = locked(Programme.objects.select_related("segment"), pk=programme_id)
    programme.status = move.from_(programme.status)
    return programme
