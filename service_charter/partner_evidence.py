"""Evidence that those who keep promises for us tell us whether they did."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.core.evidence import Evidence, Finding, Link, Verdict
from service_charter.models import PartnerReport
from service_charter.selectors.partners import owing, quarter_to_report


def _reported(at: datetime) -> Finding:
    quarter = quarter_to_report(at)
    silent, everybody = owing(quarter, at)
    links = (Link(_("Partners"), reverse("service_charter:partners")),)
    last = PartnerReport.objects.filter(received_at__lte=at).order_by("-received_at").first()
    when = last.received_at if last else None
    if not everybody:
        words = _("No partner kept promises for us in %(quarter)s.") % {"quarter": quarter.label()}
        return Finding(Verdict.AMBER, words, links, when)
    told = len(everybody) - len(silent)
    facts = {"told": told, "all": len(everybody), "quarter": quarter.label()}
    words = _("%(told)s of %(all)s partners have reported on %(quarter)s.") % facts
    if silent:
        words += " " + _("Missing: %(names)s.") % {"names": ", ".join(row.name for row in silent[:5])}
    verdict = Verdict.GREEN if not silent else Verdict.AMBER if told else Verdict.RED
    return Finding(verdict, words, links, when)


RULE = Evidence(
    key="service_charter.partners_report",
    clause="5.2",
    title=gettext_lazy("Partners report how they keep our promises"),
    rule=gettext_lazy(
        "Green: every partner that keeps promises for us has reported on the last quarter that ended at least 30 days "
        "ago. Amber: one has not, or no partner keeps promises for us. Red: none has."
    ),
    find=_reported,
)
