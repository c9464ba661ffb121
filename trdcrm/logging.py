"""Structured logs: one JSON object a line (or one readable line), with the request id, without personal data.

Messages of structlog and of the standard library go the same way. Whatever looks like a telephone number, an e-mail
address, a 13-digit national id or a tracking code is struck out wherever it stands, also inside exceptions, and query
strings are never written: they carry what people searched for.
"""

import logging.config
import re
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

STRUCK = "[…]"
WORTHLESS_TO_SCRUB = frozenset({"request_id", "correlation_id", "task_id", "timestamp", "level", "logger"})
NEVER_WRITTEN = frozenset(
    {"password", "token", "secret", "code_given", "email", "phone", "national_id", "address", "birth_date", "session"}
)

_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_DIGIT_RUN = r"(?<![\w-])\d(?:[ -]?\d){12}(?!\d)"  # thirteen digits; \d also matches Thai digits
_PHONE = r"(?<![\w-])(?:\+?[6๖]{2}|[0๐])[ -]?\d(?:[ -]?\d){7,8}(?!\d)"
_CODE = r"\b(?:[0-9A-Za-z]{4}[- ]){6}[0-9A-Za-z]{2}\b|\b[0-9A-HJKMNP-TV-Z]{26}\b"
_PERSONAL = re.compile(f"{_EMAIL}|{_DIGIT_RUN}|{_PHONE}|{_CODE}")
_QUERY = re.compile(r"\?[^\s\"']*")


def scrub(text: str) -> str:
    """The text without what tells of a person."""
    return _PERSONAL.sub(STRUCK, text)


def scrub_event(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: strike personal data out of every value, however deep, and queries out of addresses."""
    if isinstance(event.get("request"), str):
        event["request"] = _QUERY.sub("", event["request"])
    for key, value in event.items():
        event[key] = STRUCK if key in NEVER_WRITTEN else value if key in WORTHLESS_TO_SCRUB else _scrubbed(value)
    return event


def _scrubbed(value: Any) -> Any:
    match value:
        case bool() | int() | float() | None:
            return value
        case Mapping():
            return {key: STRUCK if key in NEVER_WRITTEN else _scrubbed(inner) for key, inner in value.items()}
        case list() | tuple() | set():
            return [_scrubbed(inner) for inner in value]
        case _:
            return scrub(str(value))


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
    structlog.processors.UnicodeDecoder(),
    scrub_event,
]


def logging_settings(*, style: str, level: str) -> dict[str, Any]:
    """Django's LOGGING for the style `json` or `console`; also tells structlog to hand its messages over."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last: Any = structlog.dev.ConsoleRenderer(colors=False)
    if style == "json":
        last = structlog.processors.JSONRenderer(ensure_ascii=False)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
            }
        },
        "handlers": {"stream": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stream"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # scanners of the internet, by the thousand
            "kombu": {"level": "ERROR"},
            "fontTools": {"level": "ERROR"},
        },
    }


def configure_worker_logging(loglevel: int | str | None = None, **_: Any) -> None:
    """Make a Celery process log as the web does, at the level that its command line names.

    Connected to Celery's `setup_logging`, which then leaves logging to us.
    """
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)
    if loglevel:
        logging.getLogger().setLevel(loglevel)
