"""Writing down whether promises were kept, however often the same is told, and taking back what was wrong."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.ids import new_public_id
from service_charter.enums import BY_HAND, Source
from service_charter.models import IN_FORCE_ONCE, Measurement, Standard

KEY_LENGTH = 120
# What a result says; where it was told by the same key with any of these otherwise, it is another result.
_FACTS = (
    *("standard_id", "occurred_at", "n", "kept", "hours", "case_kind"),
    *("unit_id", "touchpoint_id", "partner_id"),
)
BATCH = 1000


@dataclass(frozen=True)
class Entry:
    """One result: `key` is the origin's own name for it, so that telling it twice counts once."""

    standard_id: int
    source: str
    key: str
    occurred_at: dt.datetime
    kept: int
    n: int = 1
    unit_id: int | None = None
    touchpoint_id: int | None = None
    partner_id: int | None = None
    case_kind: str = ""
    hours: Decimal | None = None
    note: str = ""


def record(entries: Iterable[Entry], *, by: User | None = None, now: dt.datetime) -> None:
    """Add results to the ledger; those whose key is there already change nothing. One statement a thousand.

    What a room took back (`withdraw`) counts again when the room tells it again; what a person took back doesn't.
    For rooms and imports: the caller knows that the standards are published, and the database refuses others.
    """
    told = list(entries)
    for first in range(0, len(told), BATCH):
        batch = told[first : first + BATCH]
        again = _told_again(batch)
        rows = [_row(each, by=by, now=now, telling=again.get((each.source, each.key), 1)) for each in batch]
        Measurement.objects.bulk_create(rows, ignore_conflicts=True)


def enter(entry: Entry, *, by: User, now: dt.datetime) -> tuple[Measurement, bool]:
    """One result by a person or another system: the row, and whether it is new.

    A key that was taken back may be told again with other facts; the old facts sent once more stay taken back.
    Raises NotAllowed, Incomplete for impossible facts, Refused for a promise that does not bind on that day,
    IllegalMove when the key stands for other facts.
    """
    demand_measurer(by)
    _demand_possible(entry, now)
    with transaction.atomic():
        before = _latest(entry)
        if before and (_says(before, entry) or not Measurement.objects.filter(cancels=before).exists()):
            row = before
        else:
            telling = before.telling + 1 if before else 1
            Measurement.objects.bulk_create([_row(entry, by=by, now=now, telling=telling)], ignore_conflicts=True)
            row = Measurement.objects.get(source=entry.source, source_key=entry.key, telling=telling)
    if not _says(row, entry):
        raise IllegalMove(_("This was told before with other facts. Take the earlier one back, or use another key."))
    return row, row != before and row.recorded_at == now and row.recorded_by_id == by.pk


@transaction.atomic
def tell(entries: Sequence[Entry], *, now: dt.datetime) -> tuple[int, list[int]]:
    """Many results of another organisation by the rules of `enter`: how many are new, and the places of those whose
    key stands for other facts. With any of these nothing is written. The caller has seen that each is possible, and
    lets one report of a partner in at a time.
    """
    rows = Measurement.objects.filter(
        source__in={each.source for each in entries}, source_key__in=[each.key for each in entries]
    )
    latest = {(row.source, row.source_key): row for row in rows.select_related("cancelled_by").order_by("telling")}
    fresh, other = [], []
    for place, entry in enumerate(entries):
        before = latest.get((entry.source, entry.key))
        if before is None:
            fresh.append(_row(entry, by=None, now=now, telling=1))
        elif not _says(before, entry):
            if hasattr(before, "cancelled_by"):
                fresh.append(_row(entry, by=None, now=now, telling=before.telling + 1))
            else:
                other.append(place)
    if other:
        return 0, other
    Measurement.objects.bulk_create(fresh, batch_size=BATCH)
    return len(fresh), []


@transaction.atomic
def cancel(*, measurement_id: int, reason: str, by: User, now: dt.datetime) -> Measurement:
    """Take a wrong result back by one that turns its counts round; both stay readable.

    Raises NotAllowed, Incomplete without a reason, IllegalMove for one that was taken back or takes back.
    """
    demand_measurer(by)
    if not reason:
        raise Incomplete(_("Please say why."), missing={"reason": _("Please say why.")})
    wrong = Measurement.objects.select_for_update().get(pk=measurement_id)
    if wrong.cancels_id or Measurement.objects.filter(cancels=wrong).exists():
        raise IllegalMove(_("This measurement was taken back already."))
    return _turned_round(wrong, reason, by, now)


@transaction.atomic
def withdraw(source: str, keys: Sequence[str], *, reason: str, now: dt.datetime) -> int:
    """Take back what a room told under these keys, such as a date missed that a new holiday moved. Returns how many."""
    told = Measurement.objects.select_for_update(of=("self",)).filter(
        source=source, source_key__in=keys, cancels__isnull=True, cancelled_by__isnull=True
    )
    return len([_turned_round(row, reason, None, now) for row in told.order_by("standard_id", "id")])


@transaction.atomic
def rebuild_sums() -> int:
    """Make the sums of the days again from the ledger alone; the number of sums. Running it twice changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE service_charter_measurement IN SHARE MODE")
        cursor.execute("DELETE FROM service_charter_daysum")
        cursor.execute(
            "INSERT INTO service_charter_daysum (standard_id, day, facet, key, n, kept)"
            " SELECT m.standard_id, (m.occurred_at AT TIME ZONE %s)::date, cut.facet, cut.key, sum(m.n), sum(m.kept)"
            " FROM service_charter_measurement m, LATERAL service_charter_cuts("
            " m.unit_id, m.touchpoint_id, m.partner_id, m.source, m.case_kind) cut GROUP BY 1, 2, 3, 4",
            [settings.TIME_ZONE],
        )
        return int(cursor.rowcount)


def demand_measurer(by: User) -> None:
    """Raise NotAllowed for a person who may not enter results."""
    if not by.can(Permission.CHARTER_MEASURE):
        raise NotAllowed(_("Your role does not include entering measurements."))


def demand_binding(standard_id: int, at: dt.datetime) -> Standard:
    """The standard, if it bound at that moment. Raises Refused for a draft, one not yet or no longer in force."""
    standard = Standard.objects.select_related("charter").filter(pk=standard_id).first()
    charter = standard.charter if standard else None
    day = timezone.localdate(at)
    if (
        standard is None
        or charter is None
        or charter.status not in IN_FORCE_ONCE
        or charter.effective_on is None
        or not charter.effective_on <= day
        or (charter.effective_until is not None and day >= charter.effective_until)
    ):
        raise Refused(_("This promise did not bind us on that day, so nothing is measured by it."))
    return standard


def _demand_possible(entry: Entry, now: dt.datetime) -> None:
    missing = {}
    if not entry.key or len(entry.key) > KEY_LENGTH:
        missing["key"] = _("Please give a key of at most %(n)s characters.") % {"n": KEY_LENGTH}
    if entry.n < 1:
        missing["n"] = _("At least one case is needed.")
    elif not 0 <= entry.kept <= entry.n:
        missing["kept"] = _("No more can be kept than there were cases.")
    if entry.occurred_at > now:
        missing["occurred_at"] = _("This lies in the future.")
    if entry.source not in (*BY_HAND, Source.PARTNER):
        missing["source"] = _("Please choose.")
    if entry.source == Source.PARTNER and entry.partner_id is None:
        missing["partner"] = _("Please name the partner.")
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)
    demand_binding(entry.standard_id, entry.occurred_at)


def _told_again(entries: Sequence[Entry]) -> dict[tuple[str, str], int]:
    """Which telling comes next, for keys whose last result was taken back; one query."""
    taken_back = (
        Measurement.objects.filter(
            source__in={entry.source for entry in entries},
            source_key__in=[entry.key for entry in entries],
            cancelled_by__isnull=False,
        )
        .order_by("telling")
        .values_list("source", "source_key", "telling", "cancelled_by__recorded_by")
    )
    return {(source, key): telling + 1 if person is None else telling for source, key, telling, person in taken_back}


def _latest(entry: Entry) -> Measurement | None:
    rows = Measurement.objects.filter(source=entry.source, source_key=entry.key)
    return rows.order_by("-telling").first()


def _says(row: Measurement, entry: Entry) -> bool:
    return all(getattr(row, name) == getattr(entry, name) for name in _FACTS)


def _row(entry: Entry, *, by: User | None, now: dt.datetime, telling: int) -> Measurement:
    return Measurement(
        standard_id=entry.standard_id,
        source=entry.source,
        source_key=entry.key,
        telling=telling,
        unit_id=entry.unit_id,
        touchpoint_id=entry.touchpoint_id,
        partner_id=entry.partner_id,
        case_kind=entry.case_kind,
        occurred_at=entry.occurred_at,
        n=entry.n,
        kept=entry.kept,
        hours=entry.hours,
        note=entry.note,
        recorded_at=now,
        recorded_by=by,
    )


def _turned_round(wrong: Measurement, reason: str, by: User | None, now: dt.datetime) -> Measurement:
    row = Measurement.objects.get(pk=wrong.pk)
    row.pk, row.public_id, row.cancels, row.source_key = None, new_public_id(), wrong, f"-{wrong.public_id}"
    row.telling = 1
    row.n, row.kept, row.hours, row.note = -wrong.n, -wrong.kept, None, reason[:500]
    row.recorded_at, row.recorded_by = now, by
    row._state.adding = True
    row.save(force_insert=True)
    return row
