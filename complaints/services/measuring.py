"""What came of the promises to complainants, told to the charter's ledger: at the step that settles it, by the sweep
where a date passes unmet, and for all cases at once. However often it is told, it counts once."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from complaints import rules_help
from complaints.enums import Promise, Status
from complaints.enums_help import HelpState
from complaints.models import Complaint, Help
from complaints.models.complaint import ComplaintQuerySet
from complaints.models.help import HelpQuerySet
from complaints.selectors.clocks import FIELDS
from service_charter import services as charter
from service_charter.enums import Source
from service_charter.services import Entry

Row = TypeVar("Row", Complaint, Help)
CHUNK = 500
HELP_FIELDS = ("public_id", "complaint__is_misconduct", "complaint", "standard", "state", "due_at", "ended_at", "unit")


def tell(complaint: Complaint, *, now: datetime) -> None:
    """Tell what is known of this complaint's promises by now. Called inside the transaction of a step."""
    charter.record(list(_known(complaint, now)), now=now)


def tell_passed(complaint: Complaint, *, now: datetime) -> None:
    """Tell the dates that passed unmet before the case is withdrawn: afterwards its clocks no longer run."""
    charter.record(list(_known(complaint, now, runs=not complaint.is_paused)), now=now)


def take_back(complaint: Complaint, moved: Iterable[tuple[str, datetime]], *, now: datetime) -> None:
    """A new holiday moved dates that had passed: they were not missed after all. `moved` names promise and old date."""
    keys = [_key(complaint, promise, old) for promise, old in moved if old < now]
    if keys:
        charter.withdraw(Source.COMPLAINT, keys, reason=_("The working calendar changed"), now=now)


def take_all_back(complaint: Complaint, *, now: datetime, reason: str = "") -> None:
    """What was told of a complaint that goes on in another one, or as a request, counts no longer."""
    keys = [entry.key for entry in _known(complaint, now)]
    if keys:
        charter.withdraw(Source.COMPLAINT, keys, reason=reason or _("Filed twice by the same person"), now=now)


def tell_help(row: Help, *, now: datetime) -> None:
    """Tell whether help with filing came in time, once that is known. Called inside the transaction of its step."""
    charter.record(_known_of_help(row, now), now=now)


def tell_missed(*, now: datetime) -> int:
    """Tell the dates of open cases and of awaited help that have passed unmet. Returns how many were looked at."""
    passed = Q()
    for _standard, due, met in FIELDS.values():
        passed |= Q(**{f"{due}__lt": now, f"{met}__isnull": True})
    cases = _tell_cases(Complaint.objects.open().filter(passed, is_paused=False), now=now)
    return cases + _tell_helps(Help.objects.filter(state=HelpState.WAITING, due_at__lt=now), now=now)


def measure_all(*, now: datetime) -> int:
    """Tell everything that is known of every case: after an import, or where measuring began later."""
    return _tell_cases(Complaint.objects.all(), now=now) + _tell_helps(Help.objects.all(), now=now)


def _tell_cases(complaints: ComplaintQuerySet, *, now: datetime) -> int:
    return _tell_all(complaints.select_related("category"), lambda complaint: _known(complaint, now), now=now)


def _tell_helps(helps: HelpQuerySet, *, now: datetime) -> int:
    return _tell_all(
        helps.select_related("complaint").only(*HELP_FIELDS), lambda row: _known_of_help(row, now), now=now
    )


def _tell_all(rows: "QuerySet[Row]", known: Callable[[Row], Iterable[Entry]], *, now: datetime) -> int:
    looked_at = 0
    waiting = rows.order_by("pk").iterator(CHUNK)
    while chunk := list(islice(waiting, CHUNK)):
        with transaction.atomic():
            charter.record([entry for row in chunk for entry in known(row)], now=now)
        looked_at += len(chunk)
    return looked_at


def _known_of_help(row: Help, now: datetime) -> Iterator[Entry]:
    """What came of help with filing. That of the confidential route is counted by its own role alone."""
    if row.standard_id is None or (row.complaint and row.complaint.is_misconduct):
        return
    kept = rules_help.was_kept(row, now=now)
    if kept is not None:
        yield Entry(
            standard_id=row.standard_id,
            source=Source.COMPLAINT,
            key=f"help:{row.public_id}",
            occurred_at=min(row.ended_at or row.due_at, row.due_at),
            kept=int(kept),
            unit_id=row.unit_id,
        )


def _known(complaint: Complaint, now: datetime, *, runs: bool | None = None) -> Iterator[Entry]:
    """The promises whose outcome is known: met, or past their date while the clock runs.

    Each run of a clock counts by itself: a date missed in an earlier run was told then and is not told again.
    """
    if complaint.is_misconduct:
        return  # counted by its own role alone
    if complaint.status in (Status.MERGED, Status.TURNED):
        return  # that in which it goes on is measured; nobody is counted twice
    if runs is None:
        runs = not complaint.is_paused and complaint.status != Status.WITHDRAWN
    for promise, (standard, due_field, met_field) in FIELDS.items():
        due, met = getattr(complaint, due_field), getattr(complaint, met_field)
        standard_id = getattr(complaint, f"{standard}_id")
        if standard_id is None or due is None or (met is None and not (runs and due < now)):
            continue
        kept = met is not None and met <= due
        yield Entry(
            standard_id=standard_id,
            source=Source.COMPLAINT,
            key=_key(complaint, promise, due),
            occurred_at=min(met or due, due),
            kept=int(kept),
            unit_id=complaint.unit_concerned_id or complaint.unit_id,
            touchpoint_id=complaint.touchpoint_id,
            case_kind=f"category/{complaint.category.code}",
        )


def _key(complaint: Complaint, promise: str, due: datetime) -> str:
    """One run of one clock. The decision is owed anew by a case that is taken up again, perhaps by the same date, so
    its key names the start of the run too; what was acknowledged or answered once stays so."""
    again = promise == Promise.RESOLVE and complaint.clock_started_at > complaint.received_at
    run = f":{complaint.clock_started_at:%Y%m%d%H%M%S}" if again else ""
    return f"{complaint.public_id}:{promise}:{due:%Y%m%d%H%M%S}{run}"
