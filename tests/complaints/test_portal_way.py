"""The portal form: one topic a page, Back loses nothing, anonymity keeps its word; in both languages."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from complaints import services
from complaints.models import Complainant, Complaint
from complaints.views.visit import VISIT
from foundation.core.models import DataKey, OutboxMessage
from foundation.core.outbox import Outgoing
from foundation.privacy.models import Consent
from foundation.privacy.selectors import may_send
from tests.complaints.portal_form import CHECK, NEW, STORY, fill, send, step

pytestmark = pytest.mark.usefixtures("charter")


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
