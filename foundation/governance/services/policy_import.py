"""Importing the policy that the board adopted before the system existed.

The first version comes from its announcement. The resolution that it names is recorded with it, marked as historical
and with its source: it was read in a document, and no secretary of today sat in that meeting.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.errors import Incomplete, Refused
from foundation.core.models import signed
from foundation.core.thai.dates import format_date
from foundation.governance import content
from foundation.governance.lifecycle import POLICY_MOVES
from foundation.governance.models import BoardMeeting, Policy, PolicyVersion, Resolution
from foundation.governance.policy_file import Announcement, read_announcement
from foundation.governance.selectors.policy import the_policy
from foundation.governance.services.board import record_historical_resolution
from foundation.governance.services.policy import CONTENT_KIND
from foundation.governance.services.policy_texts import announced_texts

CONSOLE = "command-line"


@dataclass(frozen=True)
class Imported:
    """The version, what was read, and whether it was new."""

    version: PolicyVersion
    announcement: Announcement
    is_new: bool


@transaction.atomic
def import_policy(*, text: str, by: User | None, now: dt.datetime) -> Imported:
    """Record the announced policy as version 1, published, standing on its historical resolution.

    `by` None is the command line of the server; the rows then bear an account that nobody can sign in with.
    The same text a second time changes nothing. Raises NotAllowed, Incomplete for a badly formed file (`missing`
    holds every problem), Refused when another text is recorded already or the meeting has another date.
    """
    if by is not None:
        demand(by, Permission.POLICY_EDIT)
    found = read_announcement(text)
    # The lock lets two imports at once come one after the other.
    policy = Policy.objects.select_for_update().get(pk=the_policy().pk)
    same = policy.versions.filter(imported_from=found.sha256).first()
    if same:
        return Imported(same, found, is_new=False)
    if not found.is_fit:
        raise Incomplete(
            _("The file is not a complete policy. Nothing was imported."),
            missing={str(number): problem for number, problem in enumerate(found.problems)},
        )
    if policy.versions.exists():
        raise Refused(_("A policy with another text is recorded already. Changes go through the annual review."))
    person = by or _console()
    version = _written(policy, found, person, now)
    _adopted(version, found, person, now)
    return Imported(version, found, is_new=True)


def _written(policy: Policy, found: Announcement, by: User, now: dt.datetime) -> PolicyVersion:
    version = PolicyVersion(
        policy=policy,
        number=1,
        title_th=found.title,
        title_en=policy.title_en,
        imported_from=found.sha256,
        drafted_by=by,
        drafter_ids=[by.pk],
        announced_on=found.announced_on,
        effective_on=found.effective_on,
        created_at=now,
    )
    signed(version, by=by, now=now, reason=_("Imported from the announcement")).save()
    announced_texts(version, found, by=by, now=now)
    version.content_hash = content.content_hash(version)
    return version


def _adopted(version: PolicyVersion, found: Announcement, by: User, now: dt.datetime) -> None:
    version.resolution = _resolution(version, found, by, now)
    version.status = POLICY_MOVES["adopt"].from_(version.status)
    version.published_at, version.published_by = now, by
    signed(version.touch(), by=by, now=now, reason=str(version.resolution)).save()


def _resolution(version: PolicyVersion, found: Announcement, by: User, now: dt.datetime) -> Resolution:
    if found.meeting is None or found.approved_on is None or found.announced_on is None:
        raise AssertionError("a fit announcement names meeting and days")
    number, year_be = found.meeting
    meeting = BoardMeeting.objects.filter(number=number, year_be=year_be).first()
    if meeting and meeting.held_on != found.approved_on:
        raise Refused(
            _("Meeting %(label)s is recorded for %(recorded)s, but the file says %(said)s.")
            % {
                "label": meeting.label,
                "recorded": format_date(meeting.held_on, "long"),
                "said": format_date(found.approved_on, "long"),
            }
        )
    with translation.override("th"):
        announced = format_date(found.announced_on, "long")
    return record_historical_resolution(
        number=number,
        year_be=year_be,
        held_on=found.approved_on,
        content_kind=CONTENT_KIND,
        content_public_id=version.public_id,
        content_hash=version.content_hash,
        title_th=version.title_th,
        title_en=version.title_en,
        url=version.get_absolute_url(),
        source=f"ประกาศลงวันที่ {announced} (บันทึกย้อนหลังจากไฟล์ที่นำเข้า sha-256 {found.sha256})",
        by=by,
        now=now,
    )


def _console() -> User:
    """The account under which commands of the server write; it cannot sign in."""
    user, is_new = User.objects.get_or_create(
        username=CONSOLE, defaults={"is_active": False, "first_name": "คำสั่งบนเครื่องแม่ข่าย"}
    )
    if is_new:
        user.set_unusable_password()
        user.save()
    return user
