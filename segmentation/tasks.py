"""The worker's doorways: calculating a study, writing down who belongs where from when on."""

from typing import Any

from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.jobs import JobContext, job_kind
from foundation.core.schedules import schedule


@job_kind(
    "segmentation.run", title=_("Calculate a segmentation study"), queue="long", permission=Permission.SEGMENT_STUDY
)
def run(context: JobContext) -> dict[str, Any] | None:
    """See `services.execute_run`."""
    from segmentation import services  # leaf

    services.execute_run(context)
    return None


@job_kind(
    "segmentation.keep_periods",
    title=_("Write down who belongs to which segment"),
    queue="long",
    permission=Permission.SEGMENT_STUDY,
)
def keep_periods(context: JobContext) -> dict[str, Any] | None:
    """See `services.keep_periods`."""
    from segmentation import services  # leaf

    services.keep_periods(context)
    return None


@job_kind(
    "segmentation.missing_periods",
    title=_("See that times in segments are written down"),
    permission=Permission.SEGMENT_STUDY,
    atomic=True,
)
def missing_periods(context: JobContext) -> dict[str, Any]:
    """Ask again where a worker gave up; see `services.ask_for_missing_periods`."""
    from segmentation import services  # leaf

    return {"asked": services.ask_for_missing_periods()}


schedule("segmentation.periods", kind="segmentation.missing_periods", when=crontab(hour=2, minute=20))
