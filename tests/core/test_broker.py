"""The bell itself: each queue its own, files that appear whole, a broker that is away."""

from queue import Empty
from time import monotonic

import pytest
from celery import current_app
from kombu import pools

from foundation.core.doorbell import ring
from trdcrm.settings.background import QUEUES, TIME_LIMITS, celery_settings


@pytest.fixture
def broker(monkeypatch):
    """Ring through another broker for the length of the test."""
    names = ("broker_url", "broker_transport", "broker_transport_options")
    before = {name: current_app.conf[name] for name in names}

    def use(settings):
        pools.reset()
        monkeypatch.setattr(current_app, "_pool", None)
        monkeypatch.setattr(current_app.amqp, "_producer_pool", None)
        current_app.conf.update({name: settings.get(f"CELERY_{name.upper()}") for name in names})

    yield use
    pools.reset()
    current_app.conf.update(before)


@pytest.fixture
def folder(broker, tmp_path):
    """The file broker in a folder of the test's own; where its messages lie."""
    broker(celery_settings(redis_url="", home=tmp_path, time_zone="Asia/Bangkok"))
    return tmp_path / "queue" / "messages"


@pytest.mark.parametrize("queue", QUEUES)
def test_message_reaches_its_own_queue_alone(folder, queue):
    assert ring("core.run_job", 1, queue=queue)
    assert [path.name.partition(".")[2] for path in folder.iterdir()] == [f"{queue}.msg"]
    assert folder.stat().st_mode & 0o077 == 0, "nobody else reads the messages"


def test_messages_are_taken_in_order_and_once(folder):
    for pk in (1, 2):
        ring("core.run_job", pk, queue="long")
    with current_app.connection() as connection:
        channel = connection.default_channel
        taken = [channel._get("long")["headers"]["argsrepr"] for _message in range(2)]
        assert taken == ["[1]", "[2]"]
        with pytest.raises(Empty):
            channel._get("long")


def test_unreadable_message_does_not_stop_the_others(folder):
    folder.mkdir(parents=True)
    (folder / "0_x.long.msg").write_text("{ half a mess")
    ring("core.run_job", 7, queue="long")
    with current_app.connection() as connection:
        assert connection.default_channel._get("long")["headers"]["argsrepr"] == "[7]"


def test_broker_that_is_away_is_told_and_soon(broker):
    broker(celery_settings(redis_url="redis://127.0.0.1:1/0", home=None, time_zone="Asia/Bangkok"))
    began = monotonic()
    assert ring("core.run_job", 1, queue="default") is False
    assert monotonic() - began < 2


def test_every_queue_has_its_limit():
    assert set(TIME_LIMITS) == set(QUEUES)
