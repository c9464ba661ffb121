"""What settings must satisfy before the site may face the world, each with what to do about it.

`trdcrm.settings.production` refuses to load with a fault; `manage.py check --deploy` names the same ones for any
settings, with these ids.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Any]

SECRET_LENGTH = 50
KNOWN_SECRETS = ("django-insecure", "local-only", "change-me", "changeme", "secret", "test")


@dataclass(frozen=True)
class Demand:
    """One demand: `met` says whether the settings satisfy it."""

    id: str
    met: Callable[[Values], bool]
    fault: str
    hint: str


def _secret_is_strong(values: Values) -> bool:
    secret = str(values.get("SECRET_KEY", ""))
    return len(secret) >= SECRET_LENGTH and len(set(secret)) >= 10 and not secret.startswith(KNOWN_SECRETS)


def _database_is_named(values: Values) -> bool:
    return bool(values.get("DATABASE_URL_GIVEN"))


def _cookies_are_secure(values: Values) -> bool:
    return all(values.get(name) is True for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"))


def _hosts_are_named(values: Values) -> bool:
    hosts = values.get("ALLOWED_HOSTS") or []
    return bool(hosts) and "*" not in hosts


def _gateway_is_safe(values: Values) -> bool:
    gateway = str(values.get("SMS_GATEWAY") or "")
    return not gateway or (gateway.startswith("https://") and bool(values.get("SMS_TOKEN")))


def _line_is_safe(values: Values) -> bool:
    gateway = str(values.get("LINE_GATEWAY") or "")
    secret = str(values.get("LINE_CHANNEL_SECRET") or "")
    if secret and len(secret) < 16:
        return False  # whoever guesses it can speak for everybody
    reads = str(values.get("LINE_CONTENT") or "https://").startswith("https://")
    return not gateway or bool(gateway.startswith("https://") and reads and secret and values.get("LINE_CHANNEL_TOKEN"))


DEMANDS = (
    Demand(
        "trdcrm.E001",
        _secret_is_strong,
        "SECRET_KEY is missing, short or well known",
        "Draw one: python -c 'import secrets; print(secrets.token_urlsafe(64))', and give it as SECRET_KEY_FILE.",
    ),
    Demand("trdcrm.E002", lambda values: not values.get("DEBUG"), "DEBUG is on", "Remove DEBUG from the environment."),
    Demand(
        "trdcrm.E003",
        lambda values: not values.get("DEMO_ALLOWED"),
        "demo accounts are allowed",
        "Remove DEMO_ALLOWED; demo data belongs to `make run`.",
    ),
    Demand(
        "trdcrm.E004",
        _cookies_are_secure,
        "cookies may travel without encryption",
        "Leave SESSION_COOKIE_SECURE and CSRF_COOKIE_SECURE on.",
    ),
    Demand(
        "trdcrm.E005",
        _hosts_are_named,
        "ALLOWED_HOSTS is empty or allows every host",
        "Name the hosts of the site: ALLOWED_HOSTS=crm.example.go.th",
    ),
    Demand(
        "trdcrm.E006",
        lambda values: bool(values.get("REDIS_URL")),
        "REDIS_URL is not set",
        "Give the broker: REDIS_URL=redis://redis:6379/0",
    ),
    Demand(
        "trdcrm.E007",
        lambda values: (
            bool(values.get("FIELD_KEYS") and values.get("SEARCH_HASH_KEY")) and not values.get("LOCAL_KEYS")
        ),
        "the keys of personal data are not set",
        "Give FIELD_KEYS_FILE and SEARCH_HASH_KEY_FILE (docs/operations.md, Keys).",
    ),
    Demand(
        "trdcrm.E008", _database_is_named, "DATABASE_URL is not set", "DATABASE_URL=postgres://user:password@host/name"
    ),
    Demand(
        "trdcrm.E009",
        lambda values: str(values.get("SITE_URL", "")).startswith("https://"),
        "SITE_URL is not an https address",
        "SITE_URL=https://crm.example.go.th: it stands in every letter.",
    ),
    Demand(
        "trdcrm.E010",
        _gateway_is_safe,
        "SMS_GATEWAY is no https address, or has no SMS_TOKEN",
        "SMS_GATEWAY=https://… with SMS_TOKEN_FILE; “file” is for development. Leave it out to send none.",
    ),
    Demand(
        "trdcrm.E011",
        _line_is_safe,
        "LINE_GATEWAY is no https address, or lacks LINE_CHANNEL_TOKEN or a full LINE_CHANNEL_SECRET",
        "LINE_GATEWAY=https://api.line.me with LINE_CHANNEL_TOKEN_FILE and LINE_CHANNEL_SECRET_FILE.",
    ),
)


def faults(values: Values) -> list[Demand]:
    """The demands that the settings do not meet."""
    return [demand for demand in DEMANDS if not demand.met(values)]


def refusal(unmet: list[Demand]) -> str:
    """All faults in one message, so that they can be mended in one go."""
    lines = [f"  {demand.id}: {demand.fault}.\n      {demand.hint}" for demand in unmet]
    return "\n".join(["These settings are not fit for production:", *lines])
