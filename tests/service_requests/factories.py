"""A published charter with promises about requests, a kind with a form, people, and requests in any state."""

import datetime as dt
from typing import Any

from django.utils import timezone

from foundation.accounts.models import Unit, User
from foundation.core.ids import new_tracking_code
from service_charter import demo as charter_demo
from service_charter.demo_texts import STANDARDS
from service_charter.models import CharterVersion, RequestForm, RequestKind, ServiceRequest, Standard
from service_charter.services import request_kinds as kinds
from service_charter.services import request_turning as turning
from service_charter.services import requests as services
from tests.people import someone

QUESTIONS: tuple[dict[str, Any], ...] = (
    {"kind": "text", "label_th": "สถานที่", "label_en": "Place"},
    {"kind": "long", "label_th": "รายละเอียด", "label_en": "Details", "is_required": False},
    {"kind": "number", "label_th": "จำนวน", "label_en": "Number"},
    {"kind": "date", "label_th": "วันที่", "label_en": "Day"},
    {
        "kind": "choice",
        "label_th": "แบบ",
        "label_en": "Kind",
        "choices_th": "เช้า\nบ่าย",
        "choices_en": "Morning\nAfternoon",
    },
    {"kind": "file", "label_th": "ภาพ", "label_en": "Picture", "is_required": False},
)
ANSWERS = {"q1": "อาคาร B", "q2": "", "q3": "๑๒", "q4": "22/11/2570", "q5": "2"}
PERSON = {"name": "สุดารัตน์ มีสุข", "phone": "081 234 5678", "email": "s@example.com"}
RESULT = "ซ่อมเสร็จแล้ว"


def designer() -> User:
    """Who designs kinds."""
    return someone("charter-owner")


def officer(username: str = "") -> User:
    """Who answers requests."""
    return someone("customer-officer", username)


def make_charter(effective_on: dt.date = dt.date(2024, 10, 1)) -> CharterVersion:
    """The standards about information and transactions of the demonstration, published."""
    owner, secretary = someone("charter-owner"), someone("board-secretary")
    about = [standard for standard in STANDARDS if standard["area"] != "complaints"]
    wanted = [{**standard, "number": number} for number, standard in enumerate(about, start=1)]
    held_on = effective_on - dt.timedelta(days=30)
    version = charter_demo._drafted(wanted, owner, charter_demo._morning(held_on - dt.timedelta(days=40)))
    charter_demo._approved(version, held_on, effective_on, owner, secretary, someone("strategist"))
    return CharterVersion.objects.get(pk=version.pk)


def make_kind(code: str = "repair", *, standard: str = "transaction-result", is_offered: bool = True) -> RequestKind:
    """A kind whose first form is published; the charter that its clock needs is made where it is missing."""
    if standard and not Standard.objects.filter(code=standard).exists():
        make_charter()
    now, by = timezone.now(), designer()
    facts = {"code": code, "title_th": "แจ้งซ่อม", "title_en": "Repair", "standard_code": standard, "rank": 10}
    kind = kinds.save_kind(kind_id=None, facts={**facts, "unit": Unit.objects.get(code="property")}, by=by, now=now)
    form = kinds.start_form(kind_id=kind.pk, by=by, now=now)
    for question in QUESTIONS:
        add_question(form, **question)
    kinds.publish_form(form_id=form.pk, by=by, now=now)
    return kinds.offer_kind(kind_id=kind.pk, is_offered=is_offered, by=by, now=now)


def add_question(form: RequestForm, **facts: Any) -> None:
    """One more question of a draft."""
    empty = {"hint_th": "", "hint_en": "", "choices_th": "", "choices_en": "", "is_required": True}
    kinds.save_question(form_id=form.pk, question_id=None, facts={**empty, **facts}, by=designer(), now=timezone.now())


def published(kind: RequestKind) -> RequestForm:
    """The newest published form."""
    forms = RequestForm.objects.select_related("kind__unit")
    return forms.filter(kind=kind, published_at__isnull=False).latest("number")


def receive(
    kind: RequestKind | None = None, *, code: str = "", at: dt.datetime | None = None, **person: str
) -> ServiceRequest:
    """A request as the portal brings it."""
    kind = kind or RequestKind.objects.first() or make_kind()
    return services.receive_request(
        form=published(kind),
        answers={"q1": "อาคาร B", "q3": "12", "q4": "2027-11-22", "q5": "2"},
        customer=services.Customer(
            **{"name": "สุดารัตน์ มีสุข", "phone": "+66812345678", "email": "s@example.com", **person}
        ),
        language="th",
        notice=None,
        tracking_code=code or new_tracking_code(),
        now=at or timezone.now(),
    )


def advance(
    request: ServiceRequest, status: str, *, by: User | None = None, now: dt.datetime | None = None
) -> ServiceRequest:
    """The request brought to a state by an officer."""
    by, now = by or officer(), now or timezone.now()
    if status == "withdrawn":
        return services.withdraw(request_id=request.pk, reason="ไม่ใช้แล้ว", by=None, now=now)
    if status == "turned":
        return turning.leave(request_id=request.pk, number="C-2569-000001-3", reason="ไม่พอใจ", by=by, now=now)
    if status != "received":
        request = services.take(request_id=request.pk, by=by, now=now)
    if status in ("done", "closed"):
        request = services.finish(request_id=request.pk, outcome="granted", answer=RESULT, by=by, now=now)
    return services.close(request_id=request.pk, by=by, now=now) if status == "closed" else request
