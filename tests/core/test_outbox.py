"""The outbox: written with the fact, sent after it, each once, sealed, never without consent."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from foundation.core import crypto, doorbell, outbox, sweeper
from foundation.core.errors import IllegalMove
from foundation.core.models import DataKey, Notification, OutboxError, OutboxMessage, OutboxState

pytestmark = pytest.mark.django_db

ADDRESS = "somchai@example.com"


@pytest.fixture(autouse=True)
def organisation(settings):
    """Whose letters these are. The letter itself lies in tests/core/labour/templates/mail."""
    settings.ORGANISATION = {"name_th": "ธนารักษ์พัฒนาสินทรัพย์", "name_en": "DAD", "phone": ""}


@pytest.fixture
def gates(monkeypatch):
    """The plugged consent gates, none to begin with."""
    plugged = []
    monkeypatch.setattr(outbox, "_gates", plugged)
    return plugged


def send(key="ack:1", **changes):
    words = {"number": "C-2569-000001-0", "text": "ตอบภายใน 3 วัน"}
    message = {
        "kind": "test.ack",
        "to": ADDRESS,
        "language": "th",
        "template": "test_letter",
        "context": words,
        "key": key,
    }
    return outbox.send(**message | changes)


def failing(monkeypatch, error):
    def send_messages(self, messages):
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)


def make_due(message):
    OutboxMessage.objects.filter(pk=message.pk).update(run_after=Now(), ring_at=Now())


# --- sending --------------------------------------------------------------------------------------------------------


def test_message_arrives_once_in_the_language_of_its_reader(django_capture_on_commit_callbacks):
    message = send()
    outbox.deliver(message.pk)
    outbox.deliver(message.pk)
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == ([ADDRESS], "รับเรื่อง C-2569-000001-0 แล้ว")
    assert sent.body.startswith("ตอบภายใน 3 วัน\n")
    assert "ธนารักษ์พัฒนาสินทรัพย์" in sent.body
    english = send("ack:2", language="en")
    outbox.deliver(english.pk)
    assert mail.outbox[1].subject == "We have your case C-2569-000001-0"
    assert "Please do not reply" in mail.outbox[1].body


def test_robots_are_asked_not_to_answer_and_the_id_is_the_rows_own():
    message = send()
    outbox.deliver(message.pk)
    headers = mail.outbox[0].message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["X-Auto-Response-Suppress"] == "All"
    assert headers["Message-ID"] == message.message_id


def test_same_key_is_one_message():
    assert send() == send(to="other@example.com")
    assert OutboxMessage.objects.count() == 1


def test_message_goes_through_the_queue_of_acknowledgements(monkeypatch, django_capture_on_commit_callbacks):
    rung = []
    monkeypatch.setattr(doorbell, "ring", lambda task, pk, *, queue: rung.append((task, pk, queue)))
    with django_capture_on_commit_callbacks(execute=True):
        message = send()
    assert rung == [("core.deliver", message.pk, "acks")]


def send_and_fail():
    send()
    raise ZeroDivisionError


def test_message_of_a_rolled_back_fact_is_never_sent():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send_and_fail()
    assert not OutboxMessage.objects.exists()
    assert not DataKey.objects.exists()


def test_words_of_people_are_neither_escaped_nor_run_and_make_no_headers():
    nasty = '<b>{{ 7|add:7 }}</b> & "quotes"'
    message = send(context={"number": "1\r\nBcc: all@example.com", "text": nasty})
    outbox.deliver(message.pk)
    [sent] = mail.outbox
    assert nasty in sent.body
    assert sent.subject == "รับเรื่อง 1"
    assert sent.message()["Bcc"] is None
    assert sent.recipients() == [ADDRESS]


def test_bad_address_is_a_visible_failure_not_an_exception():
    message = send(to="not an address\nBcc: x@example.com")
    outbox.deliver(message.pk)
    message.refresh_from_db()
    assert (message.state, message.error) == (OutboxState.FAILED, OutboxError.BAD_ADDRESS)
    assert message.subject == "รับเรื่อง C-2569-000001-0 แล้ว", "so that people know whom to reach by another way"
    OutboxMessage.objects.update(state="queued", finished_at=None)
    outbox.deliver(message.pk)
    message.refresh_from_db()
    assert (message.state, mail.outbox) == (OutboxState.FAILED, [])


# --- sealed ---------------------------------------------------------------------------------------------------------


def test_nothing_personal_lies_open_in_the_table():
    message = send(context={"number": "1", "text": "นางสาวมาลี ใจดี"})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_to_json(core_outboxmessage)::text FROM core_outboxmessage WHERE id = %s", [message.pk]
        )
        row = cursor.fetchone()[0]
    assert ADDRESS not in row
    assert "มาลี" not in row
    fresh = OutboxMessage.objects.get(pk=message.pk)
    assert (fresh.recipient, fresh.masked_recipient) == (ADDRESS, "s•••@example.com")


def test_after_sending_content_is_wiped_and_its_own_key_destroyed():
    message = send()
    outbox.deliver(message.pk)
    fresh = OutboxMessage.objects.select_related("data_key").get(pk=message.pk)
    assert (fresh.state, fresh.recipient, fresh.subject, fresh.body) == (OutboxState.SENT, None, None, None)
    assert fresh.data_key.is_destroyed


def test_key_of_the_person_survives_sending():
    key = crypto.new_data_key()
    outbox.deliver(send(subject_key=key).pk)
    key.refresh_from_db()
    assert not key.is_destroyed


def test_erasing_the_person_silences_a_waiting_message():
    key = crypto.new_data_key()
    message = send(subject_key=key)
    crypto.destroy_data_key(key)
    outbox.deliver(message.pk)
    message.refresh_from_db()
    assert (message.state, message.error, mail.outbox) == (OutboxState.REFUSED, OutboxError.ERASED, [])


# --- consent --------------------------------------------------------------------------------------------------------


def test_without_a_gate_only_service_messages_go_out(gates):
    message = send(purpose="marketing")
    assert (message.state, message.error) == (OutboxState.REFUSED, OutboxError.NO_CONSENT)
    assert message.recipient is None
    assert send("ack:2").state == OutboxState.QUEUED


def test_gate_is_asked_about_what_goes_to_whom_and_can_refuse(gates):
    asked = []
    gates.append(lambda outgoing: asked.append(outgoing) or outgoing.to == ADDRESS)
    assert send("m:1", purpose="marketing").state == OutboxState.QUEUED
    assert send("m:2", purpose="marketing", to="no@example.com").state == OutboxState.REFUSED
    assert [(outgoing.purpose, outgoing.to) for outgoing in asked] == [
        ("marketing", ADDRESS),
        ("marketing", "no@example.com"),
    ]


def test_consent_withdrawn_before_sending_counts(gates):
    gates.append(lambda outgoing: True)
    message = send(purpose="marketing")
    gates.append(lambda outgoing: False)
    outbox.deliver(message.pk)
    message.refresh_from_db()
    assert (message.state, message.recipient, mail.outbox) == (OutboxState.REFUSED, None, [])


# --- failures -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (TimeoutError("timed out"), "unreachable"),
        (ConnectionRefusedError(), "unreachable"),
        (smtplib.SMTPServerDisconnected("gone"), "unreachable"),
        (smtplib.SMTPDataError(451, b"try later"), "451"),
        (smtplib.SMTPAuthenticationError(535, b"bad password"), "535"),
        (smtplib.SMTPRecipientsRefused({ADDRESS: (450, b"mailbox busy")}), "450"),
    ],
)
def test_passing_failure_is_tried_again_later(monkeypatch, error, reason):
    failing(monkeypatch, error)
    message = send()
    outbox.deliver(message.pk)
    message.refresh_from_db()
    assert (message.state, message.error) == (OutboxState.QUEUED, reason)
    assert round((message.run_after - timezone.now()).total_seconds()) == 60
    assert ADDRESS not in message.error_message


def test_final_answer_of_the_server_is_not_tried_again(monkeypatch, person):
    person("system-administrator")
    failing(monkeypatch, smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"no such user somchai@example.com")}))
    message = send()
    outbox.deliver(message.pk)
    message.refresh_from_db()
    assert (message.state, message.error, message.attempt) == (OutboxState.FAILED, "550", 1)
    assert "550" in message.error_message
    assert message.recipient == ADDRESS, "kept, so that it can be sent again"


def test_message_is_given_up_after_the_last_pause_and_told_once(monkeypatch, person):
    administrator = person("system-administrator")
    failing(monkeypatch, TimeoutError())
    first, second = send("a:1"), send("a:2")
    for message in (first, second):
        for _attempt in range(len(outbox.PAUSES) + 1):
            make_due(message)
            outbox.deliver(message.pk)
        message.refresh_from_db()
        assert (message.state, message.attempt) == (OutboxState.FAILED, len(outbox.PAUSES) + 1)
    assert Notification.objects.filter(user=administrator).count() == 1


def test_retry_sends_again_from_the_first_attempt(monkeypatch, person):
    administrator = person("system-administrator")
    with monkeypatch.context() as patch:
        failing(patch, smtplib.SMTPDataError(554, b"blocked"))
        message = send()
        outbox.deliver(message.pk)
    outbox.retry(message=message, by=administrator)
    outbox.deliver(message.pk)
    assert len(mail.outbox) == 1
    with pytest.raises(IllegalMove):
        outbox.retry(message=message, by=administrator)


def test_worker_that_dies_while_sending_sends_again_under_the_same_id(monkeypatch):
    message = send()
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_end", lambda *args: None)  # the process dies between the server's answer and our note
        outbox.deliver(message.pk)
    outbox.deliver(message.pk)
    assert len(mail.outbox) == 1, "not before the lease has run out"
    OutboxMessage.objects.update(lease_expires_at=Now() - timedelta(seconds=1), ring_at=Now())
    outbox.deliver(message.pk)
    assert {sent.message()["Message-ID"] for sent in mail.outbox} == {message.message_id}


def test_sweeper_rings_for_messages_too(monkeypatch):
    rung = []
    monkeypatch.setattr(sweeper, "ring", lambda task, pk, *, queue: rung.append((task, pk, queue)) or True)
    message = send()
    OutboxMessage.objects.update(ring_at=Now())
    sweeper.sweep()
    assert rung == [("core.deliver", message.pk, "acks")]


def test_sweeper_gives_up_a_message_that_kills_its_senders(person):
    person("system-administrator")
    message = send()
    OutboxMessage.objects.update(
        state="running", attempt=len(outbox.PAUSES) + 1, lease_expires_at=Now() - timedelta(seconds=1), ring_at=Now()
    )
    sweeper.sweep()
    message.refresh_from_db()
    assert (message.state, message.error) == (OutboxState.FAILED, OutboxError.INTERRUPTED)


def test_officers_see_the_failures_of_their_own_kinds(monkeypatch, person):
    monkeypatch.setitem(outbox._kinds, "test.ack", outbox.MessageKind("Acknowledgement", "complaints.handle"))
    officer, analyst = person("complaint-officer"), person("voc-analyst")
    administrator = person("system-administrator")
    failing(monkeypatch, smtplib.SMTPDataError(554, b"no"))
    for key, kind in (("a", "test.ack"), ("b", "test.other")):
        outbox.deliver(send(key, kind=kind).pk)
    seen = [outbox.undelivered_visible_to(user).count() for user in (officer, analyst, administrator)]
    assert seen == [1, 0, 2]
