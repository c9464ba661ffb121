"""Background work of commitments: a thin door to the services, safe to run twice."""

from typing import Any

from celery.schedules import crontab
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.jobs import JobContext, job_kind
from foundation.core.schedules import schedule


@job_kind(
    "service_charter.remind_commitments",
    title=_("Remind of commitments that wait for an answer"),
    permission=Permission.CHARTER_CASCADE,
)
def remind_commitments(context: JobContext) -> dict[str, Any]:
    """Letters to those who have not answered, each at most once a week."""
    from service_charter.services.commitment_reminders import remind  # leaf

    return remind(now=timezone.now())


schedule("service_charter.commitments", kind="service_charter.remind_commitments", when=crontab(hour=8, minute=40))
