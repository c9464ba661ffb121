"""Rules as data: changed in the browser with a reason; the escalation ladder; the figures of the end of a case."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from complaints import metrics_closing, services
from complaints.models import (
    ApprovalRule,
    ClosingPolicy,
    Complaint,
    Confirmation,
    Escalation,
    EscalationRule,
    Transition,
)
from foundation.accounts.models import Role, User
from foundation.core.append_only import writable_history
from foundation.core.errors import NotAllowed
from foundation.core.metrics import Period
from foundation.core.models import Notification
from foundation.core.thai.dates import fiscal_quarter_of
from tests.complaints.factories import Desk, make_inspection

Filed = Callable[..., Complaint]
RULES = reverse("complaints:staff-rules")
EVER = Period(datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


def test_a_manager_changes_a_rule_with_a_reason_and_it_is_kept(desk: Desk, manager: Client) -> None:
    row = ApprovalRule.objects.get(step="close")
    address = reverse("complaints:staff-rule-approval", args=["close"])
    given = {"severity_from": 3, "role": row.role_id, "is_active": "on", "version": row.version}
    refused = manager.post(address, given)
    assert refused.status_code == 422
    assert manager.post(address, given | {"reason": "เรื่องรุนแรงสูงก็ต้องมีคนที่สอง"}).status_code == 302
    row.refresh_from_db()
    assert (row.severity_from, row.history.first().history_user) == (3, desk.manager)
    assert "เรื่องรุนแรงสูงก็ต้องมีคนที่สอง" in manager.get(RULES).content.decode()
    stale = manager.post(address, given | {"reason": "ช้าไป"})
    assert stale.status_code == 409
    assert "ช้าไป" in stale.content.decode()


def test_the_policy_has_bounds(desk: Desk, manager: Client) -> None:
    address = reverse("complaints:staff-rule-policy")
    row = ClosingPolicy.objects.get()
    given = {
        "reopen_days": 45,
        "reopen_times": 1,
        "link_days": 20,
        "sample_size": 4,
        "version": row.version,
        "reason": "ปรับ",
    }
    assert manager.post(address, given | {"reopen_days": 0}).status_code == 422
    assert manager.post(address, given).status_code == 302
    row.refresh_from_db()
    assert (row.reopen_days, row.sample_size) == (45, 4)


def test_the_ladder_grows_and_has_each_step_once(desk: Desk, manager: Client) -> None:
    address = reverse("complaints:staff-rule-ladder-new")
    role = Role.objects.get(key="board-secretary")
    given = {"days_late": 7, "severity_from": 4, "role": role.pk, "is_active": "on", "reason": "คณะกรรมการขอทราบ"}
    assert manager.post(address, given).status_code == 302
    assert manager.post(address, given).status_code == 422
    row = EscalationRule.objects.get(role=role)
    change = reverse("complaints:staff-rule-ladder", args=[row.public_id])
    assert manager.get(change).status_code == 200
    assert manager.post(change, given | {"days_late": 9, "version": row.version}).status_code == 302
    row.refresh_from_db()
    assert row.days_late == 9


def test_an_officer_reads_and_does_not_change(desk: Desk, officer: Client, now: datetime) -> None:
    assert officer.get(RULES).status_code == 200
    assert officer.get(reverse("complaints:staff-rule-policy")).status_code == 403
    with pytest.raises(NotAllowed):
        services.change_rule(ClosingPolicy.objects.get(), values={}, reason="x", by=desk.officer, now=now)


def test_a_late_case_climbs_step_by_step_and_once(
    filed: Filed, desk: Desk, person: Callable[..., User], now: datetime
) -> None:
    executive = person("executive")
    complaint = filed("assessed")  # of high severity
    late = complaint.queue_at
    assert services.climb(now=late) == 0
    assert services.climb(now=late + timedelta(days=1, hours=1)) == 1
    assert services.climb(now=late + timedelta(days=2)) == 0
    assert not Notification.objects.filter(user=desk.manager, key__startswith="complaint-ladder").exists()
    assert Notification.objects.filter(user=executive, key__startswith="complaint-ladder").count() == 1
    assert services.climb(now=late + timedelta(days=4)) == 1
    assert set(Escalation.objects.values_list("days_late", flat=True)) == {1, 3}


def test_a_step_out_of_use_and_a_paused_case_tell_nobody(filed: Filed, desk: Desk, now: datetime) -> None:
    complaint = filed("assessed")
    late = complaint.queue_at + timedelta(days=30)
    services.pause(complaint_id=complaint.pk, kind="complainant", reason="รอ", by=desk.officer, now=now)
    assert services.climb(now=late) == 0
    services.resume(complaint_id=complaint.pk, by=desk.officer, now=now)
    EscalationRule.objects.update(is_active=False)
    assert services.climb(now=late) == 0


def test_the_reopened_share_by_hand(filed: Filed, desk: Desk, now: datetime) -> None:
    """Four carried out: one disputed, one reopened by us, one confirmed, one silent."""
    cases = [filed("carried_out") for _n in range(4)]
    services.hear(complaint_id=cases[0].pk, said="not_done", words="ยัง", by=None, now=now)
    services.reopen(complaint_id=cases[1].pk, reason="ตรวจซ้ำ", by=desk.manager, now=now)
    services.hear(complaint_id=cases[2].pk, said="done", words="", by=None, now=now)
    assert (metrics_closing.reopened(EVER)[""].value, metrics_closing.reopened(EVER)[""].n) == (50, 4)
    assert metrics_closing.reopened(EVER, "severity")["3"].n == 4
    confirmed = metrics_closing.confirmed(EVER)[""]
    assert (confirmed.value, confirmed.n, confirmed.is_held_back) == (50, 2, True)
    assert Confirmation.objects.filter(answered_at=None, ended_at=None).count() == 1


def test_the_share_in_order_leaves_out_what_cannot_be_told(desk: Desk, person, now: datetime) -> None:
    row = make_inspection(desk)
    services.inspect(inspection_id=row.pk, verdict="unclear", seen="ร้านย้าย", by=person("auditor"), now=now)
    assert metrics_closing.in_order(EVER)[""].value is None


def test_the_public_reads_the_figures_and_no_small_one(desk: Desk, client: Client, now: datetime) -> None:
    quarter = fiscal_quarter_of(now).previous()
    at = quarter.period.start + timedelta(days=20)
    for n in range(6):
        case = desk.advance(desk.file(), "carried_out")
        with writable_history():
            Transition.objects.filter(complaint=case).update(at=at)
        Confirmation.objects.filter(complaint=case).update(asked_at=at)
        if n < 4:
            services.hear(complaint_id=case.pk, said="done", words="", by=None, now=at)
    page = client.get("/portal/transparency/").content.decode()
    assert str(metrics_closing.REOPENED.title) in page
    assert "n = 6" in page  # carried out: six, shown
    assert "n = 4" not in page  # confirmed: four, held back
