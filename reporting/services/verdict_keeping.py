"""The daily record of the cockpit."""

from datetime import datetime

from django.utils import timezone

from foundation.core.evidence import CLAUSES
from reporting.models import ClauseVerdict
from reporting.verdicts import frozen


def keep_verdicts(*, now: datetime) -> int:
    """Keep today's verdict on every clause, once a day; the number of rows that were new.

    `now` may lie in the past: the rules are asked as of that moment.
    """
    day = timezone.localdate(now)
    known = set(ClauseVerdict.objects.filter(day=day).values_list("clause", flat=True))
    wanted = [clause for clause in CLAUSES if clause not in known]
    rows = [
        ClauseVerdict(
            clause=judged["clause"], day=day, verdict=judged["verdict"], findings=judged["rules"], judged_at=now
        )
        for judged in (frozen(now, wanted) if wanted else ())
    ]
    return len(ClauseVerdict.objects.bulk_create(rows, ignore_conflicts=True))
