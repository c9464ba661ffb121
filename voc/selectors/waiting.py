"""What this room lays on the desk of one person, for "my work"."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from foundation.accounts.models import User
from voc.enums.announcement import AnnouncementStatus
from voc.enums.insight import DoneStatus, InsightStatus
from voc.models import Announcement, DoneEntry, Insight
from voc.selectors.announcements import visible_announcements
from voc.selectors.insights import visible_done, visible_insights

# A follow-up comes onto the desk this long before its day.
AHEAD = timedelta(days=7)


def insights_to_decide(user: User) -> QuerySet[Insight]:
    """Proposed insights that others wrote, since nobody decides on the own one; the first to be decided at the top."""
    rows = visible_insights(user).filter(status=InsightStatus.PROPOSED).exclude(drafted_by=user)
    return rows.order_by("decide_by", "id")


def follow_ups_of(user: User, *, now: datetime) -> QuerySet[Insight]:
    """Decided insights of this owner whose follow-up is past or near."""
    until = timezone.localdate(now + AHEAD)
    rows = visible_insights(user).filter(status=InsightStatus.DECIDED, owner=user, follow_up_on__lte=until)
    return rows.order_by("follow_up_on", "id")


def announcements_to_approve(user: User) -> QuerySet[Announcement]:
    """What others wrote and sent for approval, urgent first."""
    rows = visible_announcements(user).filter(status=AnnouncementStatus.SUBMITTED).exclude(drafted_by=user)
    return rows.order_by("-urgency", "id")


def done_to_approve(user: User) -> QuerySet[DoneEntry]:
    """What others wrote about what we did and sent for approval."""
    return visible_done(user).filter(status=DoneStatus.SUBMITTED).exclude(drafted_by=user).order_by("id")
