"""Background work of training: a thin door to the services, safe to run twice."""

from typing import Any

from celery.schedules import crontab
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.jobs import JobContext, job_kind
from foundation.core.schedules import schedule


@job_kind(
    "service_charter.remind_training", title=_("Remind of training that ends"), permission=Permission.TRAINING_EDIT
)
def remind_training(context: JobContext) -> dict[str, Any]:
    """Notes about what ends soon, each once."""
    from service_charter.services.training import remind  # leaf

    return {"ending": remind(now=timezone.now())}


schedule("service_charter.training", kind="service_charter.remind_training", when=crontab(hour=7, minute=35))
