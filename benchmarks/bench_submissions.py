"""Complaints handed in for a minute, nothing lost: two clients at once, every commit flushed to disk.

A client is a process that posts the same complaint (`PAYLOAD`, with a name, a telephone and an e-mail that are sealed)
to the API as fast as it is answered, through the whole site. The measure is the rate of the same rows written by bare
Django: the same models saved in one transaction, without rules, sealing, numbers, clocks or letters being made.
"""

import multiprocessing
import secrets
import time
from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.db.models import UniqueConstraint

from benchmarks.bench_complaints import build_house
from benchmarks.harness import FULL, Report, signed_in_client

DURABLE = True
CLIENTS = 2
SECONDS, BARE_SECONDS = (60, 20) if FULL else (15, 8)
ADDRESS = "/api/v1/complaints/"
PAYLOAD = {
    "category": "building",
    "subject": "น้ำรั่วที่ลิฟต์อาคาร B",
    "description": "น้ำรั่วลงมาที่หน้าลิฟต์ชั้น 3 ตั้งแต่เช้า พื้นลื่น มีคนเกือบล้ม " * 6,
    "place": "อาคาร B ชั้น 3",
    "name": "สมชาย ใจดี",
    "phone": "0812345678",
    "email": "somchai@example.com",
}


def run(report: Report) -> None:
    """Submissions against bare inserts of the same rows."""
    build_house()
    user = signed_in_client("complaint-officer", "bench-submissions").user
    client = _client(user.pk)
    _post(client)  # the first of a day opens rows that the others only raise: sums, counters
    before = _newest()
    _post(client)
    pattern = _rows_since(before)
    report.note(f"one submission writes {len(pattern)} rows of {len({type(row) for row in pattern})} tables")
    answers = _at_once(_submit, user.pk, SECONDS)
    kept = sum(len(numbers) for numbers, _errors in answers)
    errors = sum(errors for _numbers, errors in answers)
    lost = kept - _stored([number for numbers, _errors in answers for number in numbers])
    bare = sum(_at_once(_insert, pattern, BARE_SECONDS))
    ours_rate, bare_rate = kept / SECONDS, bare / BARE_SECONDS
    report.note(
        f"{kept} submissions in {SECONDS} s by {CLIENTS} clients: {ours_rate:.1f} a second; bare {bare_rate:.1f}"
    )
    report.count("submissions answered with an error", errors, limit=0)
    report.count("submissions answered and lost", lost, limit=0)
    report.ratio("bare inserts of the same rows / submissions, by second", bare_rate / ours_rate, limit=5)


def _at_once(work: Callable[..., Any], *given: Any) -> list[Any]:
    """The work in every client at the same time; connections are each client's own."""
    from django.db import connection

    connection.close()
    with multiprocessing.get_context("fork").Pool(CLIENTS) as clients:
        return clients.starmap(work, [given] * CLIENTS)


def _client(user_pk: int) -> Any:
    from django.test import Client

    from foundation.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(pk=user_pk), backend="foundation.accounts.backends.SignInBackend")
    return client


def _post(client: Any) -> str:
    """The number of one more complaint; empty when it was refused."""
    response = client.post(ADDRESS, PAYLOAD, content_type="application/json")
    return str(response.json()["number"]) if response.status_code == 201 else ""


def _submit(user_pk: int, seconds: float) -> tuple[list[str], int]:
    client, numbers, errors = _client(user_pk), [], 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        number = _post(client)
        numbers += [number] if number else []
        errors += not number
    return numbers, errors


def _stored(numbers: list[str]) -> int:
    from complaints.models import Complaint

    return Complaint.objects.filter(number__in=numbers, acknowledged_at__isnull=False).count()


def _newest() -> dict[type, Any]:
    """The newest key of every table whose keys are counted."""
    from django.apps import apps
    from django.db.models import AutoField, Max

    counted = (model for model in apps.get_models() if isinstance(model._meta.pk, AutoField) and model._meta.managed)
    return {model: model._default_manager.aggregate(newest=Max("pk"))["newest"] or 0 for model in counted}


def _rows_since(before: dict[type, Any]) -> list[Any]:
    """What was written since, what is referred to before what refers."""
    rows = [row for model, newest in before.items() for row in model._base_manager.filter(pk__gt=newest)]  # type: ignore[attr-defined]
    pending, ordered = rows, []
    while pending:
        waiting = {(type(row), row.pk) for row in pending}
        ready = [row for row in pending if not (_referred(row) - {(type(row), row.pk)}) & waiting]
        ordered += ready
        pending = [row for row in pending if row not in ready]
    return ordered


def _referred(row: Any) -> set[tuple[type, Any]]:
    keys = (field for field in row._meta.concrete_fields if field.is_relation)
    return {(field.related_model, getattr(row, field.attname)) for field in keys}


def _insert(pattern: list[Any], seconds: float) -> int:
    """How often the same rows could be written, each time in one transaction."""
    from django.db import transaction

    done = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with transaction.atomic():
            _write(pattern)
        done += 1
    return done


def _write(pattern: list[Any]) -> None:
    """Each row once more under a new key, by an insert that no signal adds to."""
    new: dict[tuple[type, Any], Any] = {}
    for row in pattern:
        copy = type(row)()
        for field in row._meta.concrete_fields:
            if not field.primary_key or field.is_relation:
                setattr(copy, field.attname, _value(row, field, new))
        type(row)._base_manager.bulk_create([copy])  # type: ignore[attr-defined]
        new[(type(row), row.pk)] = copy.pk


def _value(row: Any, field: Any, new: dict[tuple[type, Any], Any]) -> Any:
    value = row.__dict__[field.attname]  # sealed text as it is stored, under the key that it has
    if field.is_relation:
        return (
            value if field.related_model._meta.label == "core.DataKey" else new.get((field.related_model, value), value)
        )
    if not value or field.choices or field.name not in _unique(type(row)):
        return value
    if isinstance(value, UUID):
        return uuid4()
    if isinstance(value, bytes | memoryview):
        return secrets.token_bytes(len(bytes(value)))
    return secrets.token_hex(len(value))[: len(value)] if isinstance(value, str) else value


@cache
def _unique(model: Any) -> set[str]:
    """Names of the fields that no two rows may share."""
    constraints = (each.fields for each in model._meta.constraints if isinstance(each, UniqueConstraint))
    return {field.name for field in model._meta.concrete_fields if field.unique}.union(*constraints)
