"""What a plan or a definition still lacks before the board may see it."""

from django.utils.translation import gettext as _

from strategy.content import DEFINITION_TEXTS
from strategy.enums import PlanKind, Term
from strategy.models import BoardText, Definition, Plan


def missing_of(text: BoardText) -> dict[str, str]:
    """Field or part to a sentence that says what is missing; empty when it is complete."""
    return _definition(text) if isinstance(text, Definition) else _plan(text) if isinstance(text, Plan) else {}


def _definition(definition: Definition) -> dict[str, str]:
    fields = DEFINITION_TEXTS if definition.term == Term.MARKET else ("text_th", "text_en")
    return {field: _("Please fill this in.") for field in fields if not getattr(definition, field)}


def _plan(plan: Plan) -> dict[str, str]:
    missing = {
        field: _("Please fill this in.")
        for field in ("title_th", "title_en", "aim_th", "aim_en")
        if not getattr(plan, field)
    }
    goals = list(plan.goals.prefetch_related("indicators__targets", "lines"))
    if not goals:
        missing["goals"] = _("A plan needs at least one goal.")
    for goal in goals:
        if not goal.indicators.all():
            missing[f"goal-{goal.number}"] = _("Goal %(number)s has no indicator.") % {"number": goal.number}
        for indicator in goal.indicators.all():
            targets = {target.year for target in indicator.targets.all()}
            if set(plan.years) - targets:
                missing[f"indicator-{indicator.number}"] = _(
                    "Indicator %(number)s has no target for every year of the plan."
                ) % {"number": indicator.number}
    if plan.kind == PlanKind.ANNUAL and not plan.initiatives.exists():
        missing["initiatives"] = _("An action plan needs at least one initiative.")
    return missing
