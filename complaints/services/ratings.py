"""The complainant's judgement of our work, process and outcome apart (8.3)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from complaints.enums import Status
from complaints.models import Complaint, Rating
from foundation.core.errors import IllegalMove, Incomplete

RATEABLE = frozenset({Status.COMMUNICATED, Status.ACCEPTED, Status.CARRIED_OUT, Status.REJECTED, Status.CLOSED})


def rate(*, complaint_id: int, process: int, outcome: int | None, comment: str, now: datetime) -> Rating:
    """Keep one judgement a complaint.

    Raises IllegalMove before a decision was sent or when it was judged already, Incomplete for a score outside 1 to 5.
    """
    for name, score in (("process", process), ("outcome", outcome)):
        if score is not None and score not in range(1, 6):
            message = _("Please choose a score from 1 to 5.")
            raise Incomplete(message, missing={name: message})
    complaint = Complaint.objects.get(pk=complaint_id)
    if complaint.status not in RATEABLE:
        raise IllegalMove(_("You can rate our work once we have told you the outcome."))
    try:
        with transaction.atomic():
            return Rating.objects.create(complaint=complaint, process=process, outcome=outcome, comment=comment, at=now)
    except IntegrityError as error:
        raise IllegalMove(_("You have rated this complaint already. Thank you.")) from error
