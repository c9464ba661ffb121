"""Queue, search, record, tracking page and management review: at a tenth and at the whole, the queue also against a bare view.

Each case has five events: a case in the middle of its path.
"""

import os
from typing import TYPE_CHECKING, Any

from benchmarks.harness import LARGE, SMALL, Report, Timing, beside_bare_view, building, page, repeat, signed_in_client

if TYPE_CHECKING:
    from complaints.models import Complaint

EVENTS_EACH = 5
QUEUE = "/staff/complaints/"
PAGES = {
    "first page": "",
    "newest first": "?view=all",
    "mine": "?view=mine",
    "one unit": "?unit=property",
    "a Thai word": "?q=น้ำรั่ว",
    "a rare word": "?q=77777",
}
REVIEW = "inputs of a management review"
ROLES = {"complaint-manager": "sees all", "complaint-officer": "sees the own unit's"}

# Every tenth case is open, as in a house that has worked for years; dates lie on both sides of today. What differs from
# row to row is written out, everything else is taken from one real case.
DIFFERENT = {
    "public_id": "'bench' || lpad(n::text, 21, '0')",
    "code_hash": "md5(n::text) || md5((n + 1)::text)",
    "number": "'C-2569-' || lpad(n::text, 6, '0') || '-0'",
    "status": "CASE WHEN n % 10 > 0 THEN 'closed' ELSE"
    " (ARRAY['received','acknowledged','assessed','investigating','decided','communicated'])[1 + n / 10 % 6] END",
    "closed_at": "CASE WHEN n % 10 > 0 THEN now() - n * interval '7 minutes' END",
    "due": "CASE WHEN n % 10 > 0 THEN '' ELSE 'resolve' END",
    "received_at": "now() - n * interval '9 minutes'",
    "queue_at": "now() + (n % 20011 - 6000) * interval '3 minutes'",
    "resolve_due_at": "now() + (n % 20011 - 6000) * interval '3 minutes'",
    "unit_id": "(SELECT id FROM accounts_unit ORDER BY id OFFSET n % (SELECT count(*) FROM accounts_unit) LIMIT 1)",
    # What one officer has in hand does not grow with the house.
    "handler_id": "CASE WHEN n % 40 = 0 AND n <= 10000 THEN {officer} END",
    "subject": "'น้ำรั่วที่ลิฟต์หมายเลข ' || n",
    "search_text": "CASE WHEN n % 3 = 0 THEN 'น้ำรั่วที่' ELSE 'ไฟดับใน' END || 'ลิฟต์หมายเลข ' || n",
}


def build_house() -> None:
    """The people and the charter of the demonstration."""
    from django.utils import timezone

    import foundation.governance.demo
    import service_charter.demo
    from trdcrm.demo.people import make_people

    os.environ.setdefault("DEMO_PASSWORD", "for this run only 1")
    os.environ.setdefault("DEMO_TOTP_SECRET", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    people = make_people()
    foundation.governance.demo.build(timezone.now(), people)
    service_charter.demo.build(timezone.now(), people)


def one_case() -> tuple["Complaint", str]:
    """A real case, bound to the charter, with its tracking code; the others are made after it."""
    from django.utils import timezone

    from complaints import services
    from complaints.models import Category
    from foundation.core.ids import new_tracking_code

    code = new_tracking_code()
    complaint = services.register_complaint(
        identity="anonymous",
        story=services.Story(category=Category.objects.get(code="building"), description="น้ำรั่ว " * 40),
        contact=None,
        door=services.Door(),
        tracking_code=code,
        by=None,
        now=timezone.now(),
    )
    return complaint, code


def more_cases(like: int, *, officer: int, start: int, stop: int) -> None:
    """Rows `start` to `stop` by one statement, with the statistics that autovacuum would keep."""
    from complaints.models import Complaint, Transition

    columns = [field.column for field in Complaint._meta.concrete_fields if not field.primary_key]
    values = [DIFFERENT.get(name, f"c.{name}").format(officer=officer) for name in columns]
    with building() as cursor:
        cursor.execute(
            f"INSERT INTO complaints_complaint ({', '.join(columns)}) SELECT {', '.join(values)}"
            f" FROM generate_series({start}, {stop - 1}) AS n, complaints_complaint c WHERE c.id = {like}"
        )
        # Their events: what the real case has had, five times.
        columns = [field.column for field in Transition._meta.concrete_fields if not field.primary_key]
        different = {"complaint_id": "c.id", "at": "c.received_at + nth * interval '5 hours'"}
        values = [different.get(name, f"t.{name}") for name in columns]
        cursor.execute(
            f"INSERT INTO complaints_transition ({', '.join(columns)}) SELECT {', '.join(values)}"
            f" FROM complaints_complaint c, generate_series(1, {EVENTS_EACH}) AS nth,"
            f" (SELECT * FROM complaints_transition WHERE complaint_id = {like} LIMIT 1) t"
            " WHERE c.public_id BETWEEN %s AND %s",
            [f"bench{start:021d}", f"bench{stop - 1:021d}"],
        )
        for table in ("complaint", "transition"):
            cursor.execute(f"VACUUM ANALYZE complaints_{table}")


def queue_beside_bare_view(client: Any) -> tuple[Timing, Timing]:
    """The first page of the queue, and the same rows by a bare Django view: the same joins, a line each."""
    from complaints.models import Complaint
    from complaints.selectors.queue import BY_DUE, LISTED

    def rows() -> list[Any]:
        waiting = Complaint.objects.open().exclude(status="communicated")
        return list(waiting.select_related("handler", "category", "customer").only(*LISTED).order_by(*BY_DUE)[:25])

    line = (
        "{% for row in rows %}<li><a href='{{ row.number }}'>{{ row.subject }}</a> {{ row.category.name }}"
        " {{ row.queue_at }} {{ row.handler }}{% endfor %}"
    )
    return beside_bare_view(client, QUEUE, rows, line)


def run(report: Report) -> None:
    """Everything about complaints at size."""
    build_house()
    clients = {role: signed_in_client(role, f"bench-{role}") for role in ROLES}
    officer = clients["complaint-officer"].user.pk
    like, code = one_case()
    visitor = visitor_of(like.number, code)
    reviewer = clients["complaint-manager"].user
    measured = []
    for start, stop in ((1, SMALL), (SMALL, LARGE)):
        more_cases(like.pk, officer=officer, start=start, stop=stop)
        seen = timings(clients)
        seen["the case"] = page(clients["complaint-manager"], f"{QUEUE}{like.number}/")
        seen["what the complainant sees"] = page(visitor, "/portal/complaints/case")
        seen[REVIEW] = repeat(lambda: review_of_a_quarter(reviewer), times=5)
        measured.append(seen)
    small, large = measured
    for name, timing in large.items():
        report.note(f"{name}: {timing} at {LARGE:,}; {small[name]} at {SMALL:,}")
        if name == REVIEW:  # every tenth case is open, so what it counts grows with the house
            report.ratio(f"{name}: seconds", timing.p50, limit=5)
            continue
        report.ratio(f"{name}: {LARGE:,} / {SMALL:,} complaints", timing.against(small[name]), limit=1.5)
        if name.endswith(tuple(ROLES.values())):
            report.count(f"{name}: statements", timing.statements, limit=12)
    ours, bare = queue_beside_bare_view(clients["complaint-manager"])
    report.ratio("queue page / bare view of the same page", ours.p50 / bare.p50, limit=5, why=f"{ours}; {bare}")


def visitor_of(number: str, code: str) -> Any:
    """A browser that follows its case by number and code."""
    from django.test import Client

    client = Client()
    answer = client.post("/portal/complaints/track", {"number": number, "code": code})
    if answer.status_code != 302:
        raise RuntimeError(f"the case was not opened: {answer.status_code}")
    return client


def review_of_a_quarter(by: Any) -> None:
    """Every input of a management review of the last ninety days, and the review taken back."""
    from datetime import timedelta

    from django.db import transaction
    from django.utils import timezone

    from complaints import services

    now = timezone.now()
    today = timezone.localdate(now)
    with transaction.atomic():
        services.reviews.open_review(
            first_day=today - timedelta(days=90), last_day=today - timedelta(days=1), by=by, now=now
        )
        transaction.set_rollback(True)


def timings(clients: dict[str, Any]) -> dict[str, Timing]:
    """Timings of the queue's pages at the present size, for who sees all and who sees one unit's."""
    return {
        f"{name}, {ROLES[role]}": page(client, QUEUE + query)
        for role, client in clients.items()
        for name, query in PAGES.items()
    }
