"""Requests over the API: filed once by key, read without what is sealed or internal, written to."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foundation.core.models import OutboxMessage
from service_charter.models import ServiceRequest
from service_charter.selectors.requests import answers_of
from service_charter.services import request_talk as talk
from tests.people import someone
from tests.service_requests.factories import ANSWERS, PERSON, advance, make_kind, officer, receive
from tests.service_requests.test_pages import signed_in

pytestmark = pytest.mark.django_db
NOTE = "โทรหาช่างแล้ว ยังไม่รับสาย"


def at(name: str, **kwargs: Any) -> str:
    return reverse(f"service_charter:{name}", kwargs=kwargs or None)


def send(client: Client, path: str, data: dict[str, Any], **headers: str) -> Any:
    return client.post(path, data, content_type="application/json", headers=headers)


def body(**changes: Any) -> dict[str, Any]:
    return {"kind": "repair", "answers": {**ANSWERS}, **PERSON, **changes}


def test_the_same_key_files_one_request_and_tells_the_code_once() -> None:
    make_kind()
    client, other = signed_in(officer()), signed_in(officer("other"))
    first = send(client, at("api-requests"), body(), **{"Idempotency-Key": "order-1"})
    again = send(client, at("api-requests"), body(), **{"Idempotency-Key": "order-1"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["number"] == again.json()["number"]
    assert again.json()["tracking_code"] is None
    row = ServiceRequest.objects.select_related("data_key").get()
    assert (row.door, row.received_by.username) == ("system", client.get("/").wsgi_request.user.username)
    assert answers_of(row)["q4"] == "2027-11-22"
    found = Client().post(at("request-track"), {"number": row.number, "code": first.json()["tracking_code"]})
    assert found.url == at("request-case")
    assert send(other, at("api-requests"), body(), **{"Idempotency-Key": "order-1"}).status_code == 201, "keys are own"
    quiet = send(client, at("api-requests"), body(send_receipt=False))
    assert quiet.status_code == 201
    assert OutboxMessage.objects.filter(template="request_received").count() == 2


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"kind": "no-such"}, "kind"),
        ({"answers": {**ANSWERS, "q3": "มาก"}}, "q3"),
        ({"answers": {**ANSWERS, "q99": "x"}}, "q99"),
        ({"phone": "", "email": ""}, "phone"),
        ({"name": ""}, "name"),
    ],
)
def test_what_is_wrong_is_named_and_leaves_the_key_free(changes: dict[str, Any], named: str) -> None:
    make_kind()
    client = signed_in(officer())
    answer = send(client, at("api-requests"), body(**changes), **{"Idempotency-Key": "k"})
    assert answer.status_code == 400
    assert named in answer.content.decode()
    assert not ServiceRequest.objects.exists()
    assert send(client, at("api-requests"), body(), **{"Idempotency-Key": "k"}).status_code == 201


def test_nothing_sealed_and_no_note_is_told() -> None:
    row = receive()
    talk.add_note(request_id=row.pk, body=NOTE, by=officer(), now=timezone.now())
    client = signed_in(officer())
    for path in (
        at("api-requests"),
        at("api-request", number=row.number),
        at("api-request-messages", number=row.number),
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        for secret in (NOTE, PERSON["email"], "สุดารัตน์", "อาคาร B"):
            assert secret not in answer.content.decode()


def test_messages_are_written_and_refused_where_the_request_is_over() -> None:
    row = advance(receive(), "working")
    client, path = signed_in(officer()), at("api-request-messages", number=row.number)
    assert send(client, path, {"body": "ขอเลขห้อง", "is_question": True}).status_code == 201
    row.refresh_from_db()
    assert row.is_paused
    assert [message["body"] for message in client.get(path).json()] == ["ขอเลขห้อง"]
    assert send(client, path, {"body": " "}).status_code == 400
    assert send(signed_in(someone("complaint-officer")), path, {"body": "x"}).status_code == 403
    advance_to_done(row)
    assert send(client, path, {"body": "อีกเรื่อง"}).status_code == 409
    assert client.get(at("api-request", number="SR-2569-999999-9")).status_code == 404


def advance_to_done(row: ServiceRequest) -> None:
    from service_charter.services import requests as services

    services.finish(request_id=row.pk, outcome="granted", answer="เสร็จแล้ว", by=officer(), now=timezone.now())
