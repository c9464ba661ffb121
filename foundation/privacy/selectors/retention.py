"""Reads of retention: which kinds grow old, what is due under a rule, what falls due next, how the runs went."""

import calendar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.utils import timezone

from foundation.accounts.models import User
from foundation.privacy.models import RetentionRule, RetentionRun
from foundation.privacy.personal_data import Kind, kinds

SOON = timedelta(days=30)


def months_before(at: datetime, months: int) -> datetime:
    """The same day and time so many months earlier, by the calendar here; the last of a month where it has no such
    day."""
    here = timezone.localtime(at)
    year, month = divmod(here.year * 12 + here.month - 1 - months, 12)
    day = min(here.day, calendar.monthrange(year, month + 1)[1])
    return here.replace(year=year, month=month + 1, day=day)


def months_after(at: datetime, months: int) -> datetime:
    """The same day so many months later."""
    return months_before(at, -months)


def kept_kinds() -> list[Kind]:
    """Every kind whose records grow old by themselves."""
    return [kind for kind in kinds() if kind.keeping is not None]


def due_rows(kind: Kind, keep_months: int, *, at: datetime) -> QuerySet[Any]:
    """Readable records of a kind whose time is over, oldest first. Raises ValueError for a kind that has no day."""
    if kind.keeping is None:
        raise ValueError(f"{kind.kind} has no day from which its time runs")
    rows = kind.keeping.ended().filter(kept_from__lt=months_before(at, keep_months))
    return rows.order_by("kept_from", "pk")


def rules_in_force() -> QuerySet[RetentionRule]:
    """Rules that the sweep carries out."""
    return RetentionRule.objects.filter(in_force_at__isnull=False, ended_at__isnull=True).order_by("kind")


@dataclass(frozen=True)
class Kept:
    """One kind with its rule, its draft and what falls due."""

    kind: Kind
    rule: RetentionRule | None
    draft: RetentionRule | None
    due: int = 0
    soon: int = 0
    next_at: datetime | None = None


def retention_register(*, at: datetime) -> list[Kept]:
    """Every kind that grows old: the rule in force, the draft, and under the rule what is due, what within 30 days,
    and the day on which the oldest record that is not due yet falls due."""
    live = RetentionRule.objects.filter(ended_at__isnull=True).select_related("drafted_by", "in_force_by")
    rules = {(rule.kind, rule.is_in_force): rule for rule in live}
    return [_kept(kind, rules.get((kind.kind, True)), rules.get((kind.kind, False)), at) for kind in kept_kinds()]


def rules_to_confirm(user: User) -> QuerySet[RetentionRule]:
    """Drafts that were tried and wait for a second person, who is not their author."""
    tried = RetentionRule.objects.filter(tried_at__isnull=False, in_force_at__isnull=True, ended_at__isnull=True)
    return tried.exclude(drafted_by=user).select_related("drafted_by").order_by("id")


def rules_of(kind: str) -> QuerySet[RetentionRule]:
    """Every rule and draft there was for a kind, newest first."""
    return RetentionRule.objects.filter(kind=kind).select_related("drafted_by", "in_force_by", "ended_by")


def retention_runs() -> QuerySet[RetentionRun]:
    """Runs with their totals."""
    return RetentionRun.objects.annotate(
        done=Sum("lines__done", default=0),
        kept=Sum("lines__kept", default=0),
        failed=Sum("lines__failed", default=0),
    ).prefetch_related("lines__rule")


def _kept(kind: Kind, rule: RetentionRule | None, draft: RetentionRule | None, at: datetime) -> Kept:
    if rule is None or kind.keeping is None:
        return Kept(kind, rule, draft)
    now_over = Q(kept_from__lt=months_before(at, rule.keep_months))
    over_soon = Q(kept_from__lt=months_before(at + SOON, rule.keep_months))
    counted = kind.keeping.ended().aggregate(
        due=Count("pk", filter=now_over),
        soon=Count("pk", filter=over_soon & ~now_over),
        first=Min("kept_from", filter=~now_over),
    )
    first = counted["first"]
    next_at = months_after(first, rule.keep_months) if first else None
    return Kept(kind, rule, draft, counted["due"], counted["soon"], next_at)
