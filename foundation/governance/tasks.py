"""Background work of governance: a thin door to the service, safe to run twice."""

from typing import Any

from celery.schedules import crontab
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.jobs import JobContext, job_kind
from foundation.core.schedules import schedule


@job_kind(
    "governance.remind",
    title=_("Remind of observations, actions and findings that are overdue"),
    permission=Permission.RESOLUTION_RECORD,
)
def remind(context: JobContext) -> dict[str, Any]:
    """Tell the owners of what is past its day."""
    from foundation.governance import services  # leaf

    return services.remind_overdue(now=timezone.now())


schedule("governance.remind", kind="governance.remind", when=crontab(hour=7, minute=10))
