"""Was it fair? Closed cases are drawn each month; the complainant is asked, somebody apart goes through the checklist,
and what is found goes to the corrective actions (ISO 10002, annex D)."""

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import rules, rules_closing, rules_impartial
from complaints.enums_closing import Fair, Kept, Principle
from complaints.models import Complaint, FairnessReview, InspectionRound
from complaints.selectors.closing import closing_policy
from complaints.selectors.inspections import ended_in, took_part
from complaints.services import mail
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.crypto import secret_pepper
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.ids import hash_code, new_tracking_code, normalise_code
from foundation.core.models import locked, signed
from foundation.core.notifications import notify_all
from foundation.governance import sampling
from foundation.governance.services import record_action

if TYPE_CHECKING:
    from foundation.accounts.models import User


def draw(month: dt.date, *, seed: str, size: int) -> sampling.Drawn:
    """The cases of a month that are asked; with the seed of the round anybody can draw the same."""
    return sampling.draw(ended_in(month), seed=f"{seed}/fair", size=size)


def ask_drawn(round_: InspectionRound, drawn: sampling.Drawn, *, by: "User | None", now: dt.datetime) -> None:
    """Put the question to the complainants that were drawn. Inside the caller's transaction.

    By e-mail where an address is known; the tracking page asks too, so anonymous complainants are asked as well.
    """
    cases = {case.public_id: case for case in ended_in(round_.month).filter(public_id__in=drawn.ids)}
    for place, public_id in enumerate(drawn.ids, start=1):
        token = normalise_code(new_tracking_code())
        row = FairnessReview(
            round=round_,
            position=place,
            complaint=cases[public_id],
            token_hash=token_hash(token),
            asked_at=now,
            expires_at=now + dt.timedelta(days=closing_policy().link_days),
            created_at=now,
        )
        signed(row, by=by, now=now).save()
        mail.send_fairness(row.complaint, row, token=token)


def asked_by(token: str) -> FairnessReview | None:
    """The question that a link opens."""
    rows = FairnessReview.objects.select_related("complaint__category")
    return rows.filter(token_hash=token_hash(token)).first()


@transaction.atomic
def say_fair(*, review_id: int, fair: str, words: str, now: dt.datetime) -> FairnessReview:
    """The complainant's one answer, by the link or on the tracking page. Where it was not fair, managers hear of it.

    Raises IllegalMove when it was answered or the time is over, Incomplete.
    """
    row = locked(FairnessReview.objects.select_related("complaint"), pk=review_id)
    if not row.is_open(now):
        raise IllegalMove(_("This link is no longer open."))
    missing = {}
    if fair not in Fair.values:
        missing["fair"] = _("Please choose.")
    if len(words) > rules.REASON_LIMIT:
        missing["words"] = _("Please shorten the text to %(limit)s characters.") % {"limit": f"{rules.REASON_LIMIT:,}"}
    if missing:
        raise Incomplete(_("This step still lacks something."), missing=missing)
    row.fair, row.words, row.answered_at = fair, words.strip(), now
    signed(row, by=None, now=now).save()
    _tell_managers(row)
    return row


@transaction.atomic
def review_fairness(
    *, review_id: int, checks: Mapping[str, str], remarks: str, by: "User", now: dt.datetime
) -> FairnessReview:
    """The checklist of objectivity. A principle that was not kept needs a remark.

    Raises NotAllowed for whoever had a part in the case or may not see it, IllegalMove when done, Incomplete.
    """
    row = locked(FairnessReview.objects.select_related("complaint", "round"), pk=review_id)
    case = row.complaint
    if not rules_closing.may_look_again(by) or not Complaint.objects.visible_to(by).filter(pk=case.pk).exists():
        raise NotAllowed(_("Your role does not include looking again at closed cases."))
    if took_part(by, case):
        raise NotAllowed(_("You had a part in this case, so someone else looks at it again."))
    if row.reviewed_at:
        raise IllegalMove(_("Somebody has looked at this already."))
    missing = {name: str(_("Please choose.")) for name in Principle.values if checks.get(name) not in Kept.values}
    if Kept.NO in checks.values() and not remarks.strip():
        missing["remarks"] = str(_("Please say what was not kept."))
    if missing:
        raise Incomplete(_("This step still lacks something."), missing=missing)
    row.checks = {name: checks[name] for name in Principle.values}
    row.remarks, row.reviewer, row.reviewed_at = remarks.strip(), by, now
    signed(row, by=by, now=now).save()
    _tell_managers(row)
    return row


@transaction.atomic
def settle_fairness(
    *,
    review_id: int,
    why: str,
    by: "User",
    now: dt.datetime,
    owner: "User | None" = None,
    due_on: dt.date | None = None,
) -> FairnessReview:
    """What follows of a finding: a corrective action with owner and day, or the reason why none is needed.

    Raises NotAllowed, IllegalMove when nothing waits, Incomplete.
    """
    row = locked(FairnessReview.objects.select_related("complaint"), pk=review_id)
    case = row.complaint
    if not by.can(Permission.COMPLAINT_DECIDE) or rules_impartial.is_kept_from(by, case):
        raise NotAllowed(_("Your role does not include this step."))
    if not row.waits_for_manager:
        raise IllegalMove(_("Nothing waits to be settled here."))
    missing = {}
    if not why.strip():
        missing["why"] = _("Please say why, or what is to be done.")
    if owner is not None and (due_on is None or due_on < timezone.localdate(now)):
        missing["due_on"] = _("Please set a day that is still to come.")
    if missing:
        raise Incomplete(_("This step still lacks something."), missing=missing)
    if owner is not None and due_on is not None:
        cause = "; ".join(row.missed) or str(Fair.NO.label)
        action = record_action(
            cause=f"{cause}. {row.remarks}".strip(),
            action=why,
            owner=owner,
            due_on=due_on,
            by=by,
            now=now,
            source=("complaint", case.public_id),
        )
        row.action_id = action.public_id
    row.settled_by, row.settled_at, row.settled_why = by, now, why
    signed(row, by=by, now=now, reason=why).save()
    return row


def token_hash(token: str) -> str:
    """What is stored of a token; its purpose is part of the hash, so no other link opens this question."""
    return hash_code(token, pepper=secret_pepper("complaints.fairness"))


def _tell_managers(row: FairnessReview) -> None:
    if row.waits_for_manager:
        people = [p for p in people_holding(Permission.COMPLAINT_DECIDE) if rules.may_see(p, row.complaint)]
        notify_all(people, partial(_text, row.complaint.number), row.get_absolute_url(), f"fair:{row.public_id}")


def _text(number: str) -> str:
    return _("%(number)s: something was not fair in how it was handled") % {"number": number}
