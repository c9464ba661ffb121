"""Liveness, readiness and figures: what load balancers and Prometheus rely on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from foundation.core import schedules
from trdcrm import health


def test_liveness_needs_no_database(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}


@pytest.mark.django_db
def test_a_site_with_a_heartbeat_is_ready(client: Client) -> None:
    schedules.beat(now=timezone.now())
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    assert answer.json()["checks"] == {"database": "ok", "queue": "ok", "disk": "ok"}


@pytest.mark.django_db
def test_without_a_heartbeat_the_site_stays_in_service_and_says_so(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["checks"]["queue"] == "no heartbeat from beat and sweeper"


@pytest.mark.django_db
def test_a_dead_broker_degrades_but_does_not_stop(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    schedules.beat(now=timezone.now())
    monkeypatch.setattr(health.app, "connection_for_write", _refused)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["queue"]) == (200, "broker does not answer")


@pytest.mark.django_db
def test_without_a_disk_the_site_is_unready(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.TRDCRM_HOME = tmp_path / "gone"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["disk"]) == (503, "cannot be written")


@pytest.mark.django_db
def test_without_a_database_the_site_is_unready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise DatabaseError("password=secret")

    monkeypatch.setattr(health.connection, "cursor", broken)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["database"]) == (503, "does not answer")
    assert b"secret" not in answer.content


@pytest.mark.parametrize(
    ("origin", "headers", "code"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.0.0.7", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 404),
        ("10.0.0.7", {"Authorization": "Bearer scrape-me"}, 200),
        ("10.0.0.7", {"Authorization": "Bearer wrong"}, 404),
    ],
)
def test_figures_are_for_this_machine_or_a_token(
    client: Client, settings: Any, origin: str, headers: dict[str, str], code: int
) -> None:
    settings.METRICS_TOKEN = "scrape-me"
    answer = client.get("/metrics", headers=headers, REMOTE_ADDR=origin)
    assert answer.status_code == code
    assert (b"django_http_requests" in answer.content) == (code == 200)


def test_an_empty_token_opens_nothing(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}, REMOTE_ADDR="10.0.0.7").status_code == 404


def _refused(*_: object, **__: object) -> Callable[..., Any]:
    raise OSError("connection refused")
