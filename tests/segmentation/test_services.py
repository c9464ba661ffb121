"""Studies from design to use, and every refusal on the way."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError, ProgrammingError

from foundation.core import job_runner, jobs
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, StaleVersion
from foundation.core.models import Job, JobState
from segmentation import selectors, services
from segmentation.enums import StudyState
from segmentation.lifecycle import MOVES, VALIDITY
from segmentation.models import Membership, Run, Segment, Study
from tests.segmentation import factories as make
from tests.segmentation.factories import GROUNDS, NOW

pytestmark = pytest.mark.django_db


def _adopt(study: Study, **values: Any) -> Study:
    given = {"run_id": study.chosen_run_id, "reason": "เหตุผล", "validity": GROUNDS, "by": make.somebody("executive")}
    return services.adopt_study(study_id=study.pk, now=NOW, **{**given, **values})


# ── The way through ──────────────────────────────────────────────────────────


def test_a_study_runs_from_design_to_use() -> None:
    customers = make.make_customers(36)
    study = make.evaluated_study()
    run = study.chosen_run
    assert run is not None
    assert (run.number, run.k, run.population, run.used, run.passed) == (1, 3, 36, 36, True)
    assert run.strength == "strong"
    assert [segment.size for segment in run.segments.order_by("number")] == [12, 12, 12]
    assert Membership.objects.filter(run=run).count() == 36
    assert set(Membership.objects.values_list("customer_id", flat=True)) == {customer.pk for customer in customers}
    adopted = _adopt(study)
    assert adopted.state == StudyState.ADOPTED
    assert adopted.adopted_by is not None
    assert adopted.history.latest().history_change_reason == "เหตุผล"
    assert [segment.pk for segment in selectors.segments_in_force()] == [s.pk for s in run.segments.order_by("number")]


def test_segments_say_what_sets_them_apart_in_original_units() -> None:
    run = make.evaluated_study().chosen_run
    assert run is not None
    spends = sorted(segment.traits[0]["typical"] for segment in run.segments.all())
    assert spends == pytest.approx([20_000, 90_000, 300_000], rel=0.1)
    richest = max(run.segments.all(), key=lambda segment: segment.traits[0]["typical"])
    assert "ยอดใช้จ่ายต่อปี" in richest.description
    assert "บาท" in richest.description


def test_a_second_run_keeps_the_first() -> None:
    study = make.evaluated_study()
    first = study.chosen_run_id
    services.start_run(study_id=study.pk, by=make.somebody("voc-analyst"), now=NOW)
    job_runner.run_waiting()
    again = make.fresh(study)
    assert again.chosen_run_id != first
    assert list(again.runs.order_by("number").values_list("number", flat=True)) == [1, 2]
    prints = set(again.runs.values_list("fingerprint", flat=True))
    assert len(prints) == 1
    tables = [run.candidates for run in again.runs.all()]
    assert tables[0] == tables[1]


def test_a_newer_study_supersedes_the_one_in_use() -> None:
    old = make.adopted_study()
    new = make.adopted_study(name="ปีใหม่", now=NOW + timedelta(days=365))
    old = make.fresh(old)
    assert (old.state, old.superseded_by_id) == (StudyState.SUPERSEDED, new.pk)
    assert selectors.study_in_force() == new
    assert selectors.study_in_force(NOW + timedelta(days=30)) == old
    assert selectors.study_in_force(NOW - timedelta(days=30)) is None


def test_copy_begins_a_new_draft_with_the_same_design() -> None:
    study = make.adopted_study()
    copy = services.copy_study(study_id=study.pk, by=make.somebody("voc-analyst"), now=NOW)
    assert (copy.state, copy.features, copy.chosen_run) == (StudyState.DRAFT, study.features, None)


def test_segment_is_named_by_people_and_names_itself_without() -> None:
    segment = Segment.objects.filter(run=make.evaluated_study().chosen_run).first()
    assert segment is not None
    before = segment.name
    by = make.somebody("voc-analyst")
    named = services.rename_segment(
        segment_id=segment.pk, shown_version=1, name_th="ลูกค้าประจำ", name_en="", by=by, now=NOW
    )
    assert (named.name, named.title[:2]) == ("ลูกค้าประจำ", f"{segment.letter}.")
    cleared = services.rename_segment(segment_id=segment.pk, shown_version=2, name_th="", name_en="", by=by, now=NOW)
    assert cleared.name == before
    with pytest.raises(StaleVersion):
        services.rename_segment(segment_id=segment.pk, shown_version=1, name_th="x", name_en="", by=by, now=NOW)


# ── Refusals from the table ──────────────────────────────────────────────────


@pytest.mark.parametrize("state", make.each_state_but(MOVES["start"].sources | {StudyState.RUNNING}))
def test_start_refuses_other_states(state: StudyState) -> None:
    study = make.MAKERS[state]()
    with pytest.raises(IllegalMove):
        services.start_run(study_id=study.pk, by=make.somebody("voc-analyst"), now=NOW)


@pytest.mark.parametrize("state", make.each_state_but(MOVES["revise"].sources))
def test_revise_refuses_other_states(state: StudyState) -> None:
    study = make.MAKERS[state]()
    with pytest.raises(IllegalMove):
        services.revise_study(study_id=study.pk, by=make.somebody("voc-analyst"), now=NOW)


@pytest.mark.parametrize("state", make.each_state_but(MOVES["adopt"].sources))
def test_adopt_refuses_other_states(state: StudyState) -> None:
    study = make.MAKERS[state]()
    with pytest.raises(IllegalMove):
        _adopt(study)
    assert make.fresh(study).state == state


@pytest.mark.parametrize("state", make.each_state_but(frozenset({StudyState.DRAFT})))
def test_change_refuses_other_states(state: StudyState) -> None:
    study = make.MAKERS[state]()
    with pytest.raises(IllegalMove):
        services.change_study(
            study_id=study.pk,
            shown_version=study.version,
            values={"name": "x"},
            by=make.somebody("voc-analyst"),
            now=NOW,
        )


def test_start_twice_is_one_job() -> None:
    study = make.running_study()
    again = services.start_run(study_id=study.pk, by=make.somebody("strategist"), now=NOW)
    assert again.pk == study.job_id
    assert Job.objects.filter(kind="segmentation.run").count() == 1


@pytest.mark.parametrize("role", ["customer-officer", "executive", "auditor", "board-member"])
def test_only_designers_design_and_run(role: str) -> None:
    study = make.draft_study()
    by = make.somebody(role)
    with pytest.raises(NotAllowed):
        services.create_study(values=make.design(), by=by, now=NOW)
    with pytest.raises(NotAllowed):
        services.start_run(study_id=study.pk, by=by, now=NOW)


def test_who_designed_it_does_not_put_it_into_use() -> None:
    make.make_customers()
    by = make.somebody("strategist")  # may design and may adopt
    study = services.create_study(values=make.design(), by=by, now=NOW)
    job_runner.run(services.start_run(study_id=study.pk, by=by, now=NOW).pk)
    with pytest.raises(NotAllowed):
        _adopt(make.fresh(study), by=by)
    assert make.fresh(study).state == StudyState.EVALUATED


@pytest.mark.parametrize("role", ["voc-analyst", "customer-officer", "auditor"])
def test_adopting_needs_the_permission(role: str) -> None:
    study = make.evaluated_study()
    with pytest.raises(NotAllowed):
        _adopt(study, by=make.somebody(role, username=f"other-{role}"))


@pytest.mark.parametrize("empty", ["reason", *VALIDITY])
def test_adopting_needs_every_ground(empty: str) -> None:
    study = make.evaluated_study()
    values: dict[str, Any] = {"reason": "เหตุผล", "validity": dict(GROUNDS)}
    if empty == "reason":
        values["reason"] = "  "
    else:
        values["validity"][empty] = " "
    with pytest.raises(Incomplete) as caught:
        _adopt(study, **values)
    assert set(caught.value.missing) == {empty}


def test_adopting_a_result_that_is_no_longer_the_latest_is_refused() -> None:
    study = make.evaluated_study()
    seen = study.chosen_run_id
    services.start_run(study_id=study.pk, by=make.somebody("voc-analyst"), now=NOW)
    job_runner.run_waiting()
    with pytest.raises(IllegalMove):
        _adopt(make.fresh(study), run_id=seen)


def test_stale_design_is_refused() -> None:
    study = make.draft_study()
    by = make.somebody("voc-analyst")
    services.change_study(study_id=study.pk, shown_version=1, values={"name": "แรก"}, by=by, now=NOW)
    with pytest.raises(StaleVersion):
        services.change_study(study_id=study.pk, shown_version=1, values={"name": "หลัง"}, by=by, now=NOW)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"features": []}, "features"),
        ({"features": ["nothing"]}, "features"),
        ({"k_min": 5, "k_max": 3}, "k_max"),
        ({"k_min": 1}, "k_min"),
        ({"k_max": 11}, "k_max"),
        ({"name": ""}, "name"),
        ({"purpose": ""}, "purpose"),
        ({"transformation": "cube"}, "transformation"),
        ({"least_stability": "1.5"}, "least_stability"),
        ({"resamples": 5000}, "resamples"),
    ],
)
def test_a_design_that_can_not_be_is_told_by_field(values: dict[str, Any], field: str) -> None:
    make.define_figures()
    with pytest.raises(Incomplete) as caught:
        services.create_study(values=make.design(**values), by=make.somebody("voc-analyst"), now=NOW)
    assert set(caught.value.missing) == {field}


def test_the_form_sent_twice_makes_one_study() -> None:
    make.define_figures()
    by = make.somebody("voc-analyst")
    first = services.create_study(values=make.design(), by=by, now=NOW, once="k1")
    again = services.create_study(values=make.design(), by=by, now=NOW, once="k1")
    assert first.pk == again.pk


# ── The worker ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ([{"spend": 5.0, "visits": float(n)} for n in range(12)], "ยอดใช้จ่ายต่อปี"),
        ([{"spend": float(n + 1), "visits": -float(n + 1)} for n in range(12)], "จำนวนครั้งที่ใช้"),
        ([{"spend": float(n + 1)} for n in range(12)], "จำนวนครั้งที่ใช้"),
        ([{"spend": float(n + 1), "visits": float(n + 1)} for n in range(3)], "3"),
        ([{"spend": float(n % 2 + 1), "visits": float(n % 2 + 1)} for n in range(20)], "20"),
        ([], "0"),
    ],
    ids=["constant", "negative", "nobody has it", "three rows", "two different rows", "nobody"],
)
def test_bad_figures_are_refused_in_words_and_leave_a_draft(attributes: list[dict[str, Any]], words: str) -> None:
    make.define_figures()
    for one in attributes:
        make.make_customer(one)
    study = make.running_study()
    job_runner.run_waiting()
    study = make.fresh(study)
    assert study.job is not None
    assert (study.state, study.job.state) == (StudyState.DRAFT, JobState.FAILED)
    assert words in study.job.error
    assert not Run.objects.exists()
    assert not Membership.objects.exists()


def test_a_cancelled_calculation_leaves_a_draft_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    make.make_customers()
    study = make.running_study()
    assert study.job is not None

    def cancel_midway(done: int, total: int, note: str = "") -> None:
        if done == 3:
            jobs.cancel(job=Job.objects.get(pk=study.job_id), by=make.somebody("voc-analyst"))

    monkeypatch.setattr(jobs.JobContext, "progress", lambda self, done, total, note="": cancel_midway(done, total))
    job_runner.run(study.job.pk)
    study = make.fresh(study)
    assert study.job is not None
    assert (study.state, study.job.state) == (StudyState.DRAFT, JobState.CANCELLED)
    assert not Run.objects.exists()


def test_a_worker_that_dies_while_writing_leaves_nothing_half_written(monkeypatch: pytest.MonkeyPatch) -> None:
    make.make_customers()
    study = make.running_study()

    def die(*_: Any, **__: Any) -> None:
        raise SystemExit("killed")

    monkeypatch.setattr("segmentation.services.record._copy_members", die)
    with pytest.raises(SystemExit):
        job_runner.run(study.job_id)
    monkeypatch.undo()
    assert not Run.objects.exists()
    assert not Segment.objects.exists()
    assert make.fresh(study).state == StudyState.RUNNING
    Job.objects.filter(pk=study.job_id).update(lease_expires_at=NOW - timedelta(days=400))
    job_runner.run(study.job_id)  # what the sweeper rings for
    assert make.fresh(study).state == StudyState.EVALUATED
    assert Run.objects.count() == 1


def test_a_study_whose_job_died_may_be_started_again() -> None:
    make.make_customers()
    study = make.running_study()
    Job.objects.filter(pk=study.job_id).update(state=JobState.DEAD, finished_at=NOW)
    assert make.fresh(study).is_waiting_for_nothing
    job = services.start_run(study_id=study.pk, by=make.somebody("voc-analyst"), now=NOW)
    assert job.pk != study.job_id
    job_runner.run_waiting()
    assert make.fresh(study).state == StudyState.EVALUATED


def test_the_result_of_an_overtaken_job_is_not_written() -> None:
    make.make_customers()
    study = make.running_study()
    first = Job.objects.get(pk=study.job_id)
    Job.objects.filter(pk=first.pk).update(state=JobState.DEAD, finished_at=NOW)
    services.start_run(study_id=study.pk, by=make.somebody("voc-analyst"), now=NOW)
    services.give_up_run(study_id=study.pk, job_public_id=first.public_id)
    assert make.fresh(study).state == StudyState.RUNNING


# ── What the database itself refuses ─────────────────────────────────────────


def test_the_database_refuses_use_without_grounds_and_a_second_study_in_use() -> None:
    study = make.evaluated_study()
    with pytest.raises(IntegrityError), transaction.atomic():
        Study.objects.filter(pk=study.pk).update(state=StudyState.ADOPTED)
    adopted = make.adopted_study()
    other = make.evaluated_study(name="อีกการศึกษา")
    grounds = dict.fromkeys((*VALIDITY, "reason"), "x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Study.objects.filter(pk=other.pk).update(
            state=StudyState.ADOPTED, adopted_at=NOW, adopted_by=adopted.adopted_by, **grounds
        )


def test_results_and_memberships_only_grow() -> None:
    run = make.evaluated_study().chosen_run
    for write in (
        lambda: Run.objects.update(k=9),
        lambda: Membership.objects.update(distance=0),
        lambda: Membership.objects.all().delete(),
    ):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            write()
    assert run is not None
    assert run.memberships.count() == 36
