"""Schedules: due by their row, once, also after a standstill."""

from datetime import timedelta

import pytest
from celery.schedules import crontab
from django.utils import timezone

from foundation.core import schedules, sweeper
from foundation.core.models import Job, Pulse

pytestmark = pytest.mark.django_db


@pytest.fixture
def hourly(monkeypatch):
    """One schedule alone."""
    monkeypatch.setattr(schedules, "_schedules", {})
    return schedules.schedule("test.hourly", kind="test.count", when=timedelta(hours=1), params=lambda: {"to": 1})


def set_back(**ago):
    Pulse.objects.filter(name="schedule:test.hourly").update(beat_at=timezone.now() - timedelta(**ago))


def test_new_schedule_starts_counting_when_first_seen(hourly):
    assert schedules.run_due() == []
    assert not Job.objects.exists()


def test_due_schedule_enqueues_once(hourly):
    schedules.run_due()
    set_back(minutes=59)
    assert schedules.run_due() == []
    set_back(minutes=61)
    assert schedules.run_due() == ["test.hourly"]
    assert schedules.run_due() == []
    [job] = Job.objects.all()
    assert (job.kind, job.params, job.requested_by) == ("test.count", {"to": 1}, None)


def test_after_a_standstill_of_days_it_runs_once(hourly):
    schedules.run_due()
    set_back(days=3)
    sweeper.sweep()
    sweeper.sweep()
    assert Job.objects.count() == 1


def test_run_that_is_still_going_is_not_doubled(hourly):
    schedules.run_due()
    for _time in range(2):
        set_back(hours=2)
        schedules.run_due()
    assert Job.objects.count() == 1


def test_crontab_runs_at_local_time():
    nightly = schedules.Schedule("test.nightly", "test.count", crontab(hour=1, minute=0))
    one_local = timezone.localtime().replace(hour=1, minute=0, second=0, microsecond=0)
    last_one = one_local if one_local <= timezone.localtime() else one_local - timedelta(days=1)
    assert nightly.is_due(last_one - timedelta(minutes=1))
    assert not nightly.is_due(last_one + timedelta(seconds=1))


def test_heartbeat_is_late_when_missing_or_old():
    assert schedules.heartbeat_is_late()
    sweeper.sweep()
    assert not schedules.heartbeat_is_late()
    assert schedules.heartbeat_is_late(now=timezone.now() + timedelta(minutes=3))


def test_every_declared_schedule_names_a_declared_kind():
    for entry, _last in schedules.all_schedules():
        assert schedules.kind_of(entry.kind).name == entry.kind
