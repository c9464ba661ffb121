"""What was drawn from a record follows it into confidence, and back: risks, and actions on it or on those risks."""

import datetime as dt

from django.db import transaction

from foundation.accounts.models import User
from foundation.core.models import locked, signed
from foundation.governance.enums import RISK_KIND
from foundation.governance.models import CorrectiveAction, Risk


@transaction.atomic
def keep_confidential(
    *, source: tuple[str, str], is_confidential: bool, by: User, now: dt.datetime, reason: str
) -> int:
    """Gives how many risks and actions changed.

    For the room that keeps the record; it has seen that `by` may do so.
    """
    kind, public_id = source
    drawn = Risk.objects.filter(subject_kind=kind, subject_public_id=public_id)
    sources = [source, *((RISK_KIND, risk) for risk in drawn.order_by("pk").values_list("public_id", flat=True))]
    changed = 0
    for pk in drawn.exclude(is_confidential=is_confidential).order_by("pk").values_list("pk", flat=True):
        risk = locked(Risk.objects.all(), pk=pk)
        risk.is_confidential = is_confidential
        signed(risk, by=by, now=now, reason=reason).save()
        changed += 1
    for kind, public_id in sources:
        rows = CorrectiveAction.objects.filter(source_kind=kind, source_public_id=public_id)
        for pk in rows.exclude(is_confidential=is_confidential).order_by("pk").values_list("pk", flat=True):
            row = locked(CorrectiveAction.objects.all(), pk=pk)
            row.is_confidential = is_confidential
            signed(row, by=by, now=now, reason=reason).save()
            changed += 1
    return changed
