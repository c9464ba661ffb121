"""Production refuses to start with anything that endangers people, and says what to do."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import connection

from foundation.accounts.models import User
from trdcrm.checks import refuse_if_unfit
from trdcrm.settings.demands import DEMANDS, faults

FIT = {
    "SECRET_KEY": "q8Jm2vX7rT5wZ0kL9pB3nH6sD1fG4cY-aE8uR2tW7xQ5zV0mK3jP",
    "DEBUG": False,
    "DEMO_ALLOWED": False,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "ALLOWED_HOSTS": ["crm.example.go.th"],
    "REDIS_URL": "redis://redis:6379/0",
    "FIELD_KEYS": "k1:…",
    "SEARCH_HASH_KEY": "…",
    "LOCAL_KEYS": False,
    "DATABASE_URL_GIVEN": True,
    "SITE_URL": "https://crm.example.go.th",
}
UNFIT = [
    ("trdcrm.E001", {"SECRET_KEY": ""}),
    ("trdcrm.E001", {"SECRET_KEY": "short"}),
    ("trdcrm.E001", {"SECRET_KEY": "a" * 60}),
    ("trdcrm.E001", {"SECRET_KEY": "django-insecure-" + "q8Jm2vX7rT5wZ0kL9pB3nH6sD1fG4cYaE8uR2tW7xQ5zV0mK3jP"}),
    ("trdcrm.E002", {"DEBUG": True}),
    ("trdcrm.E003", {"DEMO_ALLOWED": True}),
    ("trdcrm.E004", {"SESSION_COOKIE_SECURE": False}),
    ("trdcrm.E004", {"CSRF_COOKIE_SECURE": False}),
    ("trdcrm.E005", {"ALLOWED_HOSTS": []}),
    ("trdcrm.E005", {"ALLOWED_HOSTS": ["*"]}),
    ("trdcrm.E006", {"REDIS_URL": ""}),
    ("trdcrm.E007", {"FIELD_KEYS": ""}),
    ("trdcrm.E007", {"SEARCH_HASH_KEY": ""}),
    ("trdcrm.E007", {"LOCAL_KEYS": True}),
    ("trdcrm.E008", {"DATABASE_URL_GIVEN": False}),
    ("trdcrm.E009", {"SITE_URL": "http://crm.example.go.th"}),
    ("trdcrm.E010", {"SMS_GATEWAY": "file"}),
    ("trdcrm.E010", {"SMS_GATEWAY": "http://sms.example.co.th", "SMS_TOKEN": "t"}),
    ("trdcrm.E010", {"SMS_GATEWAY": "https://sms.example.co.th"}),
    ("trdcrm.E011", {"LINE_GATEWAY": "file"}),
    ("trdcrm.E011", {"LINE_GATEWAY": "https://api.line.example", "LINE_CHANNEL_TOKEN": "t"}),
    ("trdcrm.E011", {"LINE_CHANNEL_SECRET": "short"}),
]


def test_fit_settings_meet_every_demand() -> None:
    assert faults(FIT) == []


@pytest.mark.parametrize(("fault", "change"), UNFIT)
def test_each_danger_is_named(fault: str, change: dict[str, Any]) -> None:
    assert [demand.id for demand in faults(FIT | change)] == [fault]


def test_every_demand_is_tried_and_bears_a_hint() -> None:
    assert {demand.id for demand in DEMANDS} == {fault for fault, _ in UNFIT}
    assert all(demand.hint for demand in DEMANDS)


def test_check_deploy_names_the_same_faults() -> None:
    found = {message.id for message in run_checks(include_deployment_checks=True)}
    assert {"trdcrm.E001", "trdcrm.E003", "trdcrm.E005", "trdcrm.E007"} & found >= {"trdcrm.E001", "trdcrm.E003"}


@pytest.mark.slow
def test_the_settings_refuse_to_load_and_name_all_faults_at_once() -> None:
    environment = {"PATH": os.environ["PATH"], "DEBUG": "1", "ALLOWED_HOSTS": "*"}
    environment |= {"SMS_GATEWAY": "file", "LINE_GATEWAY": "file"}
    said = _load_production(environment)
    assert "ImproperlyConfigured" in said
    assert [demand.id in said for demand in DEMANDS] == [
        demand.id not in {"trdcrm.E003", "trdcrm.E004"} for demand in DEMANDS
    ]


@pytest.mark.slow
def test_secrets_may_come_from_files(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(str(FIT["SECRET_KEY"]))
    environment = {"PATH": os.environ["PATH"], "SECRET_KEY_FILE": str(tmp_path / "secret")}
    said = _load_production(environment)
    assert "trdcrm.E005" in said
    assert "trdcrm.E001" not in said


@pytest.mark.django_db
def test_a_server_refuses_demo_accounts(settings: Any) -> None:
    User.objects.create_user("executive", email="executive@demo.invalid")
    refuse_if_unfit()
    settings.DEMO_ALLOWED = False
    with pytest.raises(Exception, match=r"trdcrm\.E021: There are 1 demo accounts"):
        refuse_if_unfit()


@pytest.mark.django_db
def test_a_server_refuses_a_database_that_is_blind_to_thai() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA blind; SET LOCAL search_path TO blind, public")
        cursor.execute("CREATE FUNCTION blind.show_trgm(text) RETURNS text[] LANGUAGE sql AS $$ SELECT '{}'::text[] $$")
    with pytest.raises(Exception, match=r"trdcrm\.E020: This database cannot search Thai text"):
        refuse_if_unfit()


def _load_production(environment: dict[str, str]) -> str:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", "import trdcrm.settings.production"],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    return done.stderr
