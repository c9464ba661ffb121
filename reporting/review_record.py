"""The record of an annual review as PDF: who, when, what was said, what changes, what the board decided."""

from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from foundation.core.pdf import build_pdf
from foundation.core.thai.dates import format_date, format_datetime
from reporting.compare import changes_of
from reporting.lifecycle import MOVES
from reporting.models import AnnualReview, ReviewStep
from reporting.selectors.reviews import ReviewClause, clauses_of
from reporting.services.review_end import acknowledged_share

TEMPLATE = "policy_review.typ"


def record_pdf(review: AnnualReview, *, now: datetime) -> bytes:
    """The record in Thai. A closed review gives the same bytes whenever it is asked for."""
    at = review.closed_at or now
    with translation.override("th"):
        return build_pdf(TEMPLATE, _record(review, at), date=timezone.localdate(at))


def _record(review: AnnualReview, at: datetime) -> dict[str, Any]:
    clauses = clauses_of(review, language="th")
    return {
        "meta": {
            "company": _("Dhanarak Asset Development Company Limited"),
            "title": str(review),
            "policy": f"{review.policy.title} · {review.base_version}",
            "short": str(review.year_be),
            "edition": review.get_state_display(),
            "asof": format_datetime(at, "long"),
            "secrecy": _("Internal"),
        },
        "verdict": _verdict(review, clauses),
        "facts": _facts(review),
        "steps": [_step(step) for step in review.steps.select_related("by")],
        "clauses": [_clause(each) for each in clauses],
        "changes": [
            {
                "title": change.clause.heading,
                "asked": change.asked,
                "pieces": [{"fate": str(piece.fate), "text": piece.text} for piece in change.pieces],
            }
            for change in changes_of(review)
        ],
    }


def _verdict(review: AnnualReview, clauses: list[ReviewClause]) -> str:
    if review.closed_at:
        return review.closing_note
    said = sum(each.assessment is not None for each in clauses)
    facts = {"state": review.get_state_display(), "said": said, "all": len(clauses)}
    return _("%(state)s: %(said)d of %(all)d clauses assessed") % facts


def _facts(review: AnnualReview) -> list[list[str]]:
    done, total = acknowledged_share(review)
    resolution = review.resolution
    rows = [
        (
            _("Opened"),
            f"{format_date(review.opened_at, 'long')} · {review.opened_by or _('by the calendar of duties')}",
        ),
        (_("Due on"), format_date(review.due_on, "long")),
        (_("What it came to"), review.get_outcome_display() if review.outcome else "–"),
        (_("Concluded by"), str(review.concluded_by or "–")),
        (_("Reviewed by"), str(review.reviewed_by or "–")),
        (_("Resolution"), f"{resolution.meeting.label} · {resolution.get_kind_display()}" if resolution else "–"),
        (_("Fingerprint of what was decided"), _in_fours(review.content_hash) or "–"),
        (_("New version"), str(review.draft_version or "–")),
    ]
    if review.draft_version:
        rows.append((_("Acknowledged by staff"), f"{done} / {total}"))
    return [list(row) for row in rows]


def _step(step: ReviewStep) -> list[str]:
    label = str(MOVES[step.move].label) if step.move in MOVES else _("Opened")
    return [format_datetime(step.at), str(step.by or _("the system")), label, step.note]


def _clause(each: ReviewClause) -> dict[str, Any]:
    said = each.assessment
    return {
        "title": each.title,
        "verdict": said.get_verdict_display() if said else _("not assessed"),
        "comment": said.comment if said else "",
        "who": f"{said.assessed_by} · {format_date(said.assessed_at)}" if said else "",
        "evidence": [
            {"title": rule["title"], "verdict": rule["verdict"], "sentence": rule["sentence"]}
            for rule in each.evidence.get("rules", [])
        ],
        "state": each.evidence.get("verdict", ""),
    }


def _in_fours(digest: str) -> str:
    return " ".join(digest[i : i + 4] for i in range(0, 32, 4)) if digest else ""
