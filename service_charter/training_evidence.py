"""Evidence that staff have the competence that their roles need."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.models import User
from foundation.core.evidence import Evidence, Finding, Link, Verdict
from service_charter.models import Attendance
from service_charter.selectors.training import competent_of
from service_charter.training_rules import ENOUGH


def _competent(at: datetime) -> Finding:
    links = (Link(_("Training and competence"), reverse("service_charter:training")),)
    day = timezone.localdate(at)
    needing, good = competent_of(User.objects.all(), day)
    if not needing:
        return Finding(Verdict.RED, _("No role needs a competence yet, so nobody can be shown to have it."), links)
    words = _("%(good)s of %(needing)s members of staff have every competence that their roles need.") % {
        "good": good,
        "needing": needing,
    }
    verdict = Verdict.GREEN if 100 * good >= ENOUGH * needing else Verdict.AMBER if good else Verdict.RED
    last = Attendance.objects.counting().filter(created_at__lte=at).order_by("-created_at").first()
    return Finding(verdict, words, links, last.created_at if last else None)


COMPETENT = Evidence(
    key="service_charter.competent",
    clause="5.2",
    title=gettext_lazy("Staff are trained for the service we promise"),
    rule=gettext_lazy(
        "Green: at least nine of ten of those whose roles need a competence have all of them. Amber: fewer. Red: "
        "nobody has, or no role needs any."
    ),
    find=_competent,
)
