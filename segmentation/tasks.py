"""The worker's doorway: a job of kind `segmentation.run` calculates one study."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.jobs import JobContext, job_kind


@job_kind(
    "segmentation.run", title=_("Calculate a segmentation study"), queue="long", permission=Permission.SEGMENT_STUDY
)
def run(context: JobContext) -> dict[str, Any] | None:
    """See `services.execute_run`."""
    from segmentation import services  # leaf

    services.execute_run(context)
    return None
