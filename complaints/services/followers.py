"""Those who are in charge of cases that followed another one hear when that one is decided anew."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from complaints.enums import FINISHED
from complaints.models import Complaint, MatterMember
from complaints.services import mail
from foundation.core.notifications import notify_all

if TYPE_CHECKING:
    from foundation.accounts.models import User


def warn(lead: Complaint, *, by: "User", now: datetime) -> None:
    """Tell the officers of cases that took over an earlier decision of this one that it reads differently now."""
    followers = (
        MatterMember.objects.filter(matter__lead=lead, matter__ended_at=None, left_at=None)
        .exclude(complaint=lead)
        .exclude(complaint__status__in=FINISHED)
        .exclude(complaint__decision__in=["", lead.decision])
        .select_related("complaint__handler")
    )
    for case in (each.complaint for each in followers):
        if case.handler and case.handler_id != by.pk:
            text = partial(_text, lead.number, case.number)
            key = f"complaint-lead-anew:{case.public_id}:{lead.public_id}:{now.isoformat()}"
            notify_all([case.handler], text, mail.case_url(case), key)


def _text(lead: str, number: str) -> str:
    return _("%(lead)s was decided anew. Please see whether what %(number)s was told still holds.") % {
        "lead": lead,
        "number": number,
    }
