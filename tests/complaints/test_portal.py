"""The portal form: one topic a page, nothing lost, sent once; bad input gets a kind message and is kept."""

import json
import re
import threading
from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import altcha
import pytest
from django.core import mail as letters
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import services
from complaints.models import Complainant, Complaint, Draft
from complaints.views.visit import VISIT
from foundation.core import antibot, outbox, sweeper
from foundation.core.files import attachments_of
from foundation.core.models import Attachment, DataKey, OutboxMessage
from foundation.core.outbox import Outgoing
from foundation.core.visits import DRAFT_LIFETIME
from foundation.privacy.models import Consent
from foundation.privacy.selectors import may_send

pytestmark = pytest.mark.usefixtures("charter")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)
STORY = "น้ำหยดจากฝ้าเพดานหน้าร้าน พื้นลื่น"
CHECK = reverse("complaints:portal-check")
NEW = reverse("complaints:portal-new")


def step(name: str) -> str:
    return reverse("complaints:portal-step", args=[name])


def solved() -> str:
    """A right solution of a fresh challenge, as the widget sends it."""
    given = json.loads(antibot.new_challenge(now=timezone.now()))
    answer = altcha.solve_challenge(
        given["challenge"], given["salt"], given["algorithm"], max_number=antibot.HARDEST_NUMBER
    )
    payload = {key: given[key] for key in ("algorithm", "challenge", "salt", "signature")} | {"number": answer.number}
    return b64encode(json.dumps(payload).encode()).decode()


def fill(client: Client, identity: str = "named", **changes: Any) -> None:
    """Go through every page but the last."""
    client.post(NEW, {"identity": identity})
    client.post(step("about"), {"category": changes.get("category", "building")})
    client.post(
        step("story"), {"description": changes.get("description", STORY), "place": "อาคาร B", "occurred_on": ""}
    )
    client.post(step("siblings"), {"follow": "own"})
    client.post(step("remedy"), {"remedies": ["repair", "apology"], "remedy_wish": ""})
    if identity != "anonymous":
        client.post(
            step("contact"),
            {
                "name": "สุดารัตน์ มีสุข",
                "phone": "081 234 5678",
                "email": "s@example.com",
                "reply_by": "email",
                "satisfaction_contact": changes.get("consent", "on"),
            },
        )
    client.post(step("files"), {})


def send(client: Client, **data: str) -> Any:
    return client.post(CHECK, {antibot.FIELD: solved(), **data})


def test_the_whole_way_with_a_name(client: Client) -> None:
    fill(client)
    page = client.get(CHECK).content.decode()
    assert STORY in page
    assert "081 234 5678" in page
    answer = send(client)
    assert answer.url == reverse("complaints:portal-receipt")
    complaint = Complaint.objects.get()
    receipt = client.get(answer.url).content.decode()
    code = services.derive_code(client.cookies[VISIT.draft_cookie].value)
    assert complaint.number in receipt
    assert code in receipt
    assert "กฎบัตรข้อ 4" in receipt
    assert complaint.code_hash == services.code_hash(code)
    assert Complainant.objects.select_related("data_key").get().phone == "+66812345678"
    assert complaint.notice.notice.key == "complaint"
    assert Consent.objects.get().state == "given"
    assert OutboxMessage.objects.get().kind == "complaints.received"


def test_the_whole_way_without_a_name_asks_for_no_contact(client: Client) -> None:
    fill(client, "anonymous")
    assert "7" not in re.search(r'class="prog">(.*?)<svg', client.get(CHECK).content.decode(), re.DOTALL)[1]
    send(client)
    complaint = Complaint.objects.get()
    assert complaint.is_anonymous
    assert not Complainant.objects.exists()
    assert not Consent.objects.exists()
    assert not OutboxMessage.objects.exists()
    keys = set(DataKey.objects.values_list("destroyed_at", flat=True))
    assert None not in keys  # not even the draft's key is left


def test_nothing_is_ticked_beforehand_and_a_no_is_recorded(client: Client) -> None:
    client.post(NEW, {"identity": "named"})
    assert (
        "checked"
        not in re.search(r"<input[^>]*satisfaction_contact[^>]*>", client.get(step("contact")).content.decode())[0]
    )
    fill(client, consent="")
    send(client)
    assert Consent.objects.get().state == "withdrawn"


@pytest.mark.parametrize(("ticked", "goes_out"), [("on", True), ("", False)])
def test_the_consent_releases_a_question_about_satisfaction(client: Client, ticked: str, goes_out: bool) -> None:
    fill(client, consent=ticked)
    send(client)
    person = Complainant.objects.select_related("data_key").get()
    question = Outgoing(
        kind="complaints.satisfaction",
        channel="email",
        purpose="satisfaction-contact",
        to=person.email,
        subject_key=person.data_key,
    )
    assert may_send(question) is goes_out


def test_the_privacy_notice_stands_before_the_first_question(client: Client) -> None:
    page = client.get(NEW).content.decode()
    assert "ประกาศความเป็นส่วนตัว" in page
    assert page.index("ประกาศความเป็นส่วนตัว") < page.index("ask__foot")


def test_back_never_loses_text(client: Client) -> None:
    fill(client)
    for name, expected in (("story", STORY), ("contact", "สุดารัตน์ มีสุข"), ("remedy", "checked")):
        assert expected in client.get(step(name)).content.decode()
    assert 'value="named"' in client.get(NEW).content.decode()


def test_a_change_from_the_overview_leads_back_to_it(client: Client) -> None:
    fill(client)
    answer = client.post(f"{step('story')}?check", {"description": "แก้แล้ว", "place": "", "occurred_on": ""})
    assert answer.url == CHECK
    assert "แก้แล้ว" in client.get(CHECK).content.decode()


def test_choosing_anonymity_later_drops_the_contact(client: Client) -> None:
    fill(client)
    client.post(f"{NEW}?check", {"identity": "anonymous"})
    assert "สุดารัตน์" not in client.get(CHECK).content.decode()
    send(client)
    assert not Complainant.objects.exists()


def test_an_unfinished_form_leads_to_the_page_that_is_missing(client: Client) -> None:
    client.post(NEW, {"identity": "anonymous"})
    client.post(step("about"), {"category": "building"})
    assert client.get(CHECK).url == step("story")
    assert not Complaint.objects.exists()


# --- once -----------------------------------------------------------------------------------------------------------


def test_back_and_send_again_is_the_same_complaint(client: Client) -> None:
    fill(client)
    first, second = send(client), send(client)
    assert first.url == second.url == reverse("complaints:portal-receipt")
    assert Complaint.objects.count() == 1
    assert OutboxMessage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sendings_in_the_same_moment_make_one_complaint(client: Client) -> None:
    fill(client)
    twin, answers, start = Client(), list[str](), threading.Barrier(2)
    twin.cookies = client.cookies

    def press(browser: Client, solution: str) -> None:
        try:
            start.wait(10)
            answers.append(browser.post(CHECK, {antibot.FIELD: solution}).url)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[browser, solved()]) for browser in (client, twin)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert answers == [reverse("complaints:portal-receipt")] * 2
    assert Complaint.objects.count() == 1
    assert OutboxMessage.objects.count() == 1


def test_back_to_an_earlier_page_after_sending_shows_the_receipt(client: Client) -> None:
    fill(client)
    send(client)
    number = Complaint.objects.get().number
    assert number in client.get(step("story")).content.decode()
    assert client.post(step("story"), {"description": "อีกครั้ง"}).url == reverse("complaints:portal-receipt")
    assert Complaint.objects.get().description == STORY


def test_another_complaint_starts_anew(client: Client) -> None:
    fill(client)
    send(client)
    client.post(reverse("complaints:portal-discard"))
    fill(client, "anonymous", description="เรื่องที่สอง")
    send(client)
    assert Complaint.objects.count() == 2


def test_sending_empties_the_draft(client: Client) -> None:
    fill(client)
    key = Draft.objects.get().data_key
    send(client)
    draft = Draft.objects.select_related("data_key").get()
    assert draft.content is None
    assert DataKey.objects.get(pk=key.pk).is_destroyed


def test_drafts_are_sealed_and_forgotten_after_a_day(client: Client, django_db_blocker: Any) -> None:
    fill(client)
    draft = Draft.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(d)::text FROM complaints_draft d")
        assert "สุดารัตน์" not in cursor.fetchone()[0]
    assert services.drop_expired(now=timezone.now()) == 0
    assert services.drop_expired(now=timezone.now() + DRAFT_LIFETIME + timedelta(seconds=1)) == 1
    assert not Draft.objects.exists()
    assert DataKey.objects.get(pk=draft.data_key_id).is_destroyed


# --- lost sessions --------------------------------------------------------------------------------------------------


def test_a_lost_cookie_keeps_the_text_of_the_page(client: Client) -> None:
    fill(client)
    client.cookies.clear()
    answer = client.post(step("story"), {"description": "ข้อความที่พิมพ์ไว้", "place": "", "occurred_on": ""})
    assert answer.status_code == 302
    assert "ข้อความที่พิมพ์ไว้" in client.get(step("story")).content.decode()


def test_a_failed_origin_check_shows_the_page_with_the_text() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(step("story"), {"description": "ข้อความที่พิมพ์ไว้", "place": "", "occurred_on": ""})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "ข้อความที่พิมพ์ไว้" in page
    assert "csrfmiddlewaretoken" in page
    assert not Draft.objects.exists()


def test_every_post_is_checked_for_its_origin() -> None:
    strict = Client(enforce_csrf_checks=True)
    for name in ("portal-discard", "portal-track", "portal-write", "portal-answer", "portal-rate", "portal-withdraw"):
        assert strict.post(reverse(f"complaints:{name}")).status_code == 403, name


def test_reading_changes_nothing(client: Client) -> None:
    for url in (NEW, step("story"), CHECK, reverse("complaints:portal-receipt"), reverse("complaints:portal-policy")):
        client.get(url)
    assert not Draft.objects.exists()


# --- machines -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("solution", ["", "forged", b64encode(b"{}").decode(), b64encode(b'{"challenge": 5}').decode()])
def test_a_missing_or_forged_solution_keeps_the_form(client: Client, solution: str) -> None:
    fill(client)
    answer = client.post(CHECK, {antibot.FIELD: solution})
    assert answer.status_code == 422
    assert STORY in answer.content.decode()
    assert not Complaint.objects.exists()


def test_a_solution_is_good_once(client: Client) -> None:
    used = solved()
    fill(client)
    assert client.post(CHECK, {antibot.FIELD: used}).status_code == 302
    client.post(reverse("complaints:portal-discard"))
    fill(client)
    assert client.post(CHECK, {antibot.FIELD: used}).status_code == 422
    assert Complaint.objects.count() == 1


def test_the_honeypot_catches_and_explains(client: Client) -> None:
    fill(client)
    answer = send(client, **{antibot.HONEYPOT: "https://spam.example"})
    assert answer.status_code == 422
    assert not Complaint.objects.exists()


def test_a_flood_from_one_network_is_slowed_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from complaints.views import portal
    from foundation.core import rates

    monkeypatch.setattr(portal, "SENDINGS", rates.Limit(1, timedelta(hours=1)))
    fill(client, "anonymous")
    send(client)
    client.post(reverse("complaints:portal-discard"))
    fill(client, "anonymous")
    answer = send(client)
    assert answer.status_code == 429
    assert STORY in answer.content.decode()
    assert Complaint.objects.count() == 1


# --- bad input ------------------------------------------------------------------------------------------------------


def told(client: Client, **data: Any) -> Any:
    client.post(NEW, {"identity": "anonymous"})
    return client.post(step("story"), {"description": STORY, "place": "", "occurred_on": "", **data})


@pytest.mark.parametrize(("name", "field"), [("identity", "identity"), ("about", "category"), ("contact", "name")])
def test_an_empty_page_is_shown_again_with_what_is_missing(client: Client, name: str, field: str) -> None:
    client.post(NEW, {"identity": "named"})
    answer = client.post(NEW if name == "identity" else step(name), {})
    assert answer.status_code == 422
    assert f'href="#id_{field}' in answer.content.decode()
    assert not Complaint.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"), [("<b onclick=x>สมชาย", "<b onclick=x>สมชาย"), ("\u202eสมชาย\u200b 😀", "สมชาย 😀")]
)
def test_odd_names_do_no_harm(client: Client, typed: str, kept: str) -> None:
    fill(client)
    client.post(step("contact"), {"name": typed, "reply_by": "page"})
    assert "<b onclick" not in client.get(step("contact")).content.decode()
    assert "<b onclick" not in client.get(CHECK).content.decode()
    send(client)
    assert Complainant.objects.select_related("data_key").get().name == kept
    assert "<b onclick" not in client.get(reverse("complaints:portal-receipt")).content.decode()


def test_an_empty_story_is_asked_for_kindly(client: Client) -> None:
    answer = told(client, description=" \u200b ")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "<title>ข้อผิดพลาด:" in page.replace("\n", "")
    assert "โปรดเล่าว่าเกิดอะไรขึ้น" in page


def test_ten_thousand_characters_are_kept_for_shortening(client: Client) -> None:
    endless = "ก" * 10_000
    answer = told(client, description=endless)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "10,000" in page
    assert "5,000" in page
    assert endless in page
    assert endless in client.get(step("story")).content.decode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ลิฟต์ค้าง 😡🔥", "ลิฟต์ค้าง 😡🔥"),
        ("น้ำ\u200bรั่ว\ufeff", "น้ำรั่ว"),
        ("<script>alert(1)</script> {{7*7}} </title>", "<script>alert(1)</script> {{7*7}} </title>"),
        ("ก่อน\u202eกลับหัว\u2066", "ก่อนกลับหัว"),
        ("นํ้าตก", "น้ำตก"),
    ],
)
def test_odd_characters_are_harmless(client: Client, typed: str, kept: str) -> None:
    fill(client, "anonymous", description=typed)
    page = client.get(CHECK).content.decode()
    assert "<script>alert" not in page
    send(client)
    assert Complaint.objects.get().description == kept
    receipt = client.get(reverse("complaints:portal-receipt")).content.decode()
    assert "<script>alert" not in receipt
    assert "49" not in re.search(r'<dl class="facts">.*?</dd>', receipt, re.DOTALL)[0]


@pytest.mark.parametrize("typed", ["29/11/2599", "31/02/2569", "เมื่อวานซืนโน้น", "19/11/1900"])
def test_impossible_days_are_named(client: Client, typed: str) -> None:
    answer = told(client, occurred_on=typed)
    assert answer.status_code == 422
    assert typed in answer.content.decode()


@pytest.mark.parametrize("typed", ["19/11/2568", "19/11/2025", "๑๙ พ.ย. ๒๕๖๘"])
def test_both_eras_are_read(client: Client, typed: str) -> None:
    fill(client, "anonymous")
    client.post(f"{step('story')}?check", {"description": STORY, "place": "", "occurred_on": typed})
    assert "19 พฤศจิกายน 2568" in client.get(CHECK).content.decode()


def test_contact_is_checked_against_the_wished_way(client: Client) -> None:
    client.post(NEW, {"identity": "named"})
    for data, field in (
        ({"name": "", "reply_by": "page"}, "name"),
        ({"name": "ก", "reply_by": "email", "email": ""}, "email"),
        ({"name": "ก", "reply_by": "email", "email": "ไม่ใช่อีเมล"}, "email"),
        ({"name": "ก", "reply_by": "phone", "phone": ""}, "phone"),
        ({"name": "ก", "reply_by": "phone", "phone": "0712345678"}, "phone"),
        ({"name": "ก"}, "reply_by"),
    ):
        answer = client.post(step("contact"), data)
        assert answer.status_code == 422, data
        assert f'href="#id_{field}' in answer.content.decode(), data


def upload(client: Client, name: str, content: bytes, kind: str = "application/octet-stream") -> Any:
    client.post(NEW, {"identity": "anonymous"})
    return client.post(step("files"), {"uploads": SimpleUploadedFile(name, content, kind), "add": "1"})


def test_a_picture_is_taken_and_can_be_taken_out(client: Client) -> None:
    long_name = f"{'ภาพน้ำรั่ว' * 20}.png"
    answer = upload(client, long_name, PNG, "image/png")
    assert answer.status_code == 200
    attachment = Attachment.objects.get()
    assert attachment.name.endswith(".png")
    assert attachment.name.startswith("ภาพน้ำรั่ว")
    client.post(reverse("complaints:portal-remove-file", args=[attachment.public_id]))
    assert not Attachment.objects.exists()


def test_files_belong_to_the_complaint_after_sending(client: Client) -> None:
    fill(client, "anonymous")
    client.post(step("files"), {"uploads": SimpleUploadedFile("ฝ้า.png", PNG, "image/png")})
    send(client)
    complaint = Complaint.objects.get()
    assert attachments_of("complaints.complaint", complaint.public_id).get().name == "ฝ้า.png"


@pytest.mark.parametrize(
    ("name", "content"),
    [("ว่าง.png", b""), ("ใบแจ้งหนี้.pdf", b"MZ\x90\x00" + b"\0" * 200), ("โปรแกรม.exe", b"MZ\x90\x00")],
)
def test_bad_files_are_refused_by_name(client: Client, name: str, content: bytes) -> None:
    answer = upload(client, name, content)
    assert answer.status_code == 422
    assert f"“{name}”" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_one_bad_file_does_not_lose_the_others(client: Client) -> None:
    client.post(NEW, {"identity": "anonymous"})
    files = [SimpleUploadedFile("ฝ้า.png", PNG, "image/png"), SimpleUploadedFile("เสีย.pdf", b"MZ", "application/pdf")]
    answer = client.post(step("files"), {"uploads": files})
    assert answer.status_code == 422
    assert Attachment.objects.get().name == "ฝ้า.png"


@pytest.mark.slow
def test_two_hundred_megabytes_are_refused(client: Client) -> None:
    answer = upload(client, "วิดีโอ.mov", b"\0" * (200 * 1024 * 1024), "video/quicktime")
    assert answer.status_code == 422
    assert not Attachment.objects.exists()


# --- what leaves the house ------------------------------------------------------------------------------------------


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


def test_pages_speak_both_languages(client: Client) -> None:
    client.cookies["django_language"] = "en"
    page = client.get(NEW).content.decode()
    assert 'lang="en"' in page
    assert "With or without my name" in page
    fill(client)
    send(client)
    assert Complaint.objects.get().language == "en"
    assert "You will hear the outcome by" in client.get(reverse("complaints:portal-receipt")).content.decode()


def test_the_policy_page_shows_the_standards_in_force(client: Client) -> None:
    page = client.get(reverse("complaints:portal-policy")).content.decode()
    for part in ("กฎบัตรข้อ 4", "3 วันทำการ", "1567", "ทางโทรศัพท์", "คืนเงิน"):
        assert part in page, part
