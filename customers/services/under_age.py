"""People under age: noting it, what a parent or guardian says, and the birthday that ends it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from customers.models import Customer, UnderAge
from customers.rules import OLDEST, is_under_age
from customers.services.enquiry_moves import let_answer, make_wait, need_no_parent
from customers.services.interactions import key_of
from customers.services.writable import writable_customer
from customers.words import say
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.core.models import locked, signed
from foundation.core.thai.text import normalise, normalise_line

WORDS_LENGTH = 2000


@transaction.atomic
def note_under_age(*, customer_id: int, birth_date: date | None, by: User | None, now: datetime) -> UnderAge:
    """Note that a person is under age, with the birth date where it is known. Noted again, the date is put right.

    `by` is None where the person said so on the portal. Raises NotAllowed, Refused for an organisation or an erased
    person, StaleVersion for a record that was joined meanwhile, Incomplete for a date that is to come, of nobody alive,
    or of somebody of age.
    """
    _require_edit(by)
    wrong = _wrong(birth_date, timezone.localdate(now))
    if wrong:
        raise Incomplete(wrong, missing={"birth_date": wrong})
    customer = writable_customer(customer_id)
    if customer.is_organisation:
        raise Refused(_("Only people are under age."))
    row = _row(customer) or UnderAge(customer=customer, data_key=key_of(customer), created_at=now)
    if birth_date:
        row.birth_date = birth_date.isoformat()
    signed(row, by=by, now=now).save()
    if not row.is_agreed:
        make_wait(customer.pk, by=by, now=now)
    return row


@transaction.atomic
def note_guardian(*, customer_id: int, guardian: str, words: str, by: User, now: datetime) -> UnderAge:
    """Write down that a parent or guardian agreed, who and how we know; enquiries that waited for it may be answered.

    Raises NotAllowed, Incomplete, Refused.
    """
    row = _open(customer_id, by)
    row.guardian, row.words = normalise_line(guardian)[:300] or None, _words(words)
    row.agreed_at, row.noted_by = now, by
    signed(row, by=by, now=now).save()
    let_answer(customer_id, by=by, now=now)
    return row


@transaction.atomic
def take_back(*, customer_id: int, words: str, by: User, now: datetime) -> UnderAge:
    """The parent or guardian takes the consent back; what is not answered yet waits again.

    Raises NotAllowed, Incomplete, Refused where none was given.
    """
    row = _open(customer_id, by)
    if not row.is_agreed:
        raise Refused(_("Nobody has agreed so far."))
    row.words, row.agreed_at, row.noted_by = _words(words), None, None
    signed(row, by=by, now=now).save()
    make_wait(customer_id, by=by, now=now)
    return row


@transaction.atomic
def end_under_age(*, customer_id: int, reason: str, by: User, now: datetime) -> UnderAge:
    """The person is not under age: a mistake, or shown to be of age. Raises NotAllowed, Incomplete, Refused."""
    row = _open(customer_id, by)
    if not normalise(reason):
        raise Incomplete(say("required"), missing={"words": say("required")})
    row.ended_at = now
    signed(row, by=by, now=now, reason=normalise_line(reason)[:300]).save()
    need_no_parent(customer_id, by=by, now=now)
    return row


@transaction.atomic
def come_of_age(*, now: datetime) -> int:
    """End what birthdays have ended; how many. The dates are sealed, so they are read one by one: those of the young
    people of the register, not of everybody. A second run changes nothing."""
    today, ended = timezone.localdate(now), 0
    rows = UnderAge.objects.filter(ended_at=None, birth_date__isnull=False).select_related("data_key")
    for row in rows.select_for_update(of=("self",), skip_locked=True).order_by("pk").iterator(chunk_size=500):
        born = row.birth_date
        if born and not is_under_age(date.fromisoformat(born), today):
            row.ended_at = now
            signed(row.touch(), by=None, now=now, reason="birthday").save()
            need_no_parent(row.customer_id, by=None, now=now, reason="birthday")
            ended += 1
    return ended


def _row(customer: Customer) -> UnderAge | None:
    found = UnderAge.objects.filter(customer=customer, ended_at=None).first()
    return locked(UnderAge.objects.select_related("data_key"), pk=found.pk) if found else None


def _open(customer_id: int, by: User) -> UnderAge:
    _require_edit(by)
    row = _row(writable_customer(customer_id))
    if row is None:
        raise Refused(_("This person is not noted as under age."))
    return row


def _words(words: str) -> str:
    kept = normalise(words)
    wrong = say("required") if not kept else say("too_long", {"max": WORDS_LENGTH}) if len(kept) > WORDS_LENGTH else ""
    if wrong:
        raise Incomplete(wrong, missing={"words": wrong})
    return kept


def _wrong(born: date | None, today: date) -> str:
    if born is None:
        return ""
    if born > today:
        return say("future")
    if today.year - born.year > OLDEST:
        return _("Nobody alive was born then. Please check the year and its era.")
    return "" if is_under_age(born, today) else _("Whoever was born then is of age.")


def _require_edit(by: User | None) -> None:
    if by is not None and not by.can(Permission.CUSTOMER_EDIT):
        raise NotAllowed(_("Your role does not include changing customers."))
