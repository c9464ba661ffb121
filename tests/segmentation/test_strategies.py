"""Strategies of target segments: texts, steps, every refusal, and the pages."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from foundation.core import metrics
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, StaleVersion
from foundation.core.metrics import Period
from segmentation import services
from segmentation.models import Segment, SegmentStrategy, StrategyStep
from tests.counting import statements
from tests.segmentation import factories as make
from tests.segmentation.factories import NOW

pytestmark = pytest.mark.django_db


def page(segment: Segment, rest: str = "") -> str:
    return f"/staff/segments/{segment.public_id}/{rest}"


def titles(segment: Segment) -> list[tuple[int, str]]:
    steps = StrategyStep.objects.filter(strategy__segment=segment)
    return list(steps.order_by("number").values_list("number", "title"))


def who(**values: Any) -> dict[str, Any]:
    return {"by": make.somebody("strategist"), "now": NOW, **values}


# ── Strategy and steps ───────────────────────────────────────────────────────


def test_strategy_and_steps_say_what_who_and_when() -> None:
    segment = make.target_segment()
    step = make.add_step(segment)
    assert (step.number, step.owner, step.due_on, step.done_on) == (1, who()["by"], date(2026, 11, 30), None)
    changed = make.write_strategy(segment, shown_version=1, values={**make.STRATEGY, "approach": " เยี่ยมทุกเดือน "})
    assert (changed.version, changed.approach) == (2, "เยี่ยมทุกเดือน")
    kept = changed.history.order_by("history_id")
    assert [(row.approach, row.history_user) for row in kept] == [
        ("ประชุมทุกไตรมาส", who()["by"]),
        ("เยี่ยมทุกเดือน", who()["by"]),
    ]


def test_a_step_is_done_and_opened_again_and_asking_twice_changes_nothing() -> None:
    step = make.add_step(make.target_segment())
    for _time in range(2):
        step = services.set_done(step_id=step.pk, is_done=True, **who())
    assert step.done_on == date(2026, 11, 20)
    assert step.history.count() == 2
    assert services.set_done(step_id=step.pk, is_done=False, **who()).done_on is None


def test_steps_change_places_and_a_second_click_on_the_same_page_is_refused() -> None:
    segment = make.target_segment()
    _one, two, _three = (make.add_step(segment, title) for title in "กขค")
    services.move_step_up(step_id=two.pk, shown_number=2, **who())
    assert titles(segment) == [(1, "ข"), (2, "ก"), (3, "ค")]
    for shown in (2, 1):
        with pytest.raises(IllegalMove):
            services.move_step_up(step_id=two.pk, shown_number=shown, **who())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


WRITING: list[tuple[str, dict[str, Any], type[Exception]]] = [
    ("no permission", {"role": "voc-analyst"}, NotAllowed),
    ("a text left empty", {"values": {**make.STRATEGY, "approach": "  "}}, Incomplete),
    ("somebody else was faster", {"shown_version": 0}, StaleVersion),
    ("a version that never was", {"shown_version": 7}, StaleVersion),
]


@pytest.mark.parametrize(("_case", "values", "error"), WRITING, ids=[row[0] for row in WRITING])
def test_refusals_of_a_strategy(_case: str, values: dict[str, Any], error: type[Exception]) -> None:
    segment = make.target_segment()
    given = {"shown_version": 1, **values}
    if role := given.pop("role", ""):
        given["by"] = make.somebody(role)
    with pytest.raises(error):
        make.write_strategy(segment, **given)
    assert SegmentStrategy.objects.get().approach == make.STRATEGY["approach"]


STEPS: list[tuple[str, dict[str, Any], type[Exception]]] = [
    ("no permission", {"role": "voc-analyst"}, NotAllowed),
    ("no title", {"title": " "}, Incomplete),
    ("no owner", {"owner": None}, Incomplete),
    ("no date", {"due_on": None}, Incomplete),
    ("somebody else was faster", {"shown_version": 9}, StaleVersion),
]


@pytest.mark.parametrize(("_case", "values", "error"), STEPS, ids=[row[0] for row in STEPS])
def test_refusals_of_a_step(_case: str, values: dict[str, Any], error: type[Exception]) -> None:
    step = make.add_step(make.target_segment())
    given = {"title": "ใหม่", "owner": who()["by"], "due_on": step.due_on, **values}
    shown, role = given.pop("shown_version", 1), given.pop("role", "strategist")
    with pytest.raises(error):
        services.change_step(
            step_id=step.pk, shown_version=shown, values=given, by=make.somebody(role, f"{role}-other"), now=NOW
        )
    assert StrategyStep.objects.get().title == step.title


def test_only_a_target_in_use_is_planned_for() -> None:
    segment = make.target_segment()
    step = make.add_step(segment)
    other = segment.run.segments.exclude(pk=segment.pk)[0]
    with pytest.raises(IllegalMove):
        make.write_strategy(other)
    make.decide(other)
    with pytest.raises(IllegalMove):
        make.add_step(other)
    make.decide(segment, is_target=False, shown_number=1)
    with pytest.raises(IllegalMove):
        services.set_done(step_id=step.pk, is_done=True, **who())


def test_the_database_holds_whole_texts_and_one_place_a_step() -> None:
    step = make.add_step(make.target_segment())
    with pytest.raises(IntegrityError, match="segment_strategy_whole"), transaction.atomic():
        SegmentStrategy.objects.update(objective="")
    with pytest.raises(IntegrityError, match="strategy_step_titled"), transaction.atomic():
        StrategyStep.objects.update(number=0)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="strategy_step_number"), transaction.atomic():
        StrategyStep.objects.create(strategy=step.strategy, number=1, title="ซ้ำ", owner=step.owner, due_on=step.due_on)


def test_share_of_steps_done_by_their_date() -> None:
    segment = make.target_segment()
    in_time, late, _open = (make.add_step(segment, title) for title in "กขค")
    services.set_done(step_id=in_time.pk, is_done=True, **who())
    services.set_done(step_id=late.pk, is_done=True, **who(now=NOW + timedelta(days=20)))
    metric = metrics.get("segmentation.steps_on_time")
    found = metric.measure(Period(NOW, NOW + timedelta(days=30)), None)[""]
    before = metric.measure(Period(NOW, NOW + timedelta(days=5)), None)[""]
    assert (found.value, found.n, before.value, before.n) == (33.33, 3, None, 0)


# ── The pages ────────────────────────────────────────────────────────────────


@pytest.fixture
def strategist(client_as: Any) -> Any:
    return client_as("strategist")


def test_planning_in_the_browser(strategist: Client) -> None:
    segment = make.target_segment()
    assert "ผู้ดูแลประจำราย" in strategist.get(page(segment)).content.decode()
    owner = make.somebody("strategist").pk
    data = {"version": 0, "title": "เยี่ยมผู้เช่า", "owner": owner, "due_on": "30/11/2569"}
    for title in ("เยี่ยมผู้เช่า", "ทำแผน"):
        answer = strategist.post(page(segment, "steps/new"), {**data, "title": title})
        assert (answer.status_code, answer["Location"]) == (302, page(segment))
    first, second = StrategyStep.objects.order_by("number")
    strategist.post(page(segment, f"steps/{second.public_id}/up"), {"number": 2})
    strategist.post(page(segment, f"steps/{first.public_id}/done"), {"done": "yes"})
    strategist.post(page(segment, f"steps/{first.public_id}/"), {**data, "version": 3, "title": "เยี่ยมผู้เช่าทุกราย"})
    assert titles(segment) == [(1, "ทำแผน"), (2, "เยี่ยมผู้เช่าทุกราย")]
    assert StrategyStep.objects.get(pk=first.pk).done_on is not None


def test_a_late_save_shows_both_sides(strategist: Client) -> None:
    segment = make.target_segment()
    answer = strategist.post(page(segment, "strategy"), {**make.STRATEGY, "approach": "ของฉัน", "version": 0})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "ของฉัน" in html
    assert make.STRATEGY["approach"] in html
    assert 'name="version" value="1"' in html


def test_an_unfilled_form_an_unplanned_segment_and_a_strange_step_are_refused(strategist: Client) -> None:
    segment = make.target_segment()
    other = segment.run.segments.exclude(pk=segment.pk)[0]
    step = make.add_step(segment)
    assert strategist.post(page(segment, "strategy"), {"version": 1}).status_code == 422
    assert strategist.post(page(other, "strategy"), {**make.STRATEGY, "version": 0}).status_code == 409
    assert strategist.get(page(other, f"steps/{step.public_id}/")).status_code == 404
    assert strategist.post(page(segment, f"steps/{step.public_id}/up"), {"number": "²"}).status_code == 302
    assert titles(segment) == [(1, step.title)]


def test_the_page_costs_the_same_with_more_steps(strategist: Client) -> None:
    segment = make.target_segment()
    make.add_step(segment)
    few = statements(strategist, page(segment))
    for title in "กขคง":
        make.add_step(segment, title)
    assert statements(strategist, page(segment)) == few
