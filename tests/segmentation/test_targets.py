"""Target segments: the decision, every refusal, and the pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from foundation.accounts.models import Role, User
from foundation.accounts.permissions import Permission
from foundation.core import metrics
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, StaleVersion
from foundation.core.metrics import Period
from segmentation import rules, selectors
from segmentation.models import Segment, Study, TargetDecision
from tests.counting import statements
from tests.segmentation import factories as make
from tests.segmentation.factories import NOW

pytestmark = pytest.mark.django_db
LIST = "/staff/segments/targets/"


def segments_of(study: Study) -> list[Segment]:
    assert study.chosen_run is not None
    return list(study.chosen_run.segments.order_by("number"))


def in_use() -> list[Segment]:
    return segments_of(make.adopted_study(resamples=0))


def url(segment: Segment) -> str:
    return f"/staff/segments/{segment.public_id}/target"


# ── The decision ─────────────────────────────────────────────────────────────


def test_a_decision_says_who_when_and_why_and_the_newest_stands() -> None:
    segment, other, _third = in_use()
    first = make.decide(segment, reason=" มูลค่าสูง ")
    assert (first.number, first.is_target, first.reason, first.decided_at) == (1, True, "มูลค่าสูง", NOW)
    assert first.decided_by == make.somebody("strategist")
    second = make.decide(segment, is_target=False, reason="ย้ายออกแล้ว", shown_number=1, now=NOW + timedelta(days=9))
    make.decide(other, now=NOW + timedelta(days=10))
    run = segment.run
    assert selectors.decisions_on(run)[segment.pk] == second
    assert selectors.decisions_on(run, at=NOW + timedelta(days=1)) == {segment.pk: first}
    assert list(selectors.decisions_of(segment)) == [second, first]


REFUSALS: list[tuple[str, dict[str, Any], type[Exception]]] = [
    ("no permission", {"role": "voc-analyst"}, NotAllowed),
    ("no reason", {"reason": "  "}, Incomplete),
    ("a decision that the person never saw", {"shown_number": 1}, StaleVersion),
    ("too long after adoption", {"now": NOW + rules.FRESH_FOR + timedelta(seconds=1)}, IllegalMove),
]


@pytest.mark.parametrize(("_case", "values", "error"), REFUSALS, ids=[row[0] for row in REFUSALS])
def test_refusals(_case: str, values: dict[str, Any], error: type[Exception]) -> None:
    given = dict(values)
    if role := given.pop("role", ""):
        given["by"] = make.somebody(role)
    with pytest.raises(error):
        make.decide(in_use()[0], **given)
    assert not TargetDecision.objects.exists()


def test_on_the_last_day_of_its_use_a_study_still_serves() -> None:
    assert make.decide(in_use()[0], now=NOW + rules.FRESH_FOR).number == 1


@pytest.mark.parametrize("maker", [make.evaluated_study, make.superseded_study])
def test_a_segment_of_a_study_not_in_use_never_becomes_a_target(maker: Any) -> None:
    segment = segments_of(maker())[0]
    with pytest.raises(IllegalMove):
        make.decide(segment)
    with pytest.raises(IntegrityError, match="not in use"), transaction.atomic():
        _row(segment)


def test_a_decision_can_be_neither_changed_nor_doubled_nor_without_grounds() -> None:
    segment, other, _third = in_use()
    make.decide(segment)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        TargetDecision.objects.update(is_target=False)
    with pytest.raises(IntegrityError, match="target_decision_number"), transaction.atomic():
        _row(segment)
    with pytest.raises(IntegrityError, match="target_decision_grounded"), transaction.atomic():
        _row(other, reason="")


def _row(segment: Segment, reason: str = "เหตุผล") -> None:
    TargetDecision.objects.create(
        segment=segment,
        number=1,
        is_target=True,
        reason=reason,
        decided_by=make.somebody("strategist"),
        decided_at=NOW,
    )


def test_share_of_segments_decided_at_the_end_of_a_period() -> None:
    segment = in_use()[0]
    make.decide(segment, now=NOW + timedelta(days=10))
    metric = metrics.get("segmentation.targets_decided")
    before = metric.measure(Period(NOW - timedelta(days=9), NOW + timedelta(days=9)), None)[""]
    after = metric.measure(Period(NOW - timedelta(days=9), NOW + timedelta(days=11)), None)[""]
    assert (before.value, before.n, after.value, after.n) == (0.0, 3, 33.33, 3)


# ── The pages ────────────────────────────────────────────────────────────────


@pytest.fixture
def strategist(client_as: Any) -> Any:
    return client_as("strategist")


def test_without_segments_the_list_says_so(strategist: Client) -> None:
    assert "ยังไม่มีกลุ่มลูกค้าที่ใช้งาน" in strategist.get(LIST).content.decode()


def test_deciding_in_the_browser(strategist: Client) -> None:
    segment = in_use()[0]
    assert strategist.get(url(segment)).status_code == 200
    answer = strategist.post(url(segment), {"shown": 0, "is_target": "no", "reason": "รายได้น้อย"})
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    assert TargetDecision.objects.get().is_target is False
    assert "รายได้น้อย" in strategist.get(LIST).content.decode()
    assert "รายได้น้อย" in strategist.get(f"/staff/segments/{segment.public_id}/").content.decode()


def test_a_late_decision_shows_the_other_and_keeps_what_was_typed(strategist: Client) -> None:
    segment = in_use()[0]
    make.decide(segment, reason="คนแรกตัดสินใจ")
    answer = strategist.post(url(segment), {"shown": 0, "is_target": "no", "reason": "คนที่สอง"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "คนแรกตัดสินใจ" in html
    assert "คนที่สอง" in html
    assert 'name="shown" value="1"' in html


def test_an_unfilled_form_and_a_segment_not_in_use_are_refused(strategist: Client) -> None:
    segment = segments_of(make.evaluated_study(resamples=0))[0]
    assert strategist.post(url(segment), {"shown": 0}).status_code == 422
    answer = strategist.post(url(segment), {"shown": 0, "is_target": "yes", "reason": "ดี"})
    assert answer.status_code == 409
    assert not TargetDecision.objects.exists()


def test_the_worst_risk_stands_in_the_list_and_risks_only_before_those_who_may_see_them(
    strategist: Client, client: Client
) -> None:
    segment = in_use()[0]
    make.add_risk(segment)
    assert [row.risk for row in selectors.standings(segment.run)] == [6, None, None]
    page = f"/staff/segments/{segment.public_id}/"
    assert "ลูกค้าย้ายออกเมื่อครบสัญญา" in strategist.get(page).content.decode()
    reader = User.objects.create_user("only-segments")
    role = Role.objects.create(key="only-segments", permissions=[Permission.SEGMENT_VIEW])
    reader.roles.add(role)
    client.force_login(reader)
    assert "ลูกค้าย้ายออกเมื่อครบสัญญา" not in client.get(page).content.decode()
    assert "ความเสี่ยงสูงสุด" not in client.get(LIST).content.decode()


def test_the_list_costs_the_same_with_more_decisions(strategist: Client) -> None:
    segments = in_use()
    few = statements(strategist, LIST)
    for segment in segments:
        make.decide(segment)
        make.add_risk(segment)
    assert statements(strategist, LIST) == few <= 12
