"""Partners' systems: a key opens the partner's own cases and nothing else, and what is sent twice counts once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import partner_rules, services
from complaints.models import Complaint, Message, PartnerGate, PartnerKey
from complaints.services import partners
from foundation.core import rates
from foundation.core.errors import IllegalMove, NotAllowed
from service_charter.models import Partner, PartnerToken
from service_charter.services.partners import token_hash
from tests.complaints.factories import Desk
from tests.complaints.partnering import BROUGHT, System, make_gate, make_system


@pytest.fixture
def gate(desk: Desk) -> PartnerGate:
    """A partner that may bring complaints."""
    return make_gate(desk.manager)


@pytest.fixture
def system(desk: Desk, gate: PartnerGate) -> System:
    """Its system."""
    return make_system(gate, desk.manager)


def test_a_complaint_is_brought_with_number_code_and_dates(system: System, gate: PartnerGate) -> None:
    answer = system.bring()
    told, case = answer.json(), Complaint.objects.get()
    assert answer.status_code == 201
    assert (told["number"], told["status"], told["external_reference"]) == (case.number, "received", "T-1001")
    assert services.code_hash(told["tracking_code"]) == case.code_hash
    assert told["reply_due_at"]
    assert (case.partner, case.channel, case.received_by) == (gate.partner, "api", None)
    assert case.complainant.name == BROUGHT["name"]
    assert BROUGHT["name"] not in answer.content.decode()


def test_the_same_key_brings_it_once_and_tells_no_code_again(system: System) -> None:
    first, again = system.bring().json(), system.bring()
    assert again.status_code == 200
    assert again.json() == first | {"tracking_code": None}
    assert Complaint.objects.count() == 1
    other = system.bring(description="อีกเรื่อง")
    assert other.status_code == 409
    assert Complaint.objects.count() == 1


def test_the_same_number_is_one_case_and_each_partner_numbers_its_own(system: System, desk: Desk) -> None:
    number = system.bring().json()["number"]
    again = system.bring(once="two", external_reference="t-1001")
    assert again.status_code == 409
    assert number in again.content.decode()
    other = make_system(make_gate(desk.manager), desk.manager)
    assert other.bring().status_code == 201
    case = Complaint.objects.get(number=number)
    with pytest.raises(IntegrityError, match="complaint_partner_number_once"), transaction.atomic():
        Complaint.objects.exclude(pk=case.pk).update(partner=case.partner)


def test_a_number_of_the_hotline_is_one_namespace_whoever_brings_it(system: System, desk: Desk) -> None:
    assert system.bring(channel="hotline_1111").status_code == 201
    other = make_system(make_gate(desk.manager), desk.manager)
    refused = other.bring(channel="hotline_1111")
    assert refused.status_code == 409
    assert Complaint.objects.get().number not in refused.content.decode()  # it is another partner's


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"external_reference": ""}, "external_reference"),
        ({"description": ""}, "description"),
        ({"phone": "not a number"}, "phone"),
        ({"category": "no-such"}, "category"),
        ({"channel": "portal"}, "channel"),
        ({"channel": "government"}, "channel"),
        ({"name": ""}, "name"),
    ],
)
def test_what_is_wrong_is_named(system: System, facts: dict[str, Any], field: str) -> None:
    answer = system.bring(**facts)
    assert answer.status_code == 400
    assert field in answer.content.decode()
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("once", ["", "x" * 81, "a\x01b"])
def test_without_a_good_key_of_its_own_nothing_is_brought(system: System, once: str) -> None:
    assert system.bring(once=once).status_code == 400
    assert not Complaint.objects.exists()


class TestOwnCasesOnly:
    """Only what came through the partner, and nothing of misconduct."""

    def test_nobody_sees_what_another_brought(
        self, system: System, desk: Desk, filed: Callable[..., Complaint]
    ) -> None:
        own, portal = system.bring().json()["number"], filed().number
        other = make_system(make_gate(desk.manager), desk.manager)
        assert [row["number"] for row in system.get().json()["results"]] == [own]
        assert other.get().json()["results"] == []
        for number in (own, portal):
            assert other.get(f"{number}/").status_code == 404
            assert other.get(f"{number}/messages/").status_code == 404
            assert other.post(f"{number}/messages/", body="x").status_code == 404
        assert system.get(f"{own}/").json()["number"] == own

    def test_a_case_of_misconduct_is_not_shown_again(self, system: System, desk: Desk) -> None:
        secret = system.bring(category="misconduct").json()
        assert (secret["status"], secret["received_at"]) == ("confidential", None)
        assert secret["tracking_code"]  # for the person, this once
        later = system.bring(once="two", external_reference="T-2").json()["number"]
        case = Complaint.objects.get(number=later)
        services.take_confidential(complaint_id=case.pk, reason="ทุจริต", by=desk.officer, now=timezone.now())
        assert system.get().json()["results"] == []
        for number in (secret["number"], later):
            shown = system.get(f"{number}/").json()
            assert {name: value for name, value in shown.items() if value is not None}.keys() == {
                "number",
                "status",
                "status_text",
            }
            assert system.get(f"{number}/messages/").status_code == 403
            assert system.post(f"{number}/messages/", body="x").status_code == 403
        again = system.bring(category="misconduct").json()
        assert (again["status"], again["tracking_code"]) == ("confidential", None)

    def test_a_decision_is_told_when_it_was_sent(self, system: System, desk: Desk) -> None:
        case = Complaint.objects.get(number=system.bring().json()["number"])
        desk.advance(case, "decided")
        assert system.get(f"{case.number}/").json()["status"] == "investigating"
        desk.step(case, "communicate")
        assert system.get(f"{case.number}/").json()["status"] == "communicated"

    def test_the_list_goes_on_by_key_and_finds_its_own_number(self, system: System) -> None:
        for n in range(3):
            system.bring(once=f"k{n}", external_reference=f"T-{n}")
        page = system.get(page_size="2").json()
        assert [row["external_reference"] for row in page["results"]] == ["T-2", "T-1"]
        rest = system.client.get(page["next"], headers={"Authorization": f"Partner {system.key}"}).json()
        assert [row["external_reference"] for row in rest["results"]] == ["T-0"]
        assert [row["external_reference"] for row in system.get(external_reference="t-1").json()["results"]] == ["T-1"]


class TestMessages:
    """Both ways, and what the complainant wrote to us alone stays with us."""

    def test_both_ways(self, system: System, desk: Desk) -> None:
        case = Complaint.objects.get(number=system.bring().json()["number"])
        services.send_message(complaint_id=case.pk, body="ขอรูปเพิ่ม", by=desk.officer, now=timezone.now())
        services.receive_message(complaint_id=case.pk, body="เขียนในหน้าติดตาม", now=timezone.now())
        path = f"{case.number}/messages/"
        sent = system.post(path, body="ส่งรูปแล้ว", once="m1")
        assert sent.status_code == 201
        assert system.post(path, body="ส่งรูปแล้ว", once="m1").status_code == 200
        told = [(row["direction"], row["body"]) for row in system.get(path).json()["results"]]
        assert told == [("in", "ส่งรูปแล้ว"), ("out", "ขอรูปเพิ่ม")]
        assert Message.objects.filter(partner=case.partner).count() == 1

    def test_nothing_is_added_to_a_closed_case(self, system: System, desk: Desk) -> None:
        case = Complaint.objects.get(number=system.bring().json()["number"])
        desk.advance(case, "withdrawn")
        assert system.post(f"{case.number}/messages/", body="ยังอยู่ไหม").status_code == 409
        assert system.post(f"{case.number}/messages/", body="  ", once="e").status_code == 400


class TestKey:
    """One open key, for complaints alone, while the gate is open and the partner works for us."""

    def test_without_a_key_or_with_another_nothing_opens(self, system: System, gate: PartnerGate, desk: Desk) -> None:
        assert Client().get("/api/v1/partner-complaints/").status_code == 401
        assert System("nonsense").get().status_code == 401
        reports_key = "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GG"
        PartnerToken.objects.create(
            partner=gate.partner, token_hash=token_hash(reports_key), made_by=desk.manager, created_at=timezone.now()
        )
        assert System(reports_key).get().status_code == 401  # the key for reports is another
        reports = system.client.post("/api/v1/partner-reports/", headers={"Authorization": f"Partner {system.key}"})
        assert reports.status_code == 401
        staff = system.client.get("/api/v1/complaints/", headers={"Authorization": f"Partner {system.key}"})
        assert staff.status_code in {401, 403}

    def test_a_new_key_ends_the_one_before(self, system: System, gate: PartnerGate, desk: Desk) -> None:
        newer = make_system(gate, desk.manager)
        assert (system.get().status_code, newer.get().status_code) == (401, 200)
        partners.end_key(gate_id=gate.pk, by=desk.manager, now=timezone.now())
        assert newer.get().status_code == 401
        with pytest.raises(IllegalMove):
            partners.end_key(gate_id=gate.pk, by=desk.manager, now=timezone.now())
        assert not PartnerKey.objects.filter(key_hash=newer.key).exists()

    def test_a_shut_gate_and_a_retired_partner_are_out(self, system: System, gate: PartnerGate, desk: Desk) -> None:
        shut = {"gate_id": gate.pk, "channels": ["api"], "by": desk.manager, "now": timezone.now()}
        partners.set_gate(**shut, is_open=False, shown_version=None)
        assert system.get().status_code == 401
        partners.set_gate(**shut, is_open=True, shown_version=None)
        assert system.get().status_code == 200
        Partner.objects.filter(pk=gate.partner_id).update(is_active=False)
        assert system.get().status_code == 401

    def test_only_who_sets_rules_lets_partners_in(self, desk: Desk, gate: PartnerGate) -> None:
        with pytest.raises(NotAllowed):
            partners.new_key(gate_id=gate.pk, by=desk.officer, now=timezone.now())
        with pytest.raises(NotAllowed):
            partners.let_in(partner=gate.partner, by=desk.officer, now=timezone.now())
        with pytest.raises(IllegalMove):
            partners.let_in(partner=gate.partner, by=desk.manager, now=timezone.now())

    def test_too_many_askings_must_wait(self, system: System, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(partner_rules, "ASKINGS", rates.Limit(2, partner_rules.ASKINGS.window))
        assert [system.get().status_code for _n in range(3)] == [200, 200, 429]
        assert int(system.get().headers["Retry-After"]) <= 3600

    def test_too_many_bringings_must_wait(self, system: System, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(partner_rules, "BRINGINGS", rates.Limit(1, partner_rules.BRINGINGS.window))
        assert system.bring().status_code == 201
        assert system.bring(once="b", external_reference="T-2").status_code == 429
        assert system.get().status_code == 200


def test_the_case_says_through_whom_it_came(system: System, officer: Client, gate: PartnerGate) -> None:
    number = system.bring().json()["number"]
    page = officer.get(reverse("complaints:staff-detail", args=[number])).content.decode()
    assert gate.partner.name_th in page
    assert "T-1001" in page
