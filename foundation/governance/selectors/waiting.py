"""What this room lays on the desk of one person, for "my work"."""

import datetime as dt

from django.db.models import Q, QuerySet

from foundation.accounts.models import User
from foundation.governance.enums import ActionState
from foundation.governance.models import CorrectiveAction, Observation, Risk
from foundation.governance.selectors.risks import actions, open_risks


def observations_to_answer(user: User) -> QuerySet[Observation]:
    """Observations of the board that the person or the own unit must answer, the first due at the top."""
    rows = Observation.objects.owned_by(user).waiting().select_related("owner", "owner_unit")
    return rows.order_by("due_on", "id")


def actions_open_for(user: User) -> QuerySet[CorrectiveAction]:
    """Corrective and preventive actions of this owner that are not done."""
    return actions().filter(state=ActionState.OPEN, owner=user).order_by("due_on", "id")


def risks_to_review(user: User, today: dt.date) -> QuerySet[Risk]:
    """Risks that the person, or the person's unit where nobody is named, must assess anew by today."""
    mine = Q(owner=user)
    if user.unit_id is not None:
        mine |= Q(owner__isnull=True, owner_unit=user.unit_id)
    return open_risks().filter(mine, review_on__lte=today).order_by("review_on", "id")
