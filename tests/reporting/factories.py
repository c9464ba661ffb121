"""Reviews at every station, made the way people make them."""

import datetime as dt
from collections.abc import Callable

from foundation.core.evidence import CLAUSES
from foundation.governance import selectors as governance_reads
from foundation.governance.models import PolicyVersion, Proposal, Resolution
from foundation.governance.services import edit_clause, record_meeting, record_resolution
from reporting import services
from reporting.models import AnnualReview
from tests.governance.factories import NOW
from tests.governance.policies import approved, publish
from tests.people import someone

DAY = dt.timedelta(days=1)
DUE = dt.date(2026, 12, 31)
CHANGED = "3.2"
ADMIN, ASSESSOR, REVIEWER, SECRETARY = "policy-administrator", "voc-analyst", "executive", "board-secretary"
STATEMENT = "ตรวจหน้าเผยแพร่ข้อมูลครบทุกหน้าแล้ว เห็นว่าครบถ้วน"


def policy_in_force() -> PolicyVersion:
    """The policy as published, made where it is missing."""
    return governance_reads.current_policy() or publish(approved())


def opened() -> AnnualReview:
    """A review of the policy in force, just opened."""
    policy_in_force()
    return services.open_review(due_on=DUE, by=someone(ADMIN), now=NOW)


def assessing() -> AnnualReview:
    """The assessors have been asked."""
    return services.start_assessing(review_id=opened().pk, by=someone(ADMIN), now=NOW)


def assessed(change: str | None = CHANGED) -> AnnualReview:
    """Every clause has a word; one is to change unless told otherwise."""
    review = assessing()
    for clause in CLAUSES:
        services.assess_clause(
            review_id=review.pk,
            clause=clause,
            verdict="change" if clause == change else "keep",
            comment="ให้เพิ่มช่องทางออนไลน์" if clause == change else "",
            shown_version=None,
            by=someone(ASSESSOR),
            now=NOW,
        )
    return fresh(review)


def redrafting() -> AnnualReview:
    """A draft version has begun."""
    return services.conclude_change(review_id=assessed().pk, by=someone(ADMIN), now=NOW)


def redrafted() -> AnnualReview:
    """The clause that was to change is changed in the draft."""
    review = redrafting()
    assert review.draft_version is not None
    clause = review.draft_version.clauses.get(key=CHANGED)
    edit_clause(
        clause_id=clause.pk,
        shown_version=clause.version,
        texts={"text_th": f"{clause.text_th} รวมทั้งช่องทางออนไลน์"},
        by=someone(ADMIN),
        now=NOW,
    )
    return fresh(review)


def reviewing() -> AnnualReview:
    """The draft lies with the reviewer."""
    return services.submit_draft(review_id=redrafted().pk, by=someone(ADMIN), now=NOW)


def reviewed() -> AnnualReview:
    """The reviewer lets it go to the board."""
    return services.approve_review(review_id=reviewing().pk, note="", by=someone(REVIEWER), now=NOW)


def proposed() -> AnnualReview:
    """The exact text lies before the board."""
    return services.propose_review(review_id=reviewed().pk, by=someone(ADMIN), now=NOW)


def decided() -> AnnualReview:
    """The board approved the new text."""
    review = proposed()
    decide(review)
    return fresh(review)


def published() -> AnnualReview:
    """The new version is announced."""
    return services.publish_review(
        review_id=decided().pk,
        announced_on=(NOW + 2 * DAY).date(),
        effective_on=None,
        by=someone(ADMIN),
        now=NOW + 2 * DAY,
    )


def acknowledging() -> AnnualReview:
    """Staff are asked."""
    until = (NOW + 20 * DAY).date()
    return services.ask_staff(review_id=published().pk, acknowledge_by=until, by=someone(ADMIN), now=NOW + 2 * DAY)


def closed() -> AnnualReview:
    """The day for acknowledging has passed and the review is closed."""
    return services.close_review(
        review_id=acknowledging().pk, note="แก้ข้อ 3.2 และเผยแพร่แล้ว", by=someone(ADMIN), now=NOW + 21 * DAY
    )


def kept_reviewing() -> AnnualReview:
    """Nothing needs to change, says the assessment; the reviewer is asked."""
    return services.conclude_keep(review_id=assessed(None).pk, by=someone(ADMIN), now=NOW)


def kept_proposed() -> AnnualReview:
    """The result "no change" lies before the board."""
    review = services.approve_review(review_id=kept_reviewing().pk, note="", by=someone(REVIEWER), now=NOW)
    return services.propose_review(review_id=review.pk, by=someone(ADMIN), now=NOW)


def kept_decided() -> AnnualReview:
    """The board agrees that nothing changes."""
    review = kept_proposed()
    decide(review)
    return fresh(review)


def decide(review: AnnualReview, kind: str = "approved") -> Resolution:
    """The board meets the day after and decides about what this review laid before it."""
    after, secretary = NOW + DAY, someone(SECRETARY)
    meeting = record_meeting(number=11, year_be=2569, held_on=after.date(), by=secretary, now=after)
    return record_resolution(
        meeting_id=meeting.pk,
        proposal_id=Proposal.objects.latest("id").pk,
        item="4.2",
        kind=kind,
        remarks="" if kind == "approved" else "ขอให้ทบทวนอีกครั้ง",
        by=secretary,
        now=after,
    )


def fresh(review: AnnualReview) -> AnnualReview:
    """The review as stored."""
    return AnnualReview.objects.select_related("draft_version", "base_version", "resolution").get(pk=review.pk)


# Every station by the state in which it leaves the review; the way of a change.
STATIONS: dict[str, Callable[[], AnnualReview]] = {
    "opened": opened,
    "assessing": assessed,
    "redrafting": redrafted,
    "reviewing": reviewing,
    "reviewed": reviewed,
    "proposed": proposed,
    "approved": decided,
    "published": published,
    "acknowledging": acknowledging,
    "closed": closed,
}
