"""Evidence for policy clause 5.4: complaints are handled, in time, and nothing lies forgotten."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.models import Complaint, Inspection, InspectionRound, ManagementReview, ReviewDecision
from complaints.selectors import closed_in
from complaints.selectors.case import people_in_handling
from foundation.core.evidence import Evidence, Finding, Link, Verdict
from service_charter.enums import Area
from service_charter.selectors import standards_in_force
from service_charter.selectors.training import competent_of


def _find(at: datetime) -> Finding:
    links = (Link(_("Complaints"), reverse("complaints:staff-list")),)
    if not standards_in_force(Area.COMPLAINTS, at=at):
        return Finding(Verdict.RED, _("No standard for complaints is in force, so no date is promised."), links)
    late = Complaint.objects.ordinary().overdue(at=at).count()
    newest = Complaint.objects.ordinary().order_by("-received_at").values_list("received_at", flat=True).first()
    if late:
        return Finding(Verdict.AMBER, _("%(n)s open complaints are past their date.") % {"n": late}, links, newest)
    return Finding(Verdict.GREEN, _("Every open complaint is within its date."), links, newest)


def _looked_again(at: datetime) -> Finding:
    links = (Link(_("Looking again at closed cases"), reverse("complaints:staff-inspections")),)
    last = timezone.localdate(at).replace(day=1) - timedelta(days=1)
    month = last.replace(day=1)
    drawn = InspectionRound.objects.filter(month=month).first()
    if drawn is None and (closed_in(month).exists() or not InspectionRound.objects.exists()):
        return Finding(Verdict.RED, _("No sample was drawn of the cases closed last month."), links)
    newest = (
        Inspection.objects.order_by("-inspected_at").values_list("inspected_at", flat=True).exclude(inspected_at=None)
    )
    earlier = Inspection.objects.filter(round__month__lt=month)
    waiting = earlier.filter(Q(inspected_at=None) | Q(verdict="not_in_order", settled="")).count()
    if waiting:
        words = _("%(n)s cases of earlier samples are not looked at, or what was found is not settled.")
        return Finding(Verdict.AMBER, words % {"n": waiting}, links, newest.first())
    return Finding(Verdict.GREEN, _("The samples of closed cases are drawn and looked at."), links, newest.first())


LOOKED_AGAIN = Evidence(
    key="complaints.looked_again",
    clause="5.4",
    title=gettext_lazy("A random few of the closed cases are looked at again"),
    rule=gettext_lazy(
        "Green: last month's sample is drawn, or nothing was closed, and every earlier case is looked at and settled. "
        "Amber: cases of earlier samples wait. Red: no sample is drawn, of last month's closed cases or ever."
    ),
    find=_looked_again,
)
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


def _find_competent(at: datetime) -> Finding:
    links = (Link(_("Training and competence"), reverse("service_charter:training")),)
    needing, good = competent_of(people_in_handling(), timezone.localdate(at))
    if not needing:
        return Finding(Verdict.RED, _("No role in complaints handling needs a competence yet."), links)
    words = _(
        "%(good)s of %(needing)s who handle or investigate complaints have every competence that their roles need."
    )
    verdict = Verdict.GREEN if good == needing else Verdict.AMBER if good else Verdict.RED
    return Finding(verdict, words % {"good": good, "needing": needing}, links)


COMPETENT = Evidence(
    key="complaints.competent",
    clause="5.4",
    title=gettext_lazy("Those who handle complaints are competent for it"),
    rule=gettext_lazy(
        "Green: everybody who handles or investigates has every competence that the roles need. Amber: somebody lacks "
        "one. Red: nobody has them, or no role needs any."
    ),
    find=_find_competent,
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
