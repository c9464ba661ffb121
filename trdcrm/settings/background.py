"""How background work travels: the broker, the queues, the limits. foundation.core.jobs says how it is worked off."""

from pathlib import Path
from typing import Any

# default: short work; long: reports, clusterings, imports; acks: messages to people, so that nothing starves them;
# sweep: the sweeper, in a process of its own.
QUEUES = ("default", "long", "acks", "sweep")

# Seconds after which a task gets SoftTimeLimitExceeded; half a minute later its process is killed.
TIME_LIMITS = {"default": 300, "long": 3600, "acks": 120, "sweep": 60}


def celery_settings(*, redis_url: str, home: Path, time_zone: str, sweep_seconds: float = 10) -> dict[str, Any]:
    """The CELERY_* settings: Redis where there is one, else message files under `home`/queue."""
    from kombu import Exchange, Queue

    common = {
        "TASK_IGNORE_RESULT": True,
        "TASK_SERIALIZER": "json",
        "ACCEPT_CONTENT": ["json"],
        # An exchange and a key of its own each: on a shared one every message would reach every queue.
        "TASK_QUEUES": [Queue(name, Exchange(name, type="direct"), routing_key=name) for name in QUEUES],
        "TASK_DEFAULT_QUEUE": "default",
        "TASK_CREATE_MISSING_QUEUES": False,
        "TASK_ROUTES": {"core.sweep": {"queue": "sweep"}, "core.deliver": {"queue": "acks"}},
        # The row brings a job back, not the message: acknowledge early, and never hold what another could do.
        "TASK_ACKS_LATE": False,
        "WORKER_PREFETCH_MULTIPLIER": 1,
        "TASK_SOFT_TIME_LIMIT": TIME_LIMITS["sweep"],
        "TASK_TIME_LIMIT": TIME_LIMITS["sweep"] + 30,
        "WORKER_SOFT_SHUTDOWN_TIMEOUT": 20.0,
        "WORKER_MAX_TASKS_PER_CHILD": 500,
        "WORKER_HIJACK_ROOT_LOGGER": False,
        "WORKER_SEND_TASK_EVENTS": False,
        "BROKER_CONNECTION_RETRY_ON_STARTUP": True,
        "BROKER_CONNECTION_MAX_RETRIES": None,
        "TIMEZONE": time_zone,
        "ENABLE_UTC": True,
        # Beat holds one entry and no state; what is due stands in rows (foundation.core.schedules).
        "BEAT_SCHEDULER": "celery.beat:Scheduler",
        "BEAT_SCHEDULE": {"sweep": {"task": "core.sweep", "schedule": sweep_seconds, "options": {"expires": 30}}},
    }
    broker = _redis(redis_url) if redis_url else _folder(home / "queue")
    return {f"CELERY_{name}": value for name, value in (common | broker).items()}


def _redis(url: str) -> dict[str, Any]:
    """Short timeouts and one try: a dead broker must not slow a person's save."""
    return {
        "BROKER_URL": url,
        "BROKER_TRANSPORT_OPTIONS": {
            "visibility_timeout": 600,
            "socket_connect_timeout": 1,
            "socket_timeout": 5,
            "health_check_interval": 25,
            "max_retries": 1,
            "interval_start": 0,
            "interval_step": 0.1,
        },
    }


def _folder(folder: Path) -> dict[str, Any]:
    return {
        "BROKER_URL": "filesystem://",
        "BROKER_TRANSPORT": "foundation.core.folder_broker:Transport",
        "BROKER_TRANSPORT_OPTIONS": {
            "data_folder_in": str(folder / "messages"),
            "data_folder_out": str(folder / "messages"),
            "processed_folder": str(folder / "taken"),
            "control_folder": str(folder / "control"),
            "polling_interval": 0.5,
        },
        "WORKER_ENABLE_REMOTE_CONTROL": False,
    }
