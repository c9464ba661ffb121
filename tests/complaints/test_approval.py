"""Approval where it matters: what waits, who approves, and that nothing leaves before."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from complaints import services
from complaints.models import Approval, ApprovalRule, Complaint, RemedyRule
from complaints.selectors import approvals_for
from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, StaleVersion
from foundation.core.models import Notification, OutboxMessage
from tests.complaints.factories import DECISION, FOUND, Desk, ground, make_person

Filed = Callable[..., Complaint]
SignIn = Callable[[User], Client]


@pytest.fixture
def critical(filed: Filed) -> Callable[[str], Complaint]:
    """A case of critical severity in a state."""

    def make(status: str) -> Complaint:
        complaint = filed(status)
        Complaint.objects.filter(pk=complaint.pk).update(severity=4)
        complaint.refresh_from_db()
        return complaint

    return make


@pytest.fixture
def executive(person: Callable[..., User]) -> User:
    return person("executive")


def ask(complaint: Complaint, desk: Desk, now: datetime) -> Approval:
    asked = services.communicate_or_ask(complaint_id=complaint.pk, by=desk.officer, now=now, covering="เรียนท่าน")
    assert isinstance(asked, Approval)
    return asked


def test_a_critical_decision_leaves_only_when_approved(critical, desk: Desk, executive: User, now: datetime) -> None:
    complaint = critical("decided")
    asked = ask(complaint, desk, now)
    sent = OutboxMessage.objects.count()
    complaint.refresh_from_db()
    assert complaint.status == "decided"
    assert not complaint.messages.filter(kind="decision").exists()
    assert Notification.objects.filter(user=executive).exists()
    services.approve(approval_id=asked.pk, by=executive, now=now, shown_version=asked.version)
    complaint.refresh_from_db()
    message = complaint.messages.get(kind="decision")
    assert (complaint.status, message.body, message.author) == ("communicated", asked.text, desk.officer)
    assert OutboxMessage.objects.count() == sent + 1


def test_nobody_goes_round_the_rule(critical, desk: Desk, now: datetime) -> None:
    complaint = critical("decided")
    with pytest.raises(Incomplete) as refusal:
        services.communicate(complaint_id=complaint.pk, by=desk.officer, now=now)
    assert set(refusal.value.missing) == {"approval"}
    other = critical("carried_out")
    with pytest.raises(Incomplete):
        services.close(complaint_id=other.pk, reason="ครบ", by=desk.manager, now=now)


def test_milder_cases_do_not_wait(filed: Filed, desk: Desk, now: datetime) -> None:
    complaint = filed("decided")
    sent = services.communicate_or_ask(complaint_id=complaint.pk, by=desk.officer, now=now)
    assert isinstance(sent, Complaint)
    ApprovalRule.objects.filter(step="close").update(is_active=False)
    closed = filed("carried_out")
    Complaint.objects.filter(pk=closed.pk).update(severity=4)
    assert services.close_or_ask(complaint_id=closed.pk, reason="ครบ", by=desk.manager, now=now).status == "closed"


def test_the_author_the_decider_and_other_roles_do_not_approve(
    critical, desk: Desk, person: Callable[..., User], now: datetime
) -> None:
    ApprovalRule.objects.filter(step="communicate").update(role=desk.manager.roles.get())
    asked = ask(critical("decided"), desk, now)
    given = {"approval_id": asked.pk, "now": now, "shown_version": asked.version}
    for who in (desk.officer, desk.manager, person("auditor")):  # asked, decided, has another role
        with pytest.raises(NotAllowed):
            services.approve(by=who, **given)
        assert not approvals_for(who).exists()
    second = make_person("complaint-manager", "second", desk.unit)
    assert list(approvals_for(second)) == [asked]
    services.approve(by=second, **given)


def test_the_database_keeps_the_second_person(critical, desk: Desk, now: datetime) -> None:
    asked = ask(critical("decided"), desk, now)
    with pytest.raises(IntegrityError, match="complaint_approval_second_person"), transaction.atomic():
        Approval.objects.filter(pk=asked.pk).update(state="approved", answered_by=desk.officer, answered_at=now)


def test_returned_needs_remarks_and_may_be_asked_again(critical, desk: Desk, executive: User, now: datetime) -> None:
    complaint = critical("decided")
    asked = ask(complaint, desk, now)
    given = {"approval_id": asked.pk, "by": executive, "now": now, "shown_version": asked.version}
    with pytest.raises(Incomplete):
        services.return_with_remarks(remarks=" ", **given)
    with pytest.raises(IllegalMove):  # once is enough
        ask(complaint, desk, now)
    services.return_with_remarks(remarks="ขอคำอธิบายสาเหตุให้ชัด", **given)
    with pytest.raises((IllegalMove, StaleVersion)):
        services.approve(**given)
    complaint.refresh_from_db()
    assert complaint.status == "decided"
    assert ask(complaint, desk, now).is_waiting


def test_an_officer_asks_for_the_closing_and_a_manager_approves(critical, desk: Desk, now: datetime) -> None:
    complaint = critical("carried_out")
    asked = services.close_or_ask(complaint_id=complaint.pk, reason="ครบแล้ว", by=desk.officer, now=now)
    assert isinstance(asked, Approval)
    services.approve(approval_id=asked.pk, by=desk.manager, now=now, shown_version=asked.version)
    complaint.refresh_from_db()
    last = complaint.transitions.latest("id")
    assert (complaint.status, last.by, last.reason) == ("closed", desk.manager, "ครบแล้ว")


def test_a_message_waits_where_the_rule_is_in_use(critical, desk: Desk, now: datetime) -> None:
    ApprovalRule.objects.filter(step="message").update(is_active=True)
    complaint = critical("investigating")
    before = complaint.messages.count()
    asked = services.send_or_ask(complaint_id=complaint.pk, body="กำลังตรวจ", by=desk.officer, now=now)
    assert complaint.messages.count() == before
    services.approve(approval_id=asked.pk, by=desk.manager, now=now, shown_version=asked.version)
    assert complaint.messages.latest("id").body == "กำลังตรวจ"


def test_what_is_overtaken_waits_no_more(critical, desk: Desk, executive: User, now: datetime) -> None:
    complaint = critical("decided")
    asked = ask(complaint, desk, now)
    services.withdraw(complaint_id=complaint.pk, reason="ขอถอน", by=None, now=now)
    asked.refresh_from_db()
    assert asked.state == "dropped"
    assert not approvals_for(executive).exists()


def test_whoever_asked_takes_it_back(critical, desk: Desk, executive: User, now: datetime) -> None:
    asked = ask(critical("decided"), desk, now)
    with pytest.raises(NotAllowed):
        services.take_back(approval_id=asked.pk, by=executive, now=now)
    assert services.take_back(approval_id=asked.pk, by=desk.officer, now=now).state == "dropped"


def test_pages_of_both_sides(critical, desk: Desk, executive: User, signed_in: SignIn, now: datetime) -> None:
    complaint = critical("decided")
    page = reverse("complaints:staff-detail", args=[complaint.number])
    officer, approver = signed_in(desk.officer), signed_in(executive)
    move = reverse("complaints:staff-move", args=[complaint.number, "communicate"])
    answer = officer.post(move, {"covering": "เรียนท่าน"}, follow=True)
    assert "รออนุมัติ" in answer.content.decode()
    asked = Approval.objects.get(complaint=complaint)
    assert "เรียนท่าน" in approver.get(page).content.decode()
    give = reverse("complaints:staff-approval", args=[complaint.number, asked.public_id, "return"])
    refused = approver.post(give, {"version": asked.version, "remarks": ""})
    assert refused.status_code == 422
    assert officer.post(give, {"version": asked.version, "remarks": "x"}).status_code == 403
    assert approver.post(give, {"version": asked.version + 1, "remarks": "ขอแก้"}).status_code == 409
    assert approver.post(give, {"version": asked.version, "remarks": "ขอแก้"}).status_code == 302
    assert "ขอแก้" in officer.get(page).content.decode()
    later = services.communicate_or_ask(complaint_id=complaint.pk, by=desk.officer, now=now + timedelta(minutes=1))
    yes = reverse("complaints:staff-approval", args=[complaint.number, later.public_id, "approve"])
    assert approver.post(yes, {"version": later.version}).status_code == 302
    complaint.refresh_from_db()
    assert complaint.status == "communicated"


def test_an_officer_asks_on_the_page(critical, desk: Desk, officer: Client) -> None:
    complaint = critical("carried_out")
    assert "ask-close" in officer.get(reverse("complaints:staff-detail", args=[complaint.number])).content.decode()
    address = reverse("complaints:staff-ask-close", args=[complaint.number])
    assert officer.post(address, {"reason": "ครบแล้ว"}).status_code == 302
    assert Approval.objects.get(complaint=complaint).step == "close"
    assert officer.post(address, {"reason": "ครบแล้ว"}).status_code == 409


def test_a_partner_is_told_that_a_step_waits(critical, desk: Desk, officer: Client) -> None:
    complaint = critical("decided")
    address = reverse("complaints:api-transitions", args=[complaint.number])
    answer = officer.post(address, {"move": "communicate", "covering": ""}, content_type="application/json")
    assert (answer.status_code, answer.json()["status"]) == (202, "decided")


# --- authority for a remedy (ISO 10002, annex F) ---------------------------------------------------------------------


def decided(filed: Filed, desk: Desk, now: datetime, *, remedies: list[str], amount: int | None) -> Complaint:
    case = filed("investigating")
    ground(case, desk.investigator, now)
    services.record_findings(complaint_id=case.pk, found=FOUND, by=desk.investigator, now=now)
    promised = replace(DECISION, remedies=remedies, amount=None if amount is None else Decimal(amount))
    return services.decide(complaint_id=case.pk, decision=promised, by=desk.manager, now=now)


@pytest.mark.parametrize(
    ("remedies", "amount", "waits"),
    [
        (["apology"], None, False),
        (["refund"], 4999, False),
        (["refund"], 5000, True),
        (["refund"], None, True),  # nobody said how much
        (["apology", "compensation"], 1, True),
    ],
)
def test_money_leaves_only_by_whoever_may_promise_it(
    filed: Filed, desk: Desk, executive: User, now: datetime, remedies: list[str], amount: int | None, waits: bool
) -> None:
    case = decided(filed, desk, now, remedies=remedies, amount=amount)
    came = services.communicate_or_ask(complaint_id=case.pk, by=desk.officer, now=now)
    assert isinstance(came, Approval) is waits
    if isinstance(came, Approval):
        with pytest.raises(Incomplete):
            services.communicate(complaint_id=case.pk, by=desk.officer, now=now)
        services.approve(approval_id=came.pk, by=executive, now=now, shown_version=came.version)
    assert Complaint.objects.get(pk=case.pk).status == "communicated"


def test_two_roles_approve_one_after_the_other(filed: Filed, desk: Desk, executive: User, now: datetime) -> None:
    second = make_person("complaint-manager", "second", desk.unit)
    RemedyRule.objects.create(remedy="apology", role=second.roles.get())
    case = decided(filed, desk, now, remedies=["apology", "compensation"], amount=100)
    first = services.communicate_or_ask(complaint_id=case.pk, by=desk.officer, now=now)
    assert isinstance(first, Approval)
    people = {second.roles.get().pk: second, executive.roles.get().pk: executive}
    services.approve(approval_id=first.pk, by=people.pop(first.role_id), now=now, shown_version=first.version)
    assert Complaint.objects.get(pk=case.pk).status == "decided"
    other = Approval.objects.get(complaint=case, state="waiting")
    services.approve(approval_id=other.pk, by=people.pop(other.role_id), now=now, shown_version=other.version)
    assert Complaint.objects.get(pk=case.pk).status == "communicated"


def test_an_authority_is_changed_with_a_reason(desk: Desk, signed_in: SignIn) -> None:
    manager, page = signed_in(desk.manager), reverse("complaints:staff-rule-remedy-new")
    said = {"remedy": "replacement", "amount_from": "1000", "role": str(desk.manager.roles.get().pk), "is_active": "on"}
    assert manager.post(page, said).status_code == 422
    assert manager.post(page, said | {"reason": "ของแพงขึ้น"}).status_code == 302
    assert manager.post(page, said | {"reason": "ซ้ำ"}).status_code == 422
    row = RemedyRule.objects.get(remedy="replacement")
    assert "ของแพงขึ้น" in manager.get(reverse("complaints:staff-rules")).content.decode()
    assert row.amount_from == 1000
