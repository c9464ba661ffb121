"""Requests in the browser: filled in under the version shown, sent once, followed by number and code; the desk."""

import datetime as dt
import json
from base64 import b64encode
from typing import Any

import altcha
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from foundation.accounts.models import Unit, User
from foundation.core import antibot
from foundation.core.models import OutboxMessage
from service_charter.models import RequestDraft, RequestKind, ServiceRequest
from service_charter.selectors.requests import answers_of
from service_charter.services import request_kinds as kinds
from service_charter.services.request_drafts import drop_expired
from tests.accounts.signing_in import sign_in
from tests.knowledge.factories import make_article
from tests.service_requests.factories import (
    ANSWERS,
    PERSON,
    add_question,
    advance,
    designer,
    make_kind,
    officer,
    published,
    receive,
)

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)


def at(name: str, **kwargs: Any) -> str:
    return reverse(f"service_charter:{name}", kwargs=kwargs or None)


def solved() -> str:
    given = json.loads(antibot.new_challenge(now=timezone.now()))
    answer = altcha.solve_challenge(
        given["challenge"], given["salt"], given["algorithm"], max_number=antibot.HARDEST_NUMBER
    )
    payload = {key: given[key] for key in ("algorithm", "challenge", "salt", "signature")} | {"number": answer.number}
    return b64encode(json.dumps(payload).encode()).decode()


def fill(client: Client, kind: RequestKind, *, shown: str = "", **changes: Any) -> Any:
    data = {**ANSWERS, **PERSON, "shown": shown or published(kind).public_id, **changes}
    return client.post(at("request-new", code=kind.code), data)


def send(client: Client) -> Any:
    return client.post(at("request-check"), {antibot.FIELD: solved()})


def signed_in(user: User) -> Client:
    client = Client()
    sign_in(client, user)
    return client


def test_from_the_list_to_the_receipt_and_the_tracking_page(client: Client) -> None:
    kind = make_kind()
    assert "แจ้งซ่อม" in client.get(at("request-list")).content.decode()
    picture = SimpleUploadedFile("broken.png", PNG, "image/png")
    assert fill(client, kind, q6=picture).url == at("request-check")
    overview = client.get(at("request-check")).content.decode()
    assert "อาคาร B" in overview
    assert "broken.png" in overview
    assert send(client).url == at("request-receipt")
    row = ServiceRequest.objects.select_related("data_key").get()
    answers = answers_of(row)
    assert {key: answers[key] for key in ("q1", "q3", "q4", "q5")} == {
        "q1": "อาคาร B", "q3": "12", "q4": "2027-11-22", "q5": "2",
    }  # fmt: skip
    receipt = client.get(at("request-receipt"))
    code = receipt.context["tracking_code"]
    assert code not in str(receipt.request)
    assert row.number.startswith("SR-")
    assert OutboxMessage.objects.filter(template="request_received").count() == 1
    other = Client()
    found = other.post(at("request-track"), {"number": row.number.lower(), "code": code.replace("-", " ")})
    assert found.url == at("request-case")
    assert "broken.png" in other.get(at("request-case")).content.decode()
    assert other.post(at("request-write"), {"body": "ขอบคุณ"}).status_code == 302
    assert row.messages.count() == 1
    advance(row, "done")
    assert other.post(at("request-rate"), {"score": "5"}).status_code == 302
    row.refresh_from_db()
    assert row.score == 5
    other.post(at("request-leave"))
    assert other.get(at("request-case")).status_code == 302


def test_sent_twice_it_is_one_request(client: Client) -> None:
    kind = make_kind()
    fill(client, kind)
    assert send(client).url == send(client).url == at("request-receipt")
    assert fill(client, kind).url == at("request-receipt")
    assert ServiceRequest.objects.count() == 1
    draft = RequestDraft.objects.get()
    assert draft.content is None
    assert drop_expired(now=timezone.now() + dt.timedelta(days=2)) == 1


def test_a_form_changed_meanwhile_is_accepted_under_the_version_that_was_seen(client: Client) -> None:
    kind, now = make_kind(), timezone.now()
    seen = client.get(at("request-new", code=kind.code)).context["asked"]
    draft = kinds.start_form(kind_id=kind.pk, by=designer(), now=now)
    add_question(draft, kind="text", label_th="คำถามใหม่", label_en="New question")
    kinds.publish_form(form_id=draft.pk, by=designer(), now=now)
    assert fill(client, kind, shown=seen.public_id).url == at("request-check")
    assert send(client).status_code == 302
    assert ServiceRequest.objects.get().form == seen
    late = Client()
    answer = late.get(at("request-new", code=kind.code))
    assert answer.context["asked"] == draft
    assert fill(late, kind, shown=draft.public_id).status_code == 422  # the new question must be answered
    # A version of nowhere falls back to the present one.
    assert fill(Client(), kind, shown="x" * 26).status_code == 422


def test_what_is_wrong_is_kept_and_said(client: Client) -> None:
    kind = make_kind()
    answer = fill(client, kind, q1="", q3="มาก", q4="32/13/2569", phone="", email="")
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"q1", "q3", "q4", "phone"}
    assert "มาก" in answer.content.decode()
    assert client.get(at("request-check")).url.endswith("?check")
    assert client.get(at("request-new", code="no-such")).status_code == 404
    kinds.offer_kind(kind_id=kind.pk, is_offered=False, by=designer(), now=timezone.now())
    assert client.get(at("request-new", code=kind.code)).status_code == 404


def test_machines_are_kept_out(client: Client) -> None:
    fill(client, make_kind())
    assert client.post(at("request-check"), {antibot.FIELD: ""}).status_code == 422
    assert client.post(at("request-check"), {antibot.FIELD: solved(), antibot.HONEYPOT: "x"}).status_code == 422
    assert not ServiceRequest.objects.exists()


@time_machine.travel(dt.datetime(2026, 11, 26, 3, 0, tzinfo=dt.UTC), tick=False)  # all tries within one quarter hour
def test_codes_cannot_be_tried_through(client: Client) -> None:
    row = receive(code="K7QF-2MXD-AAAA-BBBB-CCCC-DDDD-8Z")
    answers = [client.post(at("request-track"), {"number": row.number, "code": f"{n:026d}"}) for n in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    wrong_number = Client(REMOTE_ADDR="10.0.0.9").post(at("request-track"), {"number": "SR-2569-999999-9", "code": "x"})
    texts = [str(answer.context["form"].non_field_errors()) for answer in (answers[0], wrong_number)]
    assert texts[0] == texts[1]
    right = client.post(at("request-track"), {"number": row.number, "code": "K7QF-2MXD-AAAA-BBBB-CCCC-DDDD-8Z"})
    assert right.status_code == 429


class TestDesk:
    def test_late_ones_come_first_in_few_statements(self) -> None:
        kind, now = make_kind(), timezone.now()
        rows = [receive(kind, at=now - dt.timedelta(days=days)) for days in (1, 40, 3, 20)]
        client = signed_in(officer())
        client.get(at("requests-list"))
        with CaptureQueriesContext(
            connection,
        ) as few:
            answer = client.get(at("requests-list"))
        groups = {group.key: [row.pk for row, _clock in group.rows] for group in answer.context["groups"]}
        assert groups["late"][:2] == [rows[1].pk, rows[3].pk]
        for _n in range(8):
            receive(kind)
        with CaptureQueriesContext(connection) as many:
            client.get(at("requests-list"))
        assert len(many) == len(few) <= 12  # with session, person, roles and the bell
        narrowed = client.get(at("requests-list"), {"q": rows[0].number.lower(), "kind": kind.code, "view": "all"})
        assert [row.pk for row, _clock in narrowed.context["groups"][0].rows] == [rows[0].pk]

    def test_the_way_of_a_request_through_the_pages(self) -> None:
        row, client = receive(), signed_in(officer())

        def act(step: str, **data: str) -> int:
            return client.post(at("requests-act", number=row.number, step=step), data).status_code

        page = client.get(at("requests-detail", number=row.number)).content.decode()
        assert "อาคาร B" in page
        assert PERSON["email"] not in page
        assert act("take") == 302
        assert act("take") == 409
        assert act("reply", body="ขอเลขห้อง", is_question="on") == 302
        assert act("pause", kind="other", reason="รอ") == 409
        assert act("resume") == 302
        assert act("finish", outcome="granted", body="") == 422
        assert act("finish", outcome="granted", body="เสร็จแล้ว") == 302
        assert act("close") == 302
        assert act("no-such-step") == 404
        shown = client.post(at("requests-reveal", number=row.number), {"reason": "โทรแจ้งผลกับลูกค้า"})
        assert PERSON["email"] in shown.content.decode()
        assert shown.headers["Cache-Control"] == "no-store"

    def test_other_units_see_only_their_own(self) -> None:
        row, person = receive(), officer("narrow")
        role = person.roles.get()
        role.permissions = [name for name in role.permissions if name != "requests.view_all"]
        role.save()
        person.unit = Unit.objects.get(code="board-office")
        person.save()
        client = signed_in(person)
        assert client.get(at("requests-detail", number=row.number)).status_code == 404
        person.unit = row.unit
        person.save()
        assert client.get(at("requests-detail", number=row.number)).status_code == 200


def test_a_kind_is_designed_in_the_browser() -> None:
    make_kind()
    client, unit = signed_in(designer()), Unit.objects.get(code="property")
    facts = {"code": "parking", "title_th": "บัตรจอดรถ", "title_en": "Parking card", "unit": unit.pk, "rank": 5}
    assert client.post(at("requests-kind-new"), facts).url == at("requests-kind", code="parking")
    assert client.post(at("requests-kind-new"), facts).status_code == 422
    assert "บัตรจอดรถ" in client.get(at("requests-kinds")).content.decode(), "a draft beside what is published"
    question = {"kind": "text", "label_th": "ทะเบียนรถ", "label_en": "Number plate", "is_required": "on"}
    assert client.post(at("requests-question-new", code="parking"), question).status_code == 302
    client.post(at("requests-form-publish", code="parking"))
    client.post(at("requests-offer", code="parking"), {"offer": "yes"})
    assert "บัตรจอดรถ" in Client().get(at("request-list")).content.decode()
    changed = {"unit": unit.pk, "rank": 6, "standard_code": "transaction-result", "version": "1"}
    assert client.post(at("requests-kind", code="parking"), changed).status_code == 409


def test_what_may_answer_at_once_stands_beside_the_form_and_beside_the_case(client: Client) -> None:
    kind = make_kind()
    texts = {"kind": "guide", "body_th": "ขั้นตอน", "for_public": True}
    shown = make_article("published", title_th="วิธีแจ้งซ่อมไฟฟ้า", **texts)
    make_article("published", title_th="แจ้งซ่อมภายใน", **{**texts, "for_public": False})
    make_article("draft", title_th="แจ้งซ่อมฉบับร่าง", **texts)
    make_article("published", title_th="ค่าเช่าพื้นที่", **texts)
    page = client.get(at("request-new", code=kind.code))
    assert page.context["help"] == [shown]
    assert reverse("knowledge:portal-article", args=[shown.public_id]) in page.content.decode()
    desk = signed_in(officer()).get(at("requests-detail", number=receive().number))
    assert {article.title_th for article in desk.context["articles"]} == {"วิธีแจ้งซ่อมไฟฟ้า", "แจ้งซ่อมภายใน"}
