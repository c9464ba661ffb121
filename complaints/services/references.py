"""Outside numbers (7.3): what a hotline, LINE or a partner's system sent under one number is one case, never two."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from complaints.enums import OUTSIDE_NUMBERED, Channel
from complaints.models import Complaint
from foundation.core.errors import Incomplete, Refused


class KnownReference(Refused):
    """The outside number has a case already: `complaint`, which the one who asks may not be allowed to see."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(_("This outside reference has a case already; nothing was written twice."))
        self.complaint = complaint


def of_reference(channel: str, reference: str, *, partner_id: int | None = None) -> Complaint | None:
    """The case of an outside number at a door that numbers what it sends; letter case does not matter. At the door of
    partners each numbers its own."""
    if channel not in OUTSIDE_NUMBERED or not reference:
        return None
    rows = Complaint.objects.filter(channel=channel, split_from__isnull=True)
    if channel == Channel.API:
        rows = rows.filter(partner=partner_id)
    return rows.filter(external_reference__iexact=reference).first()


def save_new(complaint: Complaint) -> None:
    """Save a new case. Raises KnownReference when its outside number has one, also if that came a moment ago."""
    if complaint.channel not in OUTSIDE_NUMBERED or not complaint.external_reference:
        complaint.save()
        return
    try:
        with transaction.atomic():
            complaint.save()
    except IntegrityError as clash:
        known = of_reference(complaint.channel, complaint.external_reference, partner_id=complaint.partner_id)
        if known is None:
            raise
        raise KnownReference(known) from clash


def demand_own(complaint: Complaint) -> None:
    """The outside number of a changed case is no other's. Raises Incomplete."""
    if complaint.split_from_id is not None:
        return
    known = of_reference(complaint.channel, complaint.external_reference, partner_id=complaint.partner_id)
    if known is not None and known.pk != complaint.pk:
        message = _("Another case has this outside reference.")
        raise Incomplete(message, missing={"external_reference": message})
