"""The person complained about is told, heard, kept informed, and judged by nobody who works under that person."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import selectors, services
from complaints.models import Complaint, Hearing
from foundation.accounts.models import Unit, User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import Notification
from tests.complaints.factories import DECISION, FOUND, Desk, ground, make_hearing, make_person

Filed = Callable[..., Complaint]
SECRET = "สุดารัตน์"


@pytest.fixture
def anong(desk: Desk, other_unit: Unit) -> User:
    return make_person("customer-officer", "anong", other_unit, first_name="อนงค์")


def _decide(desk: Desk, case: Complaint, now: datetime) -> None:
    ground(case, desk.investigator, now)
    services.record_findings(complaint_id=case.pk, found=FOUND, by=desk.investigator, now=now)
    services.decide(complaint_id=case.pk, decision=DECISION, by=desk.manager, now=now)


def test_nothing_is_decided_before_the_person_was_heard(desk: Desk, anong: User, now: datetime) -> None:
    row = make_hearing(desk, anong)
    with pytest.raises(Incomplete) as refused:
        _decide(desk, row.complaint, now)
    assert "heard" in refused.value.missing
    services.state(hearing_id=row.pk, statement="วันนั้นมีเจ้าหน้าที่คนเดียว", by=anong, now=now)
    _decide(desk, row.complaint, now)
    assert Complaint.objects.get(pk=row.complaint_id).status == "decided"


def test_the_database_holds_it_too(desk: Desk, anong: User, now: datetime) -> None:
    row = make_hearing(desk, anong)
    ground(row.complaint, desk.investigator, now)
    with pytest.raises(IntegrityError, match="heard"), transaction.atomic():
        Complaint.objects.filter(pk=row.complaint_id).update(status="decided")


def test_time_that_is_over_counts_as_heard_but_not_a_day_before(desk: Desk, anong: User, now: datetime) -> None:
    row = make_hearing(desk, anong)
    with pytest.raises(IllegalMove):
        services.wait_no_longer(complaint_id=row.complaint_id, why="เตือนแล้ว", by=desk.officer, now=now)
    later = now + timedelta(days=6)
    with pytest.raises(Incomplete):
        services.wait_no_longer(complaint_id=row.complaint_id, why=" ", by=desk.officer, now=later)
    services.wait_no_longer(complaint_id=row.complaint_id, why="เตือนสองครั้งแล้ว", by=desk.officer, now=later)
    _decide(desk, row.complaint, later)


def test_only_the_person_answers_and_until_it_is_decided(desk: Desk, anong: User, now: datetime) -> None:
    row = make_hearing(desk, anong)
    with pytest.raises(NotAllowed):
        services.state(hearing_id=row.pk, statement="ก", by=desk.officer, now=now)
    services.state(hearing_id=row.pk, statement="ฉบับแรก", by=anong, now=now)
    services.state(hearing_id=row.pk, statement="ฉบับที่สอง", by=anong, now=now)
    assert set(Hearing.history.filter(id=row.pk).values_list("statement", flat=True)) == {"", "ฉบับแรก", "ฉบับที่สอง"}
    _decide(desk, row.complaint, now)
    with pytest.raises(IllegalMove):
        services.state(hearing_id=row.pk, statement="สาย", by=anong, now=now)


def test_it_is_told_once_and_in_words(desk: Desk, anong: User, filed: Filed, now: datetime) -> None:
    case, day = filed("received", complained_about=anong), timezone.localdate(now)
    for told, answer_by in ((" ", day), ("ก", day - timedelta(days=1))):
        with pytest.raises(Incomplete):
            services.tell_person(complaint_id=case.pk, told=told, answer_by=answer_by, by=desk.officer, now=now)
    services.tell_person(complaint_id=case.pk, told="ก", answer_by=day, by=desk.officer, now=now)
    with pytest.raises(IllegalMove):
        services.tell_person(complaint_id=case.pk, told="ก", answer_by=day, by=desk.officer, now=now)
    assert Notification.objects.filter(user=anong).count() == 1


def test_somebody_else_complained_about_must_be_heard_anew(desk: Desk, anong: User, now: datetime) -> None:
    row = make_hearing(desk, anong)
    services.state(hearing_id=row.pk, statement="ก", by=anong, now=now)
    other = make_person("customer-officer", "boonmee", desk.unit)
    for person, heard in ((other, False), (anong, True)):
        case = Complaint.objects.get(pk=row.complaint_id)
        services.correct_facts(
            complaint_id=case.pk,
            facts={"complained_about": person},
            by=desk.officer,
            now=now,
            shown_version=case.version,
        )
        assert (Complaint.objects.get(pk=case.pk).heard_at is not None) is heard


def test_the_person_sees_what_was_told_and_nothing_of_the_complainant(
    desk: Desk, anong: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    row = make_hearing(desk, anong)
    client, case = signed_in(anong), row.complaint
    page = client.get(row.get_absolute_url()).content.decode()
    assert row.told in page
    for hidden in (SECRET, case.number, case.description, case.subject, case.place):
        assert hidden not in page
    assert client.get(reverse("complaints:staff-detail", args=[case.number])).status_code in {403, 404}
    assert signed_in(desk.officer).get(row.get_absolute_url()).status_code == 404
    said = client.post(row.get_absolute_url(), {"statement": "ผมอยู่คนเดียว"})
    assert said.status_code == 302
    assert (
        "ผมอยู่คนเดียว"
        in signed_in(desk.officer).get(reverse("complaints:staff-detail", args=[case.number])).content.decode()
    )
    _decide(desk, case, now)
    services.communicate(complaint_id=case.pk, by=desk.officer, now=now)
    assert (
        str(Complaint.objects.get(pk=case.pk).get_outcome_display())
        in client.get(row.get_absolute_url()).content.decode()
    )
    assert Notification.objects.filter(user=anong, key__startswith="hearing-outcome").count() == 1


# --- nobody judges the own head -------------------------------------------------------------------------------------


def test_nobody_investigates_or_decides_about_the_own_head(desk: Desk, filed: Filed, now: datetime) -> None:
    chief = make_person("customer-officer", "chief", desk.unit)
    above = Unit.objects.create(code="above", name_th="เหนือ", name_en="Above", head=chief)
    Unit.objects.filter(pk=desk.unit.pk).update(parent=above)
    outsider = make_person("complaint-investigator", "outside", Unit.objects.get(code="property"))
    case = filed("assessed", complained_about=chief)
    assert list(selectors.possible_investigators(case)) == [outsider]
    with pytest.raises(NotAllowed):
        services.start_investigation(complaint_id=case.pk, investigator=desk.investigator, by=desk.officer, now=now)
    with pytest.raises(IntegrityError, match="own head"), transaction.atomic():
        Complaint.objects.filter(pk=case.pk).update(investigator=desk.investigator)
    services.start_investigation(complaint_id=case.pk, investigator=outsider, by=desk.officer, now=now)
    services.record_findings(complaint_id=case.pk, found=FOUND, by=outsider, now=now)
    with pytest.raises(NotAllowed):
        services.decide(complaint_id=case.pk, decision=DECISION, by=desk.manager, now=now)


def test_a_head_is_not_named_while_somebody_below_investigates(desk: Desk, filed: Filed, now: datetime) -> None:
    case = filed("investigating")
    Unit.objects.filter(pk=desk.unit.pk).update(head=desk.manager)
    with pytest.raises(Incomplete) as refused:
        services.correct_facts(
            complaint_id=case.pk,
            facts={"complained_about": desk.manager},
            by=desk.officer,
            now=now,
            shown_version=case.version,
        )
    assert "complained_about" in refused.value.missing


def test_a_hand_over_leaves_cases_about_the_takers_head(desk: Desk, filed: Filed, now: datetime) -> None:
    chief = make_person("customer-officer", "chief", desk.unit)
    away = make_person("complaint-manager", "away", Unit.objects.get(code="property"))
    case = filed("assessed", complained_about=chief)
    services.start_investigation(complaint_id=case.pk, investigator=away, by=desk.officer, now=now)
    Unit.objects.filter(pk=desk.unit.pk).update(head=chief)
    taker = make_person("complaint-manager", "taker", desk.unit)
    row = services.hand_over(giver=away, taker=taker, reason="ลา", by=desk.manager, now=now)
    assert [(each.part, each.hurdle) for each in row.cases.all()] == [("investigator", "head")]
    assert Complaint.objects.get(pk=case.pk).investigator == away
