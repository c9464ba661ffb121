"""The register of partners and the page of one, for staff."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from foundation.core.evidence import rules_of
from foundation.core.models import Notification, OutboxMessage
from foundation.privacy.personal_data import Person, find_everything
from service_charter import partner_demo
from service_charter.models import Partner, PartnerReport, ReportLink
from service_charter.partner_rules import REMIND_BEFORE, REPORT_WITHIN
from service_charter.selectors import partners as reads
from service_charter.services import partner_reports as services
from service_charter.services import partners as register
from service_charter.services.partner_mail import REPORT_LINK_KIND
from service_charter.services.partner_reminders import remind
from tests.counting import statements
from tests.people import someone
from tests.service_charter.committing import partner
from tests.service_charter.reporting_partners import CODE, asked, charter_reported_on, told

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]
LIST = "/staff/charter/partners/"


@pytest.fixture
def owner(client_as: ClientAs) -> Client:
    charter_reported_on()
    return client_as("charter-owner")


def _facts(**facts: Any) -> dict[str, Any]:
    given = {"code": "lifts", "name_th": "บริษัทลิฟต์", "name_en": "Lift Ltd", "email": "office@lifts.example"}
    return given | {"standard_codes": [CODE]} | facts


def test_the_register_teaches_and_takes_a_partner(owner: Client) -> None:
    assert "ยังไม่มีคู่ค้าในทะเบียน" in owner.get(LIST).content.decode()
    assert owner.post(f"{LIST}new", _facts()).status_code == 302
    row = Partner.objects.get()
    assert (row.standard_codes, row.history.latest().history_user) == ([CODE], owner.user)  # type: ignore[attr-defined]
    assert row.get_absolute_url() in owner.get(LIST).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"name_th": ""}, {"code": "สอง คำ"}, {"email": "nobody"}, {"standard_codes": ["unknown"]}]
)
def test_what_was_typed_stays_when_a_fact_is_wrong(owner: Client, wrong: dict[str, Any]) -> None:
    answer = owner.post(f"{LIST}new", _facts(**wrong))
    assert answer.status_code == 422
    assert 'value="Lift Ltd"' in answer.content.decode()
    assert not Partner.objects.exists()


def test_a_code_is_of_one_partner_and_stays(owner: Client) -> None:
    row = partner()
    assert owner.post(f"{LIST}new", _facts()).status_code == 422
    changed = _facts(code="other", name_en="Lifts & Co", version=row.version)
    assert owner.post(f"{row.get_absolute_url()}edit", changed).status_code == 302
    row.refresh_from_db()
    assert (row.code, row.name_en) == ("lifts", "Lifts & Co")


def test_a_late_save_shows_both_sides(owner: Client) -> None:
    row = partner()
    shown = row.version
    facts = {"name_th": "ก", "name_en": "Newer", "email": "", "standard_codes": [CODE], "code": row.code}
    register.save_partner(
        partner_id=row.pk, shown_version=shown, facts=facts, by=someone("charter-owner"), now=timezone.now()
    )
    answer = owner.post(f"{row.get_absolute_url()}edit", _facts(name_en="Mine", version=shown))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mine" in page
    assert "Newer" in page


def test_the_page_tells_what_is_kept_and_what_was_reported(owner: Client) -> None:
    link, _token = asked()
    services.report_by_link(link_id=link.pk, rows=[told(n=40, kept=30)], now=timezone.now())
    page = owner.get(link.partner.get_absolute_url()).content.decode()
    assert "75.0%" in page
    report = PartnerReport.objects.get()
    address = f"{link.partner.get_absolute_url()}reports/{report.public_id}/"
    assert address in page
    assert "J-1" in owner.get(address).content.decode()
    assert "75.0%" in owner.get(LIST).content.decode()
    other = partner(code="other")
    assert owner.get(f"{other.get_absolute_url()}reports/{report.public_id}/").status_code == 404


def test_asking_renewing_and_ending_from_the_page(owner: Client) -> None:
    row = partner()
    url = row.get_absolute_url()
    bad = owner.post(f"{url}ask", {"first_day": "1/10/2569", "last_day": "31/12/2600"})
    assert bad.status_code == 422
    assert 'value="31/12/2600"' in bad.content.decode()
    assert owner.post(f"{url}ask", {"first_day": "1/10/2569", "last_day": "31/10/2569"}).status_code == 302
    first = ReportLink.objects.get()
    owner.post(f"{url}links/{first.public_id}/renew")
    newer = ReportLink.objects.latest("id")
    assert (newer.first_day, newer.last_day) == (first.first_day, first.last_day)
    owner.post(f"{url}links/{newer.public_id}/revoke")
    assert not ReportLink.objects.filter(revoked_at=None).exists()
    newer.refresh_from_db()
    owner.post(f"{url}links/{newer.public_id}/revoke")
    assert ReportLink.objects.get(pk=newer.pk).revoked_at == newer.revoked_at, "ended once"
    assert owner.post(f"{LIST}{partner(code='b').public_id}/links/{newer.public_id}/revoke").status_code == 404


def test_a_key_is_shown_once(owner: Client) -> None:
    row = partner()
    answer = owner.post(f"{row.get_absolute_url()}key")
    token = answer.content.decode().partition("<code>")[2].partition("</code>")[0]
    assert register.partner_of_token(token) == row
    assert "no-store" in answer["Cache-Control"]
    assert token not in owner.get(row.get_absolute_url()).content.decode()


def test_retiring_needs_a_reason_and_is_told_apart(owner: Client) -> None:
    row = partner()
    url = f"{row.get_absolute_url()}turn"
    assert owner.post(url, {"to": "retired", "reason": ""}).status_code == 422
    assert owner.post(url, {"to": "retired", "reason": "สัญญาสิ้นสุด"}).status_code == 302
    assert owner.post(url, {"to": "retired", "reason": "อีกครั้ง"}).status_code == 422
    assert row.get_absolute_url() not in owner.get(LIST).content.decode()
    assert row.get_absolute_url() in owner.get(f"{LIST}?gone=1").content.decode()
    assert "สัญญาสิ้นสุด" in owner.get(row.get_absolute_url()).content.decode()


def test_readers_read_and_change_nothing(client_as: ClientAs) -> None:
    charter_reported_on()
    row = partner()
    auditor = client_as("auditor")
    page = auditor.get(row.get_absolute_url()).content.decode()
    assert f"{row.get_absolute_url()}ask" not in page
    assert auditor.post(f"{row.get_absolute_url()}ask", {}).status_code == 403


def test_the_register_costs_the_same_for_many(owner: Client) -> None:
    partner()
    few = statements(owner, LIST)
    for turn in range(20):
        partner(code=f"p-{turn}")
    assert statements(owner, LIST) == few <= 12


def test_the_page_of_one_costs_the_same_for_many_links(owner: Client) -> None:
    link, _token = asked()
    few = statements(owner, link.partner.get_absolute_url())
    for _turn in range(5):
        asked(link.partner)
    assert statements(owner, link.partner.get_absolute_url()) <= few


def test_a_report_that_did_not_come_waits_until_it_does() -> None:
    charter_reported_on()
    link, _token = asked()
    owner, later = someone("charter-owner"), timezone.now() + REPORT_WITHIN
    assert not reads.waiting_for(owner, timezone.now()).exists()
    assert not reads.waiting_for(owner, later - REMIND_BEFORE - dt.timedelta(hours=1)).exists()
    assert list(reads.waiting_for(owner, later - REMIND_BEFORE + dt.timedelta(hours=1))) == [link]
    assert list(reads.waiting_for(owner, later)) == [link]
    assert not reads.waiting_for(someone("auditor"), later).exists()
    services.report_by_api(
        partner_id=link.partner_id,
        first_day=link.first_day,
        last_day=link.last_day,
        rows=[told()],
        key="by-its-system",
        now=timezone.now(),
    )
    assert not reads.waiting_for(owner, later).exists()


def test_a_partner_is_reminded_once_before_its_link_ends() -> None:
    charter_reported_on()
    link, _token = asked()
    near = link.expires_at - REMIND_BEFORE + dt.timedelta(hours=1)
    assert remind(now=link.expires_at - REMIND_BEFORE - dt.timedelta(hours=1)) == 0
    assert remind(now=near) == 1
    letter = OutboxMessage.objects.get(kind=REPORT_LINK_KIND, template="report_link_reminder")
    assert letter.body
    assert "/portal/partner-report/" not in letter.body, "the token is in the first letter alone"
    assert Notification.objects.filter(user=link.made_by, url=link.partner.get_absolute_url()).count() == 1
    assert remind(now=near + dt.timedelta(days=1)) == 0, "once"
    services.revoke(link_id=link.pk, by=someone("charter-owner"), now=near)
    other, _token = asked(link.partner)
    assert remind(now=other.expires_at + dt.timedelta(hours=1)) == 0, "not after its end"


def test_a_mailbox_that_is_a_persons_is_found_and_forgotten() -> None:
    row = partner(email="Somchai@lifts.example")
    found = [each for each in find_everything(Person(email="somchai@lifts.example")) if each.public_id == row.public_id]
    assert [dict(each.describe())["email"] for each in found] == ["Somchai@lifts.example"]
    found[0].kind.erase(row.public_id, by=someone("data-protection-officer"), now=timezone.now())
    row.refresh_from_db()
    assert row.email == ""
    assert not row.history.exclude(email="").exists()


def test_no_partner_is_said_as_such() -> None:
    [rule] = [rule for rule in rules_of("5.2") if rule.key == "service_charter.partners_report"]
    assert rule.find(timezone.now()).verdict == "amber"


def test_the_demo_is_told_once() -> None:
    charter_reported_on()
    now = dt.datetime(2027, 2, 15, 3, tzinfo=dt.UTC)
    for code in ("a", "b"):
        partner(code=code, created_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    people = {"charter-owner": someone("charter-owner")}
    for _turn in range(2):
        partner_demo.build(now, people)
    silent, everybody = reads.owing(reads.quarter_to_report(now), now)
    assert ([row.code for row in silent], len(everybody)) == (["b"], 2)
    assert PartnerReport.objects.count() == 1, "the quarter before had no charter"
