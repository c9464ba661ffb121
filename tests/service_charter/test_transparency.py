"""The public page of kept promises: honest about chance, silent where few were measured."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from foundation.accounts.models import User
from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of
from service_charter import charts, selectors
from service_charter.models import CharterVersion, Standard
from service_charter.selectors import Judged
from tests.counting import statements
from tests.service_charter.factories import make_published
from tests.service_charter.measuring import LATER, decision_of, record, told

pytestmark = pytest.mark.django_db
Person = Callable[..., User]
AT = "/portal/transparency/"


@pytest.fixture
def charter(person: Person) -> CharterVersion:
    """In force since before the last two quarters."""
    charter = make_published(person("charter-owner"), person("board-secretary"))
    return CharterVersion.objects.get(pk=charter.pk)


def in_quarter(quarter: FiscalQuarter) -> dt.datetime:
    return quarter.period.start + dt.timedelta(days=70)


def tell(standard: Standard, quarter: FiscalQuarter, *, n: int, kept: int) -> None:
    key = f"{standard.code}:{quarter.code}:{n}"
    record(told(standard, key, source="sample", n=n, kept=kept, at=in_quarter(quarter), case_kind="category/safety"))


NOW = dt.datetime(2027, 8, 1, tzinfo=dt.UTC)
LAST = FiscalQuarter(2570, 3)


def page(client: Client, monkeypatch: pytest.MonkeyPatch, language: str = "th") -> str:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    response = client.get(AT, headers={"Accept-Language": language})
    assert response.status_code == 200
    return response.content.decode()


def test_without_a_charter_the_page_says_so(client: Client) -> None:
    assert "ยังไม่มีกฎบัตรที่ใช้บังคับ" in client.get(AT).content.decode()


@pytest.mark.parametrize(
    ("n", "kept", "judged", "word"),
    [
        (100, 95, Judged.KEPT, "Target reached"),
        (100, 85, Judged.UNSURE, "Below target, perhaps by chance"),
        (100, 70, Judged.BROKEN, "Below target"),
        (4, 0, Judged.HIDDEN, "Too few to show"),
    ],
)
def test_each_promise_is_judged_by_target_and_chance(
    client: Client, charter: CharterVersion, monkeypatch: pytest.MonkeyPatch, n: int, kept: int, judged: str, word: str
) -> None:
    tell(decision_of(charter), LAST, n=n, kept=kept)
    rows = selectors.kept_promises(now=NOW, quarters=selectors.last_quarters(NOW))
    [row] = [row for row in rows if row.standard.code == "complaint-decision"]
    assert (row.last.quarter, row.last.judged, row.last.target) == (LAST, judged, 90.0)
    text = page(client, monkeypatch, "en").partition('id="how"')[0]
    assert word in text
    assert (f"n = {n}" in text) == (judged != Judged.HIDDEN)


def test_few_cases_leave_no_figure_anywhere(
    client: Client, charter: CharterVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(decision_of(charter), LAST, n=4, kept=3)
    text = page(client, monkeypatch, "en")
    assert "75.0" not in text
    assert "<svg" not in text.partition("<main")[2].partition('id="all"')[0]
    assert selectors.case_mix(LAST.period) == []


def test_the_target_is_the_one_that_bound_at_the_end_of_the_quarter(charter: CharterVersion, person: Person) -> None:
    first = FiscalQuarter(2570, 1)
    rows = selectors.kept_promises(now=NOW, quarters=[FiscalQuarter(2569, 4), first])
    assert [cell.target for cell in rows[-1].cells] == [float(rows[-1].standard.target_percent), None]
    assert rows[-1].cells[1].judged == Judged.NONE


def test_the_chart_carries_its_numbers_and_the_worked_interval(charter: CharterVersion) -> None:
    tell(decision_of(charter), LAST, n=100, kept=80)
    chart = charts.quarter_chart(selectors.kept_promises(now=NOW, quarters=selectors.last_quarters(NOW)))
    assert chart is not None
    assert chart.as_table().rows[0][2:] == ("71.1 – 86.7", "100")


def test_kinds_with_few_cases_stand_together_unnamed(charter: CharterVersion) -> None:
    standard = decision_of(charter)
    for kind, n in (("safety", 9), ("parking", 3), ("works", 3)):
        record(told(standard, kind, source="sample", n=n, kept=1, at=in_quarter(LAST), case_kind=f"category/{kind}"))
    assert [(bool(name), tally.n) for name, tally in selectors.case_mix(LAST.period)] == [(True, 9), (False, 6)]


def test_queries_do_not_grow_with_results(
    client: Client, charter: CharterVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(decision_of(charter), LAST, n=10, kept=9)
    page(client, monkeypatch)
    few = statements(client, AT)
    for standard in charter.standards.all():
        for quarter in selectors.last_quarters(NOW)[1:]:
            tell(standard, quarter, n=30, kept=20)
    assert statements(client, AT) <= few <= 9


def test_last_quarters_are_whole() -> None:
    quarters = selectors.last_quarters(LATER)
    assert quarters[-1] == fiscal_quarter_of(LATER).previous()
    assert len(quarters) == 4
