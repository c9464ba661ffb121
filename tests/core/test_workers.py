"""Real worker and scheduler processes on a real broker: what is killed comes back, and its effect happens once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from kombu import pools

from foundation.core import jobs, outbox
from foundation.core.keyring import keyring
from foundation.core.models import Job, JobState, OutboxMessage, Pulse
from tests.core.labour.tasks import marks
from tests.fixtures.worker import environment
from trdcrm.settings.background import QUEUES, celery_settings

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

CELERY = [sys.executable, "-m", "celery", "-A", "trdcrm"]
WORKER = [*CELERY, "worker", "--without-gossip", "--without-mingle", "-l", "INFO", "-c", "1", "-Q"]


class Site:
    """Processes of one site on one broker."""

    def __init__(self, folder: Path, broker: dict[str, str], stack: ExitStack) -> None:
        self.folder, self.stack = folder, stack
        keyring()  # draws the keys of local work, which all processes share
        (folder / "keys").symlink_to(Path(settings.TRDCRM_HOME) / "keys")
        self.environment = {
            **environment(),
            **broker,
            "SWEEP_SECONDS": "0.5",
            "JOB_BACKOFF_SECONDS": "1",
            "TRDCRM_HOME": str(folder),
        }

    def worker(self, name: str, queues: str) -> subprocess.Popen[bytes]:
        """A worker for those queues; it takes up what is there once it is ready."""
        return self._start([*WORKER, queues, "-n", f"{name}@%h"], name)

    def beat(self) -> subprocess.Popen[bytes]:
        """The scheduler."""
        return self._start([*CELERY, "beat", "-l", "INFO"], "beat")

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """kill -9 of a worker with its children, as a machine that loses power does."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def wait(self, condition: Callable[[], Any]) -> None:
        """Wait for the condition; what the processes said is shown when it does not come."""
        deadline = time.monotonic() + 120
        while not condition():
            assert time.monotonic() < deadline, "\n".join(log.read_text() for log in self.folder.glob("*.log"))
            time.sleep(0.1)

    def _start(self, command: list[str], name: str) -> subprocess.Popen[bytes]:
        output = self.stack.enter_context((self.folder / f"{name}.log").open("wb"))
        process = subprocess.Popen(command, env=self.environment, stdout=output, stderr=output, start_new_session=True)
        self.stack.callback(self._end, process)
        return process

    @staticmethod
    def _end(process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture(params=["folder", pytest.param("redis", marks=pytest.mark.services)])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """A site whose processes and this one share a broker: message files, and the real Redis."""
    broker = {"REDIS_URL": os.environ["REDIS_URL"] if request.param == "redis" else ""}
    with ExitStack() as stack:
        stack.enter_context(this_process_uses(broker["REDIS_URL"], tmp_path))
        yield Site(tmp_path, broker, stack)


@contextmanager
def this_process_uses(redis_url: str, home: Path) -> Iterator[None]:
    """Ring through another broker for a while."""
    names = ("BROKER_URL", "BROKER_TRANSPORT", "BROKER_TRANSPORT_OPTIONS")
    wanted = celery_settings(redis_url=redis_url, home=home, time_zone="Asia/Bangkok")
    before = {name: current_app.conf[name.lower()] for name in names}
    try:
        switch({name: wanted.get(f"CELERY_{name}") for name in names})
        if redis_url:
            with current_app.connection() as connection:
                connection.default_channel.client.delete(*QUEUES)  # what earlier tests left
        yield
    finally:
        switch(before)


def switch(broker: dict[str, object]) -> None:
    pools.reset()
    current_app._pool = None
    current_app.amqp._producer_pool = None
    current_app.conf.update({name.lower(): value for name, value in broker.items()})


def slow_job(folder: Path, seconds: float = 3) -> Job:
    with transaction.atomic():
        return jobs.enqueue("test.slow", params={"seconds": seconds, "started": str(folder / "started")}, by=None)


def attempts(folder: Path) -> list[str]:
    file = folder / "started"
    return file.read_text().split() if file.exists() else []


def state(job: Job) -> str:
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def test_job_killed_in_the_middle_is_finished_by_another_worker_and_its_effect_happens_once(site, tmp_path):
    first = site.worker("first", "long")
    job = slow_job(tmp_path)
    site.wait(lambda: Job.objects.filter(pk=job.pk, done__gt=2).exists())
    site.kill(first)
    assert (state(job), marks("S")) == (JobState.RUNNING, 0)
    site.worker("second", "long,sweep")
    site.beat()
    site.wait(lambda: state(job) == JobState.SUCCEEDED)
    job.refresh_from_db()
    assert (job.attempt, marks("S"), attempts(tmp_path)) == (2, 1, ["1", "2"])


def test_broker_down_at_enqueue_the_save_succeeds_and_the_message_goes_out_later(site, tmp_path):
    options = {"socket_connect_timeout": 0.2, "max_retries": 1, "interval_start": 0}
    away = {"BROKER_URL": "redis://127.0.0.1:1/0", "BROKER_TRANSPORT": None, "BROKER_TRANSPORT_OPTIONS": options}
    back = {name: current_app.conf[name.lower()] for name in away}
    switch(away)
    began = timezone.now()
    with transaction.atomic():
        message = outbox.send(
            kind="test.ack", to="a@example.com", language="th", template="test_letter", context={}, key="once"
        )
        job = jobs.enqueue("test.mark", params={}, by=None)
    assert (timezone.now() - began).total_seconds() < 3, "the person does not wait for a dead broker"
    switch(back)
    OutboxMessage.objects.update(ring_at=timezone.now())
    Job.objects.update(ring_at=timezone.now())
    site.worker("worker", "default,acks,sweep")
    site.beat()
    site.wait(lambda: OutboxMessage.objects.get(pk=message.pk).state == "sent" and state(job) == "succeeded")
    assert marks("M") == 1


def test_two_schedulers_and_two_sweepers_do_nothing_twice(site, tmp_path):
    site.worker("one", "default,sweep")
    site.worker("two", "default,sweep")
    site.beat()
    site.beat()
    for _job in range(5):
        with transaction.atomic():
            jobs.enqueue("test.mark", params={}, by=None)
    Job.objects.update(ring_at=timezone.now())
    site.wait(lambda: Job.objects.filter(state=JobState.SUCCEEDED, kind="test.mark").count() == 5)
    site.wait(lambda: Pulse.objects.filter(name="heartbeat").exists())
    assert marks("M") == 5


def test_worker_asked_to_end_finishes_what_it_has_begun(site, tmp_path):
    worker = site.worker("worker", "long")
    job = slow_job(tmp_path, seconds=1)
    site.wait(lambda: attempts(tmp_path))
    worker.send_signal(signal.SIGTERM)
    worker.wait(30)
    assert (state(job), marks("S"), attempts(tmp_path)) == (JobState.SUCCEEDED, 1, ["1"])
