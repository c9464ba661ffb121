"""What people type into the pages of the story and the contact: kept, and answered kindly."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from complaints.models import Complainant, Complaint
from tests.complaints.portal_form import CHECK, NEW, STORY, fill, send, step

pytestmark = pytest.mark.usefixtures("charter")


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
