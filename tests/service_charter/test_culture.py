"""The service culture index: answered once, namelessly; shown after closing, silent where one could be made out."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from foundation.accounts.models import Unit, User
from foundation.core import metrics
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.metrics import Period
from foundation.core.models import Notification
from service_charter import culture_demo
from service_charter.culture_rules import HIDDEN_BELOW, interval, shown
from service_charter.enums import CultureState
from service_charter.models import CultureAnswer, CultureInvitation, CultureItem, CultureMark, CultureRound
from service_charter.selectors import culture as reads
from service_charter.services import culture
from tests.people import demo_people, someone
from tests.proofs import rule_of
from tests.service_charter.committing import officer_of
from tests.service_charter.culture import STATEMENTS, answered, make_round

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]
DAY = dt.timedelta(days=1)
PAGE = "/staff/charter/culture/"


def _team(code: str, count: int) -> list[User]:
    return [officer_of(code, f"{code}-{number}") for number in range(count)]


@given(counts=st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 40), max_size=8))
def test_what_is_hidden_never_follows_from_what_is_shown(counts: dict[str, int]) -> None:
    visible = shown(counts)
    hidden = sum(n for key, n in counts.items() if key not in visible)
    assert all(counts[key] >= HIDDEN_BELOW for key in visible)
    assert hidden == 0 or hidden >= HIDDEN_BELOW or not visible


@given(mean=st.floats(0, 100), deviation=st.floats(0, 50), n=st.integers(2, 500))
def test_the_interval_holds_its_mean_and_narrows_with_n(mean: float, deviation: float, n: int) -> None:
    low, high = interval(mean, deviation, n)
    assert low - 1e-9 <= mean <= high + 1e-9
    wider, higher = interval(mean, deviation, 2)
    assert wider <= low + 1e-9
    assert high <= higher + 1e-9


def test_student_s_interval_by_a_worked_value() -> None:
    low, high = interval(60, 10, 25)  # 60 ± 2.0639 · 10/5
    assert (round(low, 2), round(high, 2)) == (55.87, 64.13)


def test_each_answers_once_while_the_round_is_open() -> None:
    [person] = _team("strategy", 1)
    row = make_round()
    given_marks = {"round_id": row.pk, "by": person}
    with pytest.raises(Incomplete):
        culture.answer(marks={1: 5, 2: 9}, now=timezone.now(), **given_marks)
    with pytest.raises(Refused):
        culture.answer(marks={1: 5, 2: 5}, now=timezone.now() + 30 * DAY, **given_marks)
    culture.answer(marks={1: 5, 2: 5}, now=timezone.now(), **given_marks)
    with pytest.raises(Refused):
        culture.answer(marks={1: 1, 2: 1}, now=timezone.now(), **given_marks)
    newcomer = officer_of("strategy", "newcomer")
    with pytest.raises(NotAllowed):
        culture.answer(round_id=row.pk, by=newcomer, marks={1: 5, 2: 5}, now=timezone.now())
    assert CultureAnswer.objects.get().points == 100


def test_an_answer_holds_nothing_of_the_person_or_the_time() -> None:
    names = {field.name for model in (CultureAnswer, CultureMark) for field in model._meta.get_fields()}
    assert names == {"id", "round", "unit", "points", "marks", "answer", "item", "value"}
    invitation = {field.name for field in CultureInvitation._meta.get_fields()}
    assert invitation == {"id", "round", "person", "unit", "has_answered"}


def test_closing_leaves_no_trace_of_the_order() -> None:
    people = _team("strategy", 8)
    row = make_round()
    answered(row, people, 4, 2)
    before = {str(pk) for pk in CultureAnswer.objects.values_list("pk", flat=True)}
    culture.close_round(round_id=row.pk, by=someone("charter-owner"), now=timezone.now())
    assert {str(pk) for pk in CultureAnswer.objects.values_list("pk", flat=True)} == before
    assert CultureMark.objects.count() == 16


def test_results_show_after_closing_and_hide_small_groups() -> None:
    big, other, small = _team("strategy", 6), _team("property", 5), _team("complaint-centre", 2)
    row = make_round()
    answered(row, big, 5, 5)
    answered(row, other, 3, 3)
    answered(row, small, 1, 1)
    assert reads.house(row).value is None, "not while it is open"
    row = culture.close_round(round_id=row.pk, by=someone("charter-owner"), now=timezone.now())
    found = reads.named(reads.by_unit(row))
    assert found["strategy"].value == 100
    assert found["complaint-centre"].value is None
    assert found["property"].value is None, "with it the two could be worked out"
    assert reads.house(row).n == 13
    assert [item.mean for item in reads.items(row)] == [pytest.approx(47 / 13)] * 2


def test_a_round_goes_its_way_and_the_database_holds_it() -> None:
    [person] = _team("strategy", 1)
    row = make_round(is_open=False)
    owner, now = someone("charter-owner"), timezone.now()
    with pytest.raises(IllegalMove):
        culture.close_round(round_id=row.pk, by=owner, now=now)
    with pytest.raises(NotAllowed):
        culture.open_round(round_id=row.pk, by=person, now=now)
    with pytest.raises(DatabaseError), transaction.atomic():
        CultureInvitation.objects.create(round=row, person=person)
    culture.open_round(round_id=row.pk, by=owner, now=now)
    with pytest.raises(IllegalMove):
        culture.prepare(
            fiscal_year_be=2569, closes_on=row.closes_on, statements=STATEMENTS, by=owner, now=now, shown_version=None
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        CultureItem.objects.update(text_th="อื่น")
    with pytest.raises(Refused):
        make_round(year=2570)
    answered(row, [person], 2, 2)
    culture.close_round(round_id=row.pk, by=owner, now=now)
    for change in (
        lambda: CultureAnswer.objects.update(points=1),
        lambda: CultureMark.objects.update(value=1),
        lambda: CultureInvitation.objects.update(has_answered=False),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_asked_and_reminded_at_the_bell() -> None:
    first, second = _team("strategy", 2)
    row = make_round()
    answered(row, [first], 3, 3)
    culture.remind(round_id=row.pk, by=someone("charter-owner"), now=timezone.now())
    assert Notification.objects.filter(user=first).count() == 1
    assert Notification.objects.filter(user=second).count() == 2


def test_trend_is_told_apart_from_chance() -> None:
    people = _team("strategy", 8)
    owner = someone("charter-owner")
    for year, marks in ((2568, (2, 2)), (2569, (5, 4))):
        row = make_round(year=year)
        answered(row, people, *marks)
        row = culture.close_round(round_id=row.pk, by=owner, now=timezone.now())
    [unit] = [each for each in reads.table(row) if each.unit and each.unit.code == "strategy"]
    assert (unit.trend, unit.before.value if unit.before else None) == (1, 25)


def test_figure_and_evidence() -> None:
    rule = rule_of("service_charter.culture_asked")
    assert rule.find(timezone.now()).verdict == "red"
    people = _team("strategy", 6)
    row = make_round()
    answered(row, people, 4, 4)
    culture.close_round(round_id=row.pk, by=someone("charter-owner"), now=timezone.now())
    assert rule.find(timezone.now()).verdict in {"green", "amber"}
    period = Period(timezone.now() - DAY, timezone.now() + DAY)
    figure = metrics.get("service_charter.culture_index")
    assert figure.measure(period)[""].value == 75
    assert figure.measure(period, "unit")["strategy"].n == 6


def test_staff_answer_in_the_browser(client_as: ClientAs) -> None:
    client = client_as("complaint-officer", unit=Unit.objects.get(code="complaint-centre"))
    assert client.get(f"{PAGE}answer/").status_code == 200
    make_round()
    assert client.post(f"{PAGE}answer/", {"item1": 5}).status_code == 422
    assert client.post(f"{PAGE}answer/", {"item1": 5, "item2": 4}).status_code == 302
    assert client.post(f"{PAGE}answer/", {"item1": 5, "item2": 4}).status_code == 409
    assert client.get(f"{PAGE}2569/").status_code == 200
    assert CultureAnswer.objects.get().points == 87.5


def test_the_owner_prepares_opens_and_closes_in_the_browser(client_as: ClientAs) -> None:
    client = client_as("charter-owner")
    assert client.get(PAGE).status_code == 200
    day = timezone.localdate() + 10 * DAY
    given_words = {"fiscal_year_be": 2569, "closes_on": f"{day:%d/%m}/{day.year + 543}", "statements_th": "ก\nข"}
    assert client.post(f"{PAGE}new", given_words | {"statements_en": "a"}).status_code == 422
    assert client.post(f"{PAGE}new", given_words | {"statements_en": "a\nb"}).status_code == 302
    assert client_as("complaint-officer").get(f"{PAGE}2569/").status_code == 404, "in preparation"
    assert client.post(f"{PAGE}2569/open").status_code == 302
    assert client.post(f"{PAGE}2569/open").status_code == 409
    assert client.post(f"{PAGE}2569/close").status_code == 302
    assert client.get(f"{PAGE}2569/").status_code == 200
    assert client.post(f"{PAGE}2569/nothing").status_code == 404


def test_the_demo_shows_units_and_holds_back_the_small_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    culture_demo.build(timezone.now(), demo_people(monkeypatch))
    closed = CultureRound.objects.filter(state=CultureState.CLOSED).order_by("-fiscal_year_be")[0]
    found = {each.unit.code: each.index.value for each in reads.table(closed) if each.unit}
    shown = {code for code, value in found.items() if value is not None}
    assert shown == {"complaint-centre", "customer-market"}
    assert len(found) > len(shown)
