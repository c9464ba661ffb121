"""Machine records that have served their purpose: deleted every night, so that no table grows for ever."""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from celery.schedules import crontab
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.core import one_time, presence, rates
from foundation.core.incoming import keeping
from foundation.core.jobs import JobContext, job_kind
from foundation.core.models import IdempotencyKey, Job, JobState, Notification, OutboxMessage, OutboxState
from foundation.core.schedules import schedule

SCHEDULED_JOBS = timedelta(days=14)  # those that ran by themselves and well
JOBS = timedelta(days=400)
MESSAGES = timedelta(days=400)
READ_NOTES = timedelta(days=90)
KEYS = timedelta(days=90)


@job_kind("core.tidy_rows", title=_("Tidy up old records"))
def tidy_rows(context: JobContext) -> dict[str, Any]:
    """Delete what is past its time; how many of each."""
    return forget_old(now=timezone.now())


schedule("core.tidy_rows", kind="core.tidy_rows", when=crontab(hour="3", minute="15"))


def forget_old(*, now: datetime) -> dict[str, int]:
    """Delete records that are past their time. Whatever still waits, runs or was not delivered stays."""
    over = Job.objects.exclude(state__in=[JobState.QUEUED, JobState.RUNNING])
    routine = over.filter(requested_by=None, state=JobState.SUCCEEDED)
    gone = OutboxMessage.objects.filter(state__in=[OutboxState.SENT, OutboxState.REFUSED])
    old = {
        "jobs": over.filter(finished_at__lt=now - JOBS) | routine.filter(finished_at__lt=now - SCHEDULED_JOBS),
        "messages": gone.filter(finished_at__lt=now - MESSAGES),
        "notes": Notification.objects.filter(read_at__lt=now - READ_NOTES),
        "keys": IdempotencyKey.objects.filter(created_at__lt=now - KEYS),
    }
    counts = {name: rows.delete()[0] for name, rows in old.items()}
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    past = {"rates": rates, "passwords": one_time, "presences": presence, "letters": keeping}
    return counts | {name: module.forget_past(now=now) for name, module in past.items()}
