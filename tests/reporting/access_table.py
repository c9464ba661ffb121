"""Who may use which address of the reporting room."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from foundation.accounts.permissions import Permission as P
from foundation.core.thai.dates import fiscal_quarter_of
from reporting import services
from reporting.figures import collect
from reporting.models import Snapshot
from tests.access import Row


def this_quarter() -> Mapping[str, Any]:
    quarter = fiscal_quarter_of(timezone.now())
    return {"year": quarter.year_be, "quarter": quarter.quarter}


def an_edition() -> Mapping[str, Any]:
    """An edition of this quarter. `services.freeze` opens its own transaction, which a test inside one can't."""
    now = timezone.now()
    report = services.report_of(fiscal_quarter_of(now))
    figures = collect(report.fiscal_quarter) | {"edition": 1, "frozen_at": now.isoformat(), "demo": True}
    words = {"judgement": "", "requests": ""}
    snapshot = Snapshot.objects.create(
        report=report, edition=1, figures=figures | words, sha256=services.digest_of(figures), frozen_at=now
    )
    return {"public_id": services.print_snapshot(snapshot_id=snapshot.pk, now=now).public_id}


ROWS = [
    Row("reporting:staff-list", (P.REPORT_VIEW,)),
    Row("reporting:staff-detail", (P.REPORT_VIEW,), make=this_quarter),
    Row("reporting:staff-build", (P.REPORT_BUILD,), make=this_quarter, method="post", ok=302),
    Row("reporting:staff-preface", (P.REPORT_BUILD,), make=this_quarter, method="post", data={"version": 1}, ok=302),
    Row("reporting:staff-download", (P.REPORT_VIEW,), make=an_edition),
    Row("reporting:staff-figures", (P.REPORT_VIEW,), make=an_edition),
    Row("reporting:voc-report", (P.REPORT_VIEW,), make=this_quarter),
    Row("reporting:voc-build", (P.REPORT_BUILD,), make=this_quarter, method="post", ok=302),
    Row("reporting:api-list", (P.REPORT_VIEW,)),
    Row("reporting:api-detail", (P.REPORT_VIEW,), make=an_edition),
    Row("reporting:api-metrics", (P.METRIC_VIEW,)),
]
