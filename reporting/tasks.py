"""The jobs of the reporting room: another doorway to its services."""

from typing import Any

from celery.schedules import crontab
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.jobs import JobContext, job_kind
from foundation.core.schedules import schedule
from reporting.enums import ReportKind


@job_kind("reporting.build", title=_("Build the quarterly report"), queue="long", permission=Permission.REPORT_BUILD)
def build(context: JobContext) -> dict[str, Any]:
    """Freeze the figures, lay them out, keep the PDF. `params`: report (key of a QuarterlyReport)."""
    from reporting import services  # a task is a leaf

    now = timezone.now()
    context.progress(0, 2, str(_("Freezing the figures")))
    snapshot = services.freeze(
        report_id=context.params["report"], by=context.job.requested_by, now=now, job=context.job.public_id
    )
    context.progress(1, 2, str(_("Laying out the pages")))
    printed = services.print_snapshot(snapshot_id=snapshot.pk, now=now)
    context.progress(2, 2)
    return {"url": snapshot.report.address, "printed": printed.public_id}


@job_kind("reporting.ensure_due", title=_("See that the quarter is reported"), atomic=True)
def ensure_due(context: JobContext) -> None:
    """After a quarter has ended, have its reports built, one of each kind."""
    from reporting import services  # a task is a leaf

    for kind in ReportKind:
        services.ensure_due_report(now=timezone.now(), kind=kind)


schedule("reporting.ensure_due", kind="reporting.ensure_due", when=crontab(hour="6", minute="10"))
