"""The demonstration's serious cases are looked into before they are decided, and a tie is shown."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from complaints import demo_pairs, demo_plots
from complaints.demo_texts import CASES
from complaints.models import CaseTie, Category, Complaint
from foundation.accounts.models import User
from tests.complaints.factories import Desk


@pytest.mark.parametrize("severity", [2, 3, 4])
def test_a_case_is_looked_into_as_its_severity_asks(desk: Desk, person: Callable[..., User], severity: int) -> None:
    told = next(case for case in CASES if case.severity == severity)
    now = timezone.now()
    case = desk.file(now=now - timedelta(days=60))
    Complaint.objects.filter(pk=case.pk).update(category=Category.objects.get(code=told.category))
    team = demo_plots.Team([desk.officer], [desk.investigator], desk.manager, person("executive"))
    story = demo_plots.Story(Complaint.objects.get(pk=case.pk), told, random.Random(3), now, team)
    demo_plots.stands_decided(story)
    case.refresh_from_db()
    assert (case.status, case.evidence.count()) == ("decided", max(0, severity - 2))


def test_an_open_case_is_tied_to_one_that_was_closed(desk: Desk) -> None:
    now = timezone.now()
    desk.advance(desk.file(now=now - timedelta(days=9)), "closed")
    desk.advance(desk.file(now=now - timedelta(days=1)), "assessed")
    demo_pairs._tied(now, desk.manager)
    assert CaseTie.objects.get().kind == "same_cause"
