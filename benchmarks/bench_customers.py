"""The register: import against a bare COPY of the same rows; list, search and one customer's page at a tenth and at the
whole, with ten contacts each; export in constant memory; the search for duplicates."""

import csv
import io
import resource
from typing import Any

from benchmarks.harness import LARGE, SMALL, Report, Timing, beside_bare_view, building, clock, page, signed_in_client

CONTACTS_EACH, CONTACTS_OF_ONE = 10, 2_000
AT_ONCE = 50_000  # customers whose contacts are made by one statement
LIST = "/staff/customers/"
NEEDLES = {
    "three letters": "?q=ทิพย์",
    "two letters": "?q=สม",
    "telephone": "?q=0810000123",
    "the end of a telephone": "?q=0123",
    "romanised": "?q=phetmanee",
    "with a slip": "?q=เพชรมณีอภี",
}
# Ten times as many bear it in a register of ten times the size: the page shows more rows, so it is told without a limit.
BORNE_BY_MORE = {"a name that some bear": "?q=เพชรมณีอภิ"}
MARKET = {"who is a market": "?market=market", "a test is missing": "?market=open"}
TOUCHPOINTS = 12
MAP = "map of touchpoints"
OF_ONE = ("a customer with a long history", "a customer")
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


def learn_words() -> None:
    """What the worker does behind an import: the words of the new names become known to the search."""
    from customers.tasks import RENEW_SEARCH
    from foundation.core import job_runner
    from foundation.core.models import Job, JobState

    for job in Job.objects.filter(kind=RENEW_SEARCH, state=JobState.QUEUED):
        job_runner.run(job.pk)


def copied_out() -> dict[str, str]:
    """The stored rows as COPY text, table by table."""
    keys = "(SELECT * FROM core_datakey WHERE id IN (SELECT data_key_id FROM customers_customer))"
    out = {}
    with building() as cursor:
        for table in STORED:
            text = io.StringIO()
            cursor.copy_expert(f"COPY {keys if table == 'core_datakey' else table} TO STDOUT", text)
            out[table] = text.getvalue()
    return out


def bare_copy(rows: dict[str, str], *, including: str) -> float:
    """Seconds of a COPY of these rows into empty tables; `including` is what the tables have of the real ones."""
    seconds = 0.0
    with building() as cursor:
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
    from django.db import transaction

    from foundation.core.append_only import writable_history

    with transaction.atomic(), writable_history(), building() as cursor:
        cursor.execute("TRUNCATE customers_interaction CASCADE")
    with building() as cursor:
        cursor.execute("DELETE FROM customers_marketstanding")
        for table in reversed(STORED[1:]):
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("VACUUM FULL customers_customer")


def vacuum() -> None:
    """Statistics as autovacuum keeps them."""
    with building() as cursor:
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
    from customers.models import Customer
    from customers.selectors import ListQuery, customers_list
    from foundation.accounts.models import User

    user = User.objects.get(username="bench-customers")
    cursor = ""
    for _n in range(40):
        cursor = customers_list(user, ListQuery(), cursor=cursor).page.next
    addresses = {
        "first page": "",
        "a deep page": f"?after={cursor}",
        "by relation": "?relation=former",
        **MARKET,
        **NEEDLES,
        **BORNE_BY_MORE,
    }
    first, other = Customer.objects.earliest("pk"), Customer.objects.latest("pk")
    addresses |= {"a number": f"?q={other.number}", "a part of a number": f"?q={other.number[7:13]}"}
    addresses["a rare name"] = f"?q={Customer.objects.exclude(family_th='').latest('pk').family_th}"
    addresses[MAP] = "touchpoints/map/"
    addresses |= dict(zip(OF_ONE, (f"{first.public_id}/", f"{other.public_id}/"), strict=True))
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


def stand_in_market() -> None:
    """What the four tests say of two in three possible customers."""
    with building() as cursor:
        cursor.execute(
            "INSERT INTO customers_marketstanding (customer_id, answered, state)"
            " SELECT id, CASE id % 3 WHEN 0 THEN 4 ELSE 2 END, CASE id % 3 WHEN 0 THEN 'market' ELSE 'open' END"
            " FROM customers_customer WHERE relation = 'prospect' AND id % 3 < 2"
        )
        cursor.execute("VACUUM ANALYZE customers_marketstanding")


def touchpoints(by: Any) -> None:
    """Touchpoints that serve two stages each; recorded once."""
    from django.utils import timezone

    from customers import services
    from customers.models import LifecycleStage, Touchpoint

    if Touchpoint.objects.exists():
        return
    stages = list(LifecycleStage.objects.all())
    for number in range(TOUCHPOINTS):
        values = {
            "name_th": f"จุดสัมผัส {number}", "name_en": f"Touchpoint {number}", "kind": "digital", "channel": "web",
            "owner_unit": by.unit, "stages": [stages[number % 7], stages[(number + 3) % 7]],
        }  # fmt: skip
        services.add_touchpoint(values=values, by=by, now=timezone.now())


def more_contacts() -> None:
    """Ten contacts for every customer, two thousand for the first: one real contact, copied by one statement, spread over
    two years and the touchpoints."""
    from django.utils import timezone

    from customers.enums import Channel, Direction
    from customers.models import Customer, Interaction
    from customers.services.contact_counts import fold_contact_counts

    first = Customer.objects.select_related("data_key").earliest("pk")
    real = Interaction(customer=first, data_key=first.data_key, channel=Channel.PHONE, direction=Direction.INWARD)
    real.summary = "สอบถามค่าเช่าพื้นที่และเงื่อนไขการต่อสัญญา"
    real.at = timezone.now()
    real.save()
    columns = [field.column for field in Interaction._meta.concrete_fields if not field.primary_key]
    different = {
        "public_id": "left(replace(gen_random_uuid()::text, '-', ''), 26)",
        "customer_id": "c.id",
        "touchpoint_id": "p.touchpoint_id",
        "stage_id": "p.lifecyclestage_id",
        "at": "i.at - (c.id %% 700) * interval '1 day' - n * interval '1 hour'",
    }
    values = [different.get(name, f"i.{name}") for name in columns]
    insert = (
        f"INSERT INTO customers_interaction ({', '.join(columns)}) SELECT {', '.join(values)}"
        " FROM customers_customer c, customers_interaction i, generate_series(1, %s) n,"
        " (SELECT *, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS places"
        " FROM customers_touchpoint_stages) p"
        " WHERE i.id = %s AND p.place = 1 + (c.id + n) %% p.places AND "
    )
    last = Customer.objects.latest("pk").pk
    with building() as cursor:
        for start in range(first.pk + 1, last + 1, AT_ONCE):
            cursor.execute(insert + "c.id >= %s AND c.id < %s", [CONTACTS_EACH, real.pk, start, start + AT_ONCE])
        cursor.execute(insert + "c.id = %s", [CONTACTS_OF_ONE, real.pk, first.pk])
        fold_contact_counts()
        cursor.execute("VACUUM ANALYZE customers_interaction, customers_contactcount")


def export_all(report: Report, user: Any) -> None:
    """Every customer as CSV; memory is held against what the first tenth had taken."""
    import tracemalloc

    from django.utils import timezone

    from customers.selectors import ListQuery
    from customers.services.exports import export_customers

    tracemalloc.start()
    lines, at_a_tenth = 0, 0
    for _line in export_customers(query=ListQuery(), by=user, now=timezone.now()):
        lines += 1
        if lines == LARGE // 10:
            at_a_tenth = tracemalloc.get_traced_memory()[1]
    at_the_end = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    report.note(f"export of {lines - 1:,} customers: at most {at_the_end / 1e6:.0f} MB")
    report.ratio("memory of the whole export / of its first tenth", at_the_end / at_a_tenth, limit=1.2)


def scan_for_duplicates(report: Report) -> None:
    """The whole register searched by the worker's function."""
    from django.utils import timezone

    from customers.services import duplicates
    from foundation.core import job_runner
    from foundation.core.models import Job, JobState

    scan = duplicates.start_scan(by=None, now=timezone.now())
    seconds = clock(lambda: job_runner.run(scan.job_id))
    if Job.objects.get(pk=scan.job_id).state != JobState.SUCCEEDED:
        raise RuntimeError("the scan failed")
    scan.refresh_from_db()
    report.note(f"duplicates among {scan.seen:,} customers: {scan.found:,} pairs in {seconds:.0f} s")
    report.ratio("minutes of the scan", seconds / 60, limit=10)


def run(report: Report) -> None:
    """Everything about the register."""
    client = signed_in_client("customer-officer", "bench-customers")
    touchpoints(client.user)
    import_rows(file_of(0, SMALL))
    learn_words()
    more_contacts()
    stand_in_market()
    vacuum()
    small = pages_at(client)
    empty()
    import_against_copy(report)
    learn_words()
    more_contacts()
    stand_in_market()
    vacuum()
    large = pages_at(client)
    for name, timing in large.items():
        report.note(f"{name}: {timing} at {LARGE:,}; {small[name]} at {SMALL:,}")
        if name not in BORNE_BY_MORE:
            report.ratio(f"{name}: {LARGE:,} / {SMALL:,} customers", timing.against(small[name]), limit=1.5)
        report.count(
            f"{name}: statements", timing.statements, limit=25 if name in OF_ONE else 14 if name == MAP else 12
        )
    ours, bare = list_beside_bare_view(client)
    report.ratio("list page / bare view of the same page", ours.p50 / bare.p50, limit=5, why=f"{ours}; {bare}")
    export_all(report, client.user)
    scan_for_duplicates(report)
