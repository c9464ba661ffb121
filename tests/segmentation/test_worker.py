"""A study calculated by a real worker process; killed in the midst, another worker finishes it once."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from foundation.core import jobs, sweeper
from foundation.core.models import Job, JobState
from segmentation import services
from segmentation.enums import StudyState
from segmentation.models import Membership, Run
from tests.fixtures.worker import QUEUES, start_worker, wait_until
from tests.segmentation import factories as make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def _started(**values: object) -> Job:
    make.make_customers(36)
    study = make.draft_study(**values)
    return services.start_run(study_id=study.pk, by=make.somebody("voc-analyst"), now=make.NOW)


def _is_working(job: Job) -> bool:
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, done__gt=0, total__gt=1).exists()


def _swept_until_written() -> bool:
    sweeper.sweep()
    return Run.objects.exists()


def test_a_worker_calculates_with_live_progress(worker: subprocess.Popen[bytes]) -> None:
    job = _started(resamples=60, k_max=4)
    wait_until(lambda: _is_working(job), 90)
    wait_until(lambda: Run.objects.exists(), 120)
    assert Run.objects.get().study.state == StudyState.EVALUATED
    assert Job.objects.get(pk=job.pk).result["segments"] == 3


def test_cancelling_stops_the_worker_and_leaves_a_draft(worker: subprocess.Popen[bytes]) -> None:
    job = _started(resamples=500, k_max=10)
    wait_until(lambda: _is_working(job), 90)
    jobs.cancel(job=job, by=make.somebody("voc-analyst"))
    wait_until(lambda: Job.objects.filter(pk=job.pk, state=JobState.CANCELLED).exists(), 60)
    assert not Run.objects.exists()
    assert not Membership.objects.exists()


def test_a_worker_killed_midway_is_replaced_and_the_result_is_written_once(
    worker: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    job = _started(resamples=80, k_max=5)
    wait_until(lambda: _is_working(job), 90)
    children = subprocess.run(["pgrep", "-P", str(worker.pid)], capture_output=True, text=True, check=True)
    for pid in (*children.stdout.split(), worker.pid):
        os.kill(int(pid), signal.SIGKILL)
    worker.wait()
    assert not Run.objects.exists()
    Job.objects.filter(pk=job.pk).update(lease_expires_at=make.NOW, ring_at=make.NOW)
    with (tmp_path / "second.log").open("wb") as output:
        second = start_worker(QUEUES, output)
        try:
            wait_until(_swept_until_written, 120)
        finally:
            second.terminate()
            second.wait(30)
    assert Run.objects.count() == 1
    assert Membership.objects.count() == 36
