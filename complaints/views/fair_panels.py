"""What the case page shows of the person complained about: told, heard, or no longer waited for."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from complaints import rules, selectors
from complaints.forms.hearing import TellPersonForm, WaitNoLongerForm
from complaints.models import Complaint
from foundation.accounts.models import User


def hearing_context(user: User, complaint: Complaint, shown: dict[str, forms.Form], now: datetime) -> dict[str, Any]:
    """What the case page shows of the hearing."""
    row = selectors.hearing_of(complaint)
    may = rules.may_hear(user, complaint)
    over = row is not None and row.heard_at is None and timezone.localdate(now) > row.answer_by
    return {
        "hearing": row,
        "may_tell": may and row is None,
        "may_wait_no_longer": may and over,
        "tell_person_form": shown.get("tell_person") or TellPersonForm(auto_id="tell-%s"),
        "wait_form": shown.get("wait_no_longer") or WaitNoLongerForm(auto_id="wait-%s"),
    }
