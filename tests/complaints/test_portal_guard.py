"""What leaves the house: nothing in addresses and logs, nobody else asked, nothing lost without a broker."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail as letters
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from complaints import services
from complaints.models import Complaint
from complaints.views.visit import VISIT
from foundation.core import outbox, sweeper
from foundation.core.models import OutboxMessage
from tests.complaints.portal_form import CHECK, fill, send

pytestmark = pytest.mark.usefixtures("charter")


def test_the_page_is_guarded_and_asks_nobody_else(client: Client) -> None:
    fill(client)
    answer = client.get(CHECK)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    page = answer.content.decode()
    assert not re.search(r"\sstyle=|\son[a-z]+=", page)
    assert not re.search(r'(src|href)="https?:', page)
    assert answer.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_the_code_never_stands_in_an_address_or_a_log(client: Client, capfd: Any, caplog: Any) -> None:
    fill(client)
    send(client)
    page = client.get(reverse("complaints:portal-receipt")).content.decode()
    code = services.derive_code(client.cookies[VISIT.draft_cookie].value)
    number = Complaint.objects.get().number
    client.post(reverse("complaints:portal-track"), {"number": number, "code": code})
    written = "".join(capfd.readouterr()) + caplog.text
    assert code not in written
    assert code.replace("-", "") not in written
    assert not any(code in href for href in re.findall(r'href="([^"]*)"', page))


def test_a_dead_broker_does_not_lose_a_complaint(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    """It is saved, the person sees success, and the acknowledgement goes out when the broker is back."""
    from kombu.exceptions import OperationalError

    from trdcrm.celery import app

    def refuse(*args: object, **options: object) -> None:
        raise OperationalError("no broker")

    fill(client)
    with monkeypatch.context() as away:
        away.setattr(app, "send_task", refuse)
        with django_capture_on_commit_callbacks(execute=True):
            answer = send(client)
        sweeper.sweep()  # still away: nothing is lost by trying
    complaint = Complaint.objects.get()
    assert complaint.number in client.get(answer.url).content.decode()
    assert (OutboxMessage.objects.get().state, letters.outbox) == ("queued", [])

    monkeypatch.setattr(app, "send_task", lambda task, args, **options: outbox.deliver(*args))
    OutboxMessage.objects.update(ring_at=Now())  # the time until the next ring has passed
    sweeper.sweep()
    assert OutboxMessage.objects.get().state == "sent"
    assert [letter.to for letter in letters.outbox] == [["s@example.com"]]
    assert complaint.number in letters.outbox[0].subject + str(letters.outbox[0].body)
