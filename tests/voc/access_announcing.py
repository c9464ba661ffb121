"""Who may use the addresses of insights, announcements, what we did, and coverage."""

from collections.abc import Mapping
from typing import Any

from foundation.accounts.permissions import Permission as P
from tests.access import Row
from tests.governance.factories import NOW
from tests.people import someone
from tests.voc import announcing as make
from voc.services import done, insights


def _writer() -> Any:
    return someone("voc-analyst", "author-of-the-table")


def a_draft() -> Mapping[str, Any]:
    return {"public_id": make.make_announcement(_writer()).public_id}


def a_submitted() -> Mapping[str, Any]:
    return {"public_id": make.make_submitted(_writer()).public_id}


def an_approved() -> Mapping[str, Any]:
    row = make.make_submitted(_writer())
    return {"public_id": make.approve(row, someone("executive", "approver-of-the-table")).public_id}


def a_published() -> Mapping[str, Any]:
    row = make.make_published(_writer(), someone("executive", "approver-of-the-table"))
    return {"public_id": row.public_id}


def an_insight() -> Mapping[str, Any]:
    return {"public_id": make.make_insight(_writer()).public_id}


def a_cited_insight() -> Mapping[str, Any]:
    row = make.make_insight(_writer())
    other = make.make_insight(_writer())
    source = insights.cite(insight_id=row.pk, kind="insight", public_id=other.public_id, by=_writer(), now=NOW)
    return {"public_id": row.public_id, "source": source.pk}


def a_proposed_insight() -> Mapping[str, Any]:
    row = make.make_insight(_writer(), cited=("insight", make.make_insight(_writer()).public_id))
    insights.propose_insight(insight_id=row.pk, by=_writer(), now=NOW)
    return {"public_id": row.public_id}


def an_entry() -> Mapping[str, Any]:
    return {"public_id": make.make_done(_writer()).public_id}


def a_submitted_entry() -> Mapping[str, Any]:
    row = make.make_done(_writer())
    done.submit_done(entry_id=row.pk, by=_writer(), now=NOW)
    return {"public_id": row.public_id}


def a_plan() -> Mapping[str, Any]:
    from voc.models import ListeningPlan

    ListeningPlan.objects.all().delete()
    return {"public_id": make.make_plan(_writer()).public_id}


VIEW, EDIT, DECIDE = (P.VOC_VIEW,), (P.VOC_EDIT,), (P.VOC_DECIDE,)
DRAFT, APPROVE = (P.ANNOUNCEMENT_DRAFT,), (P.ANNOUNCEMENT_APPROVE,)
WHY = {"reason": "ข้อมูลไม่ครบ"}

ROWS = [
    Row("voc:portal-announcements", None),
    Row("voc:portal-announcement", None, make=a_published),
    Row("voc:announcements", VIEW),
    Row("voc:announcement", VIEW, make=a_draft),
    Row("voc:announcement-new", DRAFT),
    Row("voc:announcement-change", DRAFT, make=a_draft),
    Row("voc:announcement-submit", DRAFT, make=a_draft, method="post", ok=302),
    Row("voc:announcement-approve", APPROVE, make=a_submitted, method="post", ok=302),
    Row("voc:announcement-send-back", APPROVE, make=a_submitted, method="post", data=WHY, ok=302),
    Row("voc:announcement-take-back", DRAFT, make=a_submitted, method="post", data=WHY, ok=302),
    Row("voc:announcement-publish", DRAFT, make=an_approved, method="post", ok=302),
    Row("voc:announcement-withdraw", APPROVE, make=a_published, method="post", data=WHY, ok=302),
    Row("voc:announcement-discard", DRAFT, make=a_draft, method="post", data=WHY, ok=302),
    Row("voc:announcement-correct", DRAFT, make=a_published, method="post", ok=302),
    Row("voc:needs", VIEW),
    Row("voc:insights", VIEW),
    Row("voc:insight", VIEW, make=an_insight),
    Row("voc:insight-new", EDIT),
    Row("voc:insight-change", EDIT, make=an_insight),
    Row("voc:insight-cite", EDIT, make=an_insight, method="post", ok=422),
    Row("voc:insight-uncite", EDIT, make=a_cited_insight, method="post", ok=302),
    Row("voc:insight-propose", EDIT, make=an_insight, method="post", ok=302),
    Row("voc:insight-return", DECIDE, make=a_proposed_insight, method="post", data=WHY, ok=302),
    Row("voc:insight-decide", DECIDE, make=a_proposed_insight, method="post", ok=422),
    Row("voc:insight-follow-up", EDIT, make=an_insight, method="post", ok=422),
    Row("voc:insight-close", EDIT, make=an_insight, method="post", ok=302),
    Row("voc:insight-idea", EDIT, make=an_insight, method="post", ok=302),
    Row("voc:api-insights", VIEW),
    Row("voc:api-insight", VIEW, make=an_insight),
    Row("voc:api-announcements", VIEW),
    Row("voc:api-announcement", VIEW, make=a_draft),
    Row("voc:portal-done", None),
    Row("voc:done", VIEW),
    Row("voc:done-entry", VIEW, make=an_entry),
    Row("voc:done-new", DRAFT),
    Row("voc:done-change", DRAFT, make=an_entry),
    Row("voc:done-submit", DRAFT, make=an_entry, method="post", ok=302),
    Row("voc:done-publish", APPROVE, make=a_submitted_entry, method="post", ok=302),
    Row("voc:done-send-back", APPROVE, make=a_submitted_entry, method="post", data=WHY, ok=302),
    Row("voc:done-withdraw", APPROVE, make=a_submitted_entry, method="post", data=WHY, ok=302),
    Row("voc:coverage", VIEW),
    Row("voc:plan-new", EDIT),
    Row("voc:plan-change", EDIT, make=a_plan),
    Row("voc:plan-listened", EDIT, make=a_plan, method="post", data={"on": "20/11/2026"}, ok=302),
]
