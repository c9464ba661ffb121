"""Evidence for policy clause 3.3: the voice of the customer is reported every quarter."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.core.evidence import Evidence, Finding, Link, Verdict
from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of
from reporting.enums import ReportKind
from reporting.models import PrintedReport

QUARTERS = 4


def due_quarters(at: datetime) -> list[FiscalQuarter]:
    """The last four quarters whose report is due: those that ended, the newest one after the days of grace."""
    quarter = fiscal_quarter_of(at - timedelta(days=settings.REPORT_GRACE_DAYS)).previous()
    quarters = [quarter]
    while len(quarters) < QUARTERS:
        quarters.append(quarters[-1].previous())
    return quarters


def _find(at: datetime) -> Finding:
    links = (Link(_("Reports"), reverse("reporting:staff-list")),)
    printed = PrintedReport.objects.filter(snapshot__report__kind=ReportKind.VOC, printed_at__lte=at)
    rows = printed.values_list("snapshot__report__year_be", "snapshot__report__quarter", "printed_at")
    made = {FiscalQuarter(year, quarter): moment for year, quarter, moment in rows.order_by("printed_at")}
    due = due_quarters(at)
    missing = [quarter for quarter in due if quarter not in made]
    newest = max(made.values(), default=None)
    if len(missing) == QUARTERS:
        return Finding(Verdict.RED, _("None of the last four quarters has a report of customers' voices."), links)
    if missing:
        words = _("No report of customers' voices for: %(quarters)s.")
        told = ", ".join(quarter.label() for quarter in reversed(missing))
        return Finding(Verdict.AMBER, words % {"quarters": told}, links, newest)
    words = _("The voices of customers are reported for each of the last four quarters.")
    return Finding(Verdict.GREEN, words, links, newest)


VOC_REPORTED = Evidence(
    key="reporting.voc_report",
    clause="3.3",
    title=gettext_lazy("The voice of the customer is reported every quarter"),
    rule=gettext_lazy(
        "Green: each of the last four ended quarters has a printed report. Amber: one to three are missing."
        " Red: all four are missing."
    ),
    find=_find,
)
