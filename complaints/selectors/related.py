"""Which cases are tied to a case, for whoever may see both ends: a case out of sight is not even counted."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from complaints.enums_investigation import FOLLOWED, Tie
from complaints.models import CaseTie, Complaint

if TYPE_CHECKING:
    from foundation.accounts.models import User


@dataclass(frozen=True)
class Related:
    """One tie as seen from a case."""

    link: CaseTie
    case: Complaint
    label: str


def related(user: "User", complaint: Complaint) -> list[Related]:
    """The standing ties of a case the person may see. Two statements, however many there are."""
    links = list(CaseTie.objects.filter(Q(first=complaint) | Q(second=complaint), undone_at=None).select_related("by"))
    if not links:
        return []
    ends = {link.pk: link.second_id if link.first_id == complaint.pk else link.first_id for link in links}
    seen = Complaint.objects.visible_to(user).in_bulk(list(ends.values()))
    return [Related(link, seen[ends[link.pk]], _label(link, complaint)) for link in links if ends[link.pk] in seen]


def _label(link: CaseTie, complaint: Complaint) -> str:
    is_other_end = link.kind == Tie.FOLLOWS and link.second_id == complaint.pk
    return str(FOLLOWED if is_other_end else Tie(link.kind).label)
