"""Jobs that count, fail, wait or hang, so that the machinery can be watched."""

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db.models import F

from foundation.core.errors import Refused
from foundation.core.jobs import JobContext, job_kind
from foundation.core.models import NumberSeries

LEASE = timedelta(seconds=1)


def leave_mark(name: str) -> None:
    """An effect that can be counted: one more in the series of that name."""
    series, _is_new = NumberSeries.objects.get_or_create(prefix=name, year=2569)
    NumberSeries.objects.filter(pk=series.pk).update(last=F("last") + 1)  # two workers may leave one at once


def marks(name: str) -> int:
    """How often the effect happened."""
    series = NumberSeries.objects.filter(prefix=name, year=2569).first()
    return series.last if series else 0


@job_kind("test.count", title="Count", permission="reporting.build")
def count(context: JobContext) -> dict[str, Any]:
    """Count to `to`, with progress, and say so."""
    to = context.params["to"]
    for done in range(1, to + 1):
        context.check_cancelled()
        context.progress(done, to, f"step {done}")
    return {"counted": to}


@job_kind("test.refuse", title="Refuse")
def refuse(context: JobContext) -> None:
    """Say that the input is at fault."""
    raise Refused("The file has no header row.")


@job_kind("test.poison", title="Poison")
def poison(context: JobContext) -> None:
    """Fail in a way that nobody has thought of."""
    raise ZeroDivisionError("secret detail")


@job_kind("test.mark", title="Mark", atomic=True)
def mark(context: JobContext) -> None:
    """An effect in one transaction with its success; fails after the effect when told so."""
    leave_mark("M")
    if context.params.get("fail"):
        raise ZeroDivisionError


@job_kind("test.slow", title="Slow", queue="long", lease=LEASE)
def slow(context: JobContext) -> None:
    """Work in steps for about `seconds`, then leave one mark. Tells in a file that it has begun."""
    started = Path(context.params["started"])
    with started.open("a") as file:
        file.write(f"{context.job.attempt}\n")
    steps = int(context.params["seconds"] * 10)
    for done in range(steps):
        context.check_cancelled()
        time.sleep(0.1)
        context.progress(done + 1, steps)
    with context.effect():
        leave_mark("S")
