"""Who is told of actions and findings that are past their day, and who is told when that did not help.

There is no office of a unit's head in the register of people; those of the unit who keep actions oversee them, and
where the unit has nobody else, those of the unit above it.
"""

import datetime as dt
from collections.abc import Iterable
from functools import cached_property

from django.db.models import QuerySet

from foundation.accounts.models import Unit, User
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.governance.models import AuditFinding
from foundation.governance.selectors.audits import findings


def overdue_findings(today: dt.date) -> "QuerySet[AuditFinding]":
    """Findings that should be closed by now, the longest overdue first."""
    late = AuditFinding.objects.overdue(today).values("pk")
    rows: QuerySet[AuditFinding] = findings().filter(pk__in=late)
    return rows.order_by("due_on", "id")


def people_of_finding(rows: Iterable[AuditFinding]) -> dict[int, list[User]]:
    """By audited unit, its people who answer findings; one query."""
    found: dict[int, list[User]] = {row.audit.unit_id: [] for row in rows}
    for user in people_holding(Permission.OBSERVATION_ANSWER).filter(unit__in=found).order_by("pk"):
        found[user.unit_id].append(user)
    return found


def those_who_approve_audits() -> "QuerySet[User]":
    """Management: it approves the audits and so answers for what comes of them."""
    return people_holding(Permission.AUDIT_APPROVE).order_by("pk")


class Overseers:
    """Who oversees a person's actions; a few queries in all, however many actions are asked about."""

    def of(self, owner: User) -> list[User]:
        """Others of the unit who keep actions, else of the next unit above that has any, else management."""
        unit, climbed = owner.unit_id, set[int]()
        while unit is not None and unit not in climbed:
            climbed.add(unit)
            others = [user for user in self._keepers.get(unit, []) if user.pk != owner.pk]
            if others:
                return others
            unit = self._above.get(unit)
        return [user for user in self._management if user.pk != owner.pk]

    @cached_property
    def _keepers(self) -> dict[int, list[User]]:
        found: dict[int, list[User]] = {}
        for user in people_holding(Permission.RISK_EDIT).filter(unit__isnull=False).order_by("pk"):
            found.setdefault(user.unit_id, []).append(user)
        return found

    @cached_property
    def _above(self) -> dict[int, int | None]:
        return dict(Unit.objects.values_list("pk", "parent_id"))

    @cached_property
    def _management(self) -> list[User]:
        return list(those_who_approve_audits())
