"""Telling partners' systems by themselves: written with the fact, sent after it, signed, tried again, given up aloud.

The row is the queue: a job works one attempt off and, where it failed, writes the next. What is told holds number,
state and dates, nothing about a person. A case of the confidential route is not told, also if it went there meanwhile.
"""

import hashlib
import hmac
import json
import secrets
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import partner_rules
from complaints.enums_partners import AttemptError, DeliveryState, WebhookEvent
from complaints.models import Complaint, PartnerGate, Webhook, WebhookAttempt, WebhookDelivery
from complaints.services.partners import demand_setter
from foundation.accounts.permissions import Permission
from foundation.core import outgoing
from foundation.core.access import people_holding
from foundation.core.append_only import writable_history
from foundation.core.crypto import destroy_data_key, new_data_key
from foundation.core.errors import IllegalMove, Incomplete
from foundation.core.ids import new_public_id
from foundation.core.jobs import enqueue
from foundation.core.models import locked
from foundation.core.notifications import notify_all

if TYPE_CHECKING:
    from foundation.accounts.models import User

JOB = "complaints.webhook"
SIGNATURE_HEADER = "X-Trdcrm-Signature"
# What is told of the dates of a case.
DATES = ("received_at", "acknowledged_at", "reply_due_at", "resolve_due_at", "first_replied_at", "closed_at")


@transaction.atomic
def subscribe(*, gate_id: int, url: str, events: list[str], by: "User", now: datetime) -> tuple[Webhook, str]:
    """Tell an address of the partner's system of these events from now on; with it the secret, told this once.

    Raises NotAllowed, Incomplete for an address that is none to send to or is told already, and without an event.
    """
    demand_setter(by)
    gate = PartnerGate.objects.select_for_update().get(pk=gate_id)
    missing = {}
    try:
        outgoing.check_address(url)
    except outgoing.BadAddress:
        missing["url"] = _("Please give an address of the open internet that begins with https://, in Latin letters.")
    if Webhook.objects.filter(gate=gate, url=url, ended_at=None).exists():
        missing["url"] = _("This address is told already. End it first.")
    chosen = [event for event in WebhookEvent.values if event in events]
    if not chosen:
        missing["events"] = _("Please choose at least one.")
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)
    secret = secrets.token_urlsafe(32)
    hook = Webhook(gate=gate, url=url, events=chosen, data_key=new_data_key(), made_by=by, created_at=now)
    hook.secret = secret
    hook.save()
    return hook, secret


@transaction.atomic
def end(*, webhook_id: int, by: "User", now: datetime) -> None:
    """Tell the address no more; its secret is destroyed and what waits is withheld.

    Raises NotAllowed, IllegalMove when it ended already.
    """
    demand_setter(by)
    hook = locked(Webhook.objects.all(), pk=webhook_id)
    if hook.ended_at is not None:
        raise IllegalMove(_("This address is told no more already."))
    hook.ended_at, hook.ended_by = now, by
    hook.save()
    if hook.data_key:
        destroy_data_key(hook.data_key, now=now)


def tell(complaint: Complaint, event: WebhookEvent, *, key: str, now: datetime) -> None:
    """Write down what the partner through whose system the case came is told. The same key is told once."""
    if complaint.partner_id is None or complaint.is_misconduct:
        return
    rows = Webhook.objects.filter(gate__partner_id=complaint.partner_id, gate__is_open=True, ended_at=None)
    for hook in rows.filter(events__contains=[event.value]):
        public_id = new_public_id()
        made, is_new = WebhookDelivery.objects.get_or_create(
            webhook=hook,
            key=key,
            defaults={
                "public_id": public_id,
                "complaint": complaint,
                "event": event,
                "payload": payload_of(complaint, event, public_id, now),
                "created_at": now,
                "next_at": now,
            },
        )
        if is_new:
            _queue(made)


def deliver(*, delivery_id: int) -> str:
    """Try once to tell; the state afterwards. What is not waiting stays as it is. A worker that dies in between tells
    it again under the same `delivery`."""
    waiting = WebhookDelivery.objects.select_related("webhook__data_key", "webhook__gate__partner", "complaint")
    row = waiting.get(pk=delivery_id)
    if row.state != DeliveryState.WAITING:
        return row.state
    gate = row.webhook.gate
    if row.complaint.is_misconduct or row.webhook.ended_at or not (gate.is_open and gate.partner.is_active):
        return _finish(row, DeliveryState.WITHHELD, now=timezone.now())
    status, error = _post(row)
    return _record(row, status, error, now=timezone.now())


@transaction.atomic
def send_again(*, delivery_id: int, by: "User", now: datetime) -> WebhookDelivery:
    """Try a telling that was given up once more, from the first pause on.

    Raises NotAllowed, IllegalMove when it was not given up, its address ended or its case became confidential.
    """
    demand_setter(by)
    rows = WebhookDelivery.objects.select_for_update(of=("self",)).select_related("webhook", "complaint")
    row = rows.get(pk=delivery_id)
    if row.state != DeliveryState.GIVEN_UP or row.webhook.ended_at or row.complaint.is_misconduct:
        raise IllegalMove(_("This cannot be sent again: it arrived, waits, or must not be told any more."))
    row.state, row.tried, row.next_at, row.finished_at = DeliveryState.WAITING, 0, now, None
    row.save(update_fields=["state", "tried", "next_at", "finished_at"])
    _queue(row)
    return row


def forget_deliveries(*, now: datetime, limit: int = 1000) -> int:
    """Delete tellings with their attempts that ended long ago, the oldest first. Returns how many.

    As with messages to people (core.tidying) what waits stays, and what was given up as long as it can be sent again.
    """
    over = Q(state__in=[DeliveryState.DELIVERED, DeliveryState.WITHHELD])
    over |= Q(state=DeliveryState.GIVEN_UP, webhook__ended_at__isnull=False)
    past = WebhookDelivery.objects.filter(over, finished_at__lt=now - partner_rules.KEPT)
    ids = list(past.order_by("finished_at").values_list("pk", flat=True)[:limit])
    with writable_history():
        WebhookAttempt.objects.filter(delivery__in=ids).delete()
        WebhookDelivery.objects.filter(pk__in=ids).delete()
    return len(ids)


def signature(secret: str, *, at: datetime, body: str) -> str:
    """What the header says: the moment, and the HMAC-SHA256 of moment and body under the secret."""
    moment = str(int(at.timestamp()))
    mac = hmac.new(secret.encode(), f"{moment}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={moment},v1={mac}"


def payload_of(complaint: Complaint, event: WebhookEvent, public_id: str, now: datetime) -> str:
    """What is told: number, state, dates."""
    dates = {name: value.isoformat() if (value := getattr(complaint, name)) else None for name in DATES}
    said = {"delivery": public_id, "event": event.value, "at": now.isoformat(), "number": complaint.number}
    return json.dumps(said | {"status": partner_rules.told_status(complaint), "dates": dates}, separators=(",", ":"))


def _post(row: WebhookDelivery) -> tuple[int | None, AttemptError]:
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "trdcrm-webhooks",
        SIGNATURE_HEADER: signature(row.webhook.secret or "", at=timezone.now(), body=row.payload),
    }
    try:
        status = outgoing.post(row.webhook.url, row.payload.encode(), headers)
    except outgoing.BadAddress:
        return None, AttemptError.FORBIDDEN
    except outgoing.Unreachable:
        return None, AttemptError.UNREACHABLE
    return status, AttemptError.NONE if 200 <= status < 300 else AttemptError.STATUS


@transaction.atomic
def _record(row: WebhookDelivery, status: int | None, error: AttemptError, *, now: datetime) -> str:
    stored = WebhookDelivery.objects.select_for_update().get(pk=row.pk)
    WebhookAttempt.objects.create(delivery=stored, at=now, status_code=status, error=error)
    if stored.state != DeliveryState.WAITING:
        return stored.state
    stored.tried += 1
    if error == AttemptError.NONE:
        return _finish(stored, DeliveryState.DELIVERED, now=now)
    if stored.tried > len(partner_rules.PAUSES) or error == AttemptError.FORBIDDEN:
        _tell_given_up(row, now)
        return _finish(stored, DeliveryState.GIVEN_UP, now=now)
    stored.next_at = now + partner_rules.PAUSES[stored.tried - 1]
    stored.save(update_fields=["tried", "next_at"])
    _queue(stored)
    return stored.state


def _finish(row: WebhookDelivery, state: DeliveryState, *, now: datetime) -> str:
    row.state, row.finished_at, row.next_at = state, now, None
    row.save(update_fields=["state", "tried", "finished_at", "next_at"])
    return row.state


def _queue(row: WebhookDelivery) -> None:
    """The next attempt, once: the key holds which it is, since the job of the one before is still running."""
    tries, later = row.attempts.count(), row.next_at if row.tried else None
    enqueue(JOB, params={"delivery": row.pk}, by=None, key=f"{row.public_id}:{tries}", run_after=later)


def _tell_given_up(row: WebhookDelivery, now: datetime) -> None:
    """One note a day and address to those who set it up: a system that is down is one fault."""
    gate = row.webhook.gate
    key = f"webhook:{row.webhook.public_id}:{timezone.localdate(now)}"
    notify_all(people_holding(Permission.COMPLAINT_DECIDE), partial(_given_up, gate), gate.get_absolute_url(), key)


def _given_up(gate: PartnerGate) -> str:
    return _("%(name)s could not be told of its cases. Please look at its address.") % {"name": gate.partner.name}
