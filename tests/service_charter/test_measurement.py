"""The ledger of measurements: it only grows, counts once, and its sums are the ledger's."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customers.models import Touchpoint
from foundation.accounts.models import Unit, User
from foundation.core.append_only import writable_history
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.thai.dates import FiscalQuarter
from service_charter import selectors, services
from service_charter.enums import Facet
from service_charter.models import DaySum, Measurement, Partner
from service_charter.selectors import Judged, Tally
from tests.service_charter.factories import make_draft, make_published
from tests.service_charter.measuring import BINDS, LATER, a_published_charter, decision_of, record, told

pytestmark = pytest.mark.django_db
Person = Callable[..., User]
QUARTER = FiscalQuarter(2570, 1)


@pytest.fixture
def owner(person: Person) -> User:
    return person("charter-owner", "measurer")


def sums() -> dict[tuple[str, str, str], tuple[int, int]]:
    return {(str(row.day), row.facet, row.key): (row.n, row.kept) for row in DaySum.objects.all()}


def test_a_result_is_summed_by_day_and_every_facet() -> None:
    standard = decision_of(a_published_charter())
    unit = Unit.objects.get(code="complaint-centre")
    record(told(standard, "a", unit_id=unit.pk, case_kind="category/building"), told(standard, "b", kept=0))
    day = "2026-12-07"
    assert sums() == {
        (day, "all", ""): (2, 1),
        (day, "unit", str(unit.pk)): (1, 1),
        (day, "source", "complaint"): (2, 1),
        (day, "case", "category/building"): (1, 1),
    }


def test_the_day_is_the_local_day() -> None:
    standard = decision_of(a_published_charter())
    record(told(standard, "late in the evening", at=dt.datetime(2026, 12, 7, 18, tzinfo=dt.UTC)))
    assert {row.day for row in DaySum.objects.all()} == {dt.date(2026, 12, 8)}


def test_the_same_result_twice_counts_once() -> None:
    standard = decision_of(a_published_charter())
    record(told(standard, "C-1"))
    record(told(standard, "C-1"), told(standard, "C-1", kept=0), told(standard, "C-2"))
    assert Measurement.objects.count() == 2
    assert selectors.by_standard(QUARTER.period) == {"complaint-decision": Tally(2, 2)}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE service_charter_measurement SET kept = 0",
        "DELETE FROM service_charter_measurement",
        "TRUNCATE service_charter_measurement CASCADE",
    ],
)
def test_the_ledger_never_changes(statement: str) -> None:
    record(told(decision_of(a_published_charter()), "C-1"))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Measurement.objects.get().kept == 1


def test_nothing_is_measured_by_a_promise_that_is_not_approved(person: Person) -> None:
    draft = decision_of(make_draft(person("charter-owner")))
    with pytest.raises(IntegrityError, match="not approved"), transaction.atomic():
        record(told(draft, "C-1"))


def test_nothing_is_measured_before_the_promise_binds() -> None:
    standard = decision_of(a_published_charter())
    with pytest.raises(IntegrityError, match="before"), transaction.atomic():
        record(told(standard, "C-1", at=BINDS - dt.timedelta(days=20)))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kept": 3, "n": 2}, "kept"),
        ({"kept": -1}, "kept"),
        ({"n": 0, "kept": 0}, "n"),
        ({"key": ""}, "key"),
        ({"key": "x" * 121}, "key"),
        ({"at": LATER + dt.timedelta(days=1)}, "occurred_at"),
        ({"source": "complaint"}, "source"),
        ({"source": "partner"}, "partner"),
    ],
)
def test_impossible_results_are_refused(owner: User, facts: dict[str, object], field: str) -> None:
    standard = decision_of(a_published_charter())
    entry = told(standard, **{"key": "k", "source": "sample", **facts})  # type: ignore[arg-type]
    with pytest.raises(Incomplete) as refusal:
        services.enter(entry, by=owner, now=LATER)
    assert field in refusal.value.missing
    assert not Measurement.objects.exists()


@pytest.mark.parametrize(("n", "kept"), [(0, 0), (1, 2), (1, -1), (-1, -1)])
def test_the_database_refuses_impossible_counts(n: int, kept: int) -> None:
    standard = decision_of(a_published_charter())
    with pytest.raises(IntegrityError), transaction.atomic():
        record(told(standard, "k", n=n, kept=kept))


def test_who_may_not_measure_is_refused(person: Person) -> None:
    standard = decision_of(a_published_charter())
    entry = told(standard, "k", source="sample")
    with pytest.raises(NotAllowed):
        services.enter(entry, by=person("auditor"), now=LATER)


def test_a_promise_of_a_later_version_does_not_measure_the_past(owner: User, person: Person) -> None:
    old = decision_of(a_published_charter())
    new = decision_of(
        make_published(person("charter-owner"), person("board-secretary"), effective_on=dt.date(2027, 1, 1))
    )
    with pytest.raises(Refused):
        services.enter(told(new, "k", source="sample"), by=owner, now=LATER)
    with pytest.raises(Refused):
        services.enter(told(old, "k", source="sample", at=LATER), by=owner, now=LATER)
    services.enter(told(old, "k", source="sample"), by=owner, now=LATER)


def test_telling_twice_gives_the_first_row_and_other_facts_are_refused(owner: User) -> None:
    standard = decision_of(a_published_charter())
    entry = told(standard, "visit-1", source="mystery", n=10, kept=9)
    first, is_new = services.enter(entry, by=owner, now=LATER)
    again, is_new_again = services.enter(entry, by=owner, now=LATER + dt.timedelta(minutes=1))
    assert (first.pk, is_new, is_new_again) == (again.pk, True, False)
    with pytest.raises(IllegalMove):
        services.enter(told(standard, "visit-1", source="mystery", n=10, kept=3), by=owner, now=LATER)
    elsewhere = replace(entry, unit_id=Unit.objects.get(code="property").pk)
    assert elsewhere.unit_id != entry.unit_id
    for other in (elsewhere, replace(entry, case_kind="category/safety"), replace(entry, hours=Decimal(3))):
        with pytest.raises(IllegalMove):
            services.enter(other, by=owner, now=LATER)
    assert selectors.by_standard(QUARTER.period)["complaint-decision"] == Tally(10, 9)


def test_a_wrong_result_is_taken_back_and_stays_readable(owner: User) -> None:
    standard = decision_of(a_published_charter())
    wrong, _new = services.enter(told(standard, "visit-1", source="mystery", n=10, kept=2), by=owner, now=LATER)
    with pytest.raises(Incomplete):
        services.cancel(measurement_id=wrong.pk, reason="", by=owner, now=LATER)
    back = services.cancel(measurement_id=wrong.pk, reason="นับผิดวัน", by=owner, now=LATER)
    assert (back.n, back.kept, back.cancels_id, back.note) == (-10, -2, wrong.pk, "นับผิดวัน")
    assert selectors.by_standard(QUARTER.period)["complaint-decision"] == Tally(0, 0)
    for pk in (wrong.pk, back.pk):
        with pytest.raises(IllegalMove):
            services.cancel(measurement_id=pk, reason="อีกครั้ง", by=owner, now=LATER)


def test_what_was_taken_back_may_be_told_rightly_under_its_key_and_counts_once(owner: User) -> None:
    standard = decision_of(a_published_charter())
    wrong_facts = told(standard, "visit-1", source="mystery", n=10, kept=2)
    wrong, _new = services.enter(wrong_facts, by=owner, now=LATER)
    services.cancel(measurement_id=wrong.pk, reason="นับผิด", by=owner, now=LATER)
    assert services.enter(wrong_facts, by=owner, now=LATER + dt.timedelta(minutes=1)) == (wrong, False)
    right = told(standard, "visit-1", source="mystery", n=10, kept=8)
    row, is_new = services.enter(right, by=owner, now=LATER)
    assert (row.telling, is_new) == (2, True)
    assert services.enter(right, by=owner, now=LATER + dt.timedelta(minutes=2)) == (row, False)
    assert selectors.by_standard(QUARTER.period)["complaint-decision"] == Tally(10, 8)


def test_the_database_refuses_a_second_telling_while_the_first_stands() -> None:
    standard = decision_of(a_published_charter())
    record(told(standard, "C-1"))
    row = Measurement.objects.get()
    row.pk, row.public_id, row.telling = None, "x", 2
    row._state.adding = True
    with pytest.raises(IntegrityError, match="still stands"), transaction.atomic():
        row.save(force_insert=True)
    row.telling = 1
    with pytest.raises(IntegrityError, match="measurement_once"), transaction.atomic():
        row.save(force_insert=True)


def test_only_an_exact_counterpart_cancels(owner: User) -> None:
    standard = decision_of(a_published_charter())
    wrong, _new = services.enter(told(standard, "v", source="mystery", n=10, kept=2), by=owner, now=LATER)
    with pytest.raises(IntegrityError, match="turns exactly"), transaction.atomic():
        Measurement.objects.create(
            standard=standard, source="mystery", source_key="x", occurred_at=BINDS, n=-9, kept=-2, cancels=wrong,
            recorded_at=LATER,
        )  # fmt: skip


def test_a_room_takes_back_what_it_told(owner: User) -> None:
    standard = decision_of(a_published_charter())
    record(told(standard, "C-1", kept=0), told(standard, "C-2"))
    assert services.withdraw("complaint", ["C-1", "C-9"], reason="วันหยุดใหม่", now=LATER) == 1
    assert services.withdraw("complaint", ["C-1"], reason="วันหยุดใหม่", now=LATER) == 0
    assert selectors.by_standard(QUARTER.period)["complaint-decision"] == Tally(1, 1)


results = st.lists(
    st.tuples(
        st.integers(0, 20), st.integers(0, 3), st.booleans(), st.sampled_from(["", "category/building"]),
        st.integers(1, 5).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))),
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(batches=st.lists(results, max_size=3))
def test_the_sums_are_the_ledgers_whatever_comes_in(owner: User, batches: list[list[tuple]]) -> None:  # type: ignore[type-arg]
    with transaction.atomic():
        standard = decision_of(a_published_charter())
        unit = Unit.objects.get(code="complaint-centre")
        for place, batch in enumerate(batches):
            record(
                *(
                    told(
                        standard, f"{place}-{key % 7}", at=BINDS + dt.timedelta(days=days), n=n, kept=kept,
                        unit_id=unit.pk if has_unit else None, case_kind=case,
                    )
                    for key, days, has_unit, case, (n, kept) in batch
                )
            )  # fmt: skip
        row = Measurement.objects.first()
        if row:
            services.cancel(measurement_id=row.pk, reason="ผิด", by=owner, now=LATER)
        kept_up = {key: pair for key, pair in sums().items() if pair != (0, 0)}
        services.rebuild_sums()
        assert {key: pair for key, pair in sums().items() if pair != (0, 0)} == kept_up
        transaction.set_rollback(True)


def test_results_are_cut_by_touchpoint_and_partner(owner: User) -> None:
    standard = decision_of(a_published_charter())
    unit = Unit.objects.get(code="complaint-centre")
    place = Touchpoint.objects.create(
        name_th="เคาน์เตอร์", name_en="Counter", kind="physical", channel="walk_in", building="A", owner_unit=unit
    )
    partner = Partner.objects.create(code="clean", name_th="บริษัทสะอาด", name_en="Clean Co.")
    record(
        told(standard, "1", touchpoint_id=place.pk, n=8, kept=8, source="sample"),
        told(standard, "2", partner_id=partner.pk, n=4, kept=1, source="partner"),
    )
    assert selectors.by_facet(QUARTER.period, Facet.TOUCHPOINT) == {str(place.pk): Tally(8, 8)}
    assert selectors.by_facet(QUARTER.period, Facet.PARTNER, "complaint-decision") == {str(partner.pk): Tally(4, 1)}
    assert selectors.names_of_facet(Facet.PARTNER, [str(partner.pk)]) == {str(partner.pk): "บริษัทสะอาด"}


@pytest.mark.parametrize(
    ("tally", "judged"),
    [
        (Tally(0, 0), Judged.NONE),
        (Tally(4, 4), Judged.HIDDEN),
        (Tally(100, 90), Judged.KEPT),
        (Tally(100, 85), Judged.UNSURE),
        (Tally(100, 80), Judged.BROKEN),
        (Tally(10, 8), Judged.UNSURE),
    ],
)
def test_a_result_is_judged_against_its_target_and_chance(tally: Tally, judged: Judged) -> None:
    assert tally.judged(90) == judged


def test_the_interval_agrees_with_the_worked_value() -> None:
    low, high = Tally(100, 80).interval
    assert (round(low, 2), round(high, 2)) == (71.12, 86.66)


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (Tally(100, 95), Tally(100, 70), 1),
        (Tally(100, 70), Tally(100, 95), -1),
        (Tally(100, 90), Tally(100, 85), 0),
        (Tally(4, 4), Tally(100, 20), 0),
    ],
)
def test_a_change_is_told_only_where_it_is_no_chance(now: Tally, before: Tally, said: int) -> None:
    assert now.against(before) == said


def test_quarters_and_weeks_are_read_in_one_query_each(django_assert_num_queries: Callable) -> None:  # type: ignore[type-arg]
    standard = decision_of(a_published_charter())
    record(*(told(standard, str(day), at=BINDS + dt.timedelta(days=day), kept=day % 2) for day in range(40)))
    with django_assert_num_queries(1):
        found = selectors.by_quarter([QUARTER, QUARTER.next()])
    assert {quarter.quarter: tally.n for quarter, tally in found["complaint-decision"].items()} == {1: 25, 2: 15}
    with django_assert_num_queries(1):
        weeks = selectors.weekly("complaint-decision", now=BINDS + dt.timedelta(days=20))
    assert [(str(week), tally.n) for week, tally in weeks] == [("2026-12-07", 7), ("2026-12-14", 7)]


def test_tests_and_erasure_may_empty_the_ledger() -> None:
    record(told(decision_of(a_published_charter()), "C-1"))
    with writable_history():
        Measurement.objects.all().delete()
    assert not Measurement.objects.exists()
