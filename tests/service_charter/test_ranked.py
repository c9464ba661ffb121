"""The staff's pages of measurement: worst first, chance told apart, the control chart by its worked values."""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from foundation.accounts.models import Unit
from foundation.core.control_charts import Signal
from service_charter import charts, running, selectors
from service_charter.enums import Facet
from service_charter.models import CharterVersion, Standard
from service_charter.running import Load, Share
from service_charter.selectors import Judged, Tally
from tests.counting import statements
from tests.service_charter.measuring import BINDS, a_published_charter, decision_of, record, told
from tests.service_charter.test_transparency import LAST, NOW, in_quarter, tell

pytestmark = pytest.mark.django_db
AT = "/staff/charter/measurement/"
WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def charter() -> CharterVersion:
    return a_published_charter()


@pytest.fixture
def reader(client_as: Callable[..., Client], monkeypatch: pytest.MonkeyPatch) -> Client:
    clock = SimpleNamespace(now=lambda: NOW, localdate=lambda: NOW.date())
    monkeypatch.setattr("service_charter.views.measurement.timezone", clock)
    return client_as("executive")


def cut_by(facet: Facet, standard: Standard) -> selectors.Cut:
    [cut] = [cut for cut in selectors.cuts(LAST, standard, now=NOW) if cut.facet == facet]
    return cut


def test_the_worst_stands_first_and_few_cases_never_lead(charter: CharterVersion) -> None:
    for standard, n, kept in zip(
        charter.standards.order_by("number"), (100, 4, 100, 100), (99, 0, 60, 85), strict=True
    ):
        tell(standard, LAST, n=n, kept=kept)
    rows = selectors.results(LAST, now=NOW)
    assert [(row.standard.number, row.judged) for row in rows] == [
        (3, Judged.BROKEN), (4, Judged.UNSURE), (1, Judged.KEPT), (2, Judged.HIDDEN),
    ]  # fmt: skip


def test_late_and_near_dates_of_older_versions_count_for_the_promise(
    charter: CharterVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    standard = decision_of(charter)
    monkeypatch.setattr(running, "load", lambda now: {standard.pk: Load(late=2, soon=1)})
    [row] = [row for row in selectors.results(LAST, now=NOW) if row.standard == standard]
    assert (row.load.late, row.load.soon) == (2, 1)


def test_a_unit_is_neither_shamed_nor_crowned_by_chance(charter: CharterVersion) -> None:
    standard = decision_of(charter)
    first, second = Unit.objects.order_by("pk")[:2]
    for unit, n, kept in ((first, 3, 0), (second, 50, 44)):
        key, at = f"u{unit.pk}", in_quarter(LAST)
        record(told(standard, key, source="sample", n=n, kept=kept, at=at, unit_id=unit.pk))
    cut = cut_by(Facet.UNIT, standard)
    assert [(row.name, row.judged) for row in cut.rows] == [(str(second), Judged.UNSURE), (str(first), Judged.HIDDEN)]


def test_a_change_at_a_unit_is_told_where_chance_does_not_explain_it(reader: Client, charter: CharterVersion) -> None:
    standard = decision_of(charter)
    fell, same, few = Unit.objects.order_by("pk")[:3]
    for quarter, results in (
        (LAST.previous(), ((fell, 100, 95), (same, 100, 90), (few, 4, 4))),
        (LAST, ((fell, 100, 60), (same, 100, 88), (few, 100, 50))),
    ):
        for unit, n, kept in results:
            key, at = f"{quarter.code}:{unit.pk}", in_quarter(quarter)
            record(told(standard, key, source="sample", n=n, kept=kept, at=at, unit_id=unit.pk))
    cut = cut_by(Facet.UNIT, standard)
    assert {row.name: row.trend for row in cut.rows} == {str(fell): -1, str(same): 0, str(few): 0}
    url = f"{AT}complaint-decision/?quarter="
    assert "แย่ลง" in reader.get(f"{url}{LAST.code}").content.decode()
    assert "แย่ลง" not in reader.get(f"{url}{LAST.previous().code}").content.decode()


def test_what_is_late_stands_at_its_unit_also_before_it_has_a_result(
    charter: CharterVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    standard, other = decision_of(charter), charter.standards.exclude(code="complaint-decision")[0]
    measured, idle = Unit.objects.order_by("pk")[:2]
    record(told(standard, "u", source="sample", n=50, kept=48, at=in_quarter(LAST), unit_id=measured.pk))
    running_now = [
        Share(standard.pk, Load(late=1), {Facet.UNIT: str(idle.pk)}),
        Share(standard.pk, Load(late=1, soon=2), {Facet.UNIT: str(idle.pk)}),
        Share(standard.pk, Load(soon=1), {Facet.UNIT: str(measured.pk)}),
        Share(standard.pk, Load(late=7)),
        Share(other.pk, Load(late=9), {Facet.UNIT: str(measured.pk)}),
    ]
    source = running.Source("test", "Test", lambda now, until: running_now, lambda *_: [], (Facet.UNIT,))
    monkeypatch.setattr(running, "_sources", {"test": source})
    cut = cut_by(Facet.UNIT, standard)
    assert [(row.name, row.judged, row.load) for row in cut.rows] == [
        (str(measured), Judged.KEPT, Load(soon=1)), (str(idle), Judged.NONE, Load(late=2, soon=2)),
    ]  # fmt: skip
    assert running.load(NOW)[standard.pk] == Load(late=9, soon=3)


def test_where_running_matters_cannot_be_told_apart_no_zero_is_claimed(
    reader: Client, charter: CharterVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    standard, unit = decision_of(charter), Unit.objects.order_by("pk")[0]
    record(told(standard, "u", source="sample", n=50, kept=48, at=in_quarter(LAST), unit_id=unit.pk))
    assert {cut.facet: cut.knows_load for cut in selectors.cuts(LAST, standard, now=NOW)} == {
        Facet.UNIT: True, Facet.SOURCE: False,
    }  # fmt: skip
    url = f"{AT}complaint-decision/?quarter={LAST.code}"
    assert reader.get(url).content.decode().count("เกินกำหนดแล้ว</th>") == 1
    monkeypatch.setattr(running, "_sources", {})
    assert "เกินกำหนดแล้ว</th>" not in reader.get(url).content.decode()


def test_the_control_chart_agrees_with_the_worked_value() -> None:
    weeks = [((BINDS + WEEK * i).date(), Tally(200, kept)) for i, kept in enumerate((180, 182, 178, 180))]
    chart = selectors.control_chart(weeks)
    assert (round(chart.points[0].low, 4), round(chart.points[0].high, 4)) == (0.8364, 0.9636)
    assert chart.signals == ()
    drawing = charts.control_drawing(chart)
    assert drawing is not None
    assert drawing.as_table().rows[0][1:4] == ("90.0%", "200", "83.6 – 96.4")


def test_a_week_beyond_chance_and_a_run_of_eight_are_named() -> None:
    days = [(BINDS + WEEK * i).date() for i in range(16)]
    fell = selectors.control_chart(list(zip(days, [Tally(200, 180)] * 15 + [Tally(200, 150)], strict=True)))
    assert [point.signal for point in fell.signals][-1] == Signal.BELOW
    run = selectors.control_chart(list(zip(days, [Tally(200, 184)] * 8 + [Tally(200, 176)] * 8, strict=True)))
    assert [point.signal for point in run.signals] == [Signal.RUN_ABOVE, Signal.RUN_BELOW]


def test_nothing_measured_gives_no_chart() -> None:
    assert charts.control_drawing(selectors.control_chart([])) is None


def test_pages_show_figures_and_hide_what_is_few(reader: Client, charter: CharterVersion) -> None:
    tell(decision_of(charter), LAST, n=100, kept=80)
    page = reader.get(f"{AT}?quarter={LAST.code}").content.decode()
    assert "80.0%" in page
    assert "71.1 – 86.7" in page
    one = reader.get(f"{AT}complaint-decision/?quarter={LAST.code}").content.decode()
    assert "71.1 – 86.7" in one
    assert reader.get(f"{AT}no-such-promise/").status_code == 404
    assert reader.get(f"{AT}?quarter=1-1").status_code == 200


def test_queries_do_not_grow(reader: Client, charter: CharterVersion) -> None:
    tell(decision_of(charter), LAST, n=10, kept=9)
    few = [statements(reader, f"{AT}?quarter={LAST.code}"), statements(reader, f"{AT}complaint-decision/")]
    for standard in charter.standards.all():
        tell(standard, LAST, n=30, kept=20)
    more = [statements(reader, f"{AT}?quarter={LAST.code}"), statements(reader, f"{AT}complaint-decision/")]
    assert [b <= a for a, b in zip(few, more, strict=True)] == [True, True]
