"""Membership kept by date: written once, whatever the order and the number of jobs; never two at a time."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from customers.models import Customer
from foundation.core import job_runner, jobs
from foundation.core.models import Job, JobState
from segmentation import selectors, services
from segmentation.models import Membership, Segment, SegmentFlow, SegmentPeriod, Study
from segmentation.services import periods
from tests.segmentation import factories as make
from tests.segmentation.factories import NOW

pytestmark = pytest.mark.django_db
NEXT_YEAR = NOW + timedelta(days=365)


def run_jobs() -> None:
    """Every job that waits, in order."""
    job_runner.run_waiting()


def two_years(*, newcomers: int = 3) -> tuple[Study, Study]:
    """A study of the first year and one of the second, in which some customers are new and one has left the register's
    population; nothing of the periods is written yet."""
    customers = make.make_customers(36)
    first = make.adopted_study(resamples=0)
    make.make_customers(newcomers, seed=5)
    Customer.objects.filter(pk=customers[0].pk).update(relation="former")
    second = make.adopted_study(resamples=0, name="ปีถัดไป", relations=["current"], now=NEXT_YEAR)
    return make.fresh(first), second


def spans() -> set[tuple[int, int, datetime, datetime | None]]:
    return set(SegmentPeriod.objects.values_list("customer_id", "segment_id", "starts_at", "ends_at"))


def expected() -> set[tuple[int, int, datetime, datetime | None]]:
    """What the results and the dates of use say."""
    rows = Membership.objects.filter(run__in=Study.objects.filter(adopted_at__isnull=False).values("chosen_run"))
    return {
        (row.customer_id, row.segment_id, row.run.study.adopted_at, row.run.study.superseded_at)  # type: ignore[misc]
        for row in rows.select_related("run__study")
    }


def test_a_result_that_comes_into_force_is_written_by_a_worker() -> None:
    study = make.adopted_study(resamples=0)
    job = Job.objects.get(kind=periods.KIND)
    assert (job.state, job.params) == (JobState.QUEUED, {"study": study.public_id})
    assert not SegmentPeriod.objects.exists()
    run_jobs()
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.SUCCEEDED, {"customers": 36, "moves": 3})
    assert spans() == expected()
    assert {ends for *_rest, ends in spans()} == {None}


def test_a_newer_study_ends_the_times_of_the_older_also_of_those_it_does_not_know() -> None:
    first, second = two_years()
    run_jobs()
    assert spans() == expected()
    left = SegmentPeriod.objects.filter(study=first).exclude(customer__in=second.periods.values("customer")).get()
    assert left.ends_at == NEXT_YEAR
    assert not SegmentPeriod.objects.filter(study=first, ends_at__isnull=True).exists()


@pytest.mark.parametrize("batch", [1, 7, 36, 20_000])
def test_the_size_of_batches_changes_nothing(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periods, "BATCH", batch)
    two_years()
    run_jobs()
    assert spans() == expected()


def test_the_later_job_may_run_first_and_each_twice() -> None:
    first, second = two_years()
    for study in (second, first, second, first):
        Job.objects.live().delete()
        services.ask_to_keep_periods(study, by=None)
        run_jobs()
    assert spans() == expected()
    assert sum(SegmentFlow.objects.filter(study=second).values_list("customers", flat=True)) == 39


def test_a_job_that_died_in_the_midst_is_taken_up_where_rows_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periods, "BATCH", 10)
    make.adopted_study(resamples=0)
    written = periods._write_batch

    def die_after_two(study: Study, after: int, upto: int) -> int:
        if SegmentPeriod.objects.count() >= 20:
            raise RuntimeError("power cut")
        return written(study, after, upto)

    monkeypatch.setattr(periods, "_write_batch", die_after_two)
    job = Job.objects.get(kind=periods.KIND)
    job_runner.run(job.pk)
    assert (SegmentPeriod.objects.count(), SegmentFlow.objects.count()) == (20, 0)
    monkeypatch.setattr(periods, "_write_batch", written)
    Job.objects.all().delete()
    assert services.ask_for_missing_periods() == 1
    run_jobs()
    assert spans() == expected()
    assert services.ask_for_missing_periods() == 0


def test_the_nightly_look_asks_again_only_for_what_is_missing() -> None:
    make.adopted_study(resamples=0)
    Job.objects.all().delete()
    jobs.enqueue("segmentation.missing_periods", params={}, by=None)
    run_jobs()
    run_jobs()
    assert spans() == expected()
    jobs.enqueue("segmentation.missing_periods", params={}, by=None)
    run_jobs()
    assert not Job.objects.live().exists()


# ── What the database refuses ────────────────────────────────────────────────


def _period(**values: Any) -> SegmentPeriod:
    segment = Segment.objects.order_by("pk").first()
    assert segment is not None
    customer = values.pop("customer", None) or Customer.objects.order_by("pk")[0]
    plain = {"customer": customer, "segment": segment, "study": segment.run.study, "starts_at": NOW}
    return SegmentPeriod.objects.create(**{**plain, **values})


def test_no_two_times_of_a_customer_overlap() -> None:
    first, second = two_years()
    _period(study=first, ends_at=NEXT_YEAR)
    with pytest.raises(IntegrityError, match="period_one_segment_at_a_time"), transaction.atomic():
        _period(study=second, starts_at=NEXT_YEAR - timedelta(microseconds=1))
    _period(study=second, starts_at=NEXT_YEAR)
    _period(study=second, starts_at=NOW, customer=Customer.objects.order_by("pk")[1])


def test_a_time_is_ended_once_and_nothing_else_of_it_changes() -> None:
    make.adopted_study(resamples=0)
    period = _period()
    rows = SegmentPeriod.objects.filter(pk=period.pk)
    for change in ({"starts_at": NEXT_YEAR}, {"ends_at": NEXT_YEAR, "starts_at": NOW - timedelta(days=1)}):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError, match="period_ends_after_start"), transaction.atomic():
        rows.update(ends_at=NOW - timedelta(seconds=1))
    rows.update(ends_at=NEXT_YEAR)
    for end in (None, NEXT_YEAR + timedelta(days=1)):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(ends_at=end)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.delete()


# ── Reading ──────────────────────────────────────────────────────────────────


def test_the_segment_on_a_day_is_the_one_at_its_end() -> None:
    first, second = two_years()
    run_jobs()
    customers = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
    before = selectors.segments_on(customers, NOW.date() - timedelta(days=1))
    then = selectors.segments_on(customers, NOW.date())
    last = selectors.segments_on(customers, NEXT_YEAR.date() - timedelta(days=1))
    after = selectors.segments_on(customers, NEXT_YEAR.date())
    assert before == {}
    assert then == last
    assert {segment.run_id for segment in then.values()} == {first.chosen_run_id}
    assert {segment.run_id for segment in after.values()} == {second.chosen_run_id}
    assert set(then) - set(after) == {customers[0]}
    assert set(after) - set(then) == set(customers[36:])
    assert selectors.segments_on([], NOW.date()) == {}


def test_reading_many_customers_costs_two_statements(django_assert_num_queries: Any) -> None:
    make.adopted_study(resamples=0)
    run_jobs()
    customers = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
    with django_assert_num_queries(2):
        assert len(selectors.segments_on(customers, NOW.date())) == 36


class AtAnyMoment(TestCase):
    """The periods agree with the results in use at any moment, whichever studies followed each other and when."""

    @settings(max_examples=12, suppress_health_check=list(HealthCheck))
    @given(
        steps=st.lists(st.integers(0, 400), min_size=1, max_size=4),
        asked=st.integers(-30, 1700),
        order=st.randoms(use_true_random=False),
        data=st.data(),
    )
    def test_it_is_the_segment_of_the_study_in_use_then(
        self, steps: list[int], asked: int, order: Any, data: Any
    ) -> None:
        customers = [make.make_customer({}).pk for _n in range(4)]
        moments = [NOW + timedelta(hours=sum(steps[: n + 1])) for n in range(len(steps))]
        studies = [bare_study(number, customers, data) for number in range(len(steps))]
        for number, study in enumerate(studies):
            use(study, moments[number], moments[number + 1] if number + 1 < len(steps) else None)
        for number in range(len(studies) - 1):
            Study.objects.filter(pk=studies[number].pk).update(superseded_by=studies[number + 1])
        mixed = studies + studies
        order.shuffle(mixed)
        for study in mixed:
            job = services.ask_to_keep_periods(make.fresh(study), by=None)
            job_runner.run(job.pk)
        at = NOW + timedelta(hours=asked)
        run = selectors.run_in_force(at)
        by_results = dict(run.memberships.values_list("customer_id", "segment_id")) if run else {}
        by_periods = dict(selectors.periods_at(at).values_list("customer_id", "segment_id"))
        assert by_periods == by_results
        assert spans() == expected()


def bare_study(number: int, customers: list[int], data: Any) -> Study:
    """A result that puts a drawn subset of the customers into two segments."""
    study = make.draft_study(name=f"การจำแนก {number}")
    run = make.bare_run(study)
    for customer in data.draw(st.sets(st.sampled_from(customers))):
        segment = run.segments.order_by("number")[data.draw(st.integers(0, 1))]
        Membership.objects.create(run=run, segment=segment, customer_id=customer, distance=1, assigned_at=NOW)
    return study


def use(study: Study, since: datetime, until: datetime | None) -> None:
    """As if adopted then, and replaced."""
    Study.objects.filter(pk=study.pk).update(
        state="superseded" if until else "adopted",
        chosen_run=study.runs.get(),
        adopted_at=since,
        adopted_by=make.somebody("executive"),
        superseded_at=until,
        superseded_by=study if until else None,
        reason="เหตุผล",
        **make.GROUNDS,
    )


# ── The pages ────────────────────────────────────────────────────────────────


def test_the_customers_page_tells_earlier_segments_with_their_dates(client_as: Any) -> None:
    first, _second = two_years()
    run_jobs()
    customer = Customer.objects.order_by("pk")[1]
    person: Client = client_as("strategist")
    html = person.get(f"/staff/customers/{customer.public_id}/").content.decode()
    earlier = SegmentPeriod.objects.get(customer=customer, study=first).segment
    assert "กลุ่มก่อนหน้านี้" in html
    assert earlier.public_id in html
    newcomer = Customer.objects.order_by("pk").last()
    assert newcomer is not None
    html = person.get(f"/staff/customers/{newcomer.public_id}/").content.decode()
    assert "กลุ่มก่อนหน้านี้" not in html


def test_a_segments_page_tells_where_its_members_came_from_and_went_to(client_as: Any) -> None:
    first, second = two_years()
    run_jobs()
    person: Client = client_as("strategist")
    assert first.chosen_run is not None
    assert second.chosen_run is not None
    old, new = first.chosen_run.segments.order_by("number")[0], second.chosen_run.segments.order_by("number")[0]
    assert sum(move.customers for move in selectors.came_from(new)) == new.size
    assert sum(move.customers for move in selectors.went_to(old)) == old.size
    assert selectors.came_from(old) == []
    assert selectors.went_to(new) == []
    moved = {move.segment for segment in second.chosen_run.segments.all() for move in selectors.came_from(segment)}
    assert None in moved
    assert "มาจาก" in person.get(f"/staff/segments/{new.public_id}/").content.decode()
    assert "ไปอยู่" in person.get(f"/staff/segments/{old.public_id}/").content.decode()


def test_days_are_days_of_bangkok() -> None:
    """A study put into use at 20:00 UTC is in use on the next local day only."""
    make.adopted_study(resamples=0, now=datetime(2026, 11, 20, 20, 0, tzinfo=UTC))
    run_jobs()
    customers = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
    assert selectors.segments_on(customers, date(2026, 11, 20)) == {}
    assert len(selectors.segments_on(customers, date(2026, 11, 21))) == 36
