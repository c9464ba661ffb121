"""Plans and initiatives as records that other rooms may cite."""

from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.access import may
from foundation.core.references import Reference, ReferenceKind
from strategy.models import Initiative, Plan

PLAN, INITIATIVE = "strategy.plan", "strategy.initiative"


def find_plan(user: object, public_id: str) -> Reference | None:
    """The plan, for whoever may see strategy."""
    plan = Plan.objects.filter(public_id=public_id).first() if may(user, Permission.STRATEGY_VIEW) else None
    return Reference(PLAN, public_id, str(plan), plan.get_absolute_url()) if plan else None


def find_initiative(user: object, public_id: str) -> Reference | None:
    """The initiative, for whoever may see strategy."""
    row = Initiative.objects.filter(public_id=public_id).first() if may(user, Permission.STRATEGY_VIEW) else None
    return Reference(INITIATIVE, public_id, row.title, row.get_absolute_url()) if row else None


KINDS = (
    ReferenceKind(PLAN, _("Plan"), find_plan),
    ReferenceKind(INITIATIVE, _("Initiative"), find_initiative),
)
