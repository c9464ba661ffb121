"""Reminding those whose answer or action is overdue: once for each day that was set."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from foundation.core.notifications import notify, notify_all
from foundation.governance.models import Observation
from foundation.governance.selectors.observations import people_who_answer
from foundation.governance.selectors.risks import overdue_actions


@transaction.atomic
def remind_overdue(*, now: dt.datetime) -> dict[str, int]:
    """Leave a note for every owner; a second run changes nothing. Returns how many of each kind are overdue.

    The key of a note holds the due day, so that an observation that was returned with a new day reminds again.
    """
    today = timezone.localdate(now)
    observations = list(Observation.objects.overdue(today).select_related("owner"))
    for row in observations:
        text = gettext_lazy("An observation of the board is past its day without your answer.")
        key = f"observation:{row.public_id}:overdue:{row.due_on}"
        notify_all(people_who_answer(row), text, row.get_absolute_url(), key)
    actions = list(overdue_actions(today))
    for action in actions:
        text = gettext_lazy("An action of yours is past its day.")
        notify(action.owner, text, action.get_absolute_url(), f"action:{action.public_id}:overdue:{action.due_on}")
    return {"observations": len(observations), "actions": len(actions)}
