"""Taking a request down for a customer who calls: once, with the code shown once, by whom it was done."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from foundation.core.models import OutboxMessage
from foundation.privacy.models import AccessLog
from service_charter.models import RequestKind, RequestStep, ServiceRequest
from service_charter.selectors.requests import answers_of, files_of
from service_charter.services import request_kinds as kinds
from tests.customers.factories import make_person
from tests.people import someone
from tests.service_requests.factories import ANSWERS, PERSON, add_question, designer, make_kind, officer, published
from tests.service_requests.test_pages import PNG, at, signed_in

pytestmark = pytest.mark.django_db


def typed(kind: RequestKind, **changes: Any) -> dict[str, Any]:
    desk = {"door": "phone", "language": "th", "is_told": "on", "key": "one-page", "shown": published(kind).public_id}
    return {**ANSWERS, **PERSON, **desk, **changes}


def test_number_and_code_are_shown_once_and_open_the_page_of_the_customer() -> None:
    kind, by = make_kind(), officer()
    client, address = signed_in(by), at("requests-new", code=kind.code)
    assert address in client.get(at("requests-choose")).content.decode()
    assert client.get(address).status_code == 200
    picture = SimpleUploadedFile("broken.png", PNG, "image/png")
    answer = client.post(address, typed(kind, q6=picture))
    row = ServiceRequest.objects.select_related("data_key").get()
    code = answer.context["tracking_code"]
    assert code in answer.content.decode()
    assert row.number in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert (row.door, row.received_by, row.name) == ("phone", by, PERSON["name"])
    assert answers_of(row)["q1"] == "อาคาร B"
    assert [file.name for file in files_of(row)] == ["broken.png"]
    assert RequestStep.objects.get(request=row).by == by
    assert OutboxMessage.objects.filter(template="request_received").count() == 1
    again = client.post(address, typed(kind))
    assert again.url == at("requests-detail", number=row.number)
    assert ServiceRequest.objects.count() == 1
    assert code not in client.get(again.url).content.decode()
    customer = Client()
    assert customer.post(at("request-track"), {"number": row.number, "code": code}).url == at("request-case")


def test_no_receipt_is_sent_to_who_wants_none() -> None:
    kind = make_kind()
    answer = signed_in(officer()).post(at("requests-new", code=kind.code), typed(kind, is_told=""))
    assert answer.status_code == 200
    assert ServiceRequest.objects.count() == 1
    assert not OutboxMessage.objects.filter(template="request_received").exists()


def test_what_is_wrong_is_said_and_what_was_typed_stays() -> None:
    kind, client = make_kind(), signed_in(officer())
    address = at("requests-new", code=kind.code)
    wrong = typed(kind, q1="", q3="มาก", phone="", email="", door="portal", customer_number="C-0")
    answer = client.post(address, wrong)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"q1", "q3", "phone", "door", "customer_number"}
    assert "มาก" in answer.content.decode()
    bad = SimpleUploadedFile("broken.exe", b"MZ" + b"\x00" * 50, "application/octet-stream")
    assert client.post(address, typed(kind, q6=bad)).status_code == 422
    assert not ServiceRequest.objects.exists()
    assert client.post(address, typed(kind)).status_code == 200, "a refused page can be sent again"
    assert client.get(at("requests-new", code="no-such")).status_code == 404
    assert signed_in(someone("auditor")).get(address).status_code == 403


def test_a_form_changed_meanwhile_is_taken_under_the_version_that_the_officer_read_out() -> None:
    kind, client, now = make_kind(), signed_in(officer()), timezone.now()
    seen = published(kind)
    draft = kinds.start_form(kind_id=kind.pk, by=designer(), now=now)
    add_question(draft, kind="text", label_th="คำถามใหม่", label_en="New question")
    kinds.publish_form(form_id=draft.pk, by=designer(), now=now)
    address = at("requests-new", code=kind.code)
    assert client.post(address, typed(kind)).status_code == 422, "the new question must be answered"
    assert client.post(address, typed(kind, shown=seen.public_id)).status_code == 200
    assert ServiceRequest.objects.get().form == seen


def test_a_look_at_the_customer_fills_in_the_contact_and_is_recorded() -> None:
    kind, client = make_kind(), signed_in(officer())
    customer = make_person(phone="+66891112222", email="")
    look = typed(kind, look="1", name="", phone="", email="", q1="อาคาร C", customer_number=customer.number.lower())
    page = client.post(at("requests-new", code=kind.code), look)
    assert page.status_code == 200
    shown = page.content.decode()
    assert customer.name in shown
    assert "089 111 2222" in shown
    assert "อาคาร C" in shown
    assert AccessLog.objects.filter(subject_public_id=customer.public_id).count() == 1
    assert client.post(at("requests-new", code=kind.code), {**look, "customer_number": "C-0"}).status_code == 422
    assert not ServiceRequest.objects.exists()


def test_the_database_wants_to_know_who_took_it_down() -> None:
    kind = make_kind()
    signed_in(officer()).post(at("requests-new", code=kind.code), typed(kind))
    for change in ({"received_by": None}, {"door": "portal"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ServiceRequest.objects.update(**change)
