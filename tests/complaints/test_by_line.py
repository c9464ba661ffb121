"""LINE both ways: tied by a code from the tracking page, and never believed without it."""

import json
import re
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import demo_letters, services
from complaints.enums import Channel, Reply, reply_choices
from complaints.enums_incoming import Placing, Wait
from complaints.forms.portal import ContactForm
from complaints.models import Category, Complainant, LineCode, PlacedLetter
from complaints.services import mail
from foundation.core import incoming, outbox
from foundation.core.errors import Refused
from foundation.core.incoming.line import packed
from foundation.core.models import IncomingWay, OutboxMessage, OutboxState
from tests.complaints.factories import Desk

pytestmark = pytest.mark.django_db
USER, OTHER = "U" + "0a" * 16, "U" + "1b" * 16
LINK = re.compile(r"/portal/complaints/l/[0-9a-z]{26}")
_serial = count(1)


@pytest.fixture(autouse=True)
def channel(settings, tmp_path):
    """LINE is set up; what goes out lies in a file."""
    settings.LINE_GATEWAY, settings.LINE_CHANNEL_SECRET, settings.TRDCRM_HOME = (
        "file",
        "a-secret-of-a-channel",
        tmp_path,
    )


def say(text: str = "", *, user: str = USER, kind: str = "message", at: int = 1_790_000_000_000) -> PlacedLetter:
    """Somebody writes in the chat, or follows; where it went."""
    event: dict[str, Any] = {"type": kind, "webhookEventId": f"E{next(_serial)}", "timestamp": at}
    event |= {"source": {"type": "user", "userId": user}}
    if kind == "message":
        event["message"] = {"type": "text", "id": "1", "text": text}
    now = timezone.now()
    row = incoming.take_in(packed(event), now=now, way=IncomingWay.LINE)
    incoming.work_off(letter_id=row.pk, now=now)
    return PlacedLetter.objects.select_related("letter__data_key", "complaint").get(letter=row)


def tie(case, *, user: str = USER) -> PlacedLetter:
    return say(services.ask_line_code(complaint_id=case.pk, now=timezone.now()), user=user)


def person_of(case) -> Complainant:
    return Complainant.objects.select_related("data_key").get(complaint=case)


def sent(tmp_path) -> list[str]:
    for message in OutboxMessage.objects.filter(state=OutboxState.QUEUED, channel="line").order_by("pk"):
        outbox.deliver(message.pk)
    path = tmp_path / "outbox" / "line.jsonl"
    said = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    return [line["messages"][0]["text"] for line in said]


def of_channel(channel: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(channel=channel).order_by("pk"))


# --- tying ----------------------------------------------------------------------------------------------------------


def visit(desk: Desk, case) -> Client:
    client = Client()
    client.post(reverse("complaints:portal-track"), {"number": case.number, "code": desk.codes[case.pk]})
    return client


def test_a_code_from_the_tracking_page_ties_line_and_answers_go_there(filed, desk: Desk, now, tmp_path):
    case = filed("acknowledged")
    page = visit(desk, case).post(reverse("complaints:portal-line")).content.decode()
    code = re.search(r'id="line-code">([0-9A-Z]{4}-[0-9A-Z]{4})<', page)[1]
    assert code not in str(LineCode.objects.values())
    placed = say(f" {code.lower()} ")
    assert (placed.placing, placed.complaint) == (Placing.CODE, case)
    person = person_of(case)
    assert (person.line_user, person.reply_by, person.line_away) == (USER, Reply.LINE, False)
    assert USER not in str(Complainant.objects.values()) + str(Complainant.history.values())
    services.send_message(complaint_id=case.pk, body="ขอทราบเลขที่ร้าน", by=desk.officer, now=now)
    tied, told = sent(tmp_path)
    for text in (tied, told):
        assert case.number in text
        assert LINK.search(text)
        assert case.subject not in text
        assert "เลขที่ร้าน" not in text
    assert say(code, user=OTHER).complaint is None  # it worked once
    assert person_of(case).line_user == USER


def test_codes_end_with_their_time_with_a_newer_one_and_wrong_ones_are_answered(filed, now, tmp_path):
    case = filed()
    old = services.ask_line_code(complaint_id=case.pk, now=now)
    late = services.ask_line_code(complaint_id=case.pk, now=now - timedelta(minutes=16))
    for code in (old, late, "0000-0000"):
        assert say(code).complaint is None
    assert not person_of(case).line_hash
    assert len(sent(tmp_path)) == 3
    assert services.forget_line_codes(now=now + timedelta(hours=1)) == 2


def test_guessing_codes_is_limited(filed, now, tmp_path):
    case = filed()
    for _attempt in range(10):
        say("0000-0000")
    assert tie(case).complaint is None
    assert len(sent(tmp_path)) == 10


@pytest.mark.parametrize("text", ["GOOD NEWS", "complain", "ขอบคุณ", "12345678"])
def test_words_are_no_codes(text):
    assert say(text).placing == Placing.WAITING


def test_an_anonymous_file_and_a_closed_case_cannot_be_tied(filed, desk: Desk, now):
    for case in (filed(identity="anonymous"), filed("closed")):
        with pytest.raises(Refused):
            services.ask_line_code(complaint_id=case.pk, now=now)
        page = visit(desk, case)
        assert reverse("complaints:portal-line") not in page.get(reverse("complaints:portal-case")).content.decode()
        assert page.post(reverse("complaints:portal-line")).status_code == 302
    assert not LineCode.objects.exists()


def test_the_page_tells_that_it_is_tied_and_unties(filed, desk: Desk):
    case = filed()
    tie(case)
    client = visit(desk, case)
    assert reverse("complaints:portal-line-untie") in client.get(reverse("complaints:portal-case")).content.decode()
    client.post(reverse("complaints:portal-line-untie"))
    person = person_of(case)
    assert (person.line_user, person.line_hash, person.line_tied_at) == (None, "", None)
    assert person.reply_by != Reply.LINE
    assert say("น้ำยังรั่ว").wait == Wait.UNTIED


def test_asking_for_codes_is_limited(filed, desk: Desk):
    client = visit(desk, filed())
    codes = [client.post(reverse("complaints:portal-line")).status_code for _n in range(11)]
    assert (codes[0], codes[-1]) == (200, 429)


# --- what is written in the chat ------------------------------------------------------------------------------------


def test_what_the_tied_person_writes_joins_the_case_and_ends_the_wait(filed, desk: Desk, now):
    case = filed("investigating")
    tie(case)
    services.send_message(complaint_id=case.pk, body="ร้านเลขที่เท่าไร", by=desk.officer, now=now, pause_for="complainant")
    placed = say("ร้าน 214 ค่ะ")
    assert (placed.placing, placed.complaint) == (Placing.CASE, case)
    message = case.messages.get(by_line=True)
    assert (message.body, message.is_verified, message.by_email) == ("ร้าน 214 ค่ะ", True, False)
    case.refresh_from_db()
    assert not case.is_paused


def test_the_number_of_a_case_gives_a_stranger_no_way_in(filed, tmp_path):
    case = filed("investigating")
    tie(case)
    placed = say(f"{case.number} ขอยกเลิกเรื่องนี้", user=OTHER)
    assert (placed.placing, placed.wait, placed.complaint) == (Placing.WAITING, Wait.UNTIED, None)
    say("ได้ไหม", user=OTHER)
    assert not case.messages.filter(by_line=True).exists()
    assert len([text for text in sent(tmp_path) if case.number not in text]) == 1  # one word in twelve hours


def test_of_several_cases_the_named_one_is_meant_and_else_somebody_looks(filed, now):
    first, second = filed(), filed()
    tie(first)
    tie(second)
    assert say(f"เรื่อง {first.number} น้ำยังรั่ว").complaint == first
    placed = say("น้ำยังรั่ว")
    assert (placed.placing, placed.wait) == (Placing.WAITING, Wait.MANY)


def test_a_closed_case_waits_and_a_flood_is_held(filed, desk: Desk, now):
    case = filed()
    tie(case)
    services.withdraw(complaint_id=case.pk, reason="เสร็จแล้ว", by=None, now=now)
    assert say("อีกครั้ง").wait == Wait.CLOSED
    waits = [say(f"ข้อความ {n}", user=OTHER).wait for n in range(21)]
    assert (waits[0], waits[-1]) == (Wait.UNTIED, Wait.TOO_MANY)


def test_an_officer_makes_a_complaint_of_it_and_the_person_hears_by_line(desk: Desk, officer: Client, tmp_path):
    placed = say("ไฟทางเดินดับค่ะ", user=OTHER)
    page = officer.get(placed.get_absolute_url()).content.decode()
    assert "ไฟทางเดินดับ" in page
    assert OTHER not in page
    assert "ไฟทางเดินดับ" in officer.get(reverse("complaints:staff-letters-in")).content.decode()
    told = services.Sorted(Category.objects.get(code="other"), "ไฟดับ", "ไฟทางเดินดับค่ะ", "คุณวิภา", "th")
    case = services.letter_into_complaint(placed_id=placed.pk, told=told, by=desk.officer, now=timezone.now())
    assert (case.channel, person_of(case).line_user) == (Channel.LINE, OTHER)
    assert any(case.number in text for text in sent(tmp_path))
    assert say("ขอบคุณค่ะ", user=OTHER).complaint == case


# --- where LINE does not lead ---------------------------------------------------------------------------------------


def test_who_blocks_us_hears_another_way_and_late_events_change_nothing(filed, desk: Desk, now):
    case = filed("acknowledged", email="sudarat@example.com")
    tie(case)
    say(kind="unfollow", at=1_790_000_002_000)
    say(kind="follow", at=1_790_000_001_000)  # told late
    assert person_of(case).line_away
    services.send_message(complaint_id=case.pk, body="ขอทราบเลขที่ร้าน", by=desk.officer, now=now)
    assert of_channel("email")[-1].template == "complaint_message"
    say(kind="follow", at=1_790_000_003_000)
    services.send_message(complaint_id=case.pk, body="ขอบคุณ", by=desk.officer, now=now)
    assert of_channel("line")[-1].template == "complaint_message"


def test_what_line_refuses_goes_another_way_and_the_officer_is_told(filed, desk: Desk, now):
    case = filed("acknowledged", email="sudarat@example.com")
    tie(case)
    services.send_message(complaint_id=case.pk, body="ขอทราบเลขที่ร้าน", by=desk.officer, now=now)
    message = of_channel("line")[-1]
    OutboxMessage.objects.filter(pk=message.pk).update(state=OutboxState.RUNNING, attempt=1)
    message.refresh_from_db()
    outbox.give_up(message, "400")
    [other] = [mail_ for mail_ in of_channel("email") if mail_.template == "complaint_other_way"]
    assert case.number in other.subject
    assert LINK.search(other.body)
    mail.tell_undelivered(message)  # told twice
    assert len([row for row in of_channel("email") if row.template == "complaint_other_way"]) == 1


def test_line_that_was_wished_but_never_tied_falls_back(filed):
    filed(reply_by=Reply.LINE, email="sudarat@example.com")
    assert [message.template for message in of_channel("email")] == ["complaint_received"]
    assert not of_channel("line")


def test_line_is_offered_where_it_is_set_up(settings):
    assert not ContactForm({"name": "ก", "reply_by": "line"}).errors
    settings.LINE_GATEWAY = ""
    assert "reply_by" in ContactForm({"name": "ก", "reply_by": "line"}).errors
    assert "line" not in dict(reply_choices())


def test_erasing_the_person_forgets_who_that_is_at_line(filed, desk: Desk, now):
    case = filed()
    tie(case)
    services.withdraw(complaint_id=case.pk, reason="เสร็จแล้ว", by=None, now=now)
    services.erase_complainant(complainant_id=person_of(case).pk, by=desk.manager, now=now)
    person = person_of(case)
    assert (person.line_user, person.line_hash, person.line_tied_at) == (None, "", None)
    assert not Complainant.history.exclude(line_hash="").exists()


def test_the_demonstration_shows_line_tied_and_untied_and_one_by_sms(filed, desk: Desk, now, settings):
    settings.SMS_GATEWAY, settings.MAILBOX_ADDRESS = "file", "complaints@demo.example.com"
    case = filed("acknowledged")
    services.assign(complaint_id=case.pk, handler=desk.officer, by=desk.manager, now=now)
    demo_letters.build(now)
    demo_letters.build(now)
    assert case.messages.get(by_line=True).is_verified
    assert PlacedLetter.objects.filter(wait=Wait.UNTIED).count() == 1
    assert Complainant.objects.filter(reply_by=Reply.SMS).count() == 1
