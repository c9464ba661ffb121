"""Reading the mailbox by itself, and taking each letter: doors for the worker, safe to run twice."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.core.access import ADMINISTER
from foundation.core.incoming.line import event_in, packed, wants_content
from foundation.core.incoming.mailbox import open_mailbox
from foundation.core.incoming.receiving import TAKE_JOB, TAKE_LINE_JOB, raw_of, replace_raw, take_in, work_off
from foundation.core.jobs import JobContext, job_kind
from foundation.core.line import fetch_content
from foundation.core.models import IncomingLetter
from foundation.core.schedules import schedule

READ_JOB = "core.read_mailbox"


@job_kind(READ_JOB, title=_("Read the mailbox"), queue="default", permission=ADMINISTER)
def read_mailbox(context: JobContext) -> dict[str, Any] | None:
    """Keep every unread letter, then mark it in the mailbox. Raises MailboxAway: the job is tried again."""
    count = 0
    if settings.MAILBOX_URL:
        with open_mailbox(settings.MAILBOX_URL) as mailbox:
            for found in mailbox.unread(limit=settings.MAILBOX_MAX_BYTES):
                take_in(found.raw, size=found.size, now=timezone.now())
                mailbox.mark_read(found.uid)
                count += 1
                context.progress(count, 0)
    return {"letters": count}


@job_kind(TAKE_JOB, title=_("Take a letter that came in"), queue="acks", permission=ADMINISTER, atomic=True)
def take_letter(context: JobContext) -> dict[str, Any] | None:
    """Hand one letter to whoever answers for it; on the last attempt unread, so that a person looks at it."""
    is_last = context.job.attempt >= settings.JOB_ATTEMPTS
    return {"taken": work_off(letter_id=context.params["letter"], now=timezone.now(), unread=is_last)}


@job_kind(TAKE_LINE_JOB, title=_("Take a message that came by LINE"), queue="acks", permission=ADMINISTER)
def take_line(context: JobContext) -> dict[str, Any] | None:
    """Fetch the file of a message, then hand it over; on the last attempt without the file. Raises ContentAway."""
    is_last = context.job.attempt >= settings.JOB_ATTEMPTS
    letter = IncomingLetter.objects.select_related("data_key").get(pk=context.params["letter"])
    raw = raw_of(letter)
    if raw is not None and not is_last and (message_id := wants_content(raw)):
        content, kind = fetch_content(message_id)
        replace_raw(letter_id=letter.pk, raw=packed(event_in(raw), content=content, kind=kind))
    return {"taken": work_off(letter_id=letter.pk, now=timezone.now())}


if settings.MAILBOX_URL:
    schedule(READ_JOB, kind=READ_JOB, when=timedelta(minutes=1))
