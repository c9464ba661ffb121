"""Background work of reading the charter: a thin door to the services, safe to run twice."""

from typing import Any

from celery.schedules import crontab
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.jobs import JobContext, job_kind
from foundation.core.schedules import schedule


@job_kind(
    "service_charter.tell_readers",
    title=_("Tell staff of a charter to be read"),
    permission=Permission.CHARTER_CASCADE,
)
def tell_readers(context: JobContext) -> dict[str, Any]:
    """Notes and letters about the version published last, once each."""
    from service_charter.selectors.awareness import charter_to_read  # leaf
    from service_charter.services.awareness import announce

    now = timezone.now()
    charter = charter_to_read(now)
    return {"letters": announce(charter=charter, now=now) if charter else 0}


@job_kind(
    "service_charter.remind_readers",
    title=_("Remind of the charter that waits to be read"),
    permission=Permission.CHARTER_CASCADE,
)
def remind_readers(context: JobContext) -> dict[str, Any]:
    """Letters to those who have not confirmed, each at most once a week."""
    from service_charter.services.awareness import remind  # leaf

    return {"staff": remind(now=timezone.now())}


schedule("service_charter.awareness", kind="service_charter.remind_readers", when=crontab(hour=8, minute=50))
