"""Where SMS was chosen: short, no word of the matter, a link that opens the case once, the password by telephone."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from complaints import services
from complaints.enums import Reply, reply_choices
from complaints.forms.intake import IntakeForm
from complaints.forms.portal import ContactForm
from complaints.models import CaseLink
from foundation.core import outbox
from foundation.core.ids import new_tracking_code
from foundation.core.models import OutboxMessage, OutboxState
from tests.complaints.factories import Desk

pytestmark = pytest.mark.django_db
LINK = re.compile(r"/portal/complaints/l/([0-9a-z]{26})")


@pytest.fixture(autouse=True)
def gateway(settings, tmp_path):
    """Short messages lie in a file."""
    settings.SMS_GATEWAY, settings.TRDCRM_HOME = "file", tmp_path


def sent(tmp_path) -> list[str]:
    for message in OutboxMessage.objects.filter(state=OutboxState.QUEUED, channel="sms").order_by("pk"):
        outbox.deliver(message.pk)
    path = tmp_path / "outbox" / "sms.jsonl"
    return [json.loads(line)["text"] for line in path.read_text().splitlines()] if path.exists() else []


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_acknowledgement_and_a_message_bear_number_and_link_alone(filed, desk: Desk, now, tmp_path, language):
    case = filed(reply_by=Reply.SMS, language=language)
    services.send_message(complaint_id=case.pk, body="ขอทราบเลขที่ร้าน", by=desk.officer, now=now)
    texts = sent(tmp_path)
    assert len(texts) == 2
    for text in texts:
        assert case.number in text
        assert LINK.search(text)
        assert len(text) <= 200
        for word in (case.subject, "เลขที่ร้าน", "สุดารัตน์", desk.codes[case.pk]):
            assert word not in text
    assert not OutboxMessage.objects.filter(about_id=case.public_id, channel="email").exists()


def test_the_link_opens_the_case_once_and_only_by_a_post(filed, tmp_path):
    case = filed(reply_by=Reply.SMS)
    [text] = sent(tmp_path)
    url, client = LINK.search(text)[0], Client()
    page = client.get(url)
    assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "strict-origin")
    assert case.subject not in page.content.decode()
    assert client.get(reverse("complaints:portal-case")).status_code == 302
    opened = client.post(url)
    assert opened.headers["Location"] == reverse("complaints:portal-case")
    assert case.subject in client.get(reverse("complaints:portal-case")).content.decode()
    assert Client().post(url).status_code == 410
    assert Client().get(url).status_code == 410


def test_a_link_dies_with_its_time_and_with_a_new_code(filed, desk: Desk, now):
    case = filed()
    old = services.make_link(case, now=now - timedelta(days=15))
    fresh = services.make_link(case, now=now)
    assert services.use_link(token=old, now=now) is None
    services.reissue_code(complaint_id=case.pk, tracking_code=new_tracking_code(), by=None, now=now)
    assert services.use_link(token=fresh, now=now) is None
    assert services.use_link(token="0" * 26, now=now) is None
    assert services.forget_links(now=now) == 1
    assert CaseLink.objects.count() == 1
    assert fresh not in str(CaseLink.objects.values())


def test_looking_for_links_is_limited(filed):
    client = Client()
    codes = {client.get(reverse("complaints:portal-link", args=["0" * 26])).status_code for _n in range(62)}
    assert codes == {404, 429}


def test_the_question_whether_it_is_done_goes_by_sms_with_its_own_link(filed, tmp_path):
    filed("carried_out", reply_by=Reply.SMS)
    assert any("/portal/complaints/confirm/" in text for text in sent(tmp_path))


def test_sms_is_offered_where_it_can_be_sent_and_needs_a_mobile_number(desk: Desk, settings):
    said = {"name": "ก", "reply_by": "sms", "phone": "02 123 4567"}
    assert "phone" in ContactForm(said).errors
    assert not ContactForm(said | {"phone": "081 234 5678"}).errors
    assert "sms" in dict(IntakeForm(viewer=desk.officer).fields["reply_by"].choices)
    settings.SMS_GATEWAY = ""
    assert "reply_by" in ContactForm(said | {"phone": "081 234 5678"}).errors
    assert "sms" not in dict(reply_choices())


def test_my_matters_open_by_a_password_to_the_telephone(filed, tmp_path):
    case = filed()
    client = Client()
    asked = client.post(reverse("complaints:portal-mine"), {"contact": "081-234-5678"})
    assert asked.headers["Location"] == reverse("complaints:portal-mine-figures")
    [text] = sent(tmp_path)
    figures = re.search(r"\b(\d{6})\b", text)[1]
    assert case.number not in text
    assert client.post(reverse("complaints:portal-mine-figures"), {"figures": figures}).status_code == 302
    page = client.get(reverse("complaints:portal-mine-list")).content.decode()
    assert case.number in page


def test_a_number_nobody_gave_us_gets_nothing_and_the_same_answer(filed, tmp_path):
    filed()
    answer = Client().post(reverse("complaints:portal-mine"), {"contact": "089 999 9999"})
    assert answer.headers["Location"] == reverse("complaints:portal-mine-figures")
    assert sent(tmp_path) == []


def test_a_landline_is_refused_kindly():
    answer = Client().post(reverse("complaints:portal-mine"), {"contact": "02 123 4567"})
    assert answer.status_code == 422
    assert "02 123 4567" in answer.content.decode()


def test_without_a_gateway_only_addresses_are_asked_for(settings):
    settings.SMS_GATEWAY = ""
    answer = Client().post(reverse("complaints:portal-mine"), {"contact": "081 234 5678"})
    assert answer.status_code == 422
    assert not OutboxMessage.objects.exists()
