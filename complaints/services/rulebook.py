"""Changing the rules of approval, reopening, notices and escalation: with a reason, kept in their history."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from complaints.models import ApprovalRule, ClosingPolicy, EscalationRule, NoticePolicy, RemedyRule
from complaints.rules_closing import may_set_rules
from foundation.accounts.models import User
from foundation.core.errors import Incomplete, NotAllowed
from foundation.core.models import locked, signed

Rule = ApprovalRule | ClosingPolicy | NoticePolicy | EscalationRule | RemedyRule


@transaction.atomic
def change_rule(
    row: Rule, *, values: Mapping[str, Any], reason: str, by: User, now: datetime, shown_version: int | None = None
) -> Rule:
    """Change a stored rule, or keep a new one. What waits already waits on, under the rule as it was.

    Raises NotAllowed, StaleVersion, Incomplete without a reason, for a value outside its bounds, or a step of the
    ladder that stands there already.
    """
    if not may_set_rules(by):
        raise NotAllowed(_("Your role does not include changing the rules."))
    if not reason.strip():
        message = _("Please say why.")
        raise Incomplete(message, missing={"reason": message})
    stored: Any = type(row)._default_manager.all()
    kept: Rule = locked(stored, pk=row.pk, shown_version=shown_version) if row.pk else row
    for name, value in values.items():
        setattr(kept, name, value)
    try:
        with transaction.atomic():
            signed(kept, by=by, now=now, reason=reason).save()
    except IntegrityError as error:
        raise Incomplete(
            _("This cannot be kept: the same step stands there already, or a value is out of bounds.")
        ) from error
    return kept
