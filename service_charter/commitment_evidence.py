"""Evidence that the charter's promises are handed down and accepted."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.core.evidence import Evidence, Finding, Link, Verdict
from service_charter.enums import Holder
from service_charter.models import CharterVersion, Commitment
from service_charter.selectors.charter import charter_in_force
from service_charter.selectors.commitments import Answers, current, owed, tallies

ENOUGH = 90  # percent of staff: some are always new, away or ill


def _links() -> tuple[Link, ...]:
    return (Link(_("Commitments"), reverse("service_charter:commitments")),)


def _handed_down(at: datetime) -> tuple[CharterVersion | None, dict[str, Answers]]:
    charter = charter_in_force(at)
    return charter, tallies(current(at), timezone.localdate(at)) if charter else {}


def _when(at: datetime) -> datetime | None:
    last = current(at).exclude(acceptance=None).order_by("-acceptance__at").values_list("acceptance__at", flat=True)
    return last.first()


def _accepted(at: datetime) -> Finding:
    charter, by_kind = _handed_down(at)
    if charter is None or not by_kind:
        return Finding(Verdict.RED, _("The charter in force has not been handed down."), _links())
    unasked = len(owed(charter))
    staff = by_kind.get(Holder.STAFF, Answers())
    open_ones = sum(each.asked - each.accepted for kind, each in by_kind.items() if kind != Holder.STAFF)
    facts = {
        "number": charter.number,
        "accepted": sum(each.accepted for each in by_kind.values()),
        "asked": sum(each.asked for each in by_kind.values()),
        "unasked": unasked,
    }
    words = _("Version %(number)s: %(accepted)s of %(asked)s commitments accepted.") % facts
    if unasked:
        words += " " + _("Not asked yet: %(unasked)s.") % facts
    is_enough = 100 * staff.accepted >= ENOUGH * staff.asked
    verdict = Verdict.GREEN if is_enough and not open_ones and not unasked else Verdict.AMBER
    return Finding(verdict, words, _links(), _when(at))


def _units(at: datetime) -> Finding:
    _charter, by_kind = _handed_down(at)
    units = by_kind.get(Holder.UNIT, Answers())
    if not units.asked:
        return Finding(Verdict.RED, _("No unit has been handed the promises it answers for."), _links())
    facts = {"accepted": units.accepted, "asked": units.asked}
    words = _("%(accepted)s of %(asked)s units that answer for promises have accepted them.") % facts
    verdict = Verdict.GREEN if units.accepted == units.asked else Verdict.AMBER
    last = Commitment.objects.filter(kind=Holder.UNIT, created_at__lte=at).order_by("-created_at").first()
    return Finding(verdict, words, _links(), last.created_at if last else None)


RULES = (
    Evidence(
        key="service_charter.commitments_accepted",
        clause="5.2",
        title=gettext_lazy("Units, staff and partners have accepted the promises"),
        rule=gettext_lazy(
            "Green: everybody was handed what the charter in force asks of them, every unit and partner has signed "
            "and at least nine of ten people. Amber: somebody has not been asked or has not signed. Red: nothing was "
            "handed down."
        ),
        find=_accepted,
    ),
    Evidence(
        key="service_charter.units_answer",
        clause="1.3",
        title=gettext_lazy("Units have accepted the promises they answer for"),
        rule=gettext_lazy(
            "Green: every unit that answers for a promise of the charter in force has signed. Amber: a unit has not "
            "signed yet. Red: no unit was handed its promises."
        ),
        find=_units,
    ),
)
