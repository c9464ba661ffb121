"""Telling staff of a charter to be read, confirming that it was, and reminding those who have not."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core import notifications, outbox
from foundation.core.errors import Refused
from foundation.core.models import OutboxMessage
from service_charter.awareness_rules import FIRST_REMINDER
from service_charter.models import CharterVersion, ReadReceipt
from service_charter.selectors.awareness import charter_to_read, not_yet
from service_charter.selectors.quiz import not_passed, quiz_of

REMINDER_KIND = "service_charter.read_reminder"
ANNOUNCED_KIND = "service_charter.read_announced"
READ_PAGE, QUIZ_PAGE = "/staff/charter/awareness/read/", "/staff/charter/awareness/quiz/"


def announce(*, charter: CharterVersion, now: dt.datetime) -> int:
    """Tell everybody who is asked, at the bell and by letter, that a version is there to be read; how many letters.

    Safe to run again: notes and letters are keyed by version and person. Who has confirmed meanwhile is left alone.
    """
    people = list(not_yet(charter, now))

    def words() -> str:
        return _("Version %(number)s of the service charter is published. Please read and confirm it.") % {
            "number": charter.number
        }

    notifications.notify_all(people, words, READ_PAGE, f"charter-to-read:{charter.number}")
    return _write(people, "read-announced", charter, ANNOUNCED_KIND, "read_announced", READ_PAGE)


@transaction.atomic
def confirm(*, shown_hash: str, by: User, now: dt.datetime) -> ReadReceipt:
    """Note that a member of staff has read exactly what was shown; a second time changes nothing.

    Raises NotAllowed, Refused without a published charter and where another version has taken its place.
    """
    demand(by, Permission.CHARTER_COMMIT)
    charter = charter_to_read(now)
    if charter is None:
        raise Refused(_("No charter has been published yet."))
    # The lock waits for a publication in flight, so nobody confirms what is just being superseded.
    CharterVersion.objects.select_for_update(of=("self",)).get(pk=charter.pk)
    charter = charter_to_read(now)
    if charter is None or charter.content_hash != shown_hash:
        raise Refused(_("A newer version has been published meanwhile. Please read this one, then confirm it."))
    facts = {"content_hash": shown_hash, "at": now}
    row, _is_new = ReadReceipt.objects.get_or_create(charter=charter, reader=by, defaults=facts)
    return row


def remind(*, now: dt.datetime) -> int:
    """Write to those who have had some days and not confirmed or not passed, each once a week; how many letters.

    Safe to run again at any time: the key of a letter names version and week.
    """
    charter = charter_to_read(now)
    if charter is None or charter.published_at is None or charter.published_at > now - FIRST_REMINDER:
        return 0
    week = f"{timezone.localdate(now):%G-%V}"
    unread = list(not_yet(charter, now))
    written = _write(unread, f"read-reminder:{week}", charter, REMINDER_KIND, "read_reminder", READ_PAGE)
    quiz = quiz_of(charter, now - FIRST_REMINDER)
    if quiz is None:
        return written
    waiting = not_passed(quiz, now).exclude(pk__in=[person.pk for person in unread])
    return written + _write(waiting, f"quiz-reminder:{week}", charter, REMINDER_KIND, "quiz_reminder", QUIZ_PAGE)


def _write(people: Iterable[User], prefix: str, charter: CharterVersion, kind: str, template: str, page: str) -> int:
    """A letter to each who has a mailbox and has not got this one; how many."""
    keyed = {f"{prefix}:{charter.number}:{user.public_id}": user for user in people if user.email}
    written = set(OutboxMessage.objects.filter(key__in=keyed).values_list("key", flat=True))
    due = {key: user for key, user in keyed.items() if key not in written}
    for key, user in due.items():
        outbox.send(
            kind=kind,
            to=user.email,
            language=user.language,
            template=template,
            context={"name": str(user), "number": charter.number, "link": f"{settings.SITE_URL}{page}"},
            key=key,
        )
    return len(due)
