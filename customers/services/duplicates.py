"""Finding records that may be of one customer: set-based, in the background, going on where it stopped.

Three ways: the same hashed telephone, the same hashed e-mail, and neighbours in the order of names (a sorted
neighbourhood: a name that differs late stands beside its double) that are equal or nearly so by trigrams. What they
have in common gives the likeness. A telephone or mailbox of many (a switchboard) tells nothing and is left out.
"""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from customers.derived import NAMELESS
from customers.enums import Likeness, PairState
from customers.models import Customer, DuplicatePair, DuplicateScan
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.jobs import JobContext, enqueue
from foundation.core.models import locked

KIND = "customers.find_duplicates"
BATCH = 20_000
NEIGHBOURS = 4  # how far apart two names may stand in the order of names
NEAR = 0.75  # trigram similarity of names that count as nearly the same
SHARED_BY_MANY = 8
WEIGHTS = {
    Likeness.NAME: 50,
    Likeness.PHONE: 45,
    Likeness.EMAIL: 45,
    Likeness.NEAR_NAME: 35,
    Likeness.POSTCODE: 10,
    Likeness.BY_HAND: 0,
}

_LIVE = "merged_into_id IS NULL AND erased_at IS NULL"
_WEIGHT = "CASE r " + " ".join(f"WHEN '{name.value}' THEN {weight}" for name, weight in WEIGHTS.items()) + " END"
_SCORE = f"(SELECT least(100, sum({_WEIGHT})) FROM unnest({{reasons}}) r)"  # noqa: S608  all of it constants of ours
_UNION = "(SELECT array_agg(DISTINCT r) FROM unnest(p.reasons || EXCLUDED.reasons) r)"
# A pair that was decided stays decided; one that is open gains what else is found.
_KEEP = """
INSERT INTO customers_duplicatepair AS p
    (public_id, version, created_at, updated_at, first_id, second_id, reasons, score, state, found_at, reason)
SELECT left(replace(gen_random_uuid()::text, '-', ''), 26), 1, %(now)s, %(now)s, least(a, b), greatest(a, b), reasons,
    {score}, '{open}', %(now)s, '' FROM found
ON CONFLICT (first_id, second_id) DO UPDATE SET reasons = {union}, score = {score_of_both},
    updated_at = EXCLUDED.updated_at
    WHERE p.state = '{open}' AND NOT p.reasons @> EXCLUDED.reasons
""".format(
    score=_SCORE.format(reasons="reasons"),
    union=_UNION,
    score_of_both=_SCORE.format(reasons=_UNION),
    open=PairState.OPEN,
)
_SAME_PLACE = (
    f"CASE WHEN x.postcode <> '' AND x.postcode = y.postcode THEN ARRAY['{Likeness.POSTCODE}'::varchar]"
    " ELSE ARRAY[]::varchar[] END"
)
_BY_HASH = """
WITH few AS (
    SELECT {column} AS hash FROM customers_customer WHERE {column} <> '' AND {live}
    GROUP BY 1 HAVING count(*) BETWEEN 2 AND {many}
), found AS (
    SELECT x.id AS a, y.id AS b, ARRAY['{likeness}'::varchar] || {place} AS reasons
    FROM few JOIN customers_customer x ON x.{column} = few.hash AND x.{live_x}
    JOIN customers_customer y ON y.{column} = few.hash AND y.id > x.id AND y.party = x.party AND y.{live_y}
) {keep}
"""
_BY_NAME = """
WITH part AS (
    SELECT id, party, sort_key, postcode, row_number() OVER (ORDER BY sort_key, id) AS place
    FROM (
        SELECT id, party, sort_key, postcode FROM customers_customer
        WHERE {live} AND sort_key <> '{nameless}' AND (sort_key, id) >= (%(name)s, %(id)s)
        ORDER BY sort_key, id LIMIT %(limit)s
    ) named
), alike AS (
    SELECT x.id AS a, y.id AS b, x.sort_key = y.sort_key AS same, {place} AS beside
    FROM part x CROSS JOIN generate_series(1, {neighbours}) step JOIN part y ON y.place = x.place + step
    WHERE x.party = y.party AND (x.sort_key = y.sort_key OR similarity(x.sort_key, y.sort_key) >= {near})
), found AS (
    SELECT a, b, ARRAY[CASE WHEN same THEN '{name}' ELSE '{near_name}' END::varchar] || beside AS reasons FROM alike
) {keep}
"""


def start_scan(*, by: User | None, now: datetime) -> DuplicateScan:
    """Ask for a search. While one is under way, that one is given. Raises NotAllowed."""
    if by is not None:
        _demand_editor(by)
    with transaction.atomic():
        running = DuplicateScan.objects.filter(finished_at__isnull=True).select_related("job").first()
        if running and running.job and not running.job.is_final:
            return running
        scan = DuplicateScan.objects.create(by=by, created_at=now)
        scan.job = enqueue(KIND, params={"scan": scan.pk}, by=by)
        scan.save(update_fields=["job"])
    return scan


def scan_register(context: JobContext, *, now: datetime) -> dict[str, int]:
    """Search the whole register; each batch is kept by itself, so that a fall costs one batch."""
    scan = DuplicateScan.objects.get(pk=context.params["scan"])
    total = Customer.objects.filter(erased_at__isnull=True).count()
    if not scan.reached:
        for likeness, column in ((Likeness.PHONE, "phone_hash"), (Likeness.EMAIL, "email_hash")):
            context.check_cancelled()
            scan.found += _keep_by_hash(likeness, column, now)
        scan.reached = ["", 0]
        scan.save()
    while True:
        context.check_cancelled()
        with transaction.atomic():
            place = _place_after(scan.reached, BATCH)
            scan.found += _keep_by_name(scan.reached, now)
            scan.seen = min(scan.seen + BATCH, total)
            scan.reached = place or scan.reached
            if place is None:
                scan.seen, scan.finished_at = total, now
            scan.save()
        context.progress(scan.seen, max(total, 1))
        if place is None:
            return {"seen": scan.seen, "found": scan.found}


@transaction.atomic
def put_side_by_side(*, numbers: tuple[str, str], by: User, now: datetime) -> DuplicatePair:
    """A colleague knows that two records are of one customer. Raises NotAllowed, Incomplete, Refused."""
    _demand_editor(by)
    rows = []
    for field, number in zip(("one", "other"), numbers, strict=True):
        row = Customer.objects.visible_to(by).filter(number=number.strip().upper()).first()
        if row is None:
            raise Incomplete(_("We don't know this number."), missing={field: _("We don't know this number.")})
        rows.append(row)
    first, second = sorted(rows, key=lambda row: row.pk)
    if first == second:
        raise Refused(_("This is one record twice. Please give the number of the other one."))
    pair, _made = DuplicatePair.objects.get_or_create(
        first=first, second=second, defaults={"reasons": [Likeness.BY_HAND], "score": 0, "found_at": now}
    )
    if pair.state != PairState.OPEN:
        pair = locked(DuplicatePair.objects.all(), pk=pair.pk)
        pair.state, pair.decided_at, pair.decided_by, pair.reason = PairState.OPEN, None, None, ""
        pair.save()
    return pair


@transaction.atomic
def keep_apart(*, pair_id: int, reason: str, by: User, now: datetime) -> DuplicatePair:
    """These are two customers; the pair is not shown again. Raises NotAllowed, Incomplete, IllegalMove."""
    _demand_editor(by)
    if not reason:
        raise Incomplete(_("Please say why."), missing={"reason": _("Please say why.")})
    pair = locked(DuplicatePair.objects.visible_to(by), pk=pair_id)
    if pair.state != PairState.OPEN:
        raise IllegalMove(_("This pair was decided already."))
    pair.state, pair.decided_at, pair.decided_by, pair.reason = PairState.DIFFERENT, now, by, reason
    pair.save()
    return pair


def _demand_editor(by: User) -> None:
    if not by.can(Permission.CUSTOMER_EDIT):
        raise NotAllowed(_("Your role does not include changing customers."))


def _keep_by_hash(likeness: Likeness, column: str, now: datetime) -> int:
    live_x, live_y = (_LIVE.replace("erased_at", f"{name}.erased_at") for name in "xy")
    statement = _BY_HASH.format(
        column=column, live=_LIVE, live_x=live_x, live_y=live_y, many=SHARED_BY_MANY, likeness=likeness,
        place=_SAME_PLACE, keep=_KEEP,
    )  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")  # equal hashes of the whole register, at once
        cursor.execute(statement, {"now": now})
        return int(cursor.rowcount)


def _keep_by_name(reached: list[Any], now: datetime) -> int:
    statement = _BY_NAME.format(
        live=_LIVE, place=_SAME_PLACE, neighbours=NEIGHBOURS, near=NEAR, name=Likeness.NAME,
        near_name=Likeness.NEAR_NAME, nameless=NAMELESS, keep=_KEEP,
    )  # fmt: skip
    limits = {"name": reached[0], "id": reached[1], "limit": BATCH + NEIGHBOURS, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(statement, limits)
        return int(cursor.rowcount)


def _place_after(reached: list[Any], rows: int) -> list[Any] | None:
    """Where the next batch begins; None at the end."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT sort_key, id FROM customers_customer WHERE {_LIVE} AND sort_key <> '{NAMELESS}'"  # noqa: S608  constants
            " AND (sort_key, id) >= (%s, %s) ORDER BY sort_key, id OFFSET %s LIMIT 1",
            [reached[0], reached[1], rows],
        )
        row = cursor.fetchone()
    return list(row) if row else None
