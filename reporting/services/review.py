"""The first half of a review: opened, assessed clause by clause, concluded."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.errors import IllegalMove, Incomplete, Refused, StaleVersion
from foundation.core.evidence import CLAUSES
from foundation.core.models import locked, signed
from foundation.core.notifications import notify_all
from foundation.core.thai.dates import fiscal_year_of, format_date
from foundation.governance import services as governance
from foundation.governance.selectors import current_policy
from reporting.enums import Assessed, Outcome, ReviewState
from reporting.models import AnnualReview, ClauseAssessment, ReviewStep
from reporting.services.review_common import locked_review, log, moved
from reporting.verdicts import frozen


@transaction.atomic
def open_review(*, due_on: date, by: User | None, now: datetime, year_be: int | None = None) -> AnnualReview:
    """Open the review of the policy in force; `by` None when the calendar of duties asks for it.

    Raises NotAllowed, Refused while another review is open (the database refuses it too), while no policy is in
    force, or for a due date that has passed.
    """
    if by is not None:
        demand(by, Permission.POLICY_EDIT)
        if due_on < timezone.localdate(now):
            raise Refused(_("The due date has passed. Please choose today or a later day."))
    version = current_policy()
    if version is None:
        raise Refused(
            _("No policy is in force yet, so there is nothing to review. Please import the announcement first.")
        )
    review = AnnualReview(
        policy=version.policy,
        year_be=year_be or fiscal_year_of(due_on),
        base_version=version,
        due_on=due_on,
        opened_by=by,
        opened_at=now,
        created_at=now,
    )
    try:
        with transaction.atomic():
            signed(review, by=by, now=now).save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("A review of this policy is open already. Please finish it first.")) from error
    ReviewStep.objects.create(review=review, move="open", target=review.state, by=by, at=now)
    return review


@transaction.atomic
def start_assessing(*, review_id: int, by: User, now: datetime) -> AnnualReview:
    """Ask the assessors for their word on each clause. Raises NotAllowed, IllegalMove."""
    review = log("start", moved("start", review_id, by), by=by, now=now)
    assessors = User.objects.filter(
        is_active=True, roles__permissions__contains=[str(Permission.POLICY_ASSESS)]
    ).distinct()

    def words() -> str:
        facts = {"day": format_date(review.due_on, "long")}
        return _("The policy review is open: please assess the clauses that you know. It is due on %(day)s.") % facts

    notify_all(assessors, words, review.get_absolute_url(), f"review:{review.public_id}:assess")
    return review


@transaction.atomic
def assess_clause(
    *,
    review_id: int,
    clause: str,
    verdict: str,
    comment: str,
    shown_version: int | None,
    by: User,
    now: datetime,
) -> ClauseAssessment:
    """Say whether a clause stays, changes or is unclear; the cockpit's evidence of this moment is kept beside it.

    `shown_version` is that of the assessment on the form, None where there was none.
    Raises NotAllowed, IllegalMove outside the assessment, Incomplete, StaleVersion when someone else was faster.
    """
    demand(by, Permission.POLICY_ASSESS)
    review = locked_review(review_id)
    if review.state != ReviewState.ASSESSING:
        raise IllegalMove(_("Clauses are assessed only while the review is at that step."))
    _demand_assessment(clause, verdict, comment)
    known = ClauseAssessment.objects.filter(review=review, clause=clause).first()
    if known is None:
        row = ClauseAssessment(review=review, clause=clause, created_at=now)
    elif shown_version is None:
        message = _("Someone else has assessed this clause meanwhile. Please look at it first.")
        raise StaleVersion(message, shown=0, stored=known.version)
    else:
        row = locked(ClauseAssessment.objects.all(), pk=known.pk, shown_version=shown_version)
    row.verdict, row.comment, row.evidence = verdict, comment, frozen(now, [clause])[0]
    row.assessed_by, row.assessed_at = by, now
    signed(row, by=by, now=now).save()
    return row


@transaction.atomic
def conclude_change(*, review_id: int, by: User, now: datetime) -> AnnualReview:
    """Clauses are to change: a draft version begins from the text in force.

    Raises NotAllowed, IllegalMove, Incomplete while clauses lack a clear assessment or none asks for a change,
    Refused while another version of the policy is on its way.
    """
    review = moved("redraft", review_id, by)
    if not _assessed(review, Assessed.CHANGE):
        raise Incomplete(_("No assessment asks for a change, so there is nothing to redraft."))
    review.outcome, review.concluded_by = Outcome.CHANGE, by
    review.draft_version = governance.draft_policy_version(
        policy=review.policy, from_version=review.base_version, by=by, now=now
    )
    return log("redraft", review, by=by, now=now)


@transaction.atomic
def conclude_keep(*, review_id: int, by: User, now: datetime) -> AnnualReview:
    """No clause is to change: the result goes to the reviewer and then to the board.

    Raises NotAllowed, IllegalMove, Incomplete while clauses lack a clear assessment or one asks for a change.
    """
    review = moved("keep", review_id, by)
    changing = _assessed(review, Assessed.CHANGE)
    if changing:
        words = _("These clauses are assessed as to be changed: %(clauses)s.") % {"clauses": ", ".join(changing)}
        raise Incomplete(words)
    review.outcome, review.concluded_by = Outcome.KEEP, by
    return log("keep", review, by=by, now=now)


def _assessed(review: AnnualReview, verdict: str) -> list[str]:
    """The clauses with that assessment. Raises Incomplete while one is missing or unclear."""
    known = dict(review.assessments.values_list("clause", "verdict"))
    missing = [clause for clause in CLAUSES if known.get(clause, Assessed.UNCLEAR) == Assessed.UNCLEAR]
    if missing:
        words = _("Without a clear assessment: %(clauses)s.") % {"clauses": ", ".join(missing)}
        raise Incomplete(words, missing={"clauses": words})
    return [clause for clause in CLAUSES if known[clause] == verdict]


def _demand_assessment(clause: str, verdict: str, comment: str) -> None:
    missing = {}
    if clause not in CLAUSES:
        missing["clause"] = _("The policy has no such clause.")
    if verdict not in Assessed.values:
        missing["verdict"] = _("Please choose what you say of the clause.")
    elif verdict != Assessed.KEEP and not comment:
        missing["comment"] = _("Please say what should change or what is unclear.")
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)
