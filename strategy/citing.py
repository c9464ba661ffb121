"""Plans and initiatives as records that other rooms may cite; and finding records that a plan cites."""

import re

from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core import references
from foundation.core.access import may
from foundation.core.references import Reference, ReferenceKind
from strategy.models import Initiative, Plan

PLAN, INITIATIVE = "strategy.plan", "strategy.initiative"
_ID = re.compile(r"[0-9a-hjkmnp-tv-z]{26}")


def find_plan(user: object, public_id: str) -> Reference | None:
    """The plan, for whoever may see strategy."""
    plan = Plan.objects.filter(public_id=public_id).first() if may(user, Permission.STRATEGY_VIEW) else None
    return Reference(PLAN, public_id, str(plan), plan.get_absolute_url()) if plan else None


def find_initiative(user: object, public_id: str) -> Reference | None:
    """The initiative, for whoever may see strategy."""
    row = Initiative.objects.filter(public_id=public_id).first() if may(user, Permission.STRATEGY_VIEW) else None
    return Reference(INITIATIVE, public_id, row.title, row.get_absolute_url()) if row else None


def cited(user: object, address: str) -> Reference | None:
    """The record whose page has this address, whatever room keeps it; None when there is none for this person."""
    found = _ID.search(address)
    if found is None:
        return None
    matches = (kind.find(user, found[0]) for kind in references.kinds())
    return next(filter(None, matches), None)


KINDS = (
    ReferenceKind(PLAN, _("Plan"), find_plan),
    ReferenceKind(INITIATIVE, _("Initiative"), find_initiative),
)
