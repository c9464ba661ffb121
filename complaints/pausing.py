"""For what the clocks of a complaint may stand still: only what every promise that still runs allows (7.2, policy 5.2).

The standards that bind the complaint say it themselves; where one says nothing, or no charter was in force at receipt,
the clock waits for the complainant's facts alone. The database asks the same when a pause begins (migration 0031).
"""

from django.utils.translation import gettext as _

from complaints.enums import PauseKind
from complaints.models import Complaint
from complaints.selectors.clocks import FIELDS
from service_charter.models import Standard

SILENT = frozenset({PauseKind.COMPLAINANT.value})


def running_standards(complaint: Complaint) -> list[Standard]:
    """The standards of the promises that are not met yet."""
    pairs = [(getattr(complaint, standard), getattr(complaint, met)) for standard, _due, met in FIELDS.values()]
    return [standard for standard, met_at in pairs if standard is not None and met_at is None]


def allowed_pauses(complaint: Complaint) -> list[PauseKind]:
    """The reasons for which the clocks may be stopped now, in the order of the list; empty when they never stand."""
    standards = running_standards(complaint)
    allowed = frozenset.intersection(*(each.may_wait_for for each in standards)) if standards else SILENT
    return [kind for kind in PauseKind if kind.value in allowed]


def why_not(complaint: Complaint) -> str:
    """What to say to whoever would stop the clock for another reason: what the charter allows, and which item."""
    strictest = min(running_standards(complaint), key=lambda each: len(each.may_wait_for), default=None)
    names = ", ".join(str(kind.label) for kind in allowed_pauses(complaint))
    if strictest is None:
        return _("Without a charter the clock waits only for: %(names)s.") % {"names": names}
    if not names:
        return _("The charter lets this clock never stand still (%(item)s).") % {"item": strictest.item}
    return _("The charter lets this clock wait only for: %(names)s (%(item)s).") % {
        "names": names,
        "item": strictest.item,
    }
