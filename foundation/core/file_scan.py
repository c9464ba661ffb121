"""The virus scanner: a hook named by ATTACHMENT_SCANNER, and the jobs that use it.

The hook is a function: it gets the open file, returns True for clean and False for infected, and raises when it cannot
tell. As long as nobody has said "clean", the file is held.
"""

from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.core.access import ADMINISTER, people_holding
from foundation.core.file_store import delete_orphans
from foundation.core.files import SCAN_JOB
from foundation.core.jobs import JobContext, enqueue, job_kind
from foundation.core.models import Attachment, ScanState
from foundation.core.notifications import notify_all
from foundation.core.schedules import schedule

log = structlog.get_logger(__name__)

HELD_TOO_LONG = timedelta(minutes=30)


@job_kind(SCAN_JOB, title=gettext_lazy("Scan a file for viruses"), atomic=True)
def scan(context: JobContext) -> dict[str, Any]:
    """Ask the scanner about one held file and write down what it says."""
    attachment = Attachment.objects.select_for_update().filter(pk=context.params["attachment"]).first()
    if attachment is None or attachment.scan_state != ScanState.HELD:
        return {}
    with default_storage.open(attachment.stored_as) as file:
        is_clean = import_string(settings.ATTACHMENT_SCANNER)(file)
    attachment.scan_state = ScanState.CLEAN if is_clean else ScanState.INFECTED
    attachment.touch().save(update_fields=["scan_state", "version", "updated_at"])
    if not is_clean:
        log.warning("attachment_infected", attachment=attachment.public_id)
        notify_all(people_holding(ADMINISTER), _infected, reverse("core:jobs"), f"infected:{attachment.public_id}")
    return {"scan_state": attachment.scan_state}


@job_kind("core.tidy_files", title=gettext_lazy("Tidy up stored files"))
def tidy_files(context: JobContext) -> dict[str, Any]:
    """Ask again about files held for long (the scanner was down), and delete files that belong to no row."""
    held = Attachment.objects.filter(scan_state=ScanState.HELD, created_at__lt=timezone.now() - HELD_TOO_LONG)
    for pk in held.values_list("pk", flat=True).iterator():
        enqueue(SCAN_JOB, params={"attachment": pk}, by=None, key=str(pk))
    return {"orphans": delete_orphans(_known, now=timezone.now())}


schedule("core.tidy_files", kind="core.tidy_files", when=timedelta(hours=1))


def _known(names: list[str]) -> list[str]:
    return list(Attachment.objects.filter(stored_as__in=names).values_list("stored_as", flat=True))


def _infected() -> str:
    return _("A file that was handed in carries a virus. It is locked away.")
