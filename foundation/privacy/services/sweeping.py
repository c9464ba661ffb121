"""The nightly sweep: what is past its time of keeping is erased by its room, one record a transaction.

A record stays, and is counted as kept, while anything stands against erasing it: a legal hold, an open complaint or
request, a contract in force. One record that fails does not stop the others. Running twice does nothing twice: erased
rows are no longer found, and each is asked for again inside its own transaction.
"""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from foundation.core.errors import Refused
from foundation.core.models import locked
from foundation.privacy.enums import RunState
from foundation.privacy.models import RetentionRule, RetentionRun, RetentionRunLine
from foundation.privacy.personal_data import Kind, Person, find_everything
from foundation.privacy.selectors.retention import due_rows, kept_kinds, rules_in_force
from foundation.privacy.services.held import holds_of

logger = logging.getLogger(__name__)
BATCH = 100
# The rest of a very long backlog waits for the next night, so that a sweep never runs into the working day.
MOST_A_NIGHT = 5_000

Tick = Callable[[int, int], None]


def sweep(*, key: str, now: datetime, tick: Tick) -> RetentionRun:
    """Carry every rule in force out. `tick(done, total)` is called between batches and may raise to stop.

    The same key goes on with the same run.
    """
    run, _is_new = RetentionRun.objects.get_or_create(key=key, defaults={"started_at": now})
    if run.ended_at is not None:
        return run
    by_name = {kind.kind: kind for kind in kept_kinds()}
    rules = [rule for rule in rules_in_force() if rule.kind in by_name]
    for number, rule in enumerate(rules):
        tick(number, len(rules))
        _carry_out(run, rule, by_name[rule.kind], now=now, tick=lambda number=number: tick(number, len(rules)))  # type: ignore[misc]
    tick(len(rules), len(rules))
    return end_run(key=key, state=RunState.DONE, now=now)


@transaction.atomic
def end_run(*, key: str, state: RunState, now: datetime) -> RetentionRun:
    """Record how a run ended. What it did until then stays counted."""
    run = locked(RetentionRun.objects.all(), pk=RetentionRun.objects.values_list("pk", flat=True).get(key=key))
    if run.ended_at is None:
        run.state, run.ended_at = state, now
        run.save()
    return run


def reasons_to_keep(kind: Kind, public_id: str) -> list[str]:
    """Everything that stands against erasing a record: what its own and every other room says of it or its person."""
    if kind.keeping is None:
        return []
    return [reason for found in find_everything(kind.keeping.who(public_id)) for reason in holds_of(found)]


def _carry_out(run: RetentionRun, rule: RetentionRule, kind: Kind, *, now: datetime, tick: Callable[[], None]) -> None:
    """One rule, in batches, oldest first. Counts are written after each batch."""
    line, _is_new = RetentionRunLine.objects.get_or_create(run=run, rule=rule)
    line.kept = line.failed = 0  # an interrupted run meets these again; what it erased it does not
    errors: Counter[str] = Counter()
    after: tuple[datetime, int] | None = None
    seen = 0
    while seen < MOST_A_NIGHT:
        rows = due_rows(kind, rule.keep_months, at=now)
        if after is not None:
            rows = rows.filter(Q(kept_from__gt=after[0]) | Q(kept_from=after[0], pk__gt=after[1]))
        batch = list(rows.values_list("pk", "public_id", "kept_from")[:BATCH])
        for _pk, public_id, _kept_from in batch:
            fate = _one(rule, kind, public_id, now=now)
            line.done += fate == "done"
            line.kept += fate == "kept"
            if fate not in ("done", "kept", "gone"):
                line.failed += 1
                errors[fate] += 1
        seen += len(batch)
        line.errors, line.left_for_later = dict(errors), len(batch) == BATCH and seen >= MOST_A_NIGHT
        line.save()
        if len(batch) < BATCH:
            return
        after = (batch[-1][2], batch[-1][0])
        tick()


def _one(rule: RetentionRule, kind: Kind, public_id: str, *, now: datetime) -> str:
    """Erase one record, and with it what goes along; what became of it, or the name of the error."""
    try:
        with transaction.atomic():
            standing = RetentionRule.objects.select_for_update().filter(pk=rule.pk, ended_at__isnull=True)
            if not standing.exists() or not due_rows(kind, rule.keep_months, at=now).filter(public_id=public_id):
                return "gone"
            if reasons_to_keep(kind, public_id):
                return "kept"
            along = find_everything(Person(public_id=public_id)) if kind.keeping and kind.keeping.takes_all else []
            kind.erase(public_id, by=None, now=now)
            for found in along:
                if found.kind is not kind:
                    found.kind.erase(found.public_id, by=None, now=now)
            return "done"
    except Refused:
        return "kept"  # a room refused at the last moment: the record was opened again
    except Exception as error:  # one record that fails must not keep the others past their time; it is counted and told
        logger.exception("retention: one record could not be erased", extra={"kind": kind.kind})
        return type(error).__name__
