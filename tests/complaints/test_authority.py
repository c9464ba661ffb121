"""Complaining for another person: the relation and the proof are stated, checked, and the outcome waits for it."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import services
from complaints.enums import Status
from complaints.forms.portal import ContactForm
from complaints.models import Authority, Category, Complaint
from foundation.core.errors import Incomplete, NotAllowed
from tests.complaints.factories import Desk
from tests.complaints.helping import file_for_another


def check(desk: Desk, case: Complaint, state: str = "accepted", note: str = "") -> Authority:
    return services.check_authority(complaint_id=case.pk, state=state, note=note, by=desk.officer, now=timezone.now())


def test_the_outcome_waits_until_somebody_has_checked(desk: Desk) -> None:
    case = desk.advance(file_for_another(desk), "decided")
    with pytest.raises(Incomplete) as refused:
        services.communicate(complaint_id=case.pk, by=desk.officer, now=timezone.now())
    assert "authority" in refused.value.missing
    case.refresh_from_db()
    assert case.status == Status.DECIDED
    check(desk, case)
    assert desk.step(case, "communicate").status == Status.COMMUNICATED


def test_without_authority_it_goes_on_as_the_own_matter_with_a_reason(desk: Desk) -> None:
    case = desk.advance(file_for_another(desk), "decided")
    with pytest.raises(Incomplete):
        check(desk, case, "own")
    row = check(desk, case, "own", "ไม่มีหนังสือมอบอำนาจ")
    assert (row.checked_by, row.note) == (desk.officer, "ไม่มีหนังสือมอบอำนาจ")
    assert desk.step(case, "communicate").status == Status.COMMUNICATED


def test_who_speaks_alone_waits_for_nothing(desk: Desk) -> None:
    case = desk.file()
    assert services.authority_of(case) is None
    assert desk.advance(case, "communicated").status == Status.COMMUNICATED
    with pytest.raises(NotAllowed):
        check(desk, case)


def test_a_part_split_off_goes_by_the_authority_of_the_whole(desk: Desk) -> None:
    first = file_for_another(desk)
    part = services.Part(category=first.category, subject="ไฟดับ", description="ไฟดับด้วย")
    second = services.split(complaint_id=first.pk, part=part, reason="สองเรื่อง", by=desk.officer, now=timezone.now())
    check(desk, second)
    assert services.authority_of(first).state == "accepted"
    assert Authority.objects.count() == 1


def test_only_who_works_on_the_case_checks(desk: Desk) -> None:
    case = file_for_another(desk)
    with pytest.raises(NotAllowed):
        services.check_authority(
            complaint_id=case.pk, state="accepted", note="", by=desk.investigator, now=timezone.now()
        )
    with pytest.raises(Incomplete):
        check(desk, case, "waiting")


def test_the_database_holds_it_too(desk: Desk) -> None:
    file_for_another(desk)
    for change in ({"state": "accepted"}, {"checked_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Authority.objects.update(**change)


@pytest.mark.parametrize("lacking", ["relation", "proof"])
def test_relation_and_proof_belong_together(desk: Desk, lacking: str) -> None:
    with pytest.raises(Incomplete) as refused:
        file_for_another(desk, **{lacking: ""})
    assert lacking in refused.value.missing
    facts = {"name": "มะลิ", "reply_by": "page", "representative": "บัว", "relation": "carer", "proof": "declared"}
    assert ContactForm(facts).is_valid()
    form = ContactForm(facts | {lacking: ""})
    assert not form.is_valid()
    assert lacking in form.errors
    alone = ContactForm(facts | {"representative": "", "relation": ""})
    assert alone.is_valid()
    assert (alone.cleaned_data["relation"], alone.cleaned_data["proof"]) == ("", "")


class TestPages:
    """The officer sees relation and proof, never the name without a reason, and writes down what was found."""

    def test_the_case_asks_for_the_check(self, desk: Desk, officer: Client) -> None:
        case = file_for_another(desk)
        address = reverse("complaints:staff-detail", args=[case.number])
        page = officer.get(address).content.decode()
        form = reverse("complaints:staff-authority", args=[case.number])
        assert form in page
        assert "บัว ดีงาม" not in page
        refused = officer.post(form, {"state": "own", "note": ""})
        assert refused.status_code == 422
        stale = officer.post(form, {"state": "accepted", "version": 99})
        assert stale.status_code == 422
        assert officer.post(form, {"state": "accepted", "note": "ดูหนังสือแล้ว", "version": 1}).status_code == 302
        assert "ดูหนังสือแล้ว" in officer.get(address).content.decode()

    def test_taken_down_at_the_telephone(self, desk: Desk, officer: Client) -> None:
        facts: dict[str, Any] = {
            "channel": "phone",
            "language": "th",
            "identity": "named",
            "name": "มะลิ ดีงาม",
            "reply_by": "phone",
            "representative": "บัว ดีงาม",
            "category": Category.objects.get(code="building").pk,
            "description": "แม่ขึ้นลิฟต์ไม่ได้",
            "key": "k",
        }
        address = reverse("complaints:staff-new")
        assert officer.post(address, facts).status_code == 422
        assert officer.post(address, facts | {"relation": "relative", "proof": "declared"}).status_code == 200
        case = Complaint.objects.get()
        assert (case.authority.relation, case.authority.state) == ("relative", "waiting")
        assert case.complainant.representative == "บัว ดีงาม"
