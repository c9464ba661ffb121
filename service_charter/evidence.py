"""Evidence for policy clause 5.2: a charter that the board approved is published and in force."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.core.evidence import Evidence, Finding, Link, Verdict
from foundation.core.thai.dates import format_date
from service_charter.enums import Area
from service_charter.models import CharterVersion
from service_charter.selectors import charter_in_force


def _find(at: datetime) -> Finding:
    charter = charter_in_force(at)
    if charter is None:
        links = (Link(_("Service charter"), reverse("service_charter:staff-list")),)
        return Finding(Verdict.RED, _("No charter is in force: publish one that the board has approved."), links)
    areas = set(charter.standards.values_list("area", flat=True))
    links = (Link(str(charter), charter.get_absolute_url()),)
    missing = [str(label) for value, label in Area.choices if value not in areas]
    if missing:
        sentence = _("The charter in force has no standard for: %(areas)s.") % {"areas": ", ".join(missing)}
        return Finding(Verdict.AMBER, sentence, links, charter.published_at)
    return Finding(Verdict.GREEN, _approved(charter), links, charter.published_at)


def _approved(charter: CharterVersion) -> str:
    words = _("Version %(number)s with %(count)s standards, approved by meeting %(meeting)s, in force since %(day)s.")
    return words % {
        "number": charter.number,
        "count": charter.standards.count(),
        "meeting": charter.resolution.meeting.label if charter.resolution else "",
        "day": format_date(charter.effective_on, "long") if charter.effective_on else "",
    }


CHARTER_APPROVED = Evidence(
    key="service_charter.charter_in_force",
    clause="5.2",
    title=gettext_lazy("A charter approved by the board is in force"),
    rule=gettext_lazy(
        "Green: a published version is in force and covers information, transactions and complaints. "
        "Amber: one of the three areas has no standard. Red: no version is in force."
    ),
    find=_find,
)
