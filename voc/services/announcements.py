"""Every change of an announcement: writing, approval by a second person, publishing, correcting, withdrawing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core import jobs
from foundation.core.access import people_holding
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.models import locked, signed
from foundation.core.notifications import notify_all
from segmentation.models import Segment
from voc import content
from voc.enums.announcement import AnnouncementChannel, AnnouncementStatus, Audience
from voc.lifecycle import ANNOUNCEMENT_MOVES as MOVES
from voc.models import UNFINISHED, Announcement
from voc.tasks import SEND

FIELDS = (*content.TEXTS, "kind", "urgency", "audience", *content.LISTS, "touchpoint", *content.MOMENTS)
_AUDIENCE_FIELDS = {Audience.SEGMENTS: "segments", Audience.RELATIONS: "relations", Audience.TOUCHPOINT: "touchpoint"}


@transaction.atomic
def write_announcement(*, facts: Mapping[str, Any], by: User, now: datetime) -> Announcement:
    """A new draft; `facts` holds names of FIELDS. Raises NotAllowed, Incomplete."""
    _demand(by, Permission.ANNOUNCEMENT_DRAFT)
    return _written(Announcement(drafted_by=by, created_at=now), facts, by, now)


@transaction.atomic
def change_announcement(
    *, announcement_id: int, shown_version: int, facts: Mapping[str, Any], by: User, now: datetime
) -> Announcement:
    """Change a draft. Raises NotAllowed, IllegalMove when it is none, StaleVersion, Incomplete."""
    _demand(by, Permission.ANNOUNCEMENT_DRAFT)
    row = locked(Announcement.objects.all(), pk=announcement_id, shown_version=shown_version)
    if row.status != AnnouncementStatus.DRAFT:
        raise IllegalMove(_("This is no longer a draft. Take it back to draft to change it."))
    return _written(row, facts, by, now)


@transaction.atomic
def correct_announcement(*, announcement_id: int, by: User, now: datetime) -> Announcement:
    """The next edition of a published announcement, as a draft that begins with its words.

    Raises NotAllowed, IllegalMove when it is not published, Refused while another correction is on its way.
    """
    _demand(by, Permission.ANNOUNCEMENT_DRAFT)
    old = Announcement.objects.select_for_update(of=("self",)).get(pk=announcement_id)
    MOVES["correct"].from_(old.status)
    if Announcement.objects.filter(series=old.series, status__in=UNFINISHED).exists():
        raise Refused(_("A correction of this announcement is already on its way."))
    row = Announcement(series=old.series, edition=old.edition + 1, corrects=old, drafted_by=by, created_at=now)
    facts = {name: getattr(old, name) for name in FIELDS if not name.startswith("changed_")}
    return _written(row, facts, by, now)


@transaction.atomic
def submit_announcement(*, announcement_id: int, by: User, now: datetime) -> Announcement:
    """Ask a second person to approve. Raises NotAllowed, IllegalMove, Incomplete."""
    row = _moved("submit", announcement_id, by)
    _demand_complete(row, now)
    row.submitted_at = now
    signed(row, by=by, now=now).save()
    url = reverse("voc:announcement", args=[row.public_id])
    others = people_holding(Permission.ANNOUNCEMENT_APPROVE).exclude(pk__in=row.drafter_ids)
    text = format_lazy(gettext_lazy("Please approve the announcement: {title}"), title=row.title_th)
    notify_all(others, text, url, f"voc.submitted:{row.public_id}:{row.version}")
    return row


@transaction.atomic
def approve_announcement(*, announcement_id: int, shown_hash: str, by: User, now: datetime) -> Announcement:
    """Approve exactly the text that was shown; in an urgent situation publish it in the same moment.

    Raises NotAllowed for whoever wrote it, IllegalMove when the text is another one now.
    """
    row = _moved("approve", announcement_id, by)
    if by.pk in row.drafter_ids:
        raise NotAllowed(_("Who has written an announcement cannot approve it: a second person must."))
    if row.content_hash != shown_hash or content.content_hash(row) != shown_hash:
        raise IllegalMove(_("The text has changed since you read it. Please read it again before you approve."))
    row.approved_hash, row.approved_by, row.approved_at = row.content_hash, by, now
    signed(row, by=by, now=now).save()
    _tell_staff(row)
    return _published(row, by, now) if row.is_urgent and row.valid_from <= now else row


@transaction.atomic
def send_back_announcement(*, announcement_id: int, reason: str, by: User, now: datetime) -> Announcement:
    """Give it back to the author with a reason. Raises NotAllowed, IllegalMove, Incomplete."""
    row = _to_draft("send_back", announcement_id, reason, by, now)
    url = reverse("voc:announcement", args=[row.public_id])
    text = format_lazy(gettext_lazy("Sent back to you: {title}"), title=row.title_th)
    notify_all([row.drafted_by], text, url, f"voc.sent_back:{row.public_id}:{row.version}")
    return row


@transaction.atomic
def take_back_announcement(*, announcement_id: int, reason: str, by: User, now: datetime) -> Announcement:
    """Back to draft, to be changed; an approval falls away. Raises NotAllowed, IllegalMove, Incomplete."""
    return _to_draft("take_back", announcement_id, reason, by, now)


@transaction.atomic
def publish_announcement(*, announcement_id: int, by: User | None, now: datetime) -> Announcement:
    """Publish what was approved; by the clock when `by` is None. Sending by e-mail is left to a job.

    Raises NotAllowed, IllegalMove, Refused before its hour or after its end.
    """
    row = _moved("publish", announcement_id, by)
    row.status = AnnouncementStatus.APPROVED
    return _published(row, by, now)


@transaction.atomic
def withdraw_announcement(*, announcement_id: int, reason: str, by: User, now: datetime) -> Announcement:
    """Take it off. What was published stays readable, marked as withdrawn, with the reason.

    Raises NotAllowed, IllegalMove, Incomplete without a reason.
    """
    row = _moved("withdraw", announcement_id, by)
    row.ended_at, row.ended_reason = now, _reason(reason)
    signed(row, by=by, now=now, reason=reason).save()
    return row


@transaction.atomic
def discard_announcement(*, announcement_id: int, reason: str, by: User, now: datetime) -> Announcement:
    """Give up a draft. Raises NotAllowed, IllegalMove, Incomplete."""
    row = _moved("discard", announcement_id, by)
    row.ended_at, row.ended_reason = now, _reason(reason)
    signed(row, by=by, now=now, reason=reason).save()
    return row


def keep_the_hours(*, now: datetime) -> dict[str, int]:
    """Publish what was approved for this hour, and let expire what is over. Run by the clock; safe to run twice."""
    done = {"published": 0, "expired": 0}
    over = Announcement.objects.filter(status=AnnouncementStatus.PUBLISHED, valid_until__lte=now)
    for pk in over.values_list("pk", flat=True):
        done["expired"] += _expire(pk, now)
    due = Announcement.objects.filter(status=AnnouncementStatus.APPROVED, valid_from__lte=now)
    for pk in due.order_by("pk").values_list("pk", flat=True):
        try:
            publish_announcement(announcement_id=pk, by=None, now=now)
        except Refused:
            continue  # its end came before its hour, or a person was faster
        done["published"] += 1
    return done


@transaction.atomic
def _expire(pk: int, now: datetime) -> bool:
    row = locked(Announcement.objects.all(), pk=pk)
    if row.status != AnnouncementStatus.PUBLISHED:
        return False
    row.status, row.ended_at = MOVES["expire"].from_(row.status), row.valid_until
    signed(row, by=None, now=now).save()
    return True


def _published(row: Announcement, by: User | None, now: datetime) -> Announcement:
    """An approved row made public; the edition that it corrects steps back."""
    if row.valid_from > now:
        raise Refused(_("It is approved for a later hour, and will be published by itself then."))
    if row.valid_until and row.valid_until <= now:
        raise Refused(_("Its time is over already. Please take it back to draft and set another end."))
    if row.corrects_id:
        old = locked(Announcement.objects.all(), pk=row.corrects_id)
        if old.status == AnnouncementStatus.PUBLISHED:
            old.status, old.ended_at = MOVES["correct"].from_(old.status), now
            signed(old, by=by, now=now, reason=row.changed_th).save()
    row.status, row.published_at = MOVES["publish"].from_(row.status), now
    signed(row, by=by, now=now).save()
    if row.by_email:
        jobs.enqueue(SEND, params={"announcement": row.pk}, by=by, key=row.public_id)
    return row


def _tell_staff(row: Announcement) -> None:
    """Whoever answers customers hears it before they ask."""
    people = people_holding(Permission.CUSTOMER_EDIT) | people_holding(Permission.COMPLAINT_HANDLE)
    text = format_lazy(gettext_lazy("Customers will be told: {title}"), title=row.title_th)
    notify_all(people.distinct(), text, row.get_absolute_url(), f"voc.told:{row.public_id}")


def _written(row: Announcement, facts: Mapping[str, Any], by: User, now: datetime) -> Announcement:
    for name in FIELDS:
        if name in facts:
            setattr(row, name, facts[name])
    _keep_only_the_audience_meant(row)
    if row.valid_until and row.valid_until <= row.valid_from:
        message = _("The end must lie after the beginning.")
        raise Incomplete(message, missing={"valid_until": message})
    row.drafter_ids = sorted({*row.drafter_ids, by.pk})
    row.content_hash = content.content_hash(row)
    signed(row, by=by, now=now).save()
    return row


def _keep_only_the_audience_meant(row: Announcement) -> None:
    """What was chosen for another kind of audience is not part of what is approved."""
    if row.audience != Audience.SEGMENTS:
        row.segments = []
    if row.audience != Audience.RELATIONS:
        row.relations = []
    if row.audience != Audience.TOUCHPOINT:
        row.touchpoint = None


def _demand_complete(row: Announcement, now: datetime) -> None:
    empty = _("Please fill this in.")
    needed = ["title_th", "title_en", "body_th", "body_en", "channels"]
    needed += ["changed_th", "changed_en"] if row.corrects_id else []
    missing = {name: empty for name in needed if not getattr(row, name)}
    named = _AUDIENCE_FIELDS.get(Audience(row.audience))
    if named and not getattr(row, named):
        missing[named] = _("Please say which ones.")
    known = Segment.objects.filter(public_id__in=row.segments).count()
    if known != len(row.segments):
        missing["segments"] = _("One of these segments does not exist any more.")
    if row.audience == Audience.SEGMENTS and AnnouncementChannel.PORTAL in row.channels:
        missing["channels"] = _("Who belongs to a segment is not public: such an announcement goes out by e-mail only.")
    if row.valid_until and row.valid_until <= now:
        missing["valid_until"] = _("This end has passed already.")
    if missing:
        raise Incomplete(_("The announcement is not complete yet."), missing=missing)


def _to_draft(name: str, announcement_id: int, reason: str, by: User, now: datetime) -> Announcement:
    row = _moved(name, announcement_id, by)
    reason = _reason(reason)
    row.approved_hash, row.approved_by, row.approved_at, row.submitted_at = "", None, None, None
    signed(row, by=by, now=now, reason=reason).save()
    return row


def _reason(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason:
        message = _("Please give the reason.")
        raise Incomplete(message, missing={"reason": message})
    return reason[:500]


def _demand(by: User | None, permission: str | None) -> None:
    if by is not None and (permission is None or not by.can(permission)):
        raise NotAllowed(_("Your role does not allow this step."))


def _moved(name: str, announcement_id: int, by: User | None) -> Announcement:
    """The locked row, its status moved but not yet saved. `by` None is the clock."""
    move = MOVES[name]
    _demand(by, move.permission)
    row = locked(Announcement.objects.select_related("touchpoint"), pk=announcement_id)
    row.status = move.from_(row.status)
    return row
