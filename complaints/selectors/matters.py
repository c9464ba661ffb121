"""Complaints handled as one: what staff see of it within their rights, and the bare count that complainants see."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from complaints import rules_together
from complaints.enums import Status
from complaints.models import Complaint, Matter, MatterMember
from complaints.models.complaint import ComplaintQuerySet

if TYPE_CHECKING:
    from foundation.accounts.models import User

# After these a case goes its own way: the complainant was not content, or it was looked at again.
OWN_WAY = ("reject", "review", "reopen")


@dataclass(frozen=True)
class Member:
    """A case of a matter, with the steps it is behind the leading one."""

    complaint: Complaint
    membership: MatterMember
    is_lead: bool
    goes_alone: bool
    steps: list[str]


@dataclass(frozen=True)
class Together:
    """A matter as one person may see it."""

    matter: Matter
    members: list[Member]
    hidden: int

    @property
    def size(self) -> int:
        """How many cases it has, seen or not."""
        return len(self.members) + self.hidden

    @property
    def lead(self) -> Member | None:
        """The leading case, where the person may see it."""
        return next((member for member in self.members if member.is_lead), None)

    @property
    def behind(self) -> int:
        """How many cases have not come as far as the leading one."""
        return sum(bool(member.steps) for member in self.members)


def members_of(matter: Matter) -> "QuerySet[MatterMember]":
    """Who is in a matter now."""
    return MatterMember.objects.filter(matter=matter, left_at__isnull=True)


def on_their_own(matter: Matter) -> set[int]:
    """Cases of a matter that have gone their own way since they joined."""
    went = members_of(matter).filter(
        complaint__transitions__move__in=OWN_WAY, complaint__transitions__at__gte=F("joined_at")
    )
    return set(went.values_list("complaint_id", flat=True))


def together(user: "User", complaint: Complaint) -> Together | None:
    """The matter of a case the person may see, None without one. Three statements, however many cases it has."""
    own = MatterMember.objects.filter(complaint=complaint, left_at__isnull=True).values("matter")
    memberships = list(
        MatterMember.objects.filter(matter__in=own, left_at__isnull=True)
        .select_related("matter", "joined_by")
        .order_by("complaint__received_at", "complaint_id")
    )
    if not memberships:
        return None
    matter = memberships[0].matter
    seen = Complaint.objects.visible_to(user).select_related("handler", "investigator")
    cases = seen.in_bulk([each.complaint_id for each in memberships])
    lead, alone = cases.get(matter.lead_id), on_their_own(matter)
    members = []
    for each in memberships:
        case = cases.get(each.complaint_id)
        if case is not None:
            is_lead, goes_alone = case.pk == matter.lead_id, case.pk in alone
            steps = rules_together.shared_steps(case, lead) if lead and not is_lead and not goes_alone else []
            members.append(Member(case, each, is_lead, goes_alone, steps))
    return Together(matter, members, len(memberships) - len(members))


def times_in_matters(complaint: Complaint) -> list[MatterMember]:
    """Every time the case was in a matter, for its history."""
    return list(MatterMember.objects.filter(complaint=complaint).select_related("matter", "joined_by", "left_by"))


def others_told(complaint: Complaint) -> int:
    """How many other complaints the same matter has, without a word on whose: what the complainant may know."""
    own = MatterMember.objects.filter(complaint=complaint, left_at__isnull=True).values("matter")
    rest = MatterMember.objects.filter(matter__in=own, left_at__isnull=True).exclude(complaint=complaint)
    return rest.exclude(complaint__status=Status.WITHDRAWN).count()


def with_company(complaints: ComplaintQuerySet) -> ComplaintQuerySet:
    """Each row told how many cases are handled together with it, itself included; 0 by itself."""
    live = MatterMember.objects.filter(left_at__isnull=True)
    own = live.filter(complaint=OuterRef(OuterRef("pk"))).values("matter")
    counted = live.filter(matter__in=own).order_by().values("matter").annotate(n=Count("pk")).values("n")
    return complaints.annotate(together=Coalesce(Subquery(counted, output_field=IntegerField()), 0))
