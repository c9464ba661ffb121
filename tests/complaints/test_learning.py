"""What cases teach: figures by hand, the cases behind them, and causes recorded with the findings."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from complaints import services
from complaints.filters import QueueFilter
from complaints.learning import lessons
from complaints.models import Complaint
from complaints.selectors.recurrence import recurrences
from foundation.core.errors import Incomplete
from foundation.core.metrics import Period
from foundation.core.thai.dates import FiscalQuarter, months_until, quarter_from
from tests.complaints.factories import FOUND, Desk
from tests.counting import statements
from tests.customers.factories import make_organisation
from tests.relationships.factories import make_segments

PAGE = reverse("complaints:staff-learning")
# July to September 2026
QUARTER = FiscalQuarter(2569, 4)
IN_IT = datetime(2026, 8, 10, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
Filed = Callable[..., Complaint]


@pytest.fixture
def summer(desk: Desk) -> list[Complaint]:
    """Six cases of the quarter: five of the building, two of them investigated; one before it."""
    cases = [desk.file(now=IN_IT + n * DAY, category=kind) for n, kind in enumerate(["building"] * 5 + ["staff"])]
    for case in cases[:2]:
        desk.advance(case, "decided")
    desk.file(now=QUARTER.period.start - DAY, category="parking")
    return cases


def test_the_few_subjects_and_causes_that_make_up_most(summer: list[Complaint]) -> None:
    told = lessons(QUARTER)
    assert told.received == 6
    assert [(each.slice.key, each.slice.n, each.slice.is_vital) for each in told.categories] == [
        ("building", 5, True),
        ("staff", 1, False),
    ]
    assert [(each.slice.key, each.slice.n) for each in told.causes] == [("building", 2)]
    assert told.unknown_causes == 4


def test_each_figure_leads_to_the_cases_behind_it(summer: list[Complaint], manager: Client, desk: Desk) -> None:
    told = lessons(QUARTER)
    for ranked in [*told.categories, *told.causes]:
        query = parse_qs(urlsplit(ranked.url).query)
        assert query["from"] == ["2026-07-01"]
        assert query["until"] == ["2026-09-30"]
        page = manager.get(ranked.url)
        assert page.content.decode().count('class="qr"') == ranked.slice.n


def test_what_comes_back_three_times_at_one_place_in_any_writing(desk: Desk) -> None:
    for n in range(3):
        case = desk.file(now=IN_IT + n * DAY)
        Complaint.objects.filter(pk=case.pk).update(place="Gate B" if n else "GATE b")
    desk.file(now=IN_IT, category="staff")
    period = Period(IN_IT - DAY, IN_IT + 30 * DAY)
    (found,) = recurrences(period)
    assert (found.category.code, found.n, found.still_open, found.last_at) == ("building", 3, 3, IN_IT + 2 * DAY)
    assert recurrences(Period(IN_IT, IN_IT + 2 * DAY)) == []  # the third lies beyond


def test_a_month_beyond_its_limits_is_told(desk: Desk) -> None:
    for month in months_until(QUARTER.period.end, 13):
        for n in range(30 if month.start.astimezone(UTC).month == 7 else 3):  # August: its local start is in July UTC
            Complaint.objects.filter(pk=desk.file(now=month.start + n * timedelta(hours=20)).pk)
    assert "ส.ค. 2569" in lessons(QUARTER).months.title


def test_the_share_told_late_has_its_limits_of_chance(desk: Desk) -> None:
    """Worked by hand: 4 late of 16 make a mean of 25 %; a month of 4 has 25 % + 3 √(0.25 · 0.75 ÷ 4) = 90.0 %."""
    for month in months_until(QUARTER.period.end, 13)[-4:]:
        for n in range(4):
            case = desk.file(now=month.start + (n + 1) * DAY)
            told = case.resolve_due_at + (DAY if n == 0 else -DAY)
            Complaint.objects.filter(pk=case.pk).update(resolved_at=told, status="communicated")
    chart = lessons(QUARTER).late
    series = {row.series: row.value for row in chart.rows}
    assert [len([row for row in chart.rows if row.series == name]) for name in series] == [4, 4, 4, 4]
    assert sorted(float(value) for value in series.values() if value is not None) == [0.0, 25.0, 25.0, 90.0]
    assert chart.unit == "%"


def test_hot_spots_by_product_lead_to_the_cases(desk: Desk, manager: Client) -> None:
    for n in range(3):
        Complaint.objects.filter(pk=desk.file(now=IN_IT + n * DAY).pk).update(
            product="ลานจอดรถ", search_text="ลานจอดรถ"
        )
    (hot,) = lessons(QUARTER).products
    assert (hot.name, hot.slice.n) == ("ลานจอดรถ", 3)
    assert manager.get(hot.url).content.decode().count('class="qr"') == 3
    assert "ลานจอดรถ" in manager.get(f"{PAGE}?quarter={QUARTER.code}").content.decode()


def test_the_page_costs_the_same_however_much_it_tells(summer: list[Complaint], desk: Desk, manager: Client) -> None:
    address = f"{PAGE}?quarter={QUARTER.code}"
    before = statements(manager, address)
    for kind in ("parking", "works", "information"):
        for n in range(3):
            desk.file(now=IN_IT + n * DAY, category=kind)
    assert statements(manager, address) == before


def test_an_empty_quarter_teaches_how_to_fill_it(desk: Desk, manager: Client) -> None:
    page = manager.get(f"{PAGE}?quarter=2560-1").content.decode()
    assert 'class="empty"' in page
    assert manager.get(f"{PAGE}?quarter=nonsense").status_code == 200


def test_addresses_of_quarters_are_read_back() -> None:
    assert quarter_from(QUARTER.code) == QUARTER
    assert [quarter_from(text) for text in ("", "2569", "2569-5", "256-1", "9999-1", "๒๕๖๙-1x")] == [None] * 6


def test_days_of_receipt_narrow_the_queue_in_either_era(filed: Filed, manager: Client) -> None:
    filed(now=IN_IT)
    late = filed(now=IN_IT + 40 * DAY)
    page = manager.get(reverse("complaints:staff-list"), {"view": "all", "from": "1/9/2569", "until": "2026-09-30"})
    assert late.number in page.content.decode()
    assert page.content.decode().count('class="qr"') == 1
    asked = page.context["asked"]
    assert isinstance(asked, QueueFilter)
    assert set(asked.values) == {"from", "until"}
    assert manager.get(reverse("complaints:staff-list"), {"view": "all", "from": "soon"}).status_code == 200


def test_findings_name_the_kind_of_cause_and_keep_the_whys(
    filed: Filed, desk: Desk, signed_in: Callable[..., Client]
) -> None:
    case = filed("investigating")
    investigator = signed_in(desk.investigator)
    address = reverse("complaints:staff-findings", args=[case.number])
    said = {"findings": "ท่อหลุด", "root_cause": "ไม่มีรอบตรวจ", "cause_kind": "procedure", "whys": "หลุด\n\n เสื่อม \n"}
    assert investigator.post(address, said | {"whys": "\n".join("123456")}).status_code == 422
    assert investigator.post(address, {**said, "cause_kind": ""}).status_code == 422
    assert investigator.post(address, said).status_code == 302
    case.refresh_from_db()
    assert (case.cause_kind, case.whys) == ("procedure", ["หลุด", "เสื่อม"])
    assert "ไม่มีรอบตรวจ" in investigator.get(reverse("complaints:staff-detail", args=[case.number])).content.decode()


def test_a_cause_without_its_kind_is_incomplete(filed: Filed, desk: Desk) -> None:
    case = filed("investigating")
    with pytest.raises(Incomplete) as refused:
        services.record_findings(
            complaint_id=case.pk,
            found=services.Findings(FOUND.text, FOUND.root_cause, ""),
            by=desk.investigator,
            now=IN_IT,
        )
    assert set(refused.value.missing) == {"cause_kind"}


def test_the_page_is_cut_by_segment_in_every_figure_and_every_way_on(
    desk: Desk, client_as: Callable[..., Client]
) -> None:
    ours, other = make_organisation(), make_organisation()
    segment, _second = make_segments([ours], [other])
    for n, customer in enumerate((ours, ours, ours, other)):
        desk.file(now=IN_IT + n * DAY, customer_id=customer.pk, category="building")
    Complaint.objects.update(place="ชั้น 3")
    client = client_as("complaint-officer")
    answer = client.get(PAGE, {"quarter": QUARTER.code, "segment": segment.public_id})
    told = answer.context["lessons"]
    assert told.received == 3
    assert [(each.slice.key, each.slice.n) for each in told.categories] == [("building", 3)]
    assert [each.matter.n for each in told.repeated] == [3]
    assert [(each.name, each.slice.n) for each in told.segments] == [(segment.title, 3)]
    assert all(f"segment={segment.public_id}" in each.url for each in (*told.categories, *told.repeated))
    assert f"segment={segment.public_id}" in answer.context["older_url"]
    assert client.get(PAGE, {"quarter": QUARTER.code}).context["lessons"].received == 4
    costs = [
        statements(client, f"{PAGE}?quarter={QUARTER.code}{more}") for more in ("", f"&segment={segment.public_id}")
    ]
    assert costs[0] == costs[1]


def test_who_may_not_see_segments_gets_the_page_whole(desk: Desk, client_as: Callable[..., Client]) -> None:
    customer = make_organisation()
    (segment,) = make_segments([customer])
    desk.file(now=IN_IT, customer_id=customer.pk)
    answer = client_as("complaint-investigator").get(PAGE, {"segment": segment.public_id, "quarter": QUARTER.code})
    assert answer.context["lessons"].segments == []
    assert 'name="segment"' not in answer.content.decode()
    assert segment.title not in answer.content.decode()


def test_each_row_of_a_chart_leads_to_the_cases_behind_it(summer: list[Complaint], manager: Client) -> None:
    told = lessons(QUARTER)
    for chart, links in (
        (told.months, told.month_links),
        (told.late, told.month_links),
        (told.charts[0], told.category_links),
        (told.charts[1], told.cause_links),
    ):
        assert set(chart.labels) <= set(links)
    page = manager.get(f"{PAGE}?quarter={QUARTER.code}").content.decode()
    august = next(label for label, url in told.month_links.items() if "2026-08-01" in url)
    assert f'<a href="{escape(told.month_links[august])}">{august}</a>' in page
    assert manager.get(told.month_links[august]).content.decode().count('class="qr"') == len(summer)
