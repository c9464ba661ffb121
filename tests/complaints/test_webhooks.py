"""Telling partners' systems: a row first, signed, once, tried again, given up aloud, nothing about a person."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from complaints import partner_rules, services
from complaints.enums_partners import DeliveryState, WebhookEvent
from complaints.models import Complaint, PartnerGate, Webhook, WebhookAttempt, WebhookDelivery
from complaints.services import webhooks
from foundation.core import job_runner
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.jobs import enqueue
from foundation.core.models import Job, Notification
from tests.complaints.factories import Desk
from tests.complaints.partnering import BROUGHT, Listener, System, listening, make_gate, make_system


@pytest.fixture(autouse=True)
def _loopback(settings: Settings) -> None:
    settings.OUTGOING_PRIVATE_ADDRESSES = True


@pytest.fixture
def gate(desk: Desk) -> PartnerGate:
    """A partner that may bring complaints."""
    return make_gate(desk.manager)


@pytest.fixture
def system(desk: Desk, gate: PartnerGate) -> System:
    """Its system."""
    return make_system(gate, desk.manager)


@pytest.fixture
def case(system: System) -> Complaint:
    """A case that it brought."""
    return Complaint.objects.get(number=system.bring().json()["number"])


def listen(gate: PartnerGate, desk: Desk, heard: Listener, *events: str) -> tuple[Webhook, str]:
    """Tell the listener of everything, or of what is named."""
    every = list(events) or list(WebhookEvent.values)
    return webhooks.subscribe(gate_id=gate.pk, url=heard.url, events=every, by=desk.manager, now=timezone.now())


def let_time_pass() -> None:
    """What waits for a later attempt is due now."""
    Job.objects.filter(state="queued").update(run_after=timezone.now(), ring_at=timezone.now())


def test_a_step_is_told_signed_and_without_a_person(gate: PartnerGate, desk: Desk, case: Complaint) -> None:
    with listening() as heard:
        _hook, secret = listen(gate, desk, heard, "complaint.status")
        desk.step(case, "acknowledge")
        job_runner.run_waiting()
    row = WebhookDelivery.objects.get()
    (headers, body), *more = heard.came
    assert (row.state, more, body) == (DeliveryState.DELIVERED, [], row.payload)
    told = json.loads(body)
    assert (told["number"], told["status"], told["event"]) == (case.number, "acknowledged", "complaint.status")
    assert told["delivery"] == row.public_id
    assert told.keys() == {"delivery", "event", "at", "number", "status", "dates"}
    assert not any(word in body for word in (BROUGHT["name"], "T-1001", "081", desk.officer.last_name))
    moment, mac = (part.partition("=")[2] for part in headers[webhooks.SIGNATURE_HEADER].split(","))
    right = hmac.new(secret.encode(), f"{moment}.{body}".encode(), hashlib.sha256).hexdigest()
    assert hmac.compare_digest(mac, right)
    assert abs(int(moment) - timezone.now().timestamp()) < 60


def test_only_what_was_asked_for_and_only_of_own_cases(gate: PartnerGate, desk: Desk, case: Complaint) -> None:
    with listening() as heard:
        listen(gate, desk, heard, "complaint.message")
        desk.step(case, "acknowledge")  # its words are a message
        desk.step(desk.file(), "acknowledge")
    assert list(WebhookDelivery.objects.values_list("event", "complaint")) == [("complaint.message", case.pk)]


def test_a_moved_date_is_told(gate: PartnerGate, desk: Desk, case: Complaint) -> None:
    with listening() as heard:
        listen(gate, desk, heard, "complaint.dates")
        now = timezone.now()
        services.pause(complaint_id=case.pk, kind="complainant", reason="รอรูป", by=desk.officer, now=now)
        services.resume(complaint_id=case.pk, by=desk.officer, now=now + timedelta(days=7))
    case.refresh_from_db()
    told = json.loads(WebhookDelivery.objects.get().payload)
    assert told["dates"]["reply_due_at"] == case.reply_due_at.isoformat()


def test_a_decision_that_was_not_sent_is_not_told(gate: PartnerGate, desk: Desk, case: Complaint) -> None:
    desk.advance(case, "investigating")
    with listening() as heard:
        listen(gate, desk, heard, "complaint.status")
        desk.step(case, "decide")
        assert not WebhookDelivery.objects.exists()
        desk.step(case, "communicate")
    assert json.loads(WebhookDelivery.objects.get().payload)["status"] == "communicated"


def test_a_refused_telling_is_tried_again_until_it_arrives(gate: PartnerGate, desk: Desk, case: Complaint) -> None:
    with listening() as heard:
        heard.answers = [500, 302, 204]
        listen(gate, desk, heard, "complaint.status")
        desk.step(case, "acknowledge")
        job_runner.run_waiting()
        row = WebhookDelivery.objects.get()
        assert row.state == DeliveryState.WAITING
        assert row.next_at > timezone.now() + timedelta(seconds=50)
        for _n in range(3):
            let_time_pass()
            job_runner.run_waiting()
    row.refresh_from_db()
    assert row.state == DeliveryState.DELIVERED
    assert list(row.attempts.values_list("status_code", flat=True)) == [500, 302, 204]  # a redirection is not followed
    assert len({body for _headers, body in heard.came}) == 1


def test_it_is_given_up_aloud_and_can_be_sent_again(
    gate: PartnerGate, desk: Desk, case: Complaint, manager: Client
) -> None:
    with listening() as heard:
        heard.answers = [503] * (len(partner_rules.PAUSES) + 1)
        listen(gate, desk, heard, "complaint.status")
        desk.step(case, "acknowledge")
        for _n in range(len(partner_rules.PAUSES) + 3):
            let_time_pass()
            job_runner.run_waiting()
        row = WebhookDelivery.objects.get()
        assert (row.state, row.attempts.count()) == (DeliveryState.GIVEN_UP, len(partner_rules.PAUSES) + 1)
        assert Notification.objects.filter(user=desk.manager, url=gate.get_absolute_url()).count() == 1
        again = reverse("complaints:staff-partner-again", args=[gate.public_id, row.public_id])
        assert again in manager.get(gate.get_absolute_url()).content.decode()
        assert manager.post(again).status_code == 302
        job_runner.run_waiting()
    row.refresh_from_db()
    assert row.state == DeliveryState.DELIVERED
    with pytest.raises(IllegalMove):
        webhooks.send_again(delivery_id=row.pk, by=desk.manager, now=timezone.now())
    with pytest.raises(NotAllowed):
        webhooks.send_again(delivery_id=row.pk, by=desk.officer, now=timezone.now())


def test_a_case_that_became_confidential_is_told_no_more(gate: PartnerGate, desk: Desk, case: Complaint) -> None:
    with listening() as heard:
        listen(gate, desk, heard)
        desk.step(case, "acknowledge")
        waiting = WebhookDelivery.objects.count()
        services.take_confidential(complaint_id=case.pk, reason="ทุจริต", by=desk.officer, now=timezone.now())
        job_runner.run_waiting()
    assert heard.came == []
    assert WebhookDelivery.objects.filter(state=DeliveryState.WITHHELD).count() == waiting == 2


def test_an_ended_address_is_told_no_more_and_its_secret_is_gone(
    gate: PartnerGate, desk: Desk, case: Complaint
) -> None:
    with listening() as heard:
        hook, _secret = listen(gate, desk, heard, "complaint.status")
        desk.step(case, "acknowledge")
        webhooks.end(webhook_id=hook.pk, by=desk.manager, now=timezone.now())
        desk.step(case, "assess")
        job_runner.run_waiting()
    assert heard.came == []
    assert WebhookDelivery.objects.get().state == DeliveryState.WITHHELD
    assert Webhook.objects.select_related("data_key").get().secret is None
    with pytest.raises(IllegalMove):
        webhooks.end(webhook_id=hook.pk, by=desk.manager, now=timezone.now())


def test_the_same_thing_is_told_once(gate: PartnerGate, desk: Desk, case: Complaint) -> None:
    with listening() as heard:
        listen(gate, desk, heard)
        for _n in range(2):
            webhooks.tell(case, WebhookEvent.STATUS, key="step:1", now=timezone.now())
        job_runner.run_waiting()
        webhooks.deliver(delivery_id=WebhookDelivery.objects.get().pk)  # a second worker
    assert len(heard.came) == 1


def test_what_was_told_long_ago_is_forgotten_and_what_may_still_be_sent_is_kept(
    gate: PartnerGate, desk: Desk, case: Complaint
) -> None:
    with listening() as heard:
        hook, _secret = listen(gate, desk, heard, "complaint.status")
        desk.step(case, "acknowledge")
        job_runner.run_waiting()
    told = WebhookDelivery.objects.get()
    facts = {"webhook": hook, "complaint": case, "event": told.event, "payload": "{}", "created_at": told.created_at}
    over = {"finished_at": told.finished_at}
    given_up = WebhookDelivery.objects.create(**facts, **over, key="a", state=DeliveryState.GIVEN_UP)
    waiting = WebhookDelivery.objects.create(**facts, key="b")
    WebhookDelivery.objects.create(**facts, **over, key="c", state=DeliveryState.WITHHELD)
    end = told.finished_at + partner_rules.KEPT
    assert webhooks.forget_deliveries(now=end - timedelta(days=1)) == 0
    assert webhooks.forget_deliveries(now=end + timedelta(days=1), limit=1) == 1
    assert webhooks.forget_deliveries(now=end + timedelta(days=1)) == 1
    assert set(WebhookDelivery.objects.all()) == {given_up, waiting}
    assert not WebhookAttempt.objects.exists()
    webhooks.end(webhook_id=hook.pk, by=desk.manager, now=timezone.now())
    WebhookDelivery.objects.filter(pk=given_up.pk).update(finished_at=timezone.now() - partner_rules.KEPT * 2)
    job = enqueue("complaints.tidy_tellings", params={}, by=None)
    job_runner.run(job.pk)
    job.refresh_from_db()
    assert job.result == {"tellings": 1}
    assert list(WebhookDelivery.objects.all()) == [waiting]


def test_attempts_are_never_changed(gate: PartnerGate, desk: Desk, case: Complaint) -> None:
    with listening() as heard:
        listen(gate, desk, heard, "complaint.status")
        desk.step(case, "acknowledge")
        job_runner.run_waiting()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        WebhookAttempt.objects.update(status_code=200)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        WebhookAttempt.objects.all()._raw_delete(using="default")


@pytest.mark.parametrize(
    "url",
    [
        "http://partner.example/x",
        "https://",
        "ftp://partner.example",
        "https://user:pw@partner.example/",
        "https://partner.example/#part",
        "https://ไทย.example/",
        "javascript:alert(1)",
        "https://partner.example:99999/",
    ],
)
def test_an_address_that_is_none_to_send_to_is_refused(
    gate: PartnerGate, desk: Desk, settings: Settings, url: str
) -> None:
    settings.OUTGOING_PRIVATE_ADDRESSES = False
    with pytest.raises(Incomplete) as refused:
        webhooks.subscribe(gate_id=gate.pk, url=url, events=["complaint.status"], by=desk.manager, now=timezone.now())
    assert "url" in refused.value.missing


def test_a_private_address_is_given_up_at_once(
    gate: PartnerGate, desk: Desk, case: Complaint, settings: Settings
) -> None:
    settings.OUTGOING_PRIVATE_ADDRESSES = False
    with listening() as heard:
        heard.url = heard.url.replace("http://127.0.0.1", "https://localhost")
        listen(gate, desk, heard, "complaint.status")
        desk.step(case, "acknowledge")
        job_runner.run_waiting()
    row = WebhookDelivery.objects.get()
    assert (heard.came, row.state, row.attempts.get().error) == ([], DeliveryState.GIVEN_UP, "forbidden")


class TestPages:
    """Letting in, key, addresses: shown once, refused kindly."""

    def test_key_and_secret_are_shown_once(self, gate: PartnerGate, manager: Client) -> None:
        address = gate.get_absolute_url()
        given = manager.post(reverse("complaints:staff-partner-key", args=[gate.public_id]))
        assert "no-store" in given.headers["Cache-Control"]
        key = given.context["key"]
        assert System(key).get().status_code == 200
        facts = {"url": "https://partner.example/told", "events": ["complaint.status"]}
        told = manager.post(reverse("complaints:staff-partner-webhook", args=[gate.public_id]), facts)
        secret = told.context["secret"]
        page = manager.get(address).content.decode()
        assert "https://partner.example/told" in page
        assert key not in page
        assert secret not in page
        twice = manager.post(reverse("complaints:staff-partner-webhook", args=[gate.public_id]), facts)
        assert twice.status_code == 422

    def test_doors_are_changed_and_a_stale_page_is_refused(self, gate: PartnerGate, manager: Client) -> None:
        address = reverse("complaints:staff-partner-change", args=[gate.public_id])
        facts = {"channels": ["line"], "version": gate.version}
        assert manager.post(address, facts).status_code == 302
        gate.refresh_from_db()
        assert (gate.channels, gate.is_open) == (["line"], False)
        assert manager.post(address, facts).status_code == 422
        assert manager.post(address, {"version": gate.version}).status_code == 422

    def test_a_partner_of_the_register_is_let_in(self, desk: Desk, manager: Client) -> None:
        gate = make_gate(desk.manager)
        partner = gate.partner
        PartnerGate.history.all()
        gate.delete()
        index = reverse("complaints:staff-partners")
        assert manager.post(index, {"partner": ""}).status_code == 422
        assert manager.post(index, {"partner": partner.pk}).status_code == 302
        assert PartnerGate.objects.get().partner == partner
        assert partner.name_th in manager.get(index).content.decode()
