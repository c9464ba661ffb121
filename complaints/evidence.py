"""Evidence for policy clause 5.4: complaints are handled, in time, and nothing lies forgotten."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.models import Complaint, ManagementReview, ReviewDecision
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


REVIEW_EVERY = timedelta(days=365)


def _find_review(at: datetime) -> Finding:
    links = (Link(_("Management reviews"), reverse("complaints:staff-reviews")),)
    last = ManagementReview.objects.filter(closed_at__lte=at).order_by("-closed_at").defer("figures").first()
    if last is None or last.closed_at is None or last.closed_at < at - REVIEW_EVERY:
        closed_at = last.closed_at if last else None
        return Finding(Verdict.RED, _("No management review of complaints was closed within a year."), links, closed_at)
    owed = ReviewDecision.objects.filter(Q(done_at__isnull=True) | Q(done_at__gt=at), recorded_at__lte=at)
    late = owed.filter(due_on__lt=timezone.localdate(at)).count()
    if late:
        sentence = _("%(n)s decisions of management reviews are past their day.") % {"n": late}
        return Finding(Verdict.AMBER, sentence, links, last.closed_at)
    sentence = _("The management reviewed the handling within a year, and what it decided is on its way.")
    return Finding(Verdict.GREEN, sentence, links, last.closed_at)


REVIEWED = Evidence(
    key="complaints.reviewed",
    clause="5.4",
    title=gettext_lazy("The management reviews how complaints are handled"),
    rule=gettext_lazy(
        "Green: a review was closed within 365 days and no decision of a review is past its day. "
        "Amber: decisions are past their day. Red: no review within 365 days."
    ),
    find=_find_review,
)
