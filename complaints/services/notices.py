"""Word to complainants though nobody has written: before a promised date is missed, and every so many days while a case
is open and it is our turn."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.enums import ROLLING, AlertStage, Direction, Due, MessageKind, PauseKind, Status
from complaints.models import Complaint, DueAlert, Message, NoticePolicy, Pause
from complaints.models.complaint import ComplaintQuerySet
from complaints.selectors.closing import notice_policy
from complaints.services import talk
from foundation.core.models import locked
from foundation.core.thai.dates import format_datetime

BATCH = 500
# A date that passed while nobody could tell is still told of, for so long; later the rolling notice says it.
STILL_NEWS = timedelta(days=2)
# The dates that complainants know of: where they stand, and while what they wait for.
PROMISED = (
    (Due.FIRST_REPLY, "reply_due_at", Q(first_replied_at__isnull=True)),
    (Due.RESOLVE, "resolve_due_at", Q(resolved_at__isnull=True)),
    (Due.CARRY_OUT, "step_due_at", Q(status=Status.ACCEPTED)),
)
STANDS = {
    Status.RECEIVED: gettext_lazy("It waits for an officer to take charge."),
    Status.ACKNOWLEDGED: gettext_lazy("An officer is in charge and judges how serious the matter is."),
    Status.ASSESSED: gettext_lazy("We have judged how serious the matter is; next we look into what happened."),
    Status.INVESTIGATING: gettext_lazy("We are looking into what happened, and why."),
    Status.DECIDED: gettext_lazy("It has been decided, and we are about to tell you."),
    Status.ACCEPTED: gettext_lazy("You accepted our decision, and we are carrying it out."),
    Status.REJECTED: gettext_lazy(
        "You did not accept our decision. The case stays open until every way has been taken."
    ),
}


def tell_complainants(*, now: datetime, limit: int = BATCH) -> dict[str, int]:
    """Tell of dates that come near, and how cases stand of which nothing was heard. Returns how many of each.

    Each case is locked and looked at once more, so two sweeps at once tell only once.
    """
    policy = notice_policy()
    return {"told_before": _before_dates(policy, now, limit), "told_again": _again(policy, now, limit)}


def _before_dates(policy: NoticePolicy, now: datetime, limit: int) -> int:
    count = 0
    for due, field, waits in PROMISED:
        near = {f"{field}__gt": now - STILL_NEWS, f"{field}__lte": now + timedelta(hours=policy.hours_before)}
        told = DueAlert.objects.filter(complaint=OuterRef("pk"), due=due, due_at=OuterRef(field), stage=AlertStage.TOLD)
        rows = Complaint.objects.open().filter(waits, is_paused=False, **near).filter(~Exists(told))
        for pk in rows.order_by("queue_at", "id").values_list("pk", flat=True)[:limit]:
            count += _tell_before(pk, due, field, waits, policy, now)
    return count


@transaction.atomic
def _tell_before(pk: int, due: str, field: str, waits: Q, policy: NoticePolicy, now: datetime) -> bool:
    """Whether a notice was written; who has just heard from one of us needs none."""
    complaint = locked(Complaint.objects.select_related("complainant__data_key"), pk=pk)
    if not _still(Complaint.objects.open().filter(waits, is_paused=False), pk):
        return False
    due_at: datetime = getattr(complaint, field)
    _alert, is_new = DueAlert.objects.get_or_create(
        complaint=complaint, due=due, due_at=due_at, stage=AlertStage.TOLD, defaults={"at": now}
    )
    since = now - timedelta(hours=policy.hours_before)
    if not is_new or _heard(pk, since, by_people=True):
        return False
    with translation.override(complaint.language):
        words = {"what": _what(due), "when": format_datetime(due_at, "weekday")}
        late = _("%(what)s was promised by %(when)s. We have not kept this, and we are sorry.")
        soon = _("%(what)s is promised by %(when)s. We are at work on it; should we not keep it, a manager steps in.")
        first = (late if due_at <= now else soon) % words
        _post(complaint, [first, _stands(complaint)], policy, now)
    return True


def _again(policy: NoticePolicy, now: datetime, limit: int) -> int:
    since = now - timedelta(days=policy.every_days)
    ours = Message.objects.filter(complaint=OuterRef("pk"), direction=Direction.OUT, at__gt=since)
    rows = _quiet(since).filter(~Exists(ours)).order_by("queue_at", "id")
    return sum(_tell_again(pk, since, policy, now) for pk in rows.values_list("pk", flat=True)[:limit])


def _quiet(since: datetime) -> ComplaintQuerySet:
    """Cases in which it is our turn, received before that moment."""
    waits = Pause.objects.filter(complaint=OuterRef("pk"), ended_at=None, kind=PauseKind.COMPLAINANT)
    return Complaint.objects.filter(status__in=ROLLING, received_at__lte=since).filter(~Exists(waits))


@transaction.atomic
def _tell_again(pk: int, since: datetime, policy: NoticePolicy, now: datetime) -> bool:
    complaint = locked(Complaint.objects.select_related("complainant__data_key"), pk=pk)
    if not _still(_quiet(since), pk) or _heard(pk, since):
        return False
    with translation.override(complaint.language):
        opening = _("Your complaint %(number)s is still open. This is how it stands.") % {"number": complaint.number}
        _post(complaint, [opening, _stands(complaint), _date_line(complaint, now)], policy, now)
    return True


def _still(rows: ComplaintQuerySet, pk: int) -> bool:
    """Whether the locked row still is among them."""
    return rows.filter(pk=pk).exists()


def _heard(pk: int, since: datetime, *, by_people: bool = False) -> bool:
    """Whether the complainant heard from us since then."""
    said = Message.objects.filter(complaint=pk, direction=Direction.OUT, at__gt=since)
    return said.filter(author__isnull=False).exists() if by_people else said.exists()


def _stands(complaint: Complaint) -> str:
    return str(STANDS.get(Status(complaint.status), complaint.state))


def _what(due: str) -> str:
    return {
        Due.FIRST_REPLY: _("Our first answer"),
        Due.RESOLVE: _("The outcome of your complaint"),
        Due.CARRY_OUT: _("What we decided to do"),
    }[Due(due)]


def _date_line(complaint: Complaint, now: datetime) -> str:
    """The date that stands, a word of regret where it has passed, or why none runs."""
    if complaint.is_paused:
        pause = Pause.objects.filter(complaint=complaint, ended_at=None).first()
        return _("The clock stands still: %(reason)s") % {"reason": pause.reason} if pause else ""
    due, due_at = Due.RESOLVE, None if complaint.resolved_at else complaint.resolve_due_at
    if complaint.status == Status.ACCEPTED:
        due, due_at = Due.CARRY_OUT, complaint.step_due_at
    elif due_at is None and complaint.first_replied_at is None:
        due, due_at = Due.FIRST_REPLY, complaint.reply_due_at
    if due_at is None:
        return ""
    words = {"what": _what(due), "when": format_datetime(due_at, "weekday")}
    if due_at <= now:
        return _("%(what)s was promised by %(when)s. We have not kept this, and we are sorry.") % words
    return _("%(what)s is promised by %(when)s.") % words


def _post(complaint: Complaint, parts: list[str], policy: NoticePolicy, now: datetime) -> None:
    closing = _("You hear from us again within %(days)s days at the latest. You need not do anything.")
    text = "\n\n".join([*filter(None, parts), closing % {"days": policy.every_days}])
    talk.post(complaint, kind=MessageKind.NOTICE, body=text, by=None, now=now)
