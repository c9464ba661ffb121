"""Background work of this room: a thin door to the services, safe to run twice."""

from typing import Any

from celery.schedules import crontab
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.jobs import JobContext, job_kind
from foundation.core.schedules import schedule


@job_kind(
    "knowledge.remind", title=_("Remind owners of articles"), permission=Permission.KNOWLEDGE_PUBLISH, atomic=True
)
def remind(context: JobContext) -> dict[str, Any]:
    """Tell owners of articles that soon need a new look."""
    from foundation.knowledge import services  # leaf

    return {"reminded": services.remind_owners(now=timezone.now())}


schedule("knowledge.remind", kind="knowledge.remind", when=crontab(hour=6, minute=20))
