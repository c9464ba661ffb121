"""Ways onward after a decision that was not accepted (7.9): the complainant is told, and the telling is kept."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import rules
from complaints.enums import MessageKind, RecourseKind, Status
from complaints.models import Complaint, Recourse
from complaints.services import clocks, mail, talk
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked, signed

if TYPE_CHECKING:
    from foundation.accounts.models import User


@transaction.atomic
def tell_recourse(*, complaint_id: int, by: "User", now: datetime, internal: str = "", external: str = "") -> Complaint:
    """Tell the complainant of the review inside, of outside bodies, or of both, in one message.

    Raises NotAllowed, IllegalMove when the decision is not rejected, Incomplete when nothing is told.
    """
    complaint = locked(Complaint.objects.all(), pk=complaint_id)
    if not rules.may_work_on(by, complaint):
        raise NotAllowed(_("Your role does not include this step."))
    if complaint.status != Status.REJECTED:
        raise IllegalMove(_("Ways onward are told when the complainant does not accept the decision."))
    if not internal and not external:
        raise Incomplete(_("Please name at least one way."), missing={"internal": _("Please name at least one way.")})
    body = mail.recourse_text(complaint, internal=internal, external=external)
    message = talk.post(complaint, kind=MessageKind.RECOURSE, body=body, by=by, now=now)
    told = {RecourseKind.INTERNAL: internal, RecourseKind.EXTERNAL: external}
    Recourse.objects.bulk_create(
        Recourse(complaint=complaint, kind=kind, body=text[:200], message=message, told_by=by, told_at=now)
        for kind, text in told.items()
        if text
    )
    if internal:
        complaint.internal_recourse_at = complaint.internal_recourse_at or now
    if external:
        complaint.external_recourse_at = complaint.external_recourse_at or now
    clocks.settle_queue(complaint)
    signed(complaint, by=by, now=now)
    complaint.save()
    return complaint
