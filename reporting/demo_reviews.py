"""Demo reviews: last year's, closed without a change by the board's resolution; this year's, being assessed."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django.utils import timezone

from foundation.accounts.models import User
from foundation.core.evidence import CLAUSES
from foundation.governance.models import BoardMeeting, Proposal
from foundation.governance.selectors import current_policy
from foundation.governance.services import record_resolution
from reporting import services
from reporting.models import AnnualReview

DAY = timedelta(days=1)
ASSESSORS = ("strategist", "voc-analyst", "product-manager", "charter-owner", "complaint-manager")

# What is said of clauses in the review that is open; those not named wait for a word.
SAID = {
    "1.1": ("keep", "นิยามยังใช้ได้กับผู้เช่าทุกประเภท"),
    "1.2": ("keep", ""),
    "1.3": ("unclear", "ขอหารือว่าหน่วยงานใดเป็นเจ้าภาพข้อมูลเสียงลูกค้าของผู้เช่าช่วง"),
    "2.1": ("keep", "ตัวแปรที่ใช้จำแนกยังแยกกลุ่มได้ชัด"),
    "2.2": ("keep", ""),
    "2.3": ("change", "ควรกล่าวถึงการคุ้มครองข้อมูลส่วนบุคคลในการตลาดเฉพาะราย"),
    "3.1": ("keep", ""),
    "3.2": ("change", "ควรระบุช่องทางออนไลน์และคิวอาร์ ณ จุดบริการให้ชัด"),
    "3.3": ("keep", "รายงานเสียงลูกค้าครบทุกไตรมาส"),
    "4.1": ("keep", ""),
    "5.2": ("keep", ""),
    "5.4": ("keep", "วิธีปฏิบัติสอดคล้องกับมาตรฐานแล้ว"),
}


def build_reviews(now: datetime, people: Mapping[str, User]) -> None:
    """Both reviews, once, where a policy is in force."""
    if current_policy() is None or AnnualReview.objects.exists():
        return
    _last_year(now, people)
    _this_year(now, people)


def _last_year(now: datetime, people: Mapping[str, User]) -> None:
    """Closed about eleven months ago, after the board agreed that nothing changes."""
    day = timezone.localdate(now) - 325 * DAY
    meeting = BoardMeeting.objects.filter(held_on__lte=day).order_by("-held_on").first()
    if meeting is None or meeting.held_on < day - 60 * DAY:
        return
    met = timezone.make_aware(datetime.combine(meeting.held_on, time(15, 40)))
    admin, reviewer = people["policy-administrator"], people["executive"]
    review = services.open_review(due_on=meeting.held_on + 8 * DAY, by=admin, now=met - 58 * DAY)
    services.start_assessing(review_id=review.pk, by=admin, now=met - 56 * DAY)
    for place, clause in enumerate(CLAUSES):
        at = met - (50 - place) * DAY
        _say(review, clause, "keep", "", people[ASSESSORS[place % len(ASSESSORS)]], at)
    services.conclude_keep(review_id=review.pk, by=admin, now=met - 28 * DAY)
    services.approve_review(review_id=review.pk, note="เห็นด้วยกับผลประเมินทุกข้อ", by=reviewer, now=met - 21 * DAY)
    services.propose_review(review_id=review.pk, by=admin, now=met - 14 * DAY)
    record_resolution(
        meeting_id=meeting.pk,
        proposal_id=Proposal.objects.filter(content_public_id=review.public_id).latest("id").pk,
        item="4.3",
        kind="approved_with_remarks",
        remarks="คงนโยบายไว้ตามเดิม และขอให้ติดตามช่องทางออนไลน์ในการทบทวนปีหน้า",
        by=people["board-secretary"],
        now=met + DAY,
    )
    note = "คณะกรรมการเห็นชอบให้คงนโยบายไว้ตามเดิม และให้ติดตามช่องทางออนไลน์ในปีถัดไป"
    services.close_review(review_id=review.pk, note=note, by=admin, now=met + 3 * DAY)


def _this_year(now: datetime, people: Mapping[str, User]) -> None:
    """Opened three weeks ago; most clauses have a word."""
    admin = people["policy-administrator"]
    review = services.open_review(due_on=timezone.localdate(now) + 36 * DAY, by=admin, now=now - 22 * DAY)
    services.start_assessing(review_id=review.pk, by=admin, now=now - 21 * DAY)
    for place, (clause, (verdict, comment)) in enumerate(SAID.items()):
        _say(review, clause, verdict, comment, people[ASSESSORS[place % len(ASSESSORS)]], now - (18 - place) * DAY)


def _say(review: AnnualReview, clause: str, verdict: str, comment: str, by: User, at: datetime) -> None:
    services.assess_clause(
        review_id=review.pk, clause=clause, verdict=verdict, comment=comment, shown_version=None, by=by, now=at
    )
