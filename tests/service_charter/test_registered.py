"""What the room offers to the registries, and the demo charter."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils.translation import override

from foundation.accounts.models import User
from foundation.core import evidence, metrics, references
from foundation.core.evidence import Verdict
from foundation.core.search import search_all
from foundation.core.thai.dates import FiscalQuarter
from foundation.governance import demo as governance_demo
from foundation.governance.models import BoardMeeting, Resolution
from service_charter import demo
from service_charter.models import CharterVersion
from service_charter.selectors import all_in_force, charter_in_force, standards_in_force
from tests.governance.factories import NOW
from tests.people import demo_people
from tests.service_charter.factories import make_draft, make_published
from trdcrm.demo.people import People

pytestmark = pytest.mark.django_db
Person = Callable[..., User]


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch) -> People:
    return demo_people(monkeypatch)


def _build(people: People, now: dt.datetime = NOW) -> None:
    governance_demo.build(now, people)
    demo.build(now, people)


def test_the_demo_is_complete_and_built_once(people: People) -> None:
    _build(people)
    before = (CharterVersion.objects.count(), BoardMeeting.objects.count(), Resolution.objects.count())
    _build(people)
    assert before == (CharterVersion.objects.count(), BoardMeeting.objects.count(), Resolution.objects.count())
    assert list(CharterVersion.objects.order_by("number").values_list("status", flat=True)) == [
        "superseded",
        "published",
        "proposed",
    ]
    charter = charter_in_force(NOW)
    assert charter is not None
    assert charter.resolution is not None
    assert str(charter.resolution.meeting) == "8/2568"
    assert [standard.number for standard in all_in_force(at=NOW).order_by("number")] == list(range(1, 11))


def test_the_demo_charter_binds_from_the_first_day_of_the_last_full_year(people: People) -> None:
    _build(people)
    begins = FiscalQuarter(2569, 1).period.start
    assert standards_in_force(at=begins)["resolve"].duration_amount == 3
    assert standards_in_force(at=begins - dt.timedelta(seconds=1))["resolve"].duration_amount == 7


@pytest.mark.parametrize("day", [dt.date(2026, 1, 1), dt.date(2026, 9, 30), dt.date(2026, 10, 1), dt.date(2028, 2, 29)])
def test_the_demo_can_be_told_on_any_day(people: People, day: dt.date) -> None:
    now = dt.datetime.combine(day, dt.time(3), tzinfo=dt.UTC)
    _build(people, now)
    assert len(standards_in_force(at=now)) == 5


def test_the_metric_counts_promises_at_the_end_of_the_period(people: People) -> None:
    _build(people)
    metric = metrics.get("service_charter.standards_published")
    quarter = FiscalQuarter(2569, 1)
    assert metric.measure(quarter.period)[""].value == 10
    assert metric.measure(quarter.previous().period)[""].value == 2
    by_area = metric.measure(quarter.period, "area")
    assert {area: value.value for area, value in by_area.items()} == {
        "complaints": 5,
        "information": 3,
        "transactions": 2,
    }


def test_evidence_says_what_is_missing(people: People) -> None:
    [rule] = [rule for rule in evidence.rules_of("5.2") if rule.key == "service_charter.charter_in_force"]
    with override("en"):
        assert rule.find(NOW).verdict == Verdict.RED
        make_published(people["charter-owner"], people["board-secretary"], effective_on=dt.date(2026, 11, 22))
        later = NOW + dt.timedelta(days=3)
        amber = rule.find(later)
        assert amber.verdict == Verdict.AMBER
        assert "Information, Transactions" in str(amber.sentence)


def test_evidence_is_green_for_the_demo(people: People) -> None:
    _build(people)
    [rule] = [rule for rule in evidence.rules_of("5.2") if rule.key == "service_charter.charter_in_force"]
    assert rule.find(NOW).verdict == Verdict.GREEN


def test_published_standards_may_be_cited(people: People) -> None:
    charter = make_published(people["charter-owner"], people["board-secretary"])
    standard = charter.standards.get(number=4)
    cited = references.resolve(people["charter-owner"], "service_charter.standard", standard.public_id)
    assert cited is not None
    assert cited.url == "/portal/charter/1/#item-4"
    assert cited.title.startswith("กฎบัตรข้อ 4")
    draft = make_draft(people["charter-owner"]).standards.all()[0]
    assert references.resolve(people["charter-owner"], "service_charter.standard", draft.public_id) is None


def test_resolutions_may_be_cited_by_those_who_may_see_them(people: People, person: Person) -> None:
    charter = make_published(people["charter-owner"], people["board-secretary"])
    assert charter.resolution is not None
    wanted = ("governance.resolution", charter.resolution.public_id)
    assert references.resolve(people["board-secretary"], *wanted) is not None
    assert references.resolve(person("complaint-officer", "another-officer"), *wanted) is None


@pytest.mark.parametrize(("needle", "found"), [("ผลพิจารณา", 1), ("3 WORKING days", 2), ("๓ วันทําการ", 2), ("ไม่มีคำนี้", 0)])
def test_promises_are_found(people: People, needle: str, found: int) -> None:
    _build(people)
    hits = [
        hit for source, hits in search_all(people["charter-owner"], needle) for hit in hits if "/charter/" in hit.url
    ]
    assert len(hits) == found
