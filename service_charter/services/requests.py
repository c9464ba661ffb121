"""Service requests: receipt, steps of the path, pauses, handing over, rating. Each locks the row and checks first."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.permissions import Permission
from foundation.core import clock
from foundation.core.calendars import schedule_for
from foundation.core.crypto import keyed_hash, new_data_key, secret_pepper
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.ids import hash_code
from foundation.core.models import locked, signed
from foundation.core.numbers import next_number
from foundation.core.thai.dates import be_year, format_datetime
from foundation.core.thai.text import normalise_line
from foundation.privacy.services import log_access
from service_charter import request_rules as rules
from service_charter.enums import (
    RATEABLE_REQUESTS,
    Door,
    Event,
    RequestOutcome,
    RequestStatus,
    Sender,
    WaitKind,
)
from service_charter.models import RequestForm, RequestPause, RequestStep, ServiceRequest
from service_charter.request_lifecycle import MOVES
from service_charter.selectors.request_kinds import standard_of
from service_charter.services import request_mail as mail
from service_charter.services import request_measuring as measuring

if TYPE_CHECKING:
    from customers.models import Customer as KnownCustomer
    from customers.models import Touchpoint
    from foundation.accounts.models import User
    from foundation.privacy.models import NoticeVersion

NUMBER_PREFIX = "SR"


@dataclass(frozen=True)
class Customer:
    """Who asks and how to reach them; each already read (E.164, domain in lower case)."""

    name: str
    phone: str = ""
    email: str = ""


@transaction.atomic
def receive_request(
    *,
    form: RequestForm,
    answers: Mapping[str, Any],
    customer: Customer,
    language: str,
    notice: "NoticeVersion | None",
    tracking_code: str,
    now: dt.datetime,
    public_id: str = "",
    door: str = Door.PORTAL,
    by: "User | None" = None,
    is_told: bool = True,
    known: "KnownCustomer | None" = None,
    touchpoint: "Touchpoint | None" = None,
) -> ServiceRequest:
    """Record a request, give it a number, bind it to the promise in force and tell the customer by e-mail.

    `by` is who took it down for the customer; on the portal nobody. `is_told`: whether the receipt is sent. `known` is
    the customer of the register, whom only an officer can name; `touchpoint` is where it was asked.

    `answers` were judged by the form of this version. Only a keyed hash of the code is kept. Raises Incomplete without
    a name or a way to answer.
    """
    if not customer.name or not (customer.phone or customer.email):
        message = _("Please give your name, and a telephone number or an e-mail address.")
        raise Incomplete(message, missing={"name": message})
    kind = form.kind
    standard = standard_of(kind, at=now)
    request = ServiceRequest(
        number=next_number(NUMBER_PREFIX, year=be_year(timezone.localdate(now))),
        code_hash=code_hash(tracking_code),
        kind=kind,
        form=form,
        language=language,
        received_at=now,
        door=door,
        received_by=by,
        created_at=now,
        notice=notice,
        data_key=new_data_key(),
        phone_hash=phone_hash(customer.phone),
        email_hash=email_hash(customer.email),
        unit=kind.unit,
        customer=known if by else None,
        touchpoint=touchpoint,
        standard=standard,
        due_at=clock.due_at(now, standard.duration, schedule_for()) if standard else None,
    )
    request.public_id = public_id or request.public_id
    request.name, request.phone, request.email = normalise_line(customer.name), customer.phone, customer.email
    request.answers = json.dumps(dict(answers), ensure_ascii=False)
    settle_queue(request)
    signed(request, by=by, now=now).save()
    write_step(request, "receive", before="", by=by, now=now)
    if is_told:
        mail.send_receipt(request, tracking_code=tracking_code)
    return request


@contextmanager
def moving(
    move: str, *, request_id: int, by: "User | None", now: dt.datetime, reason: str = ""
) -> Iterator[ServiceRequest]:
    """The frame of every move: lock, rights, state; the caller fills the row; then demands, queue, save, trail.

    Raises NotAllowed, IllegalMove, Incomplete, ServiceRequest.DoesNotExist.
    """
    with transaction.atomic():
        request = locked(ServiceRequest.objects.all(), pk=request_id)
        rules.check_may_move(by, move, request)
        before = request.status
        request.status = MOVES[move].from_(before)
        if "reason" in MOVES[move].demands and not reason.strip():
            message = _("Please say why.")
            raise Incomplete(message, missing={"reason": message})
        yield request
        keep(request, by=by, now=now, reason=reason)
        write_step(request, move, before=before, by=by, now=now, reason=reason)


def take(*, request_id: int, by: "User", now: dt.datetime) -> ServiceRequest:
    """Take a request in hand and tell the customer who looks after it."""
    with moving("take", request_id=request_id, by=by, now=now) as request:
        request.handler = by
        mail.send_update(request, mail.taken_text(request), key=f"taken:{request.version}")
    return request


def finish(*, request_id: int, outcome: str, answer: str, by: "User", now: dt.datetime) -> ServiceRequest:
    """Give the result in words; this meets the promise, whatever the result is. Counts in the ledger once."""
    from service_charter.services.request_talk import post  # talk stands on this module

    with moving("finish", request_id=request_id, by=by, now=now) as request:
        if outcome not in RequestOutcome.values:
            message = _("Please choose.")
            raise Incomplete(message, missing={"outcome": message})
        if request.is_paused:
            end_pause(request, now=now)
        request.outcome, request.done_at = outcome, now
        meet(request, now=now)
        post(request, body=answer, by=by, now=now)
    return request


def close(*, request_id: int, by: "User", now: dt.datetime) -> ServiceRequest:
    """Close what was answered."""
    with moving("close", request_id=request_id, by=by, now=now) as request:
        request.closed_at = now
    return request


def reopen(*, request_id: int, reason: str, by: "User", now: dt.datetime) -> ServiceRequest:
    """Take an answered request up again. Whether the promise was kept is not judged anew."""
    with moving("reopen", request_id=request_id, by=by, now=now, reason=reason) as request:
        request.outcome, request.done_at, request.closed_at = "", None, None
        mail.send_update(request, mail.reopened_text(request), key=f"reopened:{request.version}")
    return request


def withdraw(*, request_id: int, reason: str, by: "User | None", now: dt.datetime) -> ServiceRequest:
    """The customer needs it no more; `by` is None on the tracking page. A date that was missed before counts."""
    with moving("withdraw", request_id=request_id, by=by, now=now, reason=reason) as request:
        measuring.tell(request, now=now)
        if request.is_paused:
            end_pause(request, now=now)
        mail.tell_handler(request, "withdrawn", by=by)
    return request


@transaction.atomic
def assign(*, request_id: int, handler: "User", by: "User", now: dt.datetime, reason: str = "") -> ServiceRequest:
    """Put a request in someone's hands; one that nobody had is then being worked on.

    Raises NotAllowed for a person without the duty or the sight, IllegalMove when the request is over.
    """
    request = locked(ServiceRequest.objects.all(), pk=request_id)
    if not rules.may_work_on(by, request):
        raise NotAllowed(_("Your role does not include this step."))
    if not request.is_open:
        raise IllegalMove(_("This request is over. Take it up again first."))
    if not handler.is_active or not handler.can(Permission.REQUEST_HANDLE):
        raise NotAllowed(_("This person's role does not include answering requests."))
    before = request.status
    request.handler, request.status = handler, RequestStatus.WORKING
    keep(request, by=by, now=now, reason=reason)
    write_step(request, "assign", before=before, by=by, now=now, reason=f"{handler}. {reason}".strip())
    mail.tell_handler(request, "assigned", by=by)
    return request


@transaction.atomic
def pause(*, request_id: int, kind: str, reason: str, by: "User", now: dt.datetime) -> ServiceRequest:
    """Stop the clock with a reason that the customer sees.

    Raises NotAllowed, Incomplete without a reason, IllegalMove when it stands already or no promise runs.
    """
    request = locked(ServiceRequest.objects.all(), pk=request_id)
    if not rules.may_work_on(by, request):
        raise NotAllowed(_("Your role does not include this step."))
    if kind not in WaitKind.values or not reason.strip():
        message = _("Please say why the clock stops.")
        raise Incomplete(message, missing={"reason": message})
    if request.is_paused:
        raise IllegalMove(_("The clock is stopped already."))
    if not request.is_open or request.due_at is None or request.met_at:
        raise IllegalMove(_("No promise is running, so there is no clock to stop."))
    RequestPause.objects.create(request=request, kind=kind, reason=reason, started_at=now, started_by=by)
    request.is_paused = True
    keep(request, by=by, now=now, reason=reason)
    return request


@transaction.atomic
def resume(*, request_id: int, by: "User", now: dt.datetime) -> ServiceRequest:
    """Let the clock run on; the date moves by the working time that was skipped.

    Raises NotAllowed, IllegalMove when it runs already.
    """
    request = locked(ServiceRequest.objects.all(), pk=request_id)
    if not rules.may_work_on(by, request):
        raise NotAllowed(_("Your role does not include this step."))
    if not request.is_paused:
        raise IllegalMove(_("The clock is running already."))
    end_pause(request, now=now)
    keep(request, by=by, now=now)
    return request


def end_pause(request: ServiceRequest, *, now: dt.datetime) -> None:
    """End the open pause of a locked request and move its date. Saves the pause, not the request."""
    row = RequestPause.objects.select_for_update().get(request=request, ended_at__isnull=True)
    row.ended_at = max(now, row.started_at)
    row.save(update_fields=["ended_at"])
    request.is_paused = False
    set_due(request, now=now)


def set_due(request: ServiceRequest, *, now: dt.datetime) -> bool:
    """Reckon the unmet date of a locked request anew, pauses left out. Whether it moved; saves nothing."""
    if request.standard is None or request.met_at:
        return False
    before = request.due_at
    spans = [
        clock.Pause(row.started_at, row.ended_at or max(now, row.started_at), row.reason)
        for row in request.pauses.all()
    ]
    request.due_at = clock.due_at(request.received_at, request.standard.duration, schedule_for(), spans)
    return request.due_at != before


def recompute_candidates(*, since: dt.datetime) -> list[int]:
    """Ids of open requests whose unmet date may move when the calendar changes from `since` on."""
    rows = ServiceRequest.objects.open().filter(met_at__isnull=True, due_at__gte=since)
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def recompute_for_calendar(*, request_id: int, now: dt.datetime) -> bool:
    """Set the date anew after the business calendar changed. Whether it moved; doing it twice changes nothing."""
    request = locked(ServiceRequest.objects.all(), pk=request_id)
    before = request.due_at
    if not request.is_open or before is None or not set_due(request, now=now):
        return False
    if before < now:
        measuring.take_back(request, now=now)
    keep(request, by=None, now=now, reason=_("The business calendar changed"))
    moved = f"{format_datetime(before)} → {format_datetime(request.due_at)}" if request.due_at else ""
    write_step(request, "calendar", before=request.status, by=None, now=now, reason=moved, actor=Sender.SYSTEM)
    return True


def meet(request: ServiceRequest, *, now: dt.datetime, by_first_word: bool = False) -> None:
    """The promise is met: by the first word of a person where it promises that, else by the result. Saves nothing."""
    if request.standard is None or request.met_at:
        return
    if by_first_word and request.standard.event != Event.FIRST_REPLY:
        return
    request.met_at = now
    measuring.tell(request, now=now)


@transaction.atomic
def rate(*, request_id: int, score: int, comment: str, now: dt.datetime) -> ServiceRequest:
    """The customer's judgement, once. Raises IllegalMove before the result or twice, Incomplete outside 1 to 5."""
    if score not in range(1, 6):
        message = _("Please choose a score from 1 to 5.")
        raise Incomplete(message, missing={"score": message})
    request = locked(ServiceRequest.objects.all(), pk=request_id)
    if request.status not in RATEABLE_REQUESTS:
        raise IllegalMove(_("You can rate our work once we have given you the result."))
    if request.score is not None:
        raise IllegalMove(_("You have rated this request already. Thank you."))
    request.score, request.score_comment, request.scored_at = score, comment, now
    keep(request, by=None, now=now)
    return request


@transaction.atomic
def reveal_customer(*, request_id: int, reason: str, by: "User", now: dt.datetime) -> dict[str, str]:
    """Name and contact in clear, after a reason that is logged. Raises NotAllowed, Incomplete without a reason."""
    request = ServiceRequest.objects.select_related("data_key").get(pk=request_id)
    if not rules.may_work_on(by, request):
        raise NotAllowed(_("You may not see the contact of this customer."))
    shown = {name: getattr(request, name) or "" for name in ("name", "phone", "email")}
    log_access(
        by=by,
        kind="service_charter.request",
        public_id=request.public_id,
        fields=[name for name, value in shown.items() if value],
        reason=reason,
        now=now,
    )
    return shown


def settle_queue(request: ServiceRequest) -> None:
    """Its place in the queue: by what is due; without a running clock last. Saves nothing."""
    runs = request.due_at is not None and request.met_at is None and not request.is_paused
    request.queue_at = request.due_at if runs and request.due_at else rules.FAR_AWAY


def keep(request: ServiceRequest, *, by: "User | None", now: dt.datetime, reason: str = "") -> None:
    """Save a locked request at its place in the queue, with its history."""
    settle_queue(request)
    signed(request, by=by, now=now, reason=reason).save()


def write_step(
    request: ServiceRequest,
    move: str,
    *,
    before: str,
    by: "User | None",
    now: dt.datetime,
    reason: str = "",
    actor: str = "",
) -> None:
    """One line of the trail. Without `by` it was the customer, unless `actor` says otherwise."""
    RequestStep.objects.create(
        request=request,
        move=move,
        from_status=before,
        to_status=request.status,
        actor=actor or (Sender.STAFF if by else Sender.CUSTOMER),
        by=by,
        reason=reason,
        at=now,
    )


@transaction.atomic
def reissue_code(*, request_id: int, tracking_code: str, now: dt.datetime) -> ServiceRequest:
    """Give a request another tracking code, after its customer's address was proved to be the own one; the code before
    opens nothing any more, and the customer is told so."""
    request = locked(ServiceRequest.objects.select_related("data_key"), pk=request_id)
    request.code_hash = code_hash(tracking_code)
    signed(request, by=None, now=now, reason=_("New tracking code by one-time password")).save()
    mail.send_update(request, mail.new_code_text(request, now), key=f"code:{now.isoformat()}")
    return request


def code_hash(tracking_code: str) -> str:
    """The keyed hash under which a tracking code is kept."""
    return hash_code(tracking_code, pepper=secret_pepper("service_charter.tracking"))


def code_hashes(tracking_code: str) -> tuple[str, str]:
    """The hashes that open a request: its own, and that of the complaint that it has been."""
    return code_hash(tracking_code), hash_code(tracking_code, pepper=secret_pepper("complaints.tracking"))


def phone_hash(phone: str) -> str:
    """The keyed hash by which a telephone number is found."""
    return keyed_hash(phone, purpose="service_charter.phone") if phone else ""


def email_hash(email: str) -> str:
    """The keyed hash by which an e-mail address is found."""
    return keyed_hash(email.casefold(), purpose="service_charter.email") if email else ""
