"""Whoever assigns a complaint sees what somebody lacks; the management review counts who is competent."""

import pytest
from django.utils import timezone

from complaints.forms.staff import AssignForm, InvestigatorForm
from complaints.review_inputs import gather
from complaints.selectors import lacks_of_those_in_charge
from tests.complaints.factories import make_charter, make_desk
from tests.service_charter.training import make_competence, make_course, trained

pytestmark = pytest.mark.django_db


def test_the_choice_names_what_somebody_lacks_until_they_are_trained() -> None:
    make_charter()
    desk, today = make_desk(), timezone.localdate()
    case = desk.advance(desk.file(), "decided")
    course = make_course()
    make_competence(course, roles=("complaint-officer", "complaint-investigator"))
    labels = [str(label) for _value, label in AssignForm(complaint=case).fields["handler"].choices]
    assert any(label.startswith(f"{desk.officer} –") and "จัดการข้อร้องเรียนได้" in label for label in labels)
    labels = [str(label) for _value, label in InvestigatorForm(complaint=case).fields["investigator"].choices]
    assert any(label.startswith(f"{desk.investigator} –") for label in labels)
    assert lacks_of_those_in_charge(case, today)["handler"] == ["จัดการข้อร้องเรียนได้"]
    trained(desk.officer, course, today)
    labels = [str(label) for _value, label in AssignForm(complaint=case).fields["handler"].choices]
    assert str(desk.officer) in labels
    assert "handler" not in lacks_of_those_in_charge(case, today)


def test_the_management_review_counts_who_is_competent() -> None:
    desk, today = make_desk(), timezone.localdate()
    course = make_course()
    make_competence(course, roles=("complaint-officer", "complaint-investigator"))
    trained(desk.officer, course, today)
    internal = gather(today, today, now=timezone.now())["internal"]
    assert (internal["needing_competence"], internal["competent"]) == (2, 1)
