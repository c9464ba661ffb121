"""Kinds of service requests and some thirty requests in every state, brought through the real services.

Each step happens at its own past moment; the story of a request stops where the present begins.
"""

import datetime as dt
import random
from collections.abc import Callable, Mapping

from django.utils import timezone

from customers.enums import Party
from customers.models import Customer, Touchpoint
from foundation.accounts.models import Unit, User
from foundation.core.calendars import schedule_for
from foundation.core.clock import add_working
from foundation.core.ids import new_tracking_code
from foundation.privacy.selectors import notice_in_force
from service_charter.enums import Door, WaitKind
from service_charter.models import RequestForm, RequestKind, ServiceRequest
from service_charter.request_demo_texts import ASKED, COMMENTS, KINDS, NAMES, NOTE, PROGRESS, QUESTION, REPLY, RESULTS
from service_charter.selectors.request_customers import likely
from service_charter.selectors.request_kinds import current_form
from service_charter.services import request_kinds as kinds
from service_charter.services import request_linking as linking
from service_charter.services import request_talk as talk
from service_charter.services import requests as services

Step = Callable[[float], dt.datetime]
SEED = 2570
ENDED = 22
# How many working hours old, and how far they came.
STANDING = (
    (40.0, "working"),
    (27.0, "working"),
    (20.0, "working"),
    (22.5, "received"),
    (12.0, "asked"),
    (9.0, "asked"),
    (7.0, "working"),
    (5.0, "stopped"),
    (3.0, "received"),
    (1.0, "received"),
)


def build(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Nothing where kinds exist already. Needs `charter-owner` and `customer-officer` among the people."""
    if RequestKind.objects.exists():
        return
    chance = random.Random(SEED)  # noqa: S311  the same story every time, no secret
    asking = _Asking()
    _design(people["charter-owner"], now - dt.timedelta(days=300))
    officers = [person for name, person in sorted(people.items()) if name.startswith("customer-officer")]
    schedule = schedule_for()
    plots = [(now - dt.timedelta(days=chance.uniform(6, 150)), "ended") for _n in range(ENDED)]
    plots += [(add_working(now, -dt.timedelta(hours=hours), schedule), plot) for hours, plot in STANDING]
    for at, plot in sorted(plots):
        # Those that are being worked on were called in; the others came by the portal.
        request = _receive(at, chance, asking, taken_down_by=officers[0] if plot == "working" else None)
        _play(request, plot, chance.choice(officers), now, chance)


def _design(owner: User, now: dt.datetime) -> None:
    units = {unit.code: unit for unit in Unit.objects.all()}
    for rank, (code, unit, standard, title, description, questions, is_offered) in enumerate(KINDS, start=1):
        facts = {
            "code": code,
            "title_th": title[0],
            "title_en": title[1],
            "unit": units[unit],
            "standard_code": standard,
            "rank": rank * 10,
        }
        kind = kinds.save_kind(kind_id=None, facts=facts, by=owner, now=now)
        form = kinds.start_form(kind_id=kind.pk, by=owner, now=now)
        texts = {"title_th": title[0], "title_en": title[1]}
        texts |= {"description_th": description[0], "description_en": description[1]}
        kinds.save_form_texts(form_id=form.pk, texts=texts, by=owner, now=now, shown_version=form.version)
        for question in questions:
            kinds.save_question(form_id=form.pk, question_id=None, facts=question, by=owner, now=now)
        if is_offered:
            kinds.publish_form(form_id=form.pk, by=owner, now=now)
            kinds.offer_kind(kind_id=kind.pk, is_offered=True, by=owner, now=now)


class _Asking:
    """Who asks and where: every second one a customer of the register. Draws by itself, so that the story of the
    requests stays as it is."""

    def __init__(self) -> None:
        self.chance = random.Random(SEED + 1)  # noqa: S311  the same story every time, no secret
        people = Customer.objects.filter(party=Party.PERSON).exclude(phone_hash="").select_related("data_key")
        self.customers = list(people.order_by("pk")[:40])
        self.touchpoints = list(Touchpoint.objects.in_use_on(timezone.localdate()).order_by("pk"))

    def customer(self) -> Customer | None:
        """A customer of the register, or a stranger."""
        known = self.chance.random() < 0.5 and self.customers
        return self.chance.choice(self.customers) if known else None

    def touchpoint(self) -> Touchpoint | None:
        """Where it is asked, if it is known."""
        known = self.chance.random() < 0.8 and self.touchpoints
        return self.chance.choice(self.touchpoints) if known else None


def _receive(at: dt.datetime, chance: random.Random, asking: _Asking, *, taken_down_by: User | None) -> ServiceRequest:
    kind = RequestKind.objects.select_related("unit").get(code=chance.choice(list(ASKED)))
    form = current_form(kind)
    assert form is not None  # noqa: S101  published above
    known = asking.customer()
    stranger = (chance.choice(NAMES), chance.randrange(10**7, 10**8), chance.randrange(100, 999))
    return services.receive_request(
        form=RequestForm.objects.select_related("kind__unit").get(pk=form.pk),
        answers=_answers(form, chance.choice(ASKED[kind.code]), at),
        customer=services.Customer(
            name=known.name if known else stranger[0],
            phone=(known.phone or "") if known else f"+668{stranger[1]}",
            email=f"customer{stranger[2]}@example.com",
        ),
        language="th",
        notice=notice_in_force("enquiry", at=at),
        tracking_code=new_tracking_code(),
        now=at,
        door=Door.PHONE if taken_down_by else Door.PORTAL,
        by=taken_down_by,
        known=known,
        touchpoint=asking.touchpoint(),
    )


def _answers(form: RequestForm, given: tuple[str, ...], at: dt.datetime) -> dict[str, str]:
    day = (at + dt.timedelta(days=12)).date().isoformat()
    questions = [question for question in form.questions.all() if question.kind != "file"]
    return {question.key: word.format(day=day) for question, word in zip(questions, given, strict=True) if word}


def _play(request: ServiceRequest, plot: str, officer: User, now: dt.datetime, chance: random.Random) -> None:
    schedule, at = schedule_for(), request.received_at

    def step(hours: float) -> dt.datetime:
        nonlocal at
        at = min(add_working(at, dt.timedelta(hours=hours), schedule), now)
        return at

    if plot == "received":
        return
    services.take(request_id=request.pk, by=officer, now=step(chance.uniform(0.3, 3)))
    if request.customer_id is None and plot == "ended" and (found := likely(officer, request)):
        linking.link_customer(request_id=request.pk, number=found[0].customer.number, by=officer, now=at)
    if plot == "working":
        talk.add_note(request_id=request.pk, body=NOTE, by=officer, now=step(0.1))
    if plot == "asked" or (plot == "ended" and chance.random() < 0.25):
        talk.send_message(request_id=request.pk, body=QUESTION, by=officer, now=step(0.5), is_question=True)
        if plot == "asked":
            return
        talk.receive_message(request_id=request.pk, body=REPLY, now=step(chance.uniform(1, 10)))
    elif plot == "stopped":
        services.pause(request_id=request.pk, kind=WaitKind.OTHER, reason="รออะไหล่จากผู้ขาย", by=officer, now=step(0.5))
        return
    elif chance.random() < 0.6:
        talk.send_message(request_id=request.pk, body=PROGRESS, by=officer, now=step(chance.uniform(0.3, 2)))
    if plot == "ended":
        _end(request, officer, step, chance)


def _end(request: ServiceRequest, officer: User, step: Step, chance: random.Random) -> None:
    if chance.random() < 0.07:
        services.withdraw(request_id=request.pk, reason="ไม่ต้องใช้แล้ว ขอบคุณ", by=None, now=step(2))
        return
    outcome = chance.choices(list(RESULTS), weights=(80, 8, 12))[0]
    hours = chance.uniform(24, 34) if chance.random() < 0.12 else chance.uniform(2, 15)
    services.finish(
        request_id=request.pk, outcome=outcome, answer=chance.choice(RESULTS[outcome]), by=officer, now=step(hours)
    )
    if chance.random() < 0.6:
        score = chance.choices((5, 4, 3, 2), weights=(50, 32, 12, 6))[0]
        services.rate(request_id=request.pk, score=score, comment=chance.choice(COMMENTS), now=step(3))
    if chance.random() < 0.8:
        services.close(request_id=request.pk, by=officer, now=step(8))
