"""The complainant's own choice to be handled with others who told the same, and to go alone again.

The own record, number, code, dates, letter and rating stay as they are; only the investigation is shared.
"""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import rules_together
from complaints.models import Complaint, Matter, MatterMember
from complaints.selectors.matters import members_of
from complaints.services import mail
from complaints.services.matters import NUMBER_PREFIX, leave, locked_cases, locked_matters
from foundation.core.errors import IllegalMove, NotAllowed
from foundation.core.models import signed
from foundation.core.notifications import notify_all
from foundation.core.numbers import next_number
from foundation.core.thai.dates import be_year


@transaction.atomic
def join(*, complaint_id: int, other_public_id: str, now: datetime) -> Matter | None:
    """Handle a fresh complaint with the one its writer pointed at; None when that one may not be followed any more.

    To file never fails for it: what was open a minute ago may be over, or turn out to be about one of us.
    """
    other = Complaint.objects.filter(public_id=other_public_id).first()
    if other is None:
        return None
    cases = {case.pk: case for case in locked_cases([complaint_id, other.pk])}
    own, other = cases[complaint_id], cases[other.pk]
    known = locked_matters([other])
    line = known[0].public_line if known else ""
    if other.pk == own.pk or locked_matters([own]):
        return None
    if (
        rules_together.why_apart(own)
        or not own.is_open
        or not rules_together.may_be_named(other, has_public_line=bool(line))
    ):
        return None
    why = _("Said by the complainant at filing: it is the same matter.")
    if known:
        matter, joining = known[0], [own]
    else:
        matter, joining = Matter(number=next_number(NUMBER_PREFIX, year=be_year(now)), lead=other), [own, other]
        signed(matter, by=None, now=now, reason=why).save()
    MatterMember.objects.bulk_create(
        MatterMember(matter=matter, complaint=case, joined_at=now, why_joined=why) for case in joining
    )
    _tell_lead(matter, own)
    return matter


@transaction.atomic
def go_alone(*, complaint_id: int, now: datetime) -> Matter:
    """The complainant says after all that the own matter is different.

    Raises IllegalMove when it is in none or decided already, NotAllowed when one of us linked it.
    """
    case = locked_cases([complaint_id])[0]
    known = locked_matters([case])
    if not known:
        raise IllegalMove(_("Your complaint is handled by itself already."))
    if not rules_together.may_part(case):
        raise IllegalMove(_("Your complaint is decided already. Please write to us if it is a different matter."))
    if not chose_it(case):
        raise NotAllowed(_("One of our officers put these complaints together. Please write to us if yours differs."))
    why = _("Said by the complainant: it is a different matter.")
    leave(known[0], case, reason=why, by=None, now=now)
    _tell_lead(known[0], case, left=True)
    return known[0]


def chose_it(complaint: Complaint) -> bool:
    """Whether the complainant chose to be handled with others."""
    own = MatterMember.objects.filter(complaint=complaint, left_at=None).select_related("matter").first()
    return own is not None and own.joined_by_id is None and own.matter.lead_id != complaint.pk


def _tell_lead(matter: Matter, own: Complaint, *, left: bool = False) -> None:
    """Who is in charge of the leading case hears who came or went by their own word."""
    lead = matter.lead
    if lead.handler:
        text = partial(_text_left if left else _text_joined, own.number, matter.number)
        kind = "complaint-apart" if left else "complaint-joined"
        key = f"{kind}:{own.public_id}:{matter.number}:{members_of(matter).count()}"
        notify_all([lead.handler], text, mail.case_url(own), key)


def _text_joined(number: str, matter: str) -> str:
    return _("%(number)s was filed as the same matter as yours (%(matter)s)") % {"number": number, "matter": matter}


def _text_left(number: str, matter: str) -> str:
    return _("%(number)s left %(matter)s: the complainant says that it is a different matter") % {
        "number": number,
        "matter": matter,
    }
