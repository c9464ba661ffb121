"""The complainant's answer to the decision, and the judgement of our work, process and outcome apart (8.3)."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from complaints.enums import Status
from complaints.models import Complaint, Rating
from complaints.services.moves import accept, reject
from foundation.core.errors import IllegalMove, Incomplete

RATEABLE = frozenset({Status.COMMUNICATED, Status.ACCEPTED, Status.CARRIED_OUT, Status.REJECTED, Status.CLOSED})


@dataclass(frozen=True)
class Judgement:
    """How we worked and, if told, what came of it: 1 to 5 each."""

    process: int
    outcome: int | None = None
    comment: str = ""


@transaction.atomic
def answer_decision(
    *, complaint_id: int, is_accepted: bool, reason: str, judgement: Judgement | None, now: datetime
) -> Complaint:
    """The complainant accepts the decision or does not, and judges our work in the same go if wanted.

    Both are kept or neither. A complaint is judged once: after a second decision the first judgement stands.
    Raises IllegalMove where no decision waits for an answer, Incomplete for a no without a reason and for a score
    outside 1 to 5.
    """
    step = accept if is_accepted else reject
    complaint = step(complaint_id=complaint_id, by=None, now=now, reason=reason)
    if judgement:
        _demand_scores(judgement)
        Rating.objects.get_or_create(complaint=complaint, defaults=asdict(judgement) | {"at": now})
    return complaint


def rate(*, complaint_id: int, process: int, outcome: int | None, comment: str, now: datetime) -> Rating:
    """Keep one judgement a complaint.

    Raises IllegalMove before a decision was sent or when it was judged already, Incomplete for a score outside 1 to 5.
    """
    judgement = Judgement(process, outcome, comment)
    _demand_scores(judgement)
    complaint = Complaint.objects.get(pk=complaint_id)
    if complaint.status not in RATEABLE:
        raise IllegalMove(_("You can rate our work once we have told you the outcome."))
    try:
        with transaction.atomic():
            return Rating.objects.create(complaint=complaint, at=now, **asdict(judgement))
    except IntegrityError as error:
        raise IllegalMove(_("You have rated this complaint already. Thank you.")) from error


def _demand_scores(judgement: Judgement) -> None:
    for name, score in (("process", judgement.process), ("outcome", judgement.outcome)):
        if score is not None and score not in range(1, 6):
            message = _("Please choose a score from 1 to 5.")
            raise Incomplete(message, missing={name: message})
