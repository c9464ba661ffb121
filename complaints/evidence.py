"""Evidence for policy clause 5.4: complaints are handled, in time, and nothing lies forgotten."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.models import Complaint
from foundation.core.evidence import Evidence, Finding, Link, Verdict
from service_charter.enums import Area
from service_charter.selectors import standards_in_force


def _find(at: datetime) -> Finding:
    links = (Link(_("Complaints"), reverse("complaints:staff-list")),)
    if not standards_in_force(Area.COMPLAINTS, at=at):
        return Finding(Verdict.RED, _("No standard for complaints is in force, so no date is promised."), links)
    late = Complaint.objects.overdue(at=at).count()
    newest = Complaint.objects.order_by("-received_at").values_list("received_at", flat=True).first()
    if late:
        return Finding(Verdict.AMBER, _("%(n)s open complaints are past their date.") % {"n": late}, links, newest)
    return Finding(Verdict.GREEN, _("Every open complaint is within its date."), links, newest)


ON_TIME = Evidence(
    key="complaints.on_time",
    clause="5.4",
    title=gettext_lazy("Complaints are handled within the promised time"),
    rule=gettext_lazy(
        "Green: standards for complaints are in force and no open complaint is past its date. "
        "Amber: some are past their date. Red: no standard is in force."
    ),
    find=_find,
)
