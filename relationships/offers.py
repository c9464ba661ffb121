"""What this room offers to the one search box and for citing."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.references import Reference, ReferenceKind
from foundation.core.search import Hit, Source
from relationships import selectors
from relationships.models import Holding, Opportunity, Programme


def find_holdings(user: Any, needle: str, limit: int) -> Iterable[Hit]:
    """Contracts of customers whom the user may see."""
    found = selectors.find_holdings(user, needle, limit)
    return [Hit(str(row), f"{row.customer.name} · {row.place}", row.get_absolute_url()) for row in found]


def find_opportunities(user: Any, needle: str, limit: int) -> Iterable[Hit]:
    """Opportunities of customers whom the user may see."""
    found = selectors.find_opportunities(user, needle, limit)
    return [Hit(str(row), f"{row.customer.name} · {row.get_stage_display()}", row.get_absolute_url()) for row in found]


def find_programmes(user: Any, needle: str, limit: int) -> Iterable[Hit]:
    """Programmes, for those who may see relationships."""
    if not user.can(Permission.RELATIONSHIP_VIEW):
        return []
    found = selectors.find_programmes(needle, limit)
    return [Hit(str(row), str(row.get_status_display()), row.get_absolute_url()) for row in found]


def cite_holding(user: Any, public_id: str) -> Reference | None:
    """A contract that another room cites."""
    row = Holding.objects.visible_to(user).filter(public_id=public_id).first()
    return Reference("relationships.holding", public_id, str(row), row.get_absolute_url()) if row else None


def cite_opportunity(user: Any, public_id: str) -> Reference | None:
    """An opportunity that another room cites."""
    row = Opportunity.objects.visible_to(user).filter(public_id=public_id).first()
    return Reference("relationships.opportunity", public_id, str(row), row.get_absolute_url()) if row else None


def cite_programme(user: Any, public_id: str) -> Reference | None:
    """A programme that another room cites, such as the plan of a year."""
    if not user.can(Permission.RELATIONSHIP_VIEW):
        return None
    row = Programme.objects.filter(public_id=public_id).first()
    return Reference("relationships.programme", public_id, str(row), row.get_absolute_url()) if row else None


SOURCES = (
    Source("relationships.holdings", _("Contracts"), find_holdings),
    Source("relationships.opportunities", _("Opportunities"), find_opportunities),
    Source("relationships.programmes", _("Programmes"), find_programmes),
)
KINDS = (
    ReferenceKind("relationships.holding", _("Contract"), cite_holding),
    ReferenceKind("relationships.opportunity", _("Opportunity"), cite_opportunity),
    ReferenceKind("relationships.programme", _("Programme"), cite_programme),
)
