"""The jobs of this room: thin doors to its services, safe to run twice."""

from datetime import timedelta
from typing import Any

from celery.schedules import crontab
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.jobs import JobContext, job_kind
from foundation.core.schedules import schedule

GATHER, TRAIN, INVITE, FORGET = "voc.gather", "voc.train", "voc.invite", "voc.forget"
SEND = "voc.send_announcement"


@job_kind(GATHER, title=_("Gather and label new voices"), permission=Permission.VOC_EDIT)
def gather(context: JobContext) -> dict[str, Any]:
    """Comments, answers and complaints become voices; voices without labels get them."""
    from voc.services.labels import label_batch  # leaf
    from voc.services.voices import gather_voices

    found = gather_voices(now=timezone.now())
    labelled = 0
    while done := label_batch(now=timezone.now()):
        labelled += done
        context.check_cancelled()
        context.progress(labelled, labelled)
    return {**found, "labelled": labelled}


@job_kind(TRAIN, title=_("Train a text model"), queue="long", permission=Permission.VOC_EDIT)
def train(context: JobContext) -> dict[str, Any]:
    """See `services.training.train`."""
    from django.urls import reverse

    from voc.services.training import train as train_model  # leaf

    model = train_model(
        task=context.params["task"], by=context.job.requested_by, now=timezone.now(), step=context.progress
    )
    return {"url": reverse("voc:model", args=[model.public_id])}


@job_kind(INVITE, title=_("Invite customers to a survey"), permission=Permission.VOC_EDIT)
def invite(context: JobContext) -> dict[str, Any]:
    """See `services.invitations.invite_agreed`."""
    from voc.services.invitations import invite_agreed  # leaf

    def step(done: int, total: int) -> None:
        context.check_cancelled()
        context.progress(done, total)

    by = context.job.requested_by
    return {"sent": invite_agreed(survey_id=context.params["survey"], by=by, now=timezone.now(), step=step)}


@job_kind(FORGET, title=_("Forget whose old answers were"), permission=Permission.VOC_EDIT)
def forget(context: JobContext) -> dict[str, Any]:
    """See `services.answers.forget_respondents`."""
    from voc.services.answers import forget_respondents  # leaf

    return {"forgotten": forget_respondents(now=timezone.now())}


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


schedule(GATHER, kind=GATHER, when=timedelta(minutes=5))
schedule(FORGET, kind=FORGET, when=crontab(minute=50, hour=19))
schedule("voc.announcement_hours", kind="voc.announcement_hours", when=timedelta(minutes=5))
schedule("voc.remind", kind="voc.remind", when=crontab(hour="7", minute="20"))
