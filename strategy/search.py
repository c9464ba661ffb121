"""Plans and initiatives in the one search box."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.access import may
from foundation.core.search import Hit, Source
from foundation.core.thai.text import search_form
from strategy.enums import Status
from strategy.models import Initiative


def find(user: object, needle: str, limit: int) -> Iterable[Hit]:
    """Initiatives of plans in force or under way whose words contain the needle. A plan has a few dozen, so they are
    read, not indexed."""
    if not may(user, Permission.STRATEGY_VIEW):
        return []
    rows = Initiative.objects.exclude(plan__status=Status.SUPERSEDED).select_related("plan", "owner")
    return [
        Hit(row.title, f"{row.plan} · {row.owner}", row.get_absolute_url())
        for row in rows.order_by("-plan__first_year", "number")
        if needle in search_form(f"{row.title_th} {row.title_en}")
    ][:limit]


INITIATIVES = Source("strategy", _("Strategy"), find)
