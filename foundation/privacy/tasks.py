"""Background work of this room: thin doors to the services, safe to run twice."""

from typing import Any

from celery.schedules import crontab
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.jobs import Cancelled, JobContext, job_kind
from foundation.core.schedules import schedule


@job_kind("privacy.tidy", title=_("Forget unfinished requests about data"), permission=Permission.PRIVACY_OFFICER)
def tidy(context: JobContext) -> dict[str, Any]:
    """Forget drafts and copies whose time is over."""
    from foundation.privacy import services  # leaf

    now = timezone.now()
    return {
        "drafts": services.drop_expired(now=now),
        "copies": services.drop_expired_exports(now=now),
        "asked": services.ask_for_missing_files(now=now),
    }


@job_kind(
    "privacy.pack_copy", title=_("Make the files of a copy of personal data"), permission=Permission.PRIVACY_OFFICER
)
def pack_copy(context: JobContext) -> dict[str, Any]:
    """Make the files of one copy; the copy itself says whether that is still wanted."""
    from foundation.privacy import services  # leaf

    return {"made": services.pack_export(public_id=context.params["export"], now=timezone.now())}


@job_kind("privacy.remind", title=_("Tell of requests about data that are due"), permission=Permission.PRIVACY_OFFICER)
def remind(context: JobContext) -> dict[str, Any]:
    """Tell officers of days that come near, executives of days that have passed."""
    from foundation.privacy import services  # leaf

    return dict(services.remind(now=timezone.now()))


@job_kind(
    "privacy.retention",
    title=_("Erase what is past its time of keeping"),
    queue="long",
    permission=Permission.PRIVACY_OFFICER,
)
def retention(context: JobContext) -> dict[str, Any]:
    """Carry the rules of retention out; a person may stop it between batches."""
    from foundation.privacy import services  # leaf
    from foundation.privacy.enums import RunState  # leaf

    def tick(done: int, total: int) -> None:
        context.check_cancelled()
        context.progress(done, total)

    key = context.job.public_id
    try:
        run = services.sweep(key=key, now=timezone.now(), tick=tick)
    except Cancelled:
        services.end_run(key=key, state=RunState.STOPPED, now=timezone.now())
        raise
    return {"run": run.public_id}


@job_kind("privacy.release", title=_("Lift holds whose matters are over"), permission=Permission.PRIVACY_OFFICER)
def release(context: JobContext) -> dict[str, Any]:
    """See `services.holds.release_holds`."""
    from foundation.privacy import services  # leaf

    return {"released": services.release_holds(now=timezone.now())}


schedule("privacy.release", kind="privacy.release", when=crontab(minute="*/10"))
schedule("privacy.retention", kind="privacy.retention", when=crontab(hour=2, minute=20))
schedule("privacy.remind", kind="privacy.remind", when=crontab(hour=8, minute=10))
schedule("privacy.tidy", kind="privacy.tidy", when=crontab(minute=35))
