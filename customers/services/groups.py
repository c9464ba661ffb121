"""Groups of organisations: who belongs to whom."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from customers.models import Customer, GroupTie
from customers.selectors.groups import above
from customers.services.writable import writable_customer
from customers.words import say
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.core.models import locked, signed
from foundation.core.thai.text import normalise_line


@transaction.atomic
def set_parent(*, customer_id: int, parent_number: str, reason: str, by: User, now: datetime) -> GroupTie | None:
    """Let an organisation belong to the one with this number, or to none where the number is empty.

    Raises NotAllowed, Refused for a person, Incomplete for a number that no organisation in sight bears, for itself and
    for an organisation that belongs to this one, directly or by others, StaleVersion for one that was joined meanwhile.
    """
    if not by.can(Permission.CUSTOMER_EDIT):
        raise NotAllowed(_("Your role does not include changing customers."))
    customer = writable_customer(customer_id)
    if not customer.is_organisation:
        raise Refused(_("Only organisations belong to a group."))
    tie = GroupTie.objects.filter(customer=customer).first()
    if tie and not Customer.objects.visible_to(by).filter(pk=tie.parent_id).exists():
        raise Refused(_("It belongs to an organisation that another unit keeps to itself."))
    number = normalise_line(parent_number).upper()
    if not number:
        if tie:
            signed(locked(GroupTie.objects.all(), pk=tie.pk), by=by, now=now, reason=reason).delete()
        return None
    parent = _parent(customer, number, by)
    if tie and tie.parent_id == parent.pk:
        return tie
    row = locked(GroupTie.objects.all(), pk=tie.pk) if tie else GroupTie(customer=customer, created_at=now)
    row.parent = parent
    try:
        with transaction.atomic():
            signed(row, by=by, now=now, reason=reason).save()
    except IntegrityError as error:  # somebody tied the other end at the same moment
        raise _ring() from error
    return row


def _parent(customer: Customer, number: str, by: User) -> Customer:
    parent = Customer.objects.visible_to(by).filter(number=number).first()
    wrong = ""
    if parent is None:
        wrong = _("No organisation has this number.")
    elif not parent.is_organisation:
        wrong = _("This is the number of a person.")
    elif parent.pk == customer.pk:
        wrong = _("An organisation does not belong to itself.")
    if parent is None or wrong:
        raise Incomplete(wrong, missing={"parent": wrong})
    if customer.pk in above(parent):
        raise _ring()
    return parent


def _ring() -> Incomplete:
    message = _("That organisation belongs to this one already, directly or by others.")
    return Incomplete(say("required"), missing={"parent": message})
