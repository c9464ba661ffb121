"""The portal form about one's own data: one thing a page, nothing lost, sent once; tracking that cannot be guessed."""

import json
from base64 import b64encode
from datetime import timedelta

import altcha
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foundation.core import antibot
from foundation.privacy.enums import Right
from foundation.privacy.models import DataRequest, RequestDraft
from foundation.privacy.services import drafts
from foundation.privacy.views.tracking import LOOKS
from tests.privacy.factories import bring, make_request

pytestmark = pytest.mark.django_db
NEW, CHECK, RECEIPT = (reverse(f"privacy:portal-{name}") for name in ("my-data", "check", "receipt"))
TRACK, MINE = reverse("privacy:portal-track"), reverse("privacy:portal-request")
CODE = "K7QF-2MXD-1111-2222-3333-4444-5Z"


def step(name: str) -> str:
    return reverse("privacy:portal-step", args=[name])


def solved() -> str:
    """A right solution of a fresh challenge, as the widget sends it."""
    given = json.loads(antibot.new_challenge(now=timezone.now()))
    answer = altcha.solve_challenge(
        given["challenge"], given["salt"], given["algorithm"], max_number=antibot.HARDEST_NUMBER
    )
    payload = {key: given[key] for key in ("algorithm", "challenge", "salt", "signature")} | {"number": answer.number}
    return b64encode(json.dumps(payload).encode()).decode()


def fill(client: Client, right: str = "access", **changes) -> None:
    """Go through every page but the last."""
    client.post(NEW, {"right": right})
    client.post(step("whom"), {"whom": "self", **changes.get("whom", {})})
    client.post(step("about"), {"details": "ขอให้แก้ที่อยู่", "purposes": ["marketing"]})
    client.post(step("find"), {"name": "สมศรี ใจดี", "phone": "081 234 5678", **changes.get("find", {})})
    client.post(step("proof"), {"proof": "call", "proof_words": "หลังบ่ายสอง"})


def send(client: Client):
    return client.post(CHECK, {antibot.FIELD: solved()})


@pytest.mark.parametrize("right", list(Right))
def test_the_whole_way(client, right):
    fill(client, right)
    page = client.get(CHECK)
    assert page.status_code == 200
    assert "สมศรี ใจดี" in page.content.decode()
    assert send(client).url == RECEIPT
    row = DataRequest.objects.get()
    assert (row.right, row.name, row.phone, row.channel) == (right, "สมศรี ใจดี", "+66812345678", "portal")
    assert row.notice.notice.key == "data-request"
    receipt = client.get(RECEIPT).content.decode()
    assert row.number in receipt
    assert client.get(MINE).status_code == 200  # the sender need not type the code again


def test_sent_twice_makes_one_request(client):
    fill(client)
    send(client)
    assert send(client).url == RECEIPT
    assert client.post(step("find"), {"name": "อื่น"}).url == RECEIPT
    assert client.get(NEW).templates[0].name == "privacy/my_data/sent.html"
    assert DataRequest.objects.count() == 1


def test_the_second_of_two_clicks_gets_the_same_request(client):
    fill(client)
    draft = RequestDraft.objects.get()
    wish, asker = drafts.Wish("access"), drafts.Asker(name="ก", phone="+66812345678")
    rows = [
        drafts.file_draft(
            draft_id=draft.pk, wish=wish, asker=asker, language="th", notice=None, tracking_code="x", now=timezone.now()
        )
        for _click in range(2)
    ]
    assert rows[0].pk == rows[1].pk


def test_back_loses_nothing_and_what_is_wrong_is_kept(client):
    client.post(NEW, {"right": "correction"})
    client.post(step("whom"), {"whom": "self"})
    page = client.post(step("about"), {"details": "  "})
    assert page.status_code == 422
    page = client.post(step("find"), {"name": "สมศรี", "email": "not-an-address"})
    assert page.status_code == 422
    assert "not-an-address" in page.content.decode()
    assert "not-an-address" in client.get(step("find")).content.decode()
    assert "checked" in client.get(NEW).content.decode()


@pytest.mark.parametrize(
    ("name", "answers", "field"),
    [
        ("right", {}, "right"),
        ("right", {"right": "everything"}, "right"),
        ("whom", {"whom": "representative"}, "representative"),
        ("find", {"name": "ก"}, "phone"),
        ("find", {"name": "ก", "national_id": "1234545678789"}, "national_id"),
        ("proof", {"proof": "other"}, "proof_words"),
        ("about", {"details": "ก" * 3001}, "details"),
    ],
)
def test_bad_input_is_answered_kindly(client, name, answers, field):
    client.post(NEW, {"right": "access"})
    page = client.post(NEW if name == "right" else step(name), answers)
    assert page.status_code == 422
    assert field in page.context["form"].errors


def test_nothing_is_sent_unfinished_or_by_a_machine(client):
    client.post(NEW, {"right": "access"})
    assert client.get(CHECK).url == step("whom")
    fill(client)
    assert client.post(CHECK, {antibot.FIELD: "", antibot.HONEYPOT: ""}).status_code == 422
    assert client.post(CHECK, {antibot.FIELD: solved(), antibot.HONEYPOT: "http://x"}).status_code == 422
    assert not DataRequest.objects.exists()


def test_a_draft_is_forgotten_with_its_key(client):
    fill(client)
    draft = RequestDraft.objects.get()
    assert drafts.drop_expired(now=timezone.now() + timedelta(days=2)) == 1
    draft.data_key.refresh_from_db()
    assert draft.data_key.is_destroyed


# --- tracking -------------------------------------------------------------------------------------------------------


def track(client: Client, number: str, code: str = CODE):
    return client.post(TRACK, {"number": number, "code": code})


def test_number_and_code_open_the_request_and_nothing_internal(client):
    row = bring(make_request(code=CODE), "answered", text="ข้อมูลของท่านมีดังนี้")
    assert track(client, row.number.lower().replace("-", " – "), CODE.lower()).url == MINE
    page = client.get(MINE).content.decode()
    assert "ข้อมูลของท่านมีดังนี้" in page
    assert row.steps.first() is not None


def test_a_wrong_pair_always_gets_the_same_answer_and_guessing_ends(client):
    row = make_request(code=CODE)
    other = make_request(code="AAAA-2MXD-1111-2222-3333-4444-5Z")
    answers = []
    pairs = ((row.number, "BBBB"), (other.number, CODE), ("D-2569-999999-9", CODE), ("x", CODE))
    for number, code in pairs:
        page = track(client, number, code)
        answers.append((page.status_code, str(page.context["form"].non_field_errors())))
    assert len(set(answers)) == 1
    for _try in range(LOOKS.attempts - len(pairs)):
        assert track(client, row.number, "CCCC").status_code == 422
    assert track(client, row.number).status_code == 429  # even the right code now
    assert client.get(MINE).url == TRACK


def test_the_person_writes_and_takes_the_request_back(client):
    row = make_request(code=CODE)
    track(client, row.number)
    assert client.post(reverse("privacy:portal-write"), {"body": ""}).status_code == 422
    assert client.post(reverse("privacy:portal-write"), {"body": "โทรหลังบ่ายสอง"}).url == MINE
    assert row.notes.get().body == "โทรหลังบ่ายสอง"
    client.post(reverse("privacy:portal-withdraw"))
    row.refresh_from_db()
    assert row.status == "withdrawn"
    assert client.post(reverse("privacy:portal-write"), {"body": "อีก"}).status_code == 422
    client.post(reverse("privacy:portal-leave"))
    assert client.get(MINE).url == TRACK


# --- the desk -------------------------------------------------------------------------------------------------------


def test_the_desk_takes_a_request_through(client_as):
    officer, row = client_as("data-protection-officer"), make_request()
    page = officer.get(row.get_absolute_url()).content.decode()
    assert "สมศรี" not in page
    for move, said in (("verify", {"reason": "โทรกลับแล้ว"}), ("start", {})):
        assert officer.post(f"{row.get_absolute_url()}steps/{move}/", said).status_code == 302
    row.refresh_from_db()
    stale = {"outcome": "granted", "answer": "ตามนี้", "version": row.version - 1}
    assert officer.post(f"{row.get_absolute_url()}steps/answer/", stale).status_code == 409
    assert officer.post(f"{row.get_absolute_url()}steps/answer/", stale | {"version": row.version}).status_code == 302
    assert officer.post(f"{row.get_absolute_url()}steps/start/", {}).status_code == 409
    assert officer.get("/staff/privacy/?view=answered").context["rows"][0]["row"] == row


def test_the_officer_writes_a_request_down_and_gives_the_code_once(client_as, client):
    officer = client_as("data-protection-officer")
    said = {"channel": "counter", "right": "access", "name": "สมชาย", "phone": "0812345678", "whom": "self"}
    page = officer.post(reverse("privacy:staff-request-new"), said | {"proof": "counter"})
    row = DataRequest.objects.get()
    assert (row.channel, row.received_by) == ("counter", officer.user)
    assert track(client, row.number, page.context["code"]).url == MINE


def test_a_lost_code_is_replaced_and_the_old_one_opens_nothing(client_as, client):
    officer, row = client_as("data-protection-officer"), make_request(code=CODE)
    track(client, row.number)
    url = reverse("privacy:staff-request-code", args=[row.number])
    assert officer.post(url, {"reason": " "}).status_code == 422
    code = officer.post(url, {"reason": "ดูบัตรประชาชนที่เคาน์เตอร์"}).context["code"]
    assert client.get(MINE).url == TRACK  # the browser that knew the old one is shut out too
    assert track(client, row.number).status_code == 422
    assert track(client, row.number, code).url == MINE


def test_the_auditor_reads_the_queue_and_not_the_words(client_as):
    auditor, row = client_as("auditor"), make_request(details="ความลับของสมศรี")
    page = auditor.get(row.get_absolute_url()).content.decode()
    assert "ความลับ" not in page
    assert "/steps/" not in page


@pytest.mark.parametrize("count", [1, 6])
def test_the_queue_asks_the_same_number_of_queries(client_as, count, django_assert_num_queries):
    officer = client_as("data-protection-officer")
    for _each in range(count):
        make_request()
    officer.get("/staff/privacy/")
    with django_assert_num_queries(6):
        officer.get("/staff/privacy/")
