"""Jobs: enqueue, claim, progress, ends, cancel; what a zombie may not do."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from foundation.core import doorbell, job_runner, jobs, sweeper
from foundation.core.errors import IllegalMove, NotAllowed
from foundation.core.job_context import Cancelled, JobContext, LostLease
from foundation.core.models import Job, JobState, Notification
from tests.core.labour.tasks import LEASE, marks

pytestmark = pytest.mark.django_db


def make(kind="test.count", *, by=None, key="", **params):
    return jobs.enqueue(kind, params=params or {"to": 3}, by=by, key=key)


def claimed(job, lease=LEASE):
    """The job as a worker holds it."""
    row = Job.objects.claim(job.pk, lease=lease, attempts=3, worker="test")
    return row, JobContext(row, lease=lease)


def lose_lease(job):
    Job.objects.filter(pk=job.pk).update(lease_expires_at=Now() - timedelta(seconds=1), ring_at=Now())


def make_due(job):
    Job.objects.filter(pk=job.pk).update(run_after=Now(), ring_at=Now())


# --- the way through ------------------------------------------------------------------------------------------------


def test_job_runs_to_its_end_with_progress_and_result():
    job = make(to=5)
    job_runner.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result, job.done, job.total) == (JobState.SUCCEEDED, {"counted": 5}, 5, 5)
    assert job.percent == 100
    assert job.finished_at is not None


def test_running_a_job_twice_does_it_once():
    job = make("test.mark", fail=False)
    job_runner.run(job.pk)
    job_runner.run(job.pk)
    assert marks("M") == 1
    assert Job.objects.get(pk=job.pk).attempt == 1


def test_job_that_is_gone_is_no_fault():
    job = make("test.mark", fail=False)
    gone = job.pk
    job.delete()
    job_runner.run(gone)
    assert marks("M") == 0
    assert not Job.objects.exists()


def test_unknown_kind_and_queue_are_programming_faults():
    with pytest.raises(KeyError):
        make("test.no_such_kind")
    with pytest.raises(ValueError, match="no queue"):
        jobs.job_kind("test.bad", title="x", queue="fast")
    with pytest.raises(ValueError, match="twice"):
        jobs.job_kind("test.count", title="x")(lambda context: None)


def test_message_is_sent_after_commit_and_names_the_row(monkeypatch, django_capture_on_commit_callbacks):
    rung = []
    monkeypatch.setattr(doorbell, "ring", lambda task, pk, *, queue: rung.append((task, pk, queue)))
    with django_capture_on_commit_callbacks(execute=True):
        job = make()
        assert rung == []
    assert rung == [("core.run_job", job.pk, "default")]


def test_whatever_goes_wrong_with_ringing_the_save_has_succeeded(monkeypatch, django_capture_on_commit_callbacks):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(doorbell, "ring", broken)
    with django_capture_on_commit_callbacks(execute=True):
        job = make()
    assert Job.objects.filter(pk=job.pk).exists()


def make_and_fail():
    make()
    raise ZeroDivisionError


def test_enqueue_in_a_rolled_back_transaction_leaves_nothing(monkeypatch, django_capture_on_commit_callbacks):
    rung = []
    monkeypatch.setattr(doorbell, "ring", lambda *args, **kwargs: rung.append(args))
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError), transaction.atomic():
        make_and_fail()
    assert (Job.objects.count(), rung) == (0, [])


def test_same_key_gives_the_same_live_job_and_a_new_one_afterwards():
    first = make(key="2569-1")
    assert make(key="2569-1") == first
    assert make("test.mark", key="2569-1", fail=False) != first
    job_runner.run(first.pk)
    assert make(key="2569-1") != first


def test_jobs_without_a_key_are_all_made():
    assert make() != make()


def test_job_that_is_not_due_waits():
    job = jobs.enqueue("test.count", params={"to": 1}, by=None, run_after=timezone.now() + timedelta(hours=1))
    assert Job.objects.claim(job.pk, lease=LEASE, attempts=3, worker="test") is None
    assert not Job.objects.unheard().exists()


# --- ends -----------------------------------------------------------------------------------------------------------


def test_refusal_fails_at_once_with_words_for_people():
    job = make("test.refuse")
    job_runner.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error_message, job.attempt) == (JobState.FAILED, "The file has no header row.", 1)


def test_poison_is_tried_three_times_with_pauses_then_dead_and_told(person, settings):
    settings.JOB_BACKOFF_SECONDS = 10
    administrator = person("system-administrator", language="en")
    officer = person("complaint-officer", language="th")
    job = make("test.poison", by=officer)
    pauses = []
    for _attempt in range(2):
        job_runner.run(job.pk)
        job.refresh_from_db()
        assert job.state == JobState.QUEUED
        assert Job.objects.claim(job.pk, lease=LEASE, attempts=3, worker="test") is None, (
            "tried before the pause is over"
        )
        pauses.append(round((job.run_after - timezone.now()).total_seconds()))
        make_due(job)
    job_runner.run(job.pk)
    job.refresh_from_db()
    assert pauses == [10, 40]
    assert (job.state, job.attempt) == (JobState.DEAD, 3)
    assert job.error_reference in job.error_message
    assert "secret detail" not in job.error_message
    assert {note.user for note in Notification.objects.all()} == {administrator, officer}
    make_due(job)
    assert Job.objects.claim(job.pk, lease=LEASE, attempts=3, worker="test") is None


def test_administrators_hear_once_a_day_of_a_kind_that_dies(person, settings):
    settings.JOB_ATTEMPTS = 1
    administrator = person("system-administrator")
    for _job in range(3):
        job_runner.run(make("test.poison").pk)
    assert Notification.objects.filter(user=administrator).count() == 1


def test_fault_of_an_unknown_kind_is_tried_again():
    job = make()
    Job.objects.filter(pk=job.pk).update(kind="test.of_tomorrow")
    job_runner.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempt) == (JobState.QUEUED, 1)
    assert job.title == "test.of_tomorrow"


def test_effect_and_success_are_one_transaction():
    job = make("test.mark", fail=True)
    job_runner.run(job.pk)
    assert marks("M") == 0
    assert Job.objects.get(pk=job.pk).state == JobState.QUEUED


def test_language_of_the_note_is_that_of_who_asked(person):
    job = make(by=person("complaint-officer", language="en"))
    assert job.language == "en"
    assert make().language == "th"


# --- leases ---------------------------------------------------------------------------------------------------------


def test_claim_is_refused_while_another_holds_the_lease_and_given_when_it_ran_out():
    job = make()
    first, _context = claimed(job)
    assert claimed_or_none(job) is None
    lose_lease(job)
    second = claimed_or_none(job)
    assert (first.attempt, second.attempt) == (1, 2)


def claimed_or_none(job):
    return Job.objects.claim(job.pk, lease=LEASE, attempts=3, worker="other")


def test_progress_renews_the_lease():
    job, context = claimed(make(), lease=timedelta(minutes=1))
    lose_lease(job)
    context.progress(1, 3)
    assert not Job.objects.abandoned().exists()


def test_progress_reaches_the_database_now_and_then_and_at_the_end(settings, django_assert_num_queries):
    settings.JOB_PROGRESS_INTERVAL = 60
    _job, context = claimed(make())
    with django_assert_num_queries(2):
        for done in range(1, 1001):
            context.progress(done, 1000)
    context.job.refresh_from_db()
    assert context.job.done == 1000


def test_zombie_may_write_nothing():
    job = make("test.count")
    zombie, context = claimed(job)
    lose_lease(job)
    assert claimed_or_none(job).attempt == 2
    with pytest.raises(LostLease):
        context.progress(2, 3)
    with pytest.raises(LostLease):
        context.check_cancelled()
    with pytest.raises(LostLease):
        context.succeed({"counted": 3})
    with pytest.raises(LostLease), context.effect():
        pytest.fail("the effect began")
    job_runner.give_up(zombie, reference="X")
    job.refresh_from_db()
    assert (job.state, job.attempt, job.done) == (JobState.RUNNING, 2, 0)


def test_zombie_that_returns_leaves_the_new_attempt_alone(monkeypatch):
    job = make("test.count", to=1)
    kind = jobs.kind_of("test.count")

    def overslept(context):
        lose_lease(job)
        claimed_or_none(job)
        return {"counted": "by a zombie"}

    monkeypatch.setitem(jobs._kinds, "test.count", jobs.JobKind(kind.name, kind.title, overslept))
    job_runner.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempt, job.result) == (JobState.RUNNING, 2, None)


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_gets_the_job():
    job = make()
    barrier, won = Barrier(6), []

    def worker():
        barrier.wait()
        won.append(claimed_or_none(job))
        connection.close()

    run_together([worker] * 6)
    assert len([row for row in won if row]) == 1
    assert Job.objects.get(pk=job.pk).attempt == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_requests_with_one_key_there_is_one_job():
    barrier, made = Barrier(5), []

    def request():
        barrier.wait()
        made.append(make(key="only-once").pk)
        connection.close()

    run_together([request] * 5)
    assert len(set(made)) == 1
    assert Job.objects.count() == 1


def run_together(functions):
    threads = [Thread(target=function) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)


# --- cancel ---------------------------------------------------------------------------------------------------------


def test_waiting_job_is_cancelled_at_once(person):
    officer = person("complaint-officer")
    job = make(by=officer)
    jobs.cancel(job=job, by=officer)
    job_runner.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempt) == (JobState.CANCELLED, 0)


def test_running_job_stops_at_its_next_step(person, monkeypatch):
    officer = person("complaint-officer")
    job = make(by=officer, to=10)
    progress = JobContext.progress

    def cancel_at_three(self, done, total, note=""):
        progress(self, done, total, note)
        if done == 3:
            jobs.cancel(job=job, by=officer)

    monkeypatch.setattr(JobContext, "progress", cancel_at_three)
    job_runner.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.CANCELLED, 3)


def test_check_cancelled_raises_once_asked(person):
    officer = person("complaint-officer")
    job, context = claimed(make(by=officer))
    context.check_cancelled()
    jobs.cancel(job=job, by=officer)
    jobs.cancel(job=job, by=officer)
    with pytest.raises(Cancelled):
        context.check_cancelled()


def test_cancelled_job_of_a_dead_worker_is_over(person):
    officer = person("complaint-officer")
    job, _context = claimed(make(by=officer))
    jobs.cancel(job=job, by=officer)
    lose_lease(job)
    sweeper.sweep()
    assert Job.objects.get(pk=job.pk).state == JobState.CANCELLED


def test_cancel_is_refused_when_over_and_to_strangers(person):
    officer, strategist, administrator = (
        person("complaint-officer"),
        person("strategist"),
        person("system-administrator"),
    )
    mine = make("test.refuse", by=officer)
    with pytest.raises(NotAllowed):
        jobs.cancel(job=mine, by=strategist)
    jobs.cancel(job=mine, by=administrator)
    with pytest.raises(IllegalMove):
        jobs.cancel(job=mine, by=officer)


def test_people_see_their_own_jobs_and_those_they_answer_for(person):
    officer, strategist = person("complaint-officer"), person("strategist")
    administrator, auditor = person("system-administrator"), person("auditor")
    own, build, other = make("test.refuse", by=officer), make("test.count"), make("test.poison")
    seen = {user: set(jobs.jobs_visible_to(user)) for user in (officer, strategist, administrator, auditor)}
    assert seen == {
        officer: {own},
        strategist: {build},
        administrator: {own, build, other},
        auditor: {own, build, other},
    }
    assert not jobs.may_cancel(auditor, own)
    assert jobs.may_cancel(strategist, build)


# --- the sweeper ----------------------------------------------------------------------------------------------------


@pytest.fixture
def rung(monkeypatch):
    calls = []

    def ring(task, pk, *, queue):
        calls.append((task, pk, queue))
        return True

    monkeypatch.setattr(sweeper, "ring", ring)
    return calls


def test_sweeper_rings_for_a_row_that_nobody_heard_but_not_too_early(rung):
    job = make()
    sweeper.sweep()
    assert rung == []
    Job.objects.filter(pk=job.pk).update(ring_at=Now())
    sweeper.sweep()
    sweeper.sweep()
    assert rung == [("core.run_job", job.pk, "default")], "each ring puts the next one off"


def test_rings_for_a_long_queue_grow_rarer(rung):
    job = make()
    waits = []
    for _ring in range(7):
        Job.objects.filter(pk=job.pk).update(ring_at=Now())
        sweeper.sweep()
        job.refresh_from_db()
        waits.append(round((job.ring_at - timezone.now()).total_seconds()))
    assert waits == [30, 60, 120, 240, 480, 600, 600]


def test_sweeper_rings_again_for_what_a_dead_worker_left(rung):
    job, _context = claimed(make())
    lose_lease(job)
    sweeper.sweep()
    assert rung == [("core.run_job", job.pk, "default")]


def test_sweeper_gives_up_what_killed_three_workers(rung, person):
    administrator = person("system-administrator")
    job = make()
    for _attempt in range(3):
        claimed(job)
        lose_lease(job)
    sweeper.sweep()
    job.refresh_from_db()
    assert (job.state, rung) == (JobState.DEAD, [])
    assert Notification.objects.filter(user=administrator).count() == 1


def test_sweeper_stops_ringing_when_the_broker_is_away(monkeypatch):
    for _job in range(3):
        make()
    Job.objects.update(ring_at=Now())
    tried = []
    monkeypatch.setattr(sweeper, "ring", lambda *args, **kwargs: tried.append(args))
    sweeper.sweep()
    assert len(tried) == 1
    assert Job.objects.unheard().count() == 3, "they are rung for at once when it is back"
