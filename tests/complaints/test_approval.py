"""Approval where it matters: what waits, who approves, and that nothing leaves before."""

from collections.abc import Callable
from datetime import datetime

import pytest

from complaints import services
from complaints.models import Approval, Complaint
from foundation.accounts.models import User
from tests.complaints.factories import Desk

Filed = Callable[..., Complaint]


@pytest.fixture
def critical(filed: Filed) -> Complaint:
    """A decided case of critical severity."""
    complaint = filed("decided")
    complaint.severity = 4
    complaint.save()
    return complaint


def test_a_critical_decision_waits_and_leaves_only_when_approved(
    critical: Complaint, desk: Desk, person: Callable[..., User], now: datetime
) -> None:
    asked = services.communicate_or_ask(complaint_id=critical.pk, by=desk.officer, now=now, covering="เรียนท่าน")
    assert isinstance(asked, Approval)
    assert not critical.messages.filter(kind="decision").exists()
    services.approve(approval_id=asked.pk, by=person("executive"), now=now, shown_version=asked.version)
    critical.refresh_from_db()
    assert critical.status == "communicated"
