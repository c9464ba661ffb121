"""The confidential route for misconduct and corruption: a case is given to it, or comes back, with a reason."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from complaints import rules, rules_impartial
from complaints.enums import MessageKind
from complaints.models import Approval, Complaint, RouteChange
from complaints.services import approvals, mail, matters, measuring, talk
from foundation.accounts.models import Unit
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked, signed
from foundation.core.notifications import notify_all
from foundation.governance.services import keep_confidential

if TYPE_CHECKING:
    from foundation.accounts.models import User

ROUTE_UNIT, INTAKE_UNIT = "legal-compliance", "complaint-centre"


@transaction.atomic
def take_confidential(*, complaint_id: int, reason: str, by: "User", now: datetime) -> Complaint:
    """Give a case to the confidential route: from here on only its own role sees it. The complainant is told.

    Who was in charge or investigated is so no more, except where the person holds that role.
    Raises NotAllowed, IllegalMove where it goes by that route already or is over, Incomplete without a reason.
    """
    case = _case(complaint_id, reason, by)
    if case.is_misconduct:
        raise IllegalMove(_("This case goes by the confidential route already."))
    measuring.take_all_back(case, now=now, reason=_("Handled by the confidential route"))
    case.is_misconduct = True
    case.unit = _unit(ROUTE_UNIT) or case.unit
    for part in ("handler", "investigator"):
        person = getattr(case, part)
        if person is not None and rules_impartial.is_kept_from(person, case):
            setattr(case, part, None)
    signed(case, by=by, now=now, reason=reason).save()
    RouteChange.objects.create(complaint=case, is_misconduct=True, reason=reason, by=by, at=now)
    _take_along(case, by=by, now=now, reason=reason)
    matters.part(case, by=by, now=now)
    _drop_waiting(case, by=by, now=now)
    _tell_complainant(case, by=by, now=now)
    tell_route(case)
    return case


@transaction.atomic
def give_back(*, complaint_id: int, reason: str, by: "User", now: datetime) -> Complaint:
    """Give a case that is none of misconduct back to ordinary handling. The complainant is told.

    Raises NotAllowed, IllegalMove where it does not go by that route or is over, Incomplete without a reason.
    """
    case = _case(complaint_id, reason, by)
    if not case.is_misconduct:
        raise IllegalMove(_("This case does not go by the confidential route."))
    case.is_misconduct = False
    case.unit, case.handler = _unit(INTAKE_UNIT) or case.unit, None
    signed(case, by=by, now=now, reason=reason).save()
    RouteChange.objects.create(complaint=case, is_misconduct=False, reason=reason, by=by, at=now)
    _take_along(case, by=by, now=now, reason=reason)
    _drop_waiting(case, by=by, now=now)
    _tell_complainant(case, by=by, now=now)
    measuring.tell(case, now=now)
    people = [person for person in people_holding(Permission.COMPLAINT_DECIDE) if rules.may_see(person, case)]
    notify_all(people, partial(_back, case.number), mail.case_url(case), f"route-back:{case.public_id}:{case.version}")
    return case


def start_confidential(complaint: Complaint) -> None:
    """A complaint that is being registered under a subject of misconduct goes by the confidential route at once."""
    complaint.is_misconduct = True
    complaint.unit = _unit(ROUTE_UNIT) or complaint.unit


def tell_route(complaint: Complaint) -> None:
    """Those of the confidential route hear that a case came to them."""
    people = [
        p for p in people_holding(Permission.COMPLAINT_MISCONDUCT) if not rules_impartial.is_kept_from(p, complaint)
    ]
    key = f"route:{complaint.public_id}:{complaint.version}"
    notify_all(people, partial(_came, complaint.number), mail.case_url(complaint), key)


def route_text(complaint: Complaint) -> str:
    """What the complainant is told of the route, in the own language."""
    with translation.override(complaint.language):
        if complaint.is_misconduct:
            return _(
                "Your complaint goes by our confidential route for misconduct and corruption. Only the few who are "
                "responsible for it see it; the other officers do not, nor the person it is about. Number, code and "
                "dates stay the same."
            )
        return _(
            "We looked at your complaint and found that it is no matter of misconduct, so it is handled like every "
            "other complaint from now on. Number, code and dates stay the same."
        )


def _case(complaint_id: int, reason: str, by: "User") -> Complaint:
    # Rows of one matter are locked in one order, as everywhere.
    case = locked(Complaint.objects.all(), pk=complaint_id)
    if not rules.may_work_on(by, case):
        raise NotAllowed(_("Your role does not include this step."))
    if not case.is_open:
        raise IllegalMove(_("This case is over. Take it up again first."))
    if not reason.strip():
        message = _("Please say why.")
        raise Incomplete(message, missing={"reason": message})
    return case


def _unit(code: str) -> Unit | None:
    return Unit.objects.filter(code=code).first()


def _take_along(case: Complaint, *, by: "User", now: datetime, reason: str) -> None:
    """Risks and actions that were drawn from the case keep to its readers, or come back with it."""
    source = ("complaint", case.public_id)
    keep_confidential(source=source, is_confidential=case.is_misconduct, by=by, now=now, reason=reason)


def _drop_waiting(case: Complaint, *, by: "User", now: datetime) -> None:
    for row in Approval.objects.filter(complaint=case, state="waiting"):
        approvals.drop(row, by=by, now=now, why=str(_("The case went on another way.")))


def _tell_complainant(case: Complaint, *, by: "User", now: datetime) -> None:
    talk.post(case, kind=MessageKind.MESSAGE, body=route_text(case), by=by, now=now)


def _came(number: str) -> str:
    return _("%(number)s came by the confidential route and needs somebody in charge") % {"number": number}


def _back(number: str) -> str:
    return _("%(number)s came back from the confidential route and needs somebody in charge") % {"number": number}
