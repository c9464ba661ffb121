"""The yearly index of service culture: preparing, opening, answering once and namelessly, closing."""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.models import locked, signed
from foundation.core.notifications import notify_all
from foundation.core.thai.dates import format_date
from service_charter.culture_rules import LONGEST_ROUND, may_keep
from service_charter.enums import Agreement, CultureState
from service_charter.models import CultureAnswer, CultureInvitation, CultureItem, CultureMark, CultureRound
from service_charter.selectors.awareness import readers
from service_charter.selectors.culture import not_answered

PAGE = "/staff/charter/culture/answer/"
Statement = tuple[str, str]


@transaction.atomic
def prepare(
    *, fiscal_year_be: int, closes_on: dt.date, statements: Sequence[Statement], by: User, now: dt.datetime,
    shown_version: int | None = None,
) -> CultureRound:  # fmt: skip
    """Set up the round of a year, or change it before it opens; each statement in Thai and English.

    Raises NotAllowed, IllegalMove once it is open, Incomplete without statements in both languages, StaleVersion.
    """
    _demand_keeper(by)
    if not statements or not all(thai and english for thai, english in statements):
        words = _("Please write at least one statement, each in both languages.")
        raise Incomplete(words, missing={"statements_th": words})
    row = CultureRound.objects.filter(fiscal_year_be=fiscal_year_be).first()
    if row is None:
        row = CultureRound(fiscal_year_be=fiscal_year_be, created_at=now)
    else:
        row = locked(CultureRound.objects.all(), pk=row.pk, shown_version=shown_version)
        if row.state != CultureState.DRAFT:
            raise IllegalMove(_("This round is open or closed already; its statements stay."))
    row.closes_on = closes_on
    signed(row, by=by, now=now).save()
    row.items.all().delete()
    CultureItem.objects.bulk_create(
        CultureItem(round=row, position=place, text_th=thai, text_en=english)
        for place, (thai, english) in enumerate(statements, start=1)
    )
    return row


@transaction.atomic
def open_round(*, round_id: int, by: User, now: dt.datetime) -> CultureRound:
    """Ask everybody who is asked to know the charter, each as one of their unit, and tell them.

    Raises NotAllowed, IllegalMove, Refused for a last day that is past or far, and while another round is open.
    """
    _demand_keeper(by)
    row = locked(CultureRound.objects.all(), pk=round_id)
    if row.state != CultureState.DRAFT:
        raise IllegalMove(_("This round was opened already."))
    today = timezone.localdate(now)
    if not today <= row.closes_on <= today + dt.timedelta(days=LONGEST_ROUND):
        raise Refused(_("Please choose a last day from today and within %(days)s days.") % {"days": LONGEST_ROUND})
    if CultureRound.objects.filter(state=CultureState.OPEN).exists():
        raise Refused(_("Another round is open. Please close it first."))
    row.state, row.opened_at, row.opened_by = CultureState.OPEN, now, by
    signed(row, by=by, now=now).save()
    people = list(readers())
    CultureInvitation.objects.bulk_create(
        CultureInvitation(round=row, person=person, unit_id=person.unit_id) for person in people
    )
    notify_all(people, partial(_asked, row), PAGE, f"culture:{row.fiscal_year_be}")
    return row


@transaction.atomic
def answer(*, round_id: int, marks: Mapping[int, int], by: User, now: dt.datetime) -> None:
    """Take a person's answer: the invitation is marked, and the answer stands apart from it.

    Returns nothing, so that no caller can tell which answer it was. Raises NotAllowed for somebody who is not asked,
    Refused after the last day and a second time, Incomplete where a statement has no mark.
    """
    row = CultureRound.objects.select_for_update(of=("self",)).get(pk=round_id)
    invitation = row.invitations.select_for_update(of=("self",)).filter(person=by).first()
    if invitation is None:
        raise NotAllowed(_("You are not asked in this round: it asks those who served when it opened."))
    if not row.is_open_on(timezone.localdate(now)):
        raise Refused(_("This round takes no more answers."))
    if invitation.has_answered:
        raise Refused(
            _("You have answered already. Each answers once, and an answer can't be found again to change it.")
        )
    items = list(row.items.all())
    said = _("Please choose an answer.")
    missing = {f"item{item.position}": said for item in items if marks.get(item.position) not in Agreement.values}
    if missing:
        raise Incomplete(_("Some statements have no answer yet."), missing=missing)
    CultureInvitation.objects.filter(pk=invitation.pk).update(has_answered=True)
    total = sum(marks[item.position] for item in items)
    points = 25 * (total / len(items) - 1)
    given = CultureAnswer.objects.create(round=row, unit_id=invitation.unit_id, points=points)
    CultureMark.objects.bulk_create(CultureMark(answer=given, item=item, value=marks[item.position]) for item in items)


@transaction.atomic
def close_round(*, round_id: int, by: User, now: dt.datetime) -> CultureRound:
    """End the round; results show from now on. Rows are written anew in random order, so that no trace of when
    somebody answered joins a person to an answer. Raises NotAllowed, IllegalMove.
    """
    _demand_keeper(by)
    row = locked(CultureRound.objects.all(), pk=round_id)
    if row.state != CultureState.OPEN:
        raise IllegalMove(_("Only an open round can be closed."))
    _stir(row)
    row.state, row.closed_at, row.closed_by = CultureState.CLOSED, now, by
    signed(row, by=by, now=now).save()
    return row


@transaction.atomic
def remind(*, round_id: int, by: User, now: dt.datetime) -> int:
    """Leave a note for those who have not answered, once a day; how many. Raises NotAllowed, IllegalMove."""
    _demand_keeper(by)
    row = CultureRound.objects.get(pk=round_id)
    if not row.is_open_on(timezone.localdate(now)):
        raise IllegalMove(_("This round takes no more answers."))
    people = [each.person for each in not_answered(row)]
    notify_all(people, partial(_asked, row), PAGE, f"culture:{row.fiscal_year_be}:{timezone.localdate(now)}")
    return len(people)


def _stir(row: CultureRound) -> None:
    """Write invitations, answers and marks again in one transaction, the answers in an order drawn by chance: neither
    transaction numbers nor the order in the tables tell any more who answered when."""
    row.invitations.update(has_answered=F("has_answered"))
    keys = list(row.answers.values_list("pk", flat=True))
    secrets.SystemRandom().shuffle(keys)
    for pk in keys:
        CultureAnswer.objects.filter(pk=pk).update(points=F("points"))
        CultureMark.objects.filter(answer=pk).update(value=F("value"))


def _asked(row: CultureRound) -> str:
    words = {"round": row, "day": format_date(row.closes_on)}
    return _("%(round)s: a few statements about how we serve. Your answer names nobody. Until %(day)s.") % words


def _demand_keeper(by: User) -> None:
    if not may_keep(by):
        raise NotAllowed(_("Your role does not allow this step."))
