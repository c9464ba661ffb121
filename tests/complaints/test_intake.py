"""Taking down at the telephone or from a hotline: one outside number is one case, and the caller is known at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from complaints import services
from complaints.enums import Channel
from complaints.models import Category, Complaint
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete
from foundation.core.ids import new_tracking_code
from foundation.privacy.models import AccessLog
from tests.complaints.factories import Desk, make_person
from tests.customers.factories import make_person as make_customer

NEW = reverse("complaints:staff-new")


def typed(**values: Any) -> dict[str, Any]:
    """What an officer types for a matter that hotline 1111 sent."""
    given = {
        "channel": "hotline_1111",
        "external_reference": "1111-554433",
        "language": "th",
        "identity": "named",
        "name": "สุดารัตน์ มีสุข",
        "reply_by": "phone",
        "category": Category.objects.get(code="building").pk,
        "description": "น้ำหยดจากฝ้าเพดาน",
    }
    return {**given, **values}


def from_outside(desk: Desk, channel: str, reference: str, **fields: Any) -> Complaint:
    """A matter sent by another body, through the service."""
    return services.register_complaint(
        identity="anonymous",
        story=services.Story(category=Category.objects.get(code="building"), description="น้ำหยด"),
        contact=None,
        door=services.Door(channel=channel, external_reference=reference),
        tracking_code=new_tracking_code(),
        by=desk.officer,
        now=timezone.now(),
        **fields,
    )


def test_a_number_of_the_hotline_is_kept_found_and_shown(desk: Desk, officer: Client) -> None:
    answer = officer.post(NEW, typed(key="a"))
    case = Complaint.objects.get()
    assert answer.status_code == 200  # the receipt
    assert (case.channel, case.external_reference, case.received_by) == ("hotline_1111", "1111-554433", desk.officer)
    found = officer.get(reverse("complaints:staff-list"), {"q": "554433"}).content.decode()
    assert case.number in found
    page = officer.get(reverse("complaints:staff-detail", args=[case.number])).content.decode()
    assert "1111-554433" in page
    assert str(Channel.HOTLINE_1111.label) in page


def test_the_same_number_leads_to_the_case_that_it_has(desk: Desk, officer: Client) -> None:
    known = from_outside(desk, "hotline_1111", "AB-1")
    answer = officer.post(NEW, typed(external_reference=" ab-1 ", key="b"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert reverse("complaints:staff-detail", args=[known.number]) in page
    assert "น้ำหยดจากฝ้าเพดาน" in page  # what was typed stays
    assert Complaint.objects.count() == 1


def test_who_may_not_see_the_case_is_not_told_which_it_is(desk: Desk, officer: Client) -> None:
    secret = from_outside(desk, "hotline_1111", "M-1")
    services.take_confidential(complaint_id=secret.pk, reason="ทุจริต", by=desk.officer, now=timezone.now())
    answer = officer.post(NEW, typed(external_reference="M-1", key="c"))
    assert answer.status_code == 422
    assert secret.number not in answer.content.decode()


def test_another_door_may_bear_the_same_number(desk: Desk) -> None:
    from_outside(desk, "hotline_1111", "77")
    from_outside(desk, "hotline_1567", "77")
    from_outside(desk, "letter", "77")
    from_outside(desk, "letter", "77")  # the numbers of letters are their writers' own
    assert Complaint.objects.count() == 4


def test_the_database_refuses_a_second_case_of_a_number(desk: Desk) -> None:
    from_outside(desk, "line", "u-1")
    other = from_outside(desk, "line", "u-2")
    with pytest.raises(IntegrityError, match="complaint_outside_number_once"), transaction.atomic():
        Complaint.objects.filter(pk=other.pk).update(external_reference="U-1")


def test_a_part_split_off_bears_the_number_of_the_whole(desk: Desk) -> None:
    first = from_outside(desk, "hotline_1567", "9")
    part = services.Part(category=first.category, subject="ไฟดับ", description="ไฟดับด้วย")
    second = services.split(complaint_id=first.pk, part=part, reason="สองเรื่อง", by=desk.officer, now=timezone.now())
    assert second.external_reference == "9"
    assert services.of_reference("hotline_1567", "9") == first


def test_a_correction_does_not_take_the_number_of_another_case(desk: Desk) -> None:
    from_outside(desk, "social", "p1")
    other = from_outside(desk, "social", "p2")
    with pytest.raises(Incomplete) as refused:
        services.correct_facts(
            complaint_id=other.pk,
            facts={"external_reference": "P1"},
            by=desk.officer,
            now=timezone.now(),
            shown_version=other.version,
        )
    assert "external_reference" in refused.value.missing


def test_a_hotline_gives_its_number(desk: Desk, officer: Client) -> None:
    answer = officer.post(NEW, typed(external_reference="", key="d"))
    assert answer.status_code == 422
    assert "field--bad" in answer.content.decode()
    assert not Complaint.objects.exists()


class TestWhoCalls:
    """The customer of the register, found while the person speaks."""

    def test_the_caller_is_found_and_what_is_open_stands_beside(
        self, desk: Desk, officer: Client, filed: Callable[..., Complaint]
    ) -> None:
        customer = make_customer(name_th="วรรณา", family_th="สุขใจ", phone="0812345678", unit=desk.unit)
        open_case, over = filed(customer_id=customer.pk), filed("closed", customer_id=customer.pk)
        look = typed(customer_number="วรรณา", look="1", name="", description="เพิ่งเล่า")
        page = officer.post(NEW, look).content.decode()
        assert "วรรณา สุขใจ" in page
        assert "081" in page
        assert "เพิ่งเล่า" in page
        assert open_case.number in page
        assert over.number not in page
        assert AccessLog.objects.filter(by=desk.officer, subject_public_id=customer.public_id).count() == 1

    def test_enter_in_the_telephone_looks_up_too(self, desk: Desk, officer: Client) -> None:
        customer = make_customer(phone="0898765432", unit=desk.unit)
        page = officer.post(NEW, typed(look="1", name="", phone="0898765432")).content.decode()
        assert customer.number in page

    def test_of_two_the_officer_chooses_one(self, desk: Desk, officer: Client) -> None:
        twins = [make_customer(name_th="มาลี", family_th="ทองคำ", unit=desk.unit) for _n in range(2)]
        page = officer.post(NEW, typed(customer_number="มาลี", look="1", name="")).content.decode()
        assert all(f'value="{twin.number}"' in page for twin in twins)
        assert not AccessLog.objects.exists()  # nobody's contact was shown yet
        chosen = officer.post(NEW, typed(customer_number="มาลี", look=twins[1].number, name="")).content.decode()
        assert f'value="{twins[1].number}"' in chosen

    def test_nobody_found_keeps_what_was_typed(self, officer: Client) -> None:
        answer = officer.post(NEW, typed(customer_number="ไม่มีคนนี้", look="1"))
        assert answer.status_code == 422
        assert "น้ำหยดจากฝ้าเพดาน" in answer.content.decode()

    def test_without_the_duty_no_contact_is_shown(self, desk: Desk, signed_in: Callable[[User], Client]) -> None:
        customer = make_customer(name_th="ปราณี", phone="0812223344", unit=desk.unit)
        person = make_person("complaint-officer", "noreveal", desk.unit)
        role = person.roles.get()
        role.permissions = [key for key in role.permissions if key != Permission.CUSTOMER_REVEAL]
        role.save()
        page = signed_in(person).post(NEW, typed(look="1", customer_number=customer.number, name="")).content.decode()
        assert "222-3344" not in page
        assert "0812223344" not in page
        assert not AccessLog.objects.exists()

    def test_the_case_is_recorded_with_the_customer(self, desk: Desk, officer: Client) -> None:
        customer = make_customer(unit=desk.unit)
        officer.post(NEW, typed(customer_number=customer.number.lower(), key="e"))
        assert Complaint.objects.get().customer == customer

    def test_without_a_name_no_customer_is_recorded(self, desk: Desk, officer: Client) -> None:
        customer = make_customer(unit=desk.unit)
        answer = officer.post(NEW, typed(identity="anonymous", name="", customer_number=customer.number, key="f"))
        assert answer.status_code == 422
        assert not Complaint.objects.exists()

    def test_a_look_costs_the_same_with_many_cases(
        self,
        desk: Desk,
        officer: Client,
        filed: Callable[..., Complaint],
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        customer = make_customer(unit=desk.unit)
        for _n in range(7):
            filed(customer_id=customer.pk)
        with django_assert_max_num_queries(24):
            page = officer.post(NEW, typed(customer_number=customer.number, look="1")).content.decode()
        assert page.count("/staff/complaints/C-") == 5
