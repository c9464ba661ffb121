"""Evidence that staff know the charter."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.core.evidence import Evidence, Finding, Link, Verdict
from service_charter.awareness_rules import ENOUGH
from service_charter.models import ReadReceipt
from service_charter.selectors.awareness import charter_to_read, matrix


def _read(at: datetime) -> Finding:
    links = (Link(_("Who has read the charter"), reverse("service_charter:awareness")),)
    charter = charter_to_read(at)
    if charter is None:
        return Finding(Verdict.RED, _("No charter has been published yet."), links)
    rows = matrix(charter, at)
    asked, confirmed = sum(row.asked for row in rows), sum(row.confirmed for row in rows)
    facts = {"number": charter.number, "confirmed": confirmed, "asked": asked}
    words = _("Version %(number)s: read and confirmed by %(confirmed)s of %(asked)s members of staff.") % facts
    if not confirmed:
        return Finding(Verdict.RED, words, links)
    verdict = Verdict.GREEN if 100 * confirmed >= ENOUGH * asked else Verdict.AMBER
    last = ReadReceipt.objects.filter(charter=charter, at__lte=at).order_by("-at").first()
    return Finding(verdict, words, links, last.at if last else None)


CHARTER_READ = Evidence(
    key="service_charter.charter_read",
    clause="5.2",
    title=gettext_lazy("Staff have read the charter"),
    rule=gettext_lazy(
        "Green: at least nine of ten members of staff have confirmed to have read the version published last. "
        "Amber: fewer. Red: nobody has, or no version is published."
    ),
    find=_read,
)
