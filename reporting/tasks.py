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


@job_kind("reporting.keep_verdicts", title=_("Keep today's verdict on every clause"), atomic=True)
def keep_verdicts(context: JobContext) -> None:
    """One row a clause and day; a second run of the same day adds nothing."""
    from reporting import services  # a task is a leaf

    services.keep_verdicts(now=timezone.now())


@job_kind("reporting.duties", title=_("Open the annual review and remind of duties"), atomic=True)
def duties(context: JobContext) -> None:
    """Every morning: what comes due is opened, its owners are told, and what is late goes up."""
    from reporting import services  # a task is a leaf

    now = timezone.now()
    services.ensure_review(now=now)
    services.escalate(now=now)
    services.remind(now=now)


schedule("reporting.keep_verdicts", kind="reporting.keep_verdicts", when=crontab(hour="20", minute="30"))
schedule("reporting.duties", kind="reporting.duties", when=crontab(hour="6", minute="30"))
