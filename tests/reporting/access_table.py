"""Who may use which address of the reporting room."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from foundation.accounts.permissions import Permission as P
from foundation.core.thai.dates import fiscal_quarter_of
from reporting import services
from reporting.figures import collect
from reporting.models import Snapshot
from tests.access import Row
from tests.people import someone
from tests.reporting import factories as f


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


def a_rule() -> Mapping[str, Any]:
    return {"clause": "5.2", "rule": "reporting.service_culture"}


def an_attestation() -> Mapping[str, Any]:
    attestation = services.attest(
        rule_key="reporting.service_culture",
        statement=f.STATEMENT,
        expires_on=timezone.localdate() + timedelta(days=90),
        cited=[{"label": "บันทึก", "url": ""}],
        by=someone("executive"),
        now=timezone.now(),
    )
    return {"public_id": attestation.public_id}


def a_duty() -> Mapping[str, Any]:
    return {"key": "board-report"}


def a_review() -> Mapping[str, Any]:
    return {"public_id": f.opened().public_id}


def a_step() -> Mapping[str, Any]:
    return {"public_id": f.opened().public_id, "move": "start"}


def an_assessment() -> Mapping[str, Any]:
    return {"public_id": f.assessing().public_id, "clause": "3.2"}


def a_redraft() -> Mapping[str, Any]:
    return {"public_id": f.redrafting().public_id, "clause": "3.2"}


def an_acknowledgement() -> Mapping[str, Any]:
    return {"public_id": f.acknowledging().public_id}


POLICY, EDIT = (P.POLICY_VIEW,), (P.POLICY_EDIT,)
REASON = {"reason": "หลักฐานไม่ครบ"}

ROWS = [
    Row("reporting:staff-policy", POLICY),
    Row("reporting:staff-clause", POLICY, make=lambda: {"clause": "5.2"}),
    Row("reporting:staff-figure", (P.METRIC_VIEW,), make=lambda: {"key": "customers.current"}),
    Row("reporting:staff-attest", (P.POLICY_ATTEST,), make=a_rule),
    Row("reporting:staff-withdraw", (P.POLICY_ATTEST,), make=an_attestation, method="post", data=REASON, ok=302),
    Row("reporting:staff-duties", (P.REPORT_VIEW, P.POLICY_VIEW)),
    Row("reporting:staff-duty-edit", EDIT, make=a_duty),
    Row("reporting:staff-duty-kept", (P.REPORT_VIEW, P.POLICY_VIEW), make=a_duty),
    Row("reporting:staff-reviews", POLICY),
    Row("reporting:staff-review-open", EDIT, method="post", ok=422),
    Row("reporting:staff-review", POLICY, make=a_review),
    Row("reporting:staff-review-record", POLICY, make=a_review, is_page=False),
    Row("reporting:staff-review-comparison", POLICY, make=a_review),
    Row("reporting:staff-review-assess", (P.POLICY_ASSESS,), make=an_assessment),
    Row("reporting:staff-review-redraft", EDIT, make=a_redraft),
    Row("reporting:staff-review-acknowledge", POLICY, make=an_acknowledgement, method="post", ok=302),
    Row("reporting:staff-review-verdict", (P.POLICY_REVIEW,), make=a_review, method="post", ok=422),
    Row("reporting:staff-review-step", EDIT, make=a_step, method="post", ok=302),
    Row("reporting:staff-list", (P.REPORT_VIEW,)),
    Row("reporting:staff-detail", (P.REPORT_VIEW,), make=this_quarter),
    Row("reporting:staff-build", (P.REPORT_BUILD,), make=this_quarter, method="post", ok=302),
    Row("reporting:staff-preface", (P.REPORT_BUILD,), make=this_quarter, method="post", data={"version": 1}, ok=302),
    Row("reporting:staff-download", (P.REPORT_VIEW,), make=an_edition, is_page=False),
    Row("reporting:staff-figures", (P.REPORT_VIEW,), make=an_edition, is_page=False),
    Row("reporting:voc-report", (P.REPORT_VIEW,), make=this_quarter),
    Row("reporting:voc-build", (P.REPORT_BUILD,), make=this_quarter, method="post", ok=302),
    Row("reporting:api-list", (P.REPORT_VIEW,)),
    Row("reporting:api-detail", (P.REPORT_VIEW,), make=an_edition),
    Row("reporting:api-metrics", (P.METRIC_VIEW,)),
]
