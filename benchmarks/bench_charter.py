"""The pages of promises kept: at a tenth of the ledger and at the whole, in one run."""

from typing import Any

from benchmarks.bench_complaints import build_house
from benchmarks.harness import Report, Timing, building, page, signed_in_client

SMALL, LARGE = 100_000, 1_000_000
PAGES = {
    "every promise": "/staff/charter/measurement/",
    "one promise": "/staff/charter/measurement/{code}/",
    "what the public sees": "/portal/transparency/",
}


def more_measurements(start: int, stop: int) -> None:
    """Entries `start` to `stop` of the ledger, over every promise in force and the days since it came into force.

    One statement, so the trigger sums once; then the statistics that autovacuum would keep.
    """
    with building() as cursor:
        cursor.execute(
            "WITH s AS (SELECT array_agg(s.id) AS ids, max(c.effective_on) AS since FROM service_charter_standard s"
            " JOIN service_charter_charterversion c ON c.id = s.charter_id WHERE c.status = 'published'),"
            " u AS (SELECT array_agg(id) AS ids FROM accounts_unit)"
            " INSERT INTO service_charter_measurement (public_id, standard_id, source, source_key, telling, unit_id,"
            " case_kind, occurred_at, n, kept, note, recorded_at)"
            " SELECT 'bench' || lpad(n::text, 21, '0'), s.ids[1 + n %% cardinality(s.ids)], 'sample', 'bench-' || n, 1,"
            " u.ids[1 + n / 7 %% cardinality(u.ids)], '',"
            " now() - (n %% least(greatest(current_date - s.since - 1, 1), 360)) * interval '1 day', 1,"
            " (n %% 17 > 0)::int, '', now()"
            " FROM generate_series(%s, %s) AS n, s, u",
            [start, stop - 1],
        )
        cursor.execute("VACUUM ANALYZE service_charter_measurement")
        cursor.execute("VACUUM ANALYZE service_charter_daysum")


def forget() -> None:
    """Take the ledger away again: the other benchmarks share the database."""
    from django.db import transaction

    from foundation.core.append_only import writable_history

    with transaction.atomic(), writable_history(), building() as cursor:
        cursor.execute("TRUNCATE service_charter_measurement, service_charter_daysum")


def timings(client: Any, code: str) -> dict[str, Timing]:
    """Timings of the pages at the present size."""
    return {name: page(client, url.format(code=code)) for name, url in PAGES.items()}


def run(report: Report) -> None:
    """Everything about promises kept."""
    from service_charter.models import Measurement, Standard

    if not Standard.objects.exists():
        build_house()
    client = signed_in_client("charter-owner", "bench-charter-owner")
    code = Standard.objects.filter(charter__status="published").order_by("number").values_list("code", flat=True)[0]
    more_measurements(1, SMALL)
    small = timings(client, code)
    more_measurements(SMALL, LARGE)
    large = timings(client, code)
    report.note(f"{Measurement.objects.count():,} entries in the ledger")
    for name, timing in large.items():
        report.note(f"{name}: {timing} at {LARGE:,}; {small[name]} at {SMALL:,}")
        report.ratio(f"{name}: {LARGE:,} / {SMALL:,} measurements", timing.against(small[name]), limit=1.5)
        report.count(f"{name}: statements grown by", timing.statements - small[name].statements, limit=0)
    forget()
