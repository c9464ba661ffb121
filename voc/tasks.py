"""The jobs of this room: another doorway to its services."""

from datetime import timedelta
from typing import Any

from celery.schedules import crontab
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.jobs import JobContext, job_kind
from foundation.core.schedules import schedule

SEND = "voc.send_announcement"


@job_kind(SEND, title=_("Send an announcement"), permission=Permission.ANNOUNCEMENT_DRAFT)
def send_announcement(context: JobContext) -> dict[str, Any]:
    """Write the messages of an announcement, customer by customer. `params`: announcement (key)."""
    from voc.services import sending  # a task is a leaf

    return sending.send_all(context, announcement_id=context.params["announcement"], now=timezone.now())


@job_kind("voc.announcement_hours", title=_("Publish and end announcements at their hours"))
def announcement_hours(context: JobContext) -> dict[str, Any]:
    """Publish what is due, let expire what is over, write down what became of messages."""
    from voc.services import announcements, sending  # a task is a leaf

    now = timezone.now()
    return {**announcements.keep_the_hours(now=now), "settled": sending.settle()}


@job_kind("voc.remind", title=_("Remind of follow-ups and of the listening plan"))
def remind(context: JobContext) -> dict[str, Any]:
    """Tell owners what is overdue, once."""
    from voc.services import insights, plan  # a task is a leaf

    now = timezone.now()
    return {"follow_ups": insights.remind_of_follow_ups(now=now), "plan": plan.remind_of_plan(now=now)}


schedule("voc.remind", kind="voc.remind", when=crontab(hour="7", minute="20"))
schedule("voc.announcement_hours", kind="voc.announcement_hours", when=timedelta(minutes=5))
