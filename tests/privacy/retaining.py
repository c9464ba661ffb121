"""Makers of rules of retention, through the services."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from foundation.privacy import services
from foundation.privacy.models import RetentionRule
from tests.people import someone

REASON = "ให้ตรงกับอายุความของสิทธิเรียกร้อง"


def a_draft(**changes: Any) -> RetentionRule:
    """A draft of the officer."""
    facts = {
        "kind": "complaints.complainant",
        "keep_months": 120,
        "ground": "claims",
        "citation": "ป.พ.พ. มาตรา 193/30",
        "reason": REASON,
        "by": someone("data-protection-officer"),
        "now": timezone.now(),
    }
    return services.draft_rule(**{**facts, **changes})


def a_rule(kind: str, keep_months: int, *, now: datetime | None = None, **changes: Any) -> RetentionRule:
    """A rule in force: drafted and tried by the officer, brought into force by an executive."""
    now = now or timezone.now()
    draft = a_draft(kind=kind, keep_months=keep_months, now=now, **changes)
    services.try_rule(rule_id=draft.pk, by=someone("data-protection-officer"), now=now)
    return services.bring_into_force(rule_id=draft.pk, by=someone("executive"), now=now)
