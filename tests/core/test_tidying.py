"""Old machine records go; what still waits for somebody stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.core import jobs, outbox, tidying
from foundation.core.models import IdempotencyKey, Job, Notification, OutboxMessage
from foundation.core.notifications import notify

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def job(person=None, *, state="succeeded", days=0):
    row = jobs.enqueue("test.count", params={"to": 1}, by=person)
    ended = None if state in {"queued", "running"} else NOW - timedelta(days=days)
    Job.objects.filter(pk=row.pk).update(state=state, finished_at=ended, created_at=NOW - timedelta(days=days))
    return row


def test_jobs_of_the_schedule_go_after_a_fortnight_those_of_people_after_a_year(person):
    officer = person("complaint-officer")
    kept = [
        job(days=13),
        job(state="dead", days=15),
        job(officer, days=399),
        job(state="queued", days=500),
        job(state="running", days=500),
    ]
    for gone in ({"days": 15}, {"state": "dead", "days": 401}):
        job(**gone)
    job(officer, days=401)
    assert tidying.forget_old(now=NOW)["jobs"] == 3
    assert list(Job.objects.order_by("pk")) == kept


def test_undelivered_messages_stay_until_somebody_has_seen_to_them():
    for key in ("sent", "failed"):
        outbox.send(kind="test.ack", to="a@example.com", language="th", template="test_letter", context={}, key=key)
    long_ago = NOW - timedelta(days=500)
    wiped = {"recipient": None, "subject": None, "body": None}
    OutboxMessage.objects.filter(key="sent").update(state="sent", finished_at=long_ago, **wiped)
    OutboxMessage.objects.filter(key="failed").update(state="failed", finished_at=long_ago)
    tidying.forget_old(now=NOW)
    assert [message.key for message in OutboxMessage.objects.all()] == ["failed"]


def test_unread_notes_stay(person):
    officer = person("complaint-officer")
    for text in ("read", "unread"):
        notify(officer, text)
    Notification.objects.filter(text="read").update(read_at=NOW - timedelta(days=91))
    tidying.forget_old(now=NOW)
    assert [note.text for note in Notification.objects.all()] == ["unread"]


def test_old_idempotency_keys_go():
    IdempotencyKey.objects.create(scope="x", key="old")
    IdempotencyKey.objects.update(created_at=NOW - timedelta(days=91))
    IdempotencyKey.objects.create(scope="x", key="new")
    tidying.forget_old(now=NOW)
    assert [row.key for row in IdempotencyKey.objects.all()] == ["new"]
