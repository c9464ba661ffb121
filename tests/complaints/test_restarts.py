"""The database, the broker or the worker goes away during submit, transition and send: nothing is lost, halved or said
twice, and the person may simply try again. (A dead broker at submission: test_portal_guard.py; a worker that dies while
it sends: tests/core/test_outbox.py; a worker killed at work: tests/core/test_workers.py.)"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.core import mail as letters
from django.db import OperationalError
from django.db.models.functions import Now
from django.test import Client

from complaints import services
from complaints.models import Complaint, Draft, Message, Transition
from complaints.services import moves
from foundation.core import outbox, sweeper
from foundation.core.models import OutboxMessage
from tests.complaints.factories import Desk
from tests.complaints.portal_form import fill, send

Filed = Callable[..., Complaint]
GONE = "terminating connection due to administrator command"


@contextmanager
def gone(monkeypatch: pytest.MonkeyPatch, target: Any, name: str) -> Iterator[None]:
    """The database goes away at that call."""

    def die(*args: object, **options: object) -> None:
        raise OperationalError(GONE)

    with monkeypatch.context() as away:
        away.setattr(target, name, die)
        yield


def state(case: Complaint) -> tuple[Any, ...]:
    """All that a step writes."""
    case.refresh_from_db()
    rows = (Transition, Message)
    counts = [model.objects.filter(complaint=case).count() for model in rows]
    return case.status, case.version, case.history.count(), *counts, OutboxMessage.objects.count()


@pytest.mark.parametrize("at", ["before_the_receipt_is_queued", "before_the_draft_is_marked"])
@pytest.mark.usefixtures("charter")
def test_the_database_restarts_while_a_complaint_is_sent(
    client: Client, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    fill(client)
    target: tuple[Any, str] = (outbox, "send") if at == "before_the_receipt_is_queued" else (Draft, "save")
    with gone(monkeypatch, *target), pytest.raises(OperationalError, match="terminating"):
        send(client)
    assert (Complaint.objects.count(), OutboxMessage.objects.count()) == (0, 0), "nothing is half there"
    answer = send(client)
    again = send(client)
    assert answer.status_code == again.status_code == 302
    case = Complaint.objects.get()
    assert case.number in client.get(answer.url).content.decode()
    assert OutboxMessage.objects.get().kind == "complaints.received"


@pytest.mark.parametrize("at", ["saving", "trail", "message"])
def test_the_database_restarts_in_the_middle_of_a_step(
    desk: Desk, filed: Filed, monkeypatch: pytest.MonkeyPatch, now: datetime, at: str
) -> None:
    case = filed("decided")
    before = state(case)
    target: tuple[Any, str] = {
        "saving": (Complaint, "save"),
        "trail": (moves.measuring, "tell"),
        "message": (outbox, "send"),
    }[at]
    with gone(monkeypatch, *target), pytest.raises(OperationalError, match="terminating"):
        services.communicate(complaint_id=case.pk, by=desk.officer, now=now)
    assert state(case) == before, "the whole step was taken back"
    services.communicate(complaint_id=case.pk, by=desk.officer, now=now)
    assert case.messages.filter(kind="decision").count() == 1
    assert case.transitions.filter(move="communicate").count() == 1
    assert state(case)[0] == "communicated"


def test_the_broker_is_away_while_a_step_is_taken(
    desk: Desk,
    filed: Filed,
    monkeypatch: pytest.MonkeyPatch,
    now: datetime,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    """The step stands, its message waits, and goes out once when the broker is back, however often it is rung for."""
    from kombu.exceptions import OperationalError as BrokerGone

    from trdcrm.celery import app

    case = filed("decided")
    OutboxMessage.objects.all().delete()

    def refuse(*args: object, **options: object) -> None:
        raise BrokerGone("no broker")

    with monkeypatch.context() as away:
        away.setattr(app, "send_task", refuse)
        with django_capture_on_commit_callbacks(execute=True):
            services.communicate(complaint_id=case.pk, by=desk.officer, now=now)
    assert state(case)[0] == "communicated"
    waiting = OutboxMessage.objects.get()
    assert (waiting.state, letters.outbox) == ("queued", [])
    monkeypatch.setattr(app, "send_task", lambda task, args, **options: outbox.deliver(*args))
    OutboxMessage.objects.update(ring_at=Now())
    sweeper.sweep()
    sweeper.sweep()
    outbox.deliver(waiting.pk)  # rung for once more by a worker that came back late
    assert OutboxMessage.objects.get().state == "sent"
    assert len(letters.outbox) == 1
    assert case.number in letters.outbox[0].subject + str(letters.outbox[0].body)
