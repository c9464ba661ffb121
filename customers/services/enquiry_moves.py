"""What ends or stops an enquiry besides its answer: closing it, a parent's word, coming of age, erasure."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from customers.enums import EnquiryClosing
from customers.lifecycle import ENQUIRY_MOVES
from customers.models import Customer, Enquiry
from customers.words import say
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, NotAllowed
from foundation.core.models import locked, signed


@transaction.atomic
def close_enquiry(*, enquiry_id: int, why: str, by: User, now: datetime) -> Enquiry:
    """Close an enquiry without an answer, for one of the reasons that an officer may give; it never counts as answered.

    Raises NotAllowed, IllegalMove, Incomplete without such a reason.
    """
    enquiry = moved(enquiry_id, "close", by)
    if why not in dict(EnquiryClosing.of_officers()):
        raise Incomplete(say("required"), missing={"why": say("required")})
    _closed(enquiry, why, by=by, now=now)
    return enquiry


def moved(enquiry_id: int, move: str, by: User) -> Enquiry:
    """The enquiry, locked behind its customer and in the state after the move. Raises NotAllowed, IllegalMove."""
    if not by.can(Permission.CUSTOMER_EDIT):
        raise NotAllowed(_("Your role does not include changing customers."))
    Customer.with_merged.select_for_update(of=("self",)).get(enquiries=enquiry_id)
    enquiry = locked(Enquiry.objects.select_related("customer"), pk=enquiry_id)
    enquiry.state = ENQUIRY_MOVES[move].from_(enquiry.state)
    return enquiry


def drop_enquiries(customer: Customer, *, by: User | None, now: datetime) -> None:
    """Who was forgotten can't be answered: what was open is closed, in the caller's transaction."""
    for enquiry in _each(customer.pk, "close"):
        _closed(enquiry, EnquiryClosing.ERASED, by=by, now=now, reason="erasure")


def let_answer(customer_id: int, *, by: User, now: datetime) -> None:
    """A parent or guardian agreed: what waited for that may be answered. In the caller's transaction."""
    for enquiry in _each(customer_id, "parent_agreed"):
        enquiry.parent_agreed_at, enquiry.parent_noted_by = now, by
        signed(enquiry, by=by, now=now).save()


def make_wait(customer_id: int, *, by: User | None, now: datetime) -> None:
    """Nobody has agreed, or not any more: what is not answered waits. In the caller's transaction."""
    for enquiry in _each(customer_id, "parent_asked"):
        enquiry.is_minor, enquiry.parent_agreed_at, enquiry.parent_noted_by = True, None, None
        signed(enquiry, by=by, now=now).save()


def need_no_parent(customer_id: int, *, by: User | None, now: datetime, reason: str = "") -> None:
    """The person is of age: nothing waits for a parent any more. In the caller's transaction."""
    for enquiry in _each(customer_id, "of_age"):
        enquiry.is_minor = False
        signed(enquiry, by=by, now=now, reason=reason).save()


def _each(customer_id: int, move: str) -> Iterator[Enquiry]:
    """The enquiries of a customer at which the move starts, locked and moved."""
    way = ENQUIRY_MOVES[move]
    rows = Enquiry.objects.filter(customer=customer_id, state__in=way.sources)
    for enquiry in rows.select_for_update(of=("self",)).order_by("pk"):
        enquiry.touch().state = way.from_(enquiry.state)
        yield enquiry


def _closed(enquiry: Enquiry, why: str, *, by: User | None, now: datetime, reason: str = "") -> None:
    enquiry.closed_at, enquiry.closed_by, enquiry.closed_why = now, by, why
    signed(enquiry, by=by, now=now, reason=reason).save()
