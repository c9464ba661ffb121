"""The register: import against a bare COPY of the same rows, list and search at a tenth and at the whole."""

import csv
import io
import resource
from typing import Any

from benchmarks.harness import Report, Timing, beside_bare_view, clock, page, signed_in_client

SMALL, LARGE = 10_000, 100_000
LIST = "/staff/customers/"
NEEDLES = {
    "three letters": "?q=ทิพย์",
    "two letters": "?q=สม",
    "a rare name": "?q=เพชรมณีอภิ",
    "telephone": "?q=0810000123",
}
STORED = ("core_datakey", "customers_customer", "customers_sourcekey", "customers_relationperiod")


def file_of(start: int, stop: int) -> bytes:
    """The rows of the large demonstration as a CSV file."""
    from trdcrm.demo.large import HEADER, file_rows

    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *file_rows(start, stop)])
    return text.getvalue().encode()


def import_rows(data: bytes) -> Any:
    """The import as a worker does it."""
    from django.core.files.base import ContentFile
    from django.utils import timezone

    from customers.services import imports
    from foundation.core import job_runner
    from foundation.core.models import Job, JobState

    run = imports.open_import(file=ContentFile(data), name="bench.csv", by=None, now=timezone.now())
    job = imports.start_import(run_id=run.pk, by=None, now=timezone.now())
    job_runner.run(job.pk)
    job = Job.objects.get(pk=job.pk)
    if job.state != JobState.SUCCEEDED:
        raise RuntimeError(job.error_message)
    run.refresh_from_db()
    return run


def copied_out() -> dict[str, str]:
    """The stored rows as COPY text, table by table."""
    from django.db import connection

    keys = "(SELECT * FROM core_datakey WHERE id IN (SELECT data_key_id FROM customers_customer))"
    out = {}
    with connection.cursor() as cursor:
        for table in STORED:
            text = io.StringIO()
            cursor.copy_expert(f"COPY {keys if table == 'core_datakey' else table} TO STDOUT", text)
            out[table] = text.getvalue()
    return out


def bare_copy(rows: dict[str, str], *, including: str) -> float:
    """Seconds of a COPY of these rows into empty tables; `including` is what the tables have of the real ones."""
    from django.db import connection

    seconds = 0.0
    with connection.cursor() as cursor:
        for table, text in rows.items():
            cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table} {including})")
            source = io.StringIO(text)
            seconds += clock(
                lambda table=table, source=source: cursor.copy_expert(f"COPY bare_{table} FROM STDIN", source)
            )
            cursor.execute(f"DROP TABLE bare_{table}")
    return seconds


def empty() -> None:
    """Take every customer out again."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in reversed(STORED[1:]):
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("VACUUM FULL customers_customer")


def vacuum() -> None:
    """Statistics as autovacuum keeps them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE customers_customer")


def import_against_copy(report: Report) -> None:
    """Import of 100,000 rows, and of the same file a second time."""
    data = file_of(0, LARGE)
    seconds = clock(lambda: import_rows(data))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    report.note(f"import of {LARGE:,} rows: {seconds:.1f} s; this process at most {memory} MB")
    rows = copied_out()
    indexed = bare_copy(rows, including="INCLUDING ALL")
    plain = bare_copy(rows, including="")
    report.note(f"COPY of what it stored: {indexed:.1f} s with keys and indexes, {plain:.1f} s into tables without any")
    report.ratio(f"import of {LARGE:,} / COPY of the same rows", seconds / indexed, limit=6)
    report.note(f"against tables without any index: {seconds / plain:.1f}")
    again = clock(lambda: import_rows(data))
    report.ratio("the same file again / the first time", again / seconds, limit=1)


def pages_at(client: Any) -> dict[str, Any]:
    """Timings of the list's pages at the present size."""
    from customers.selectors import ListQuery, customers_list
    from foundation.accounts.models import User

    user = User.objects.get(username="bench-customers")
    cursor = ""
    for _n in range(40):
        cursor = customers_list(user, ListQuery(), cursor=cursor).page.next
    addresses = {"first page": "", "a deep page": f"?after={cursor}", "by relation": "?relation=former", **NEEDLES}
    return {name: page(client, f"{LIST}{query}") for name, query in addresses.items()}


def list_beside_bare_view(client: Any) -> tuple[Timing, Timing]:
    """The first page of the list, and the same rows by a bare Django view."""
    from customers.models import Customer
    from customers.selectors.register import LISTED

    def rows() -> list[Any]:
        listed = Customer.objects.select_related("unit", "owner").only(*LISTED)
        return list(listed.order_by("sort_key", "pk")[:25])

    line = "{% for row in rows %}<li><a href='{{ row.public_id }}'>{{ row.name }}</a> {{ row.number }}{% endfor %}"
    return beside_bare_view(client, LIST, rows, line)


def run(report: Report) -> None:
    """Everything about the register."""
    client = signed_in_client("customer-officer", "bench-customers")
    import_rows(file_of(0, SMALL))
    vacuum()
    small = pages_at(client)
    empty()
    import_against_copy(report)
    vacuum()
    large = pages_at(client)
    for name, timing in large.items():
        report.note(f"{name}: {timing} at {LARGE:,}; {small[name]} at {SMALL:,}")
        report.ratio(f"{name}: {LARGE:,} / {SMALL:,} customers", timing.p50 / small[name].p50, limit=1.5)
        report.count(f"{name}: statements", timing.statements, limit=12)
    ours, bare = list_beside_bare_view(client)
    report.ratio("list page / bare view of the same page", ours.p50 / bare.p50, limit=5, why=f"{ours}; {bare}")
