"""Whom a case could be given to: by unit, load and experience, with reasons, never against a conflict."""

from collections.abc import Callable
from datetime import datetime

from django.test import Client
from django.urls import reverse

from complaints import services
from complaints.models import Complaint
from complaints.selectors import proposals
from foundation.accounts.models import Unit, User
from tests.complaints.factories import Desk, make_person

Filed = Callable[..., Complaint]


def test_the_least_loaded_of_the_unit_comes_first(desk: Desk, filed: Filed, other_unit: Unit, now: datetime) -> None:
    away = make_person("complaint-officer", "away", other_unit)
    free = make_person("complaint-officer", "free", desk.unit)
    filed("acknowledged")
    filed("acknowledged")
    found = proposals(filed(), now=now, limit=9)
    people = [each.person for each in found]
    assert people.index(free) < people.index(desk.officer) < people.index(away)
    busy = next(each for each in found if each.person == desk.officer)
    assert "2" in busy.reasons[1]
    assert "2" in busy.reasons[2]


def test_nobody_under_the_person_complained_about_is_proposed(
    desk: Desk, filed: Filed, other_unit: Unit, now: datetime
) -> None:
    chief = make_person("complaint-manager", "chief", desk.unit)
    Unit.objects.filter(pk=desk.unit.pk).update(head=chief)
    apart = make_person("complaint-officer", "apart", other_unit)
    assert [each.person for each in proposals(filed(complained_about=chief), now=now)] == [apart]


def test_the_page_proposes_and_one_press_assigns(
    desk: Desk, filed: Filed, manager: Client, signed_in: Callable[[User], Client]
) -> None:
    free = make_person("complaint-officer", "free", desk.unit, first_name="ว่าง")
    case = filed()
    page = reverse("complaints:staff-detail", args=[case.number])
    assert f'name="handler" value="{free.pk}"' in manager.get(page).content.decode()
    manager.post(
        reverse("complaints:staff-assign", args=[case.number]), {"handler": str(free.pk), "unit": str(case.unit_id)}
    )
    case.refresh_from_db()
    assert case.handler == free
    assert 'name="handler" value=' not in manager.get(page).content.decode()
    services.assign(complaint_id=case.pk, handler=desk.officer, by=desk.manager, now=case.received_at)
