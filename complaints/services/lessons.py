"""A lesson from a case: an article of the knowledge room, owned by who found out or who handled it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import rules
from complaints.models import Complaint
from foundation.core.errors import Incomplete, NotAllowed
from foundation.knowledge.services import ask_for_lesson

if TYPE_CHECKING:
    from foundation.accounts.models import User
    from foundation.knowledge.models import Article

KIND = "complaint"


@transaction.atomic
def ask_lesson(*, complaint_id: int, by: "User", now: datetime) -> "Article":
    """Ask for the lesson of a case whose cause is known; a second call returns the first draft.

    Only number and subject go over, never what the complainant told. Raises NotAllowed, Incomplete without findings.
    """
    complaint = Complaint.objects.select_related("investigator", "handler").get(pk=complaint_id)
    if not rules.may_ask_for_lesson(by, complaint):
        if not complaint.root_cause:
            raise Incomplete(_("The cause is not known yet, so there is nothing to learn from it."))
        raise NotAllowed(_("Your role does not include this step."))
    owner = next((who for who in (complaint.investigator, complaint.handler) if who and who.is_active), by)
    about = f"{complaint.number} {complaint.category.name_th}"
    return ask_for_lesson(kind=KIND, public_id=complaint.public_id, about=about, owner=owner, by=by, now=now)
