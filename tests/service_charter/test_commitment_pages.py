"""The pages of commitments, for staff and behind a partner's link."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from foundation.accounts.models import Unit
from foundation.core.rates import Limit
from service_charter.models import Acceptance, Commitment
from service_charter.services import commitments as services
from service_charter.services.commitment_mail import LINK_KIND
from service_charter.views import commitment_portal
from tests.counting import statements
from tests.people import someone
from tests.service_charter.committing import (
    charter_with_owners,
    commitment_of,
    handed,
    letters,
    officer_of,
    partner,
    signed,
    token_in,
)

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]
LIST = "/staff/charter/commitments/"


def _answer(row: Commitment, **fields: Any) -> dict[str, Any]:
    return {"shown_hash": row.content_hash, "agreed": "on", **fields}


@pytest.fixture
def owner(client_as: ClientAs) -> Client:
    charter_with_owners()
    return client_as("charter-owner")


@pytest.fixture
def officer(client_as: ClientAs) -> Client:
    """Of the complaint centre, with what was handed to it and to them."""
    charter_with_owners()
    client = client_as("complaint-officer", unit=Unit.objects.get(code="complaint-centre"))
    handed()
    return client


@pytest.fixture
def link() -> str:
    """The address in a partner's letter."""
    charter_with_owners()
    partner()
    handed()
    return f"/portal/commitments/{token_in(letters(LINK_KIND)[0])}"


def test_the_page_teaches_before_a_charter_is_in_force(client_as: ClientAs) -> None:
    page = client_as("charter-owner").get(LIST).content.decode()
    assert "ยังไม่มีกฎบัตรที่ใช้บังคับ" in page


def test_the_owner_hands_down_from_the_page(owner: Client) -> None:
    officer_of()
    assert "ยังไม่ได้ถ่ายทอดฉบับนี้" in owner.get(LIST).content.decode()
    answer = owner.post(f"{LIST}hand-down", {"due_on": timezone.localdate().strftime("%d/%m/%Y")}, follow=True)
    assert "ถ่ายทอดแล้ว" in answer.content.decode()
    assert Commitment.objects.filter(kind="unit").count() == 1
    page = owner.get(LIST).content.decode()
    assert "ส่งคำมั่นที่ใช้บังคับให้ครบทุกรายแล้ว" in page


@pytest.mark.parametrize("day", ["", "วันไหนก็ได้", "1/1/2560"])
def test_a_bad_day_is_kindly_refused_and_kept(owner: Client, day: str) -> None:
    answer = owner.post(f"{LIST}hand-down", {"due_on": day})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert f'value="{day}"' in page or not day
    assert not Commitment.objects.exists()


def test_filters_narrow_the_list(owner: Client) -> None:
    officer, late = officer_of(), officer_of("strategy", "late")
    handed()
    signed(commitment_of(officer), officer)
    for query, seen, unseen in (
        ("?standing=accepted", officer, late),
        ("?standing=waiting", late, officer),
        ("?unit=strategy", late, officer),
    ):
        page = owner.get(LIST + query).content.decode()
        assert commitment_of(seen).get_absolute_url() in page
        assert commitment_of(unseen).get_absolute_url() not in page
    assert owner.get(f"{LIST}?standing=nonsense&kind=x&unit=y&after=zzz").status_code == 200
    assert "ไม่มีคำรับรองที่ตรงกับตัวกรอง" in owner.get(f"{LIST}?kind=partner").content.decode()


def test_the_list_costs_the_same_for_many(owner: Client) -> None:
    officer_of()
    handed()
    few = statements(owner, LIST)
    for turn in range(30):
        officer_of("strategy" if turn % 2 else "property", f"colleague-{turn}")
    handed()
    assert statements(owner, LIST) == few
    assert statements(owner, f"{LIST}?kind=staff") <= few


def test_overseers_read_and_do_not_hand_down(client_as: ClientAs) -> None:
    charter_with_owners()
    officer = officer_of()
    handed()
    auditor = client_as("auditor")
    page = auditor.get(LIST).content.decode()
    assert commitment_of(officer).get_absolute_url() in page
    assert f"{LIST}hand-down" not in page
    assert auditor.get(commitment_of(officer).get_absolute_url()).status_code == 200
    assert auditor.post(commitment_of(officer).get_absolute_url(), _answer(commitment_of(officer))).status_code == 422
    assert not Acceptance.objects.exists()


def test_a_person_reads_and_signs(officer: Client) -> None:
    row = commitment_of(officer.user)  # type: ignore[attr-defined]
    page = officer.get(f"{LIST}mine/").content.decode()
    assert row.get_absolute_url() in page
    assert commitment_of(Unit.objects.get(code="complaint-centre")).get_absolute_url() in page
    page = officer.get(row.get_absolute_url()).content.decode()
    assert row.promises[0]["measured"] in page
    assert not Acceptance.objects.exists()
    answer = officer.post(row.get_absolute_url(), _answer(row), follow=True)
    assert "ลงนามแล้ว ขอบคุณ" in answer.content.decode()
    assert Acceptance.objects.get(commitment=row).signed_by == officer.user  # type: ignore[attr-defined]
    again = officer.post(row.get_absolute_url(), _answer(row))
    assert again.status_code == 422
    assert "ไม่มีการลงนามซ้ำ" in again.content.decode()


@pytest.mark.parametrize("change", [{"agreed": ""}, {"shown_hash": "0" * 64}, {"shown_hash": ""}])
def test_nothing_is_signed_without_consent_to_this_text(officer: Client, change: dict[str, str]) -> None:
    row = commitment_of(officer.user)  # type: ignore[attr-defined]
    assert officer.post(row.get_absolute_url(), _answer(row) | change).status_code == 422
    assert not Acceptance.objects.exists()


def test_colleagues_do_not_read_each_others(officer: Client) -> None:
    other = officer_of("strategy", "other")
    handed()
    assert officer.get(commitment_of(other).get_absolute_url()).status_code == 404
    assert officer.post(commitment_of(other).get_absolute_url(), _answer(commitment_of(other))).status_code == 404


def test_without_a_commitment_the_page_says_what_will_come(client_as: ClientAs) -> None:
    assert "ยังไม่มีคำรับรองที่ส่งถึงคุณ" in client_as("complaint-officer").get(f"{LIST}mine/").content.decode()


def test_opening_a_link_signs_nothing(client: Client, link: str) -> None:
    for _turn in range(3):
        answer = client.get(link)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
    client.head(link)
    assert not Acceptance.objects.exists()


def test_the_page_behind_a_link_speaks_both_languages(client: Client, link: str) -> None:
    assert "บริษัทลิฟต์" in client.get(link).content.decode()
    page = client.get(link, headers={"Accept-Language": "en"}).content.decode()
    assert "Lift Ltd" in page
    assert "Opening the page signs nothing." in page


def test_a_partner_signs_once(client: Client, link: str) -> None:
    row = Commitment.objects.get(kind="partner")
    answer = client.post(link, _answer(row, name="วารุณี ตั้งใจ", position="ผู้จัดการ"))
    assert answer.status_code == 200
    assert "วารุณี ตั้งใจ" in answer.content.decode()
    again = client.post(link, _answer(row, name="คนอื่น", position="ผู้จัดการ"))
    assert "วารุณี ตั้งใจ" in again.content.decode()
    assert Acceptance.objects.get(commitment=row).name == "วารุณี ตั้งใจ"


def test_what_was_typed_stays_when_something_is_missing(client: Client, link: str) -> None:
    row = Commitment.objects.get(kind="partner")
    answer = client.post(link, _answer(row, name="วารุณี ตั้งใจ", position=""))
    assert answer.status_code == 422
    assert 'value="วารุณี ตั้งใจ"' in answer.content.decode()
    assert not Acceptance.objects.exists()


def test_what_was_typed_stays_when_the_form_is_too_old(link: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(link, {"name": "วารุณี ตั้งใจ"})
    assert answer.status_code == 403
    assert 'value="วารุณี ตั้งใจ"' in answer.content.decode()


def test_a_link_that_is_not_open_says_why(client: Client, link: str) -> None:
    assert client.get("/portal/commitments/NOBODYKNOWSTHISTOKEN000000").status_code == 404
    row = Commitment.objects.get(kind="partner")
    services.renew_link(commitment_id=row.pk, by=someone("charter-owner"), now=timezone.now())
    answer = client.post(link, _answer(row, name="ก", position="ข"))
    assert answer.status_code == 410
    assert "ลิงก์หมดอายุ" in answer.content.decode()
    assert not Acceptance.objects.exists()


def test_tries_are_limited(client: Client, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commitment_portal, "LOOKS", Limit(2, commitment_portal.LOOKS.window))
    assert [client.get(link).status_code for _turn in range(3)] == [200, 200, 429]


def test_the_owner_sends_a_new_link(owner: Client) -> None:
    lifts, silent = partner(), partner(code="silent", email="")
    handed()
    for holder, word in ((lifts, "กำลังส่งลิงก์ใหม่"), (silent, "ไม่มีอีเมลในทะเบียน")):
        row = commitment_of(holder)
        page = owner.get(row.get_absolute_url()).content.decode()
        assert f"{row.get_absolute_url()}link" in page
        assert word in owner.post(f"{row.get_absolute_url()}link", follow=True).content.decode()
    assert len(letters(LINK_KIND)) == 2
