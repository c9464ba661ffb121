"""Whom a case could be given to, each with the reasons; a person decides. Unit, load, experience, and no conflict."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints.enums import OPEN
from complaints.models import Complaint
from complaints.selectors.case import possible_handlers
from foundation.accounts.heads import units_under
from foundation.accounts.models import Unit

if TYPE_CHECKING:
    from foundation.accounts.models import User

SHOWN = 3
RECENT = timedelta(days=365)


@dataclass(frozen=True)
class Proposal:
    """A person who could take the case, and why."""

    person: "User"
    reasons: list[str]


def proposals(complaint: Complaint, *, now: datetime, limit: int = SHOWN) -> list[Proposal]:
    """Those of the unit first, then whoever has the fewest open cases; never the one complained about, nor those who
    work under that person. Two statements, one more where somebody is complained about."""
    people = possible_handlers(complaint).exclude(pk=complaint.handler_id or 0)
    if complaint.complained_about_id:
        people = people.exclude(unit__in=units_under(Unit, complaint.complained_about_id))
    found = list(people)
    counted: dict[int, Any] = {
        row["handler"]: row
        for row in Complaint.objects.filter(handler__in=found)
        .order_by()
        .values("handler")
        .annotate(
            load=Count("pk", filter=Q(status__in=OPEN)),
            known=Count("pk", filter=Q(category=complaint.category_id, received_at__gte=now - RECENT)),
        )
    }
    none = {"load": 0, "known": 0}

    def rank(person: "User") -> tuple[bool, int, int, int]:
        has = counted.get(person.pk, none)
        return person.unit_id != complaint.unit_id, has["load"], -has["known"], person.pk

    return [
        Proposal(person, _reasons(person, complaint, counted.get(person.pk, none)))
        for person in sorted(found, key=rank)[:limit]
    ]


def _reasons(person: "User", complaint: Complaint, has: dict[str, int]) -> list[str]:
    reasons = [_("of the unit in charge")] if person.unit_id == complaint.unit_id else []
    reasons.append(ngettext("%(n)s open case", "%(n)s open cases", has["load"]) % {"n": has["load"]})
    if has["known"]:
        words = ngettext("%(n)s case of this subject in a year", "%(n)s cases of this subject in a year", has["known"])
        reasons.append(words % {"n": has["known"]})
    if complaint.complained_about_id:
        reasons.append(_("does not work under the person complained about"))
    return reasons
