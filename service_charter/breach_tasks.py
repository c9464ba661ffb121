"""Background work of broken promises: a thin door to the services, safe to run twice."""

from typing import Any

from celery.schedules import crontab
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.jobs import JobContext, job_kind
from foundation.core.schedules import schedule


@job_kind("service_charter.find_breaches", title=_("Look for broken promises"), permission=Permission.CHARTER_MEASURE)
def find_breaches(context: JobContext) -> dict[str, Any]:
    """What is broken since last night is written down and told; what nobody answered is asked for again."""
    from service_charter.services import breaches  # leaf

    now = timezone.now()
    return breaches.find_breaches(now=now) | {"asked": breaches.ask_again(now=now)}


schedule("service_charter.breaches", kind="service_charter.find_breaches", when=crontab(hour=6, minute=10))
