"""Background work of partners: a thin door to the services, safe to run twice."""

from typing import Any

from celery.schedules import crontab
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.jobs import JobContext, job_kind
from foundation.core.schedules import schedule


@job_kind(
    "service_charter.remind_partners",
    title=_("Remind partners of links that end soon"),
    permission=Permission.CHARTER_CASCADE,
)
def remind_partners(context: JobContext) -> dict[str, Any]:
    """A letter before the link of a report runs out unused, once a link."""
    from service_charter.services.partner_reminders import remind  # leaf

    return {"reminded": remind(now=timezone.now())}


schedule("service_charter.partners", kind="service_charter.remind_partners", when=crontab(hour=8, minute=45))
