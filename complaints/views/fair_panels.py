"""What the case page shows of the person complained about, and of the investigation."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from complaints import rules_impartial, rules_investigation, selectors
from complaints.depth import depth_of
from complaints.forms.hearing import TellPersonForm, WaitNoLongerForm
from complaints.forms.matter import MatterReasonForm, RelateForm
from complaints.models import Complaint
from foundation.accounts.models import User


def hearing_context(user: User, complaint: Complaint, shown: dict[str, forms.Form], now: datetime) -> dict[str, Any]:
    """What the case page shows of the hearing."""
    row = selectors.hearing_of(complaint)
    may = rules_impartial.may_hear(user, complaint)
    over = row is not None and row.heard_at is None and timezone.localdate(now) > row.answer_by
    return {
        "hearing": row,
        "may_tell": may and row is None,
        "may_wait_no_longer": may and over,
        "tell_person_form": shown.get("tell_person") or TellPersonForm(auto_id="tell-%s"),
        "wait_form": shown.get("wait_no_longer") or WaitNoLongerForm(auto_id="wait-%s"),
    }


def investigation_context(user: User, complaint: Complaint) -> dict[str, Any]:
    """What the case page shows of plan and evidence."""
    return {
        "plan": selectors.plan_of(complaint),
        "evidence_log": selectors.evidence_of(complaint),
        "depth": depth_of(complaint),
        "demands": selectors.demands(complaint) if depth_of(complaint).is_demanded else [],
        "may_investigate": rules_investigation.may_investigate(user, complaint),
    }


def related_context(user: User, complaint: Complaint, shown: dict[str, forms.Form]) -> dict[str, Any]:
    """What the case page shows of the cases that are tied to it."""
    return {
        "related": [
            {
                "tie": tie,
                "undo": shown.get(f"unrelate-{tie.link.public_id}")
                or MatterReasonForm(auto_id=f"unrelate-{tie.link.public_id}-%s"),
            }
            for tie in selectors.related(user, complaint)
        ],
        "relate_form": shown.get("relate") or RelateForm(auto_id="relate-%s"),
    }
