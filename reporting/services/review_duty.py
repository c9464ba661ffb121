"""The annual review comes by itself: opened before its due date, people told when it is due and when it is late."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.notifications import notify_all
from foundation.core.thai.dates import format_date
from foundation.governance.selectors import current_policy
from reporting.deadlines import turns
from reporting.enums import Escalation, ReviewState, TurnState
from reporting.models import AnnualReview, Deadline, ReviewNotice
from reporting.services.review import open_review

DUTY = "policy-review"


def ensure_review(*, now: datetime) -> AnnualReview | None:
    """Open the review whose due date comes near, once; None where none is due or one is open or was made."""
    policy = current_policy()
    if policy is None or AnnualReview.objects.exclude(state=ReviewState.CLOSED).exists():
        return None
    for turn in turns(now, Deadline.objects.filter(key=DUTY, is_active=True)):
        year = turn.key[0]
        is_near = turn.state in {TurnState.SOON, TurnState.OVERDUE}
        if is_near and not AnnualReview.objects.filter(policy_id=policy.policy_id, year_be=year).exists():
            return open_review(due_on=turn.due_on, year_be=year, by=None, now=now)
    return None


def escalate(*, now: datetime) -> list[ReviewNotice]:
    """Tell the administrators that a review is due soon, and them and the executives that it is late; each once."""
    today = timezone.localdate(now)
    lead = Deadline.objects.filter(key=DUTY).values_list("lead_days", flat=True).first() or 0
    made = []
    for review in AnnualReview.objects.exclude(state=ReviewState.CLOSED):
        if today > review.due_on:
            people = _holding(Permission.POLICY_EDIT, Permission.POLICY_REVIEW)
            made.append(_tell(review, Escalation.OVERDUE, people, now))
        elif today >= review.due_on - timedelta(days=lead // 2):
            made.append(_tell(review, Escalation.DUE_SOON, _holding(Permission.POLICY_EDIT), now))
    return [notice for notice in made if notice]


@transaction.atomic
def _tell(review: AnnualReview, kind: Escalation, people: list[User], now: datetime) -> ReviewNotice | None:
    try:
        with transaction.atomic():
            notice = ReviewNotice.objects.create(review=review, kind=kind, told=len(people), at=now)
    except IntegrityError:
        return None  # told already

    def words() -> str:
        facts = {"day": format_date(review.due_on, "long")}
        if kind == Escalation.OVERDUE:
            return _("The annual policy review is overdue since %(day)s.") % facts
        return _("The annual policy review is due on %(day)s.") % facts

    notify_all(people, words, review.get_absolute_url(), f"review:{review.public_id}:{kind}")
    return notice


def _holding(*permissions: Permission) -> list[User]:
    people: dict[int, User] = {}
    for permission in permissions:
        rows = User.objects.filter(is_active=True, roles__permissions__contains=[str(permission)]).distinct()
        people.update({person.pk: person for person in rows})
    return list(people.values())
