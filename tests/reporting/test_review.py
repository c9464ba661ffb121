"""The annual review: its way, its refusals from the table, roles apart, one at a time."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError

from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused, StaleVersion
from foundation.core.models import Notification
from foundation.governance.services import acknowledge_policy, submit_policy_for_review, take_back_policy
from reporting import services
from reporting.enums import ReviewState
from reporting.lifecycle import MOVES, ONLY_FOR
from reporting.models import AnnualReview, ReviewNotice, ReviewStep
from reporting.services.review_decision import result_hash
from tests.governance.factories import NOW
from tests.people import someone
from tests.reporting import factories as f

pytestmark = pytest.mark.django_db
ADMIN, REVIEWER, ASSESSOR = f.ADMIN, f.REVIEWER, f.ASSESSOR
LATER = NOW + 30 * f.DAY

# How each move is asked for, with everything that it demands.
CALLS: dict[str, Callable[..., Any]] = {
    "start": services.start_assessing,
    "redraft": services.conclude_change,
    "keep": services.conclude_keep,
    "submit": services.submit_draft,
    "approve": lambda **given: services.approve_review(note="", **given),
    "send_back": lambda **given: services.send_back(reason="ขอแก้", **given),
    "propose": services.propose_review,
    "publish": lambda **given: services.publish_review(announced_on=LATER.date(), effective_on=None, **given),
    "ask_staff": lambda **given: services.ask_staff(acknowledge_by=(LATER + 9 * f.DAY).date(), **given),
    "close": lambda **given: services.close_review(note="เสร็จแล้ว", **given),
}
PEOPLE_MOVES = [name for name in MOVES if MOVES[name].permission and name not in {"reassess", "close_unchanged"}]


def test_every_move_of_people_is_tested() -> None:
    assert set(CALLS) == set(PEOPLE_MOVES)


def test_the_whole_way_of_a_change_in_order() -> None:
    review = f.closed()
    assert list(review.steps.values_list("target", flat=True)) == list(ReviewState.values)
    assert [step.move for step in review.steps.all()][-1] == "close"
    assert review.draft_version is not None
    assert review.draft_version.status == "published"
    assert review.resolution is not None
    assert review.resolution.content_hash == review.content_hash == review.draft_version.content_hash


@pytest.mark.parametrize("state", ReviewState.values)
def test_no_step_can_be_taken_from_another_state_nor_by_others(state: str) -> None:
    review = f.STATIONS[state]()
    steps = ReviewStep.objects.count()
    for name in PEOPLE_MOVES:
        for role in ("auditor", "voc-analyst", "board-member"):
            with pytest.raises(NotAllowed), transaction.atomic():
                CALLS[name](review_id=review.pk, by=someone(role), now=LATER)
        if state in MOVES[name].sources:
            continue
        by = someone(REVIEWER if MOVES[name].permission == "policy.review" else ADMIN)
        with pytest.raises(IllegalMove), transaction.atomic():
            CALLS[name](review_id=review.pk, by=by, now=LATER)
    assert f.fresh(review).state == state
    assert ReviewStep.objects.count() == steps


def test_two_reviews_at_once_are_refused_by_the_service_and_by_the_database() -> None:
    first = f.opened()
    with pytest.raises(Refused):
        services.open_review(due_on=f.DUE, by=someone(ADMIN), now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        AnnualReview.objects.create(
            policy=first.policy, base_version=first.base_version, year_be=2571, due_on=f.DUE, opened_at=NOW
        )


def test_a_review_needs_a_policy_in_force_and_a_day_to_come() -> None:
    with pytest.raises(Refused):
        services.open_review(due_on=f.DUE, by=someone(ADMIN), now=NOW)
    f.policy_in_force()
    with pytest.raises(Refused):
        services.open_review(due_on=NOW.date() - f.DAY, by=someone(ADMIN), now=NOW)
    with pytest.raises(NotAllowed):
        services.open_review(due_on=f.DUE, by=someone(REVIEWER), now=NOW)


def _say(review: AnnualReview, clause: str, verdict: str, **given: Any) -> Any:
    facts = {"comment": "", "shown_version": None, "by": someone(ASSESSOR), "now": NOW, **given}
    return services.assess_clause(review_id=review.pk, clause=clause, verdict=verdict, **facts)


def test_assessments_keep_the_evidence_of_the_moment() -> None:
    review = f.assessing()
    row = _say(review, "5.2", "keep")
    assert row.evidence["clause"] == "5.2"
    assert row.evidence["verdict"] in {"amber", "red"}
    assert {"th", "en"} == set(row.evidence["rules"][0]["sentence"])


@pytest.mark.parametrize(
    ("clause", "verdict", "comment", "field"),
    [("9.9", "keep", "", "clause"), ("5.2", "perhaps", "", "verdict"), ("5.2", "change", "", "comment")],
)
def test_bad_assessments_are_refused(clause: str, verdict: str, comment: str, field: str) -> None:
    with pytest.raises(Incomplete) as refusal:
        _say(f.assessing(), clause, verdict, comment=comment)
    assert field in refusal.value.missing


def test_an_assessment_by_someone_faster_is_not_overwritten() -> None:
    review = f.assessing()
    first = _say(review, "5.2", "keep")
    with pytest.raises(StaleVersion):
        _say(review, "5.2", "unclear", comment="ไม่ชัด")
    with pytest.raises(StaleVersion):
        _say(review, "5.2", "unclear", comment="ไม่ชัด", shown_version=first.version + 1)
    assert _say(review, "5.2", "unclear", comment="ไม่ชัด", shown_version=first.version).verdict == "unclear"


def test_only_assessors_assess_and_only_then() -> None:
    review = f.assessing()
    with pytest.raises(NotAllowed):
        _say(review, "5.2", "keep", by=someone(ADMIN))
    review = f.fresh(review)
    with pytest.raises(Incomplete, match=r"1\.2"):
        services.conclude_keep(review_id=review.pk, by=someone(ADMIN), now=NOW)


def test_unclear_clauses_hold_the_review() -> None:
    review = f.assessed(None)
    row = review.assessments.get(clause="2.1")
    _say(review, "2.1", "unclear", comment="ต้องหารือ", shown_version=row.version)
    for conclude in (services.conclude_keep, services.conclude_change):
        with pytest.raises(Incomplete, match=r"2\.1"):
            conclude(review_id=review.pk, by=someone(ADMIN), now=NOW)


def test_the_way_follows_the_assessments() -> None:
    with pytest.raises(Incomplete):
        services.conclude_keep(review_id=f.assessed().pk, by=someone(ADMIN), now=NOW)


def test_nothing_to_change_is_no_redraft() -> None:
    with pytest.raises(Incomplete):
        services.conclude_change(review_id=f.assessed(None).pk, by=someone(ADMIN), now=NOW)


def test_a_clause_that_was_to_change_must_change() -> None:
    review = f.redrafting()
    with pytest.raises(Incomplete, match=r"3\.2"):
        services.submit_draft(review_id=review.pk, by=someone(ADMIN), now=NOW)


def test_who_drafted_does_not_review() -> None:
    review = f.reviewing()
    both = someone(REVIEWER, "both")
    both.roles.add(*someone(ADMIN).roles.all())
    AnnualReview.objects.filter(pk=review.pk).update(concluded_by=both)
    with pytest.raises(NotAllowed):
        services.approve_review(review_id=review.pk, note="", by=both, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        AnnualReview.objects.filter(pk=review.pk).update(reviewed_by=both, reviewed_at=NOW)


def test_sent_back_with_a_reason_and_again() -> None:
    review = f.reviewing()
    with pytest.raises(Incomplete):
        services.send_back(review_id=review.pk, reason="", by=someone(REVIEWER), now=NOW)
    services.send_back(review_id=review.pk, reason="ขอให้กระชับ", by=someone(REVIEWER), now=NOW)
    review = f.fresh(review)
    assert (review.state, review.draft_version and review.draft_version.status) == ("redrafting", "draft")
    services.submit_draft(review_id=review.pk, by=someone(ADMIN), now=NOW)


def test_the_board_returns_the_draft() -> None:
    review = f.proposed()
    f.decide(review, "returned")
    review = f.fresh(review)
    assert (review.state, review.reviewed_by, review.resolution) == ("redrafting", None, None)


def test_no_change_goes_to_the_board_too_and_closes_without_a_new_version() -> None:
    review = f.kept_decided()
    assert (review.state, review.draft_version) == ("approved", None)
    with pytest.raises(Incomplete):
        services.close_review(review_id=review.pk, note="", by=someone(ADMIN), now=LATER)
    review = services.close_review(review_id=review.pk, note="คงเดิม", by=someone(ADMIN), now=LATER)
    assert review.state == "closed"


@pytest.mark.parametrize("name", [name for name, outcome in ONLY_FOR.items() if outcome == "change" and name in CALLS])
def test_no_change_has_no_step_of_the_other_way(name: str) -> None:
    review = f.kept_reviewing() if name == "send_back" else f.kept_decided()
    if name == "send_back":
        services.send_back(review_id=review.pk, reason="ประเมินใหม่", by=someone(REVIEWER), now=NOW)
        assert f.fresh(review).state == "assessing"
        return
    with pytest.raises(IllegalMove):
        CALLS[name](review_id=review.pk, by=someone(ADMIN), now=LATER)


def test_the_board_doubts_that_nothing_changes() -> None:
    review = f.kept_proposed()
    f.decide(review, "returned")
    review = f.fresh(review)
    assert (review.state, review.outcome, review.concluded_by) == ("assessing", "", None)


def test_the_hash_of_a_result_tells_every_assessment() -> None:
    review = f.kept_proposed()
    assert review.content_hash == result_hash(review)
    review.assessments.filter(clause="5.4").update(comment="แก้ภายหลัง")
    assert review.content_hash != result_hash(review)


def test_a_decision_about_another_text_moves_nothing() -> None:
    review = f.proposed()
    AnnualReview.objects.filter(pk=review.pk).update(content_hash="f" * 64)
    f.decide(review)
    assert AnnualReview.objects.get(pk=review.pk).state == "proposed"


def test_a_version_moved_on_its_own_page_takes_the_review_along() -> None:
    review = f.redrafted()
    submit_policy_for_review(version_id=review.draft_version_id, by=someone(ADMIN), now=NOW)
    services.approve_review(review_id=review.pk, note="", by=someone(REVIEWER), now=NOW)
    assert f.fresh(review).state == "reviewed"


def test_a_version_taken_back_from_the_board_leads_the_review_to_redrafting() -> None:
    review = f.proposed()
    take_back_policy(version_id=review.draft_version_id, reason="ส่งผิดฉบับ", by=someone(ADMIN), now=LATER)
    services.submit_draft(review_id=review.pk, by=someone(ADMIN), now=LATER)
    assert (f.fresh(review).state, f.fresh(review).reviewed_by) == ("reviewing", None)


def test_closing_waits_for_staff_or_for_the_day() -> None:
    review = f.acknowledging()
    early = NOW + 3 * f.DAY
    with pytest.raises(Incomplete):
        services.close_review(review_id=review.pk, note="เสร็จ", by=someone(ADMIN), now=early)
    done, total = services.acknowledged_share(review)
    assert (done, total > 0) == (0, True)
    for person in {row.user for row in Notification.objects.filter(key__endswith=":acknowledge")}:
        acknowledge_policy(version_id=review.draft_version_id, by=person, now=early)
    assert services.acknowledged_share(review) == (total, total)
    assert services.close_review(review_id=review.pk, note="เสร็จ", by=someone(ADMIN), now=early).state == "closed"


def test_steps_and_notices_only_grow() -> None:
    f.opened()
    with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
        ReviewStep.objects.update(note="แก้")


def test_a_review_opens_by_itself_once_before_its_due_date() -> None:
    f.policy_in_force()
    early = dt.datetime(2026, 9, 1, 3, tzinfo=dt.UTC)
    _count_from(dt.date(2026, 10, 1))
    assert services.ensure_review(now=early) is None
    review = services.ensure_review(now=NOW)
    assert review is not None
    assert (review.opened_by, review.year_be, review.due_on) == (None, 2570, dt.date(2027, 1, 4))
    assert services.ensure_review(now=NOW) is None


def test_lateness_goes_up_once() -> None:
    review = f.opened()
    _count_from(dt.date(2026, 10, 1))
    assert services.escalate(now=NOW) == []
    soon = dt.datetime(2026, 12, 20, 3, tzinfo=dt.UTC)
    someone(ADMIN), someone(REVIEWER)
    assert [notice.kind for notice in services.escalate(now=soon)] == ["due_soon"]
    assert services.escalate(now=soon) == []
    late = dt.datetime(2027, 1, 2, 3, tzinfo=dt.UTC)
    assert [notice.kind for notice in services.escalate(now=late)] == ["overdue"]
    told = Notification.objects.filter(key=f"review:{review.public_id}:overdue").values_list(
        "user__username", flat=True
    )
    assert {f"table-{ADMIN}", f"table-{REVIEWER}"} <= set(told)
    assert ReviewNotice.objects.count() == 2


def _count_from(day: dt.date) -> None:
    from reporting.models import Deadline

    Deadline.objects.update(starts_on=day)
