"""Training and competence: who has, lacks or must renew what a role needs; entered by another; lists whole or not."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from foundation.accounts.models import Role, User
from foundation.core import metrics
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused, StaleVersion
from foundation.core.metrics import Period
from foundation.core.models import Attachment, Notification
from service_charter.enums import Hold
from service_charter.models import Attendance
from service_charter.selectors import training as reads
from service_charter.services import training
from service_charter.services.training import Attended, BadLines
from service_charter.training_rules import good_until
from tests.counting import statements
from tests.people import someone
from tests.proofs import rule_of
from tests.service_charter.committing import officer_of
from tests.service_charter.training import make_competence, make_course, trained
from trdcrm.home import my_work

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]
DAY = dt.timedelta(days=1)
PAGE = "/staff/charter/training/"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)


def _holds(user: User, day: dt.date) -> list[tuple[str, Hold]]:
    return [(row.competence.code, row.hold) for row in reads.standing_of([user.pk], day)[user.pk]]


@given(held=st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), months=st.integers(1, 240))
def test_what_lasts_longer_ends_later_and_never_before_it_began(held: dt.date, months: int) -> None:
    last, later = good_until(held, months), good_until(held, months + 1)
    assert last
    assert later
    assert held <= last < later
    assert good_until(held, None) is None


def test_a_person_has_renews_or_lacks_what_the_role_needs() -> None:
    officer, today = officer_of(), timezone.localdate()
    make_competence(course := make_course(valid_months=12))
    assert _holds(officer, today) == [("handles-complaints", Hold.LACKS)]
    assert not reads.is_competent(officer, today)
    row = trained(officer, course, today)
    assert row.valid_until == good_until(today, 12)
    assert _holds(officer, today) == [("handles-complaints", Hold.HAS)]
    assert row.valid_until
    assert _holds(officer, row.valid_until - 30 * DAY) == [("handles-complaints", Hold.SOON)]
    assert reads.is_competent(officer, row.valid_until)
    assert not reads.is_competent(officer, row.valid_until + DAY)
    assert not reads.is_competent(officer, today - DAY), "not before the course"


def test_any_course_of_a_competence_gives_it_and_a_withdrawn_record_does_not() -> None:
    officer, today = officer_of(), timezone.localdate()
    first, second = make_course(), make_course("other-course", valid_months=None)
    make_competence(first, second)
    row = trained(officer, second, today)
    assert _holds(officer, today + 4000 * DAY) == [("handles-complaints", Hold.HAS)]
    owner = someone("charter-owner")
    with pytest.raises(Incomplete):
        training.withdraw(attendance_id=row.pk, reason="", by=owner, now=timezone.now())
    training.withdraw(attendance_id=row.pk, reason="ผิดคน", by=owner, now=timezone.now())
    with pytest.raises(IllegalMove):
        training.withdraw(attendance_id=row.pk, reason="อีกครั้ง", by=owner, now=timezone.now())
    assert _holds(officer, today) == [("handles-complaints", Hold.LACKS)]


def test_the_matrix_counts_people_once_by_role() -> None:
    today = timezone.localdate()
    course = make_course()
    make_competence(course, roles=("complaint-officer", "complaint-investigator"))
    officer, other, gone = officer_of(), officer_of("strategy", "both"), officer_of("strategy", "gone")
    other.roles.add(Role.objects.get(key="complaint-investigator"))
    gone.is_active = False
    gone.save()
    trained(other, course, today)
    cells = {cell.role.key: cell for cell in reads.matrix(today)}
    assert (cells["complaint-officer"].people, cells["complaint-officer"].has) == (2, 1)
    assert (cells["complaint-investigator"].people, cells["complaint-investigator"].lacks) == (1, 0)
    assert list(reads.with_gaps(today)) == [officer]


def test_nobody_enters_their_own_training_nor_that_of_tomorrow() -> None:
    owner, officer, course, today = someone("charter-owner"), officer_of(), make_course(), timezone.localdate()
    given: dict[str, Any] = {"course": course, "now": timezone.now()}
    with pytest.raises(NotAllowed):
        training.record(person=owner, held_on=today, by=owner, **given)
    with pytest.raises(NotAllowed):
        training.record(person=officer, held_on=today, by=officer, **given)
    with pytest.raises(Refused):
        training.record(person=officer, held_on=today + 2 * DAY, by=owner, **given)
    with pytest.raises(Refused):
        training.record(person=officer, held_on=today, valid_until=today - DAY, by=owner, **given)
    with pytest.raises(DatabaseError), transaction.atomic():
        Attendance.objects.create(person=owner, entered_by=owner, course=course, held_on=today, hours=1)


def test_the_same_attendance_counts_once() -> None:
    officer, course, today = officer_of(), make_course(), timezone.localdate()
    assert trained(officer, course, today).pk == trained(officer, course, today).pk
    with pytest.raises(DatabaseError), transaction.atomic():
        Attendance.objects.create(
            person=officer, entered_by=someone("charter-owner"), course=course, held_on=today, hours=1
        )


def test_a_list_is_taken_in_whole_or_not_at_all_and_twice_counts_once() -> None:
    officer, today, owner = officer_of(), timezone.localdate(), someone("charter-owner")
    make_course()
    good = Attended(officer.username.upper(), "complaints-basics", today)
    bad = [good, Attended("nobody", "complaints-basics", today), Attended(officer.username, "no-course", today)]
    with pytest.raises(BadLines) as refused:
        training.take_in(lines=bad, by=owner, now=timezone.now())
    assert set(refused.value.lines) == {1, 2}
    assert not Attendance.objects.exists()
    assert training.take_in(lines=[good], by=owner, now=timezone.now()) == (1, 0)
    assert training.take_in(lines=[good, good], by=owner, now=timezone.now()) == (0, 2)


def test_a_competence_needs_a_course_and_codes_are_taken_once() -> None:
    course, owner = make_course(), someone("charter-owner")
    competence = make_competence(course)
    given: dict[str, Any] = {"by": owner, "now": timezone.now()}
    facts = {"code": "new", "title_th": "ก", "title_en": "a", "is_active": True, "courses": [], "roles": []}
    with pytest.raises(Incomplete):
        training.save_competence(competence_id=None, shown_version=None, facts=facts, **given)
    with pytest.raises(Incomplete):
        training.save_competence(
            competence_id=None,
            shown_version=None,
            facts=facts | {"code": competence.code, "courses": [course]},
            **given,
        )
    with pytest.raises(StaleVersion):
        training.save_competence(
            competence_id=competence.pk, shown_version=99, facts=facts | {"courses": [course]}, **given
        )


def test_what_ends_soon_is_told_once_to_the_person_and_to_those_who_keep_it() -> None:
    officer, today = officer_of(), timezone.localdate()
    owner = someone("charter-owner")
    trained(officer, make_course(valid_months=1), today)
    now = timezone.now()
    assert training.remind(now=now) == 1
    training.remind(now=now + DAY)
    assert Notification.objects.filter(user=officer).count() == Notification.objects.filter(user=owner).count() == 1


def test_figures_and_evidence() -> None:
    officer, course, today = officer_of(), make_course(), timezone.localdate()
    rule = rule_of("service_charter.competent")
    assert rule.find(timezone.now()).verdict == "red"
    make_competence(course)
    officer_of("strategy", "untrained")
    trained(officer, course, today)
    assert rule.find(timezone.now()).verdict == "amber"
    period = Period(timezone.now() - DAY, timezone.now() + dt.timedelta(seconds=1))
    share = metrics.get("service_charter.competent")
    assert share.measure(period)[""].value == 50
    assert share.measure(period, "unit")["complaint-centre"].value == 100
    hours = metrics.get("service_charter.training_hours")
    assert hours.measure(period, "unit")["complaint-centre"].value == 6
    assert rule_of("complaints.competent").find(timezone.now()).verdict == "amber"


def test_desks_of_those_who_keep_it_and_of_the_person() -> None:
    officer, course = officer_of(), make_course()
    make_competence(course)
    keeper = someone("complaint-manager", "keeper")

    def on(user: User, key: str) -> int:
        return sum(block.total for block in my_work(user, now=timezone.now()).blocks if block.desk.key == key)

    assert (on(officer, "own-training"), on(keeper, "training"), on(officer, "training")) == (1, 1, 0)
    trained(officer, course, timezone.localdate())
    assert (on(officer, "own-training"), on(keeper, "training")) == (0, 0)


def test_entering_on_the_page_with_a_certificate_that_others_cannot_fetch(client_as: ClientAs) -> None:
    course, officer = make_course(), officer_of()
    client = client_as("charter-owner")
    page = f"{PAGE}people/{officer.public_id}/"
    assert client.post(page, {"course": course.pk, "held_on": "99/99/2569"}).status_code == 422
    file = SimpleUploadedFile("ใบรับรอง.png", PNG, content_type="image/png")
    answer = client.post(page, {"course": course.pk, "held_on": "1/11/2569", "certificate": file})
    assert answer.status_code == 302
    stored = Attachment.objects.get()
    assert client.get(f"/files/{stored.public_id}/").status_code in {200, 302}
    stranger = client_as("customer-officer")
    assert stranger.get(page).status_code == 404
    assert stranger.get(f"/files/{stored.public_id}/").status_code == 404


def test_one_s_own_record_and_pages_without_anything(client_as: ClientAs) -> None:
    client = client_as("complaint-officer")
    assert client.get(f"{PAGE}mine/").status_code == 200
    owner = client_as("charter-owner")
    for address in (PAGE, f"{PAGE}setup/", f"{PAGE}list/"):
        assert owner.get(address).status_code == 200


def test_a_list_in_the_browser_says_what_is_wrong_by_line(client_as: ClientAs) -> None:
    officer_of()
    make_course()
    client = client_as("charter-owner")
    for wrong in (
        "",
        "a,b",
        "a;complaints-basics;31/02/2569",
        "a;complaints-basics;1/11/2569;x",
        "nobody;complaints-basics;1/11/2569",
    ):
        assert client.post(f"{PAGE}list/", {"table": wrong}).status_code == 422
    table = "user,course,day\ntable-complaint-officer,complaints-basics,1/11/2569,3,1/11/2570\n"
    assert client.post(f"{PAGE}list/", {"table": table}).status_code == 302
    row = Attendance.objects.get()
    assert (row.hours, row.valid_until) == (Decimal(3), dt.date(2027, 11, 1))


def test_the_page_costs_the_same_for_more_people(client_as: ClientAs) -> None:
    make_competence(make_course())
    officer_of()
    client = client_as("charter-owner")
    before = statements(client, PAGE)
    for turn in range(5):
        officer_of("strategy", f"more-{turn}")
    assert statements(client, PAGE) == before <= 14
