"""Meetings, resolutions, and whether the board approved an exact content."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from foundation.governance.enums import MeetingState
from foundation.governance.models import AgendaItem, BoardMeeting, Proposal, Resolution


def latest_resolution(content_hash: str) -> Resolution | None:
    """The board's last word on the content with that hash; None when it has not spoken."""
    if not content_hash:
        return None
    return Resolution.objects.filter(content_hash=content_hash).select_related("meeting").order_by("-id").first()


def approving_resolution(content_hash: str) -> Resolution | None:
    """The resolution that approves exactly this content; None when there is none or a later one returned it."""
    latest = latest_resolution(content_hash)
    return latest if latest and latest.approves else None


def meetings() -> QuerySet[BoardMeeting]:
    """Meetings, newest first, with their resolutions."""
    resolutions = Resolution.objects.select_related("proposal").order_by("id")
    return BoardMeeting.objects.prefetch_related(Prefetch("resolutions", resolutions)).order_by("-held_on", "-id")


def open_proposals() -> QuerySet[Proposal]:
    """What lies before the board, newest first: the last proposal of each content, neither withdrawn nor answered."""
    later = Proposal.objects.filter(content_public_id=OuterRef("content_public_id"), id__gt=OuterRef("id"))
    answered = Resolution.objects.filter(proposal=OuterRef("pk"))
    rows = Proposal.objects.filter(~Exists(later), ~Exists(answered), withdrawal__isnull=True)
    return rows.select_related("proposed_by").order_by("-id")


def is_open(proposal: Proposal) -> bool:
    """Whether the proposal still waits for the board."""
    return open_proposals().filter(pk=proposal.pk).exists()


def meetings_that_may_decide(proposal: Proposal) -> QuerySet[BoardMeeting]:
    """The meetings held since the content was proposed whose minutes are not certified yet, newest first."""
    open_ones = BoardMeeting.objects.filter(state__in=[MeetingState.HELD, MeetingState.MINUTED])
    return open_ones.filter(held_on__gte=timezone.localdate(proposal.created_at))


def meetings_that_may_correct(resolution: Resolution) -> QuerySet[BoardMeeting]:
    """The meetings held later whose minutes are not certified yet, newest first."""
    open_ones = BoardMeeting.objects.filter(state__in=[MeetingState.HELD, MeetingState.MINUTED])
    return open_ones.filter(held_on__gt=resolution.meeting.held_on)


def meetings_that_may_certify(meeting: BoardMeeting) -> QuerySet[BoardMeeting]:
    """The meetings held later, the next one first."""
    return BoardMeeting.objects.took_place().filter(held_on__gt=meeting.held_on).order_by("held_on")


def meetings_held() -> QuerySet[BoardMeeting]:
    """Meetings that took place, newest first: what observations come from."""
    return BoardMeeting.objects.took_place().order_by("-held_on", "-id")


def agenda_of(meeting: BoardMeeting) -> QuerySet[AgendaItem]:
    """The items of a meeting in order, with their proposals and what was decided on them."""
    decided = Resolution.objects.filter(meeting=meeting)
    return meeting.agenda.select_related("proposal").prefetch_related(Prefetch("proposal__resolutions", decided))


def proposals_for(meeting: BoardMeeting) -> QuerySet[Proposal]:
    """What a meeting could have dealt with: open proposals made by its day, and those it decided on."""
    lay_open = Q(pk__in=open_proposals().values("pk"), created_at__date__lte=meeting.held_on)
    return Proposal.objects.filter(lay_open | Q(resolutions__meeting=meeting)).distinct().order_by("-id")
