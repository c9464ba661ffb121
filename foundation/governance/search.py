"""The policy, observations and risks in the one search box."""

from collections.abc import Iterable
from typing import cast

from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.access import may
from foundation.core.search import Hit, Source
from foundation.core.thai.text import search_form
from foundation.governance.models import Audit, Observation, Risk
from foundation.governance.selectors.policy import clauses_with_duties

# Both lists are short in any company: the newest are read, not indexed.
NEWEST = 500


def find_clauses(user: object, needle: str, limit: int) -> Iterable[Hit]:
    """Clauses whose number, title, summary or text holds the needle."""
    if not may(user, Permission.POLICY_VIEW):
        return []
    return [
        Hit(row.clause.heading, row.clause.summary, f"/staff/policy/text/#clause-{row.key}")
        for row in clauses_with_duties()
        if needle in search_form(f"{row.clause.heading} {row.clause.summary} {getattr(row.clause, 'text_th', '')}")
    ][:limit]


def find_observations(user: object, needle: str, limit: int) -> Iterable[Hit]:
    """Observations that the person may see."""
    if not may(user, Permission.STAFF):
        return []
    rows = Observation.objects.visible_to(user).select_related("meeting").order_by("-id")[:NEWEST]
    return [
        Hit(str(row), f"{row.meeting.label} · {row.get_state_display()}", row.get_absolute_url())
        for row in rows
        if needle in search_form(row.text)
    ][:limit]


def find_risks(user: object, needle: str, limit: int) -> Iterable[Hit]:
    """Risks by title and description."""
    if not may(user, Permission.RISK_VIEW):
        return []
    return [
        Hit(row.title, row.get_treatment_display(), row.get_absolute_url())
        for row in Risk.objects.visible_to(cast(User, user)).order_by("-id")[:NEWEST]
        if needle in search_form(f"{row.title} {row.description}")
    ][:limit]


def find_audits(user: object, needle: str, limit: int) -> Iterable[Hit]:
    """Audits that the person may see, by title, label and criteria."""
    if not may(user, Permission.STAFF):
        return []
    rows = Audit.objects.visible_to(user).select_related("plan", "unit").order_by("-id")[:NEWEST]
    return [
        Hit(str(row), f"{row.unit} · {row.get_state_display()}", row.get_absolute_url())
        for row in rows
        if needle in search_form(f"{row.label} {row.title} {row.criteria}")
    ][:limit]


SOURCES = (
    Source("governance.policy", _("Policy"), find_clauses),
    Source("governance.observations", _("Observations of the board"), find_observations),
    Source("governance.risks", _("Risks"), find_risks),
    Source("governance.audits", _("Audits"), find_audits),
)
