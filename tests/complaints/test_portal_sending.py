"""The last page of the portal form: sent once, lost sessions lose nothing, machines are held off kindly."""

import threading
from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import services
from complaints.models import Complaint, Draft
from foundation.core import antibot
from foundation.core.models import DataKey, OutboxMessage
from foundation.core.visits import DRAFT_LIFETIME
from tests.complaints.portal_form import CHECK, NEW, STORY, fill, send, solved, step

pytestmark = pytest.mark.usefixtures("charter")


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
