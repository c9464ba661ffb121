"""Enquiries: what waits for an answer, and for whom."""

from django.db.models import Q, QuerySet

from customers.enums import EnquiryState
from customers.models import Customer, Enquiry
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission

WAITING = (EnquiryState.PARENT, EnquiryState.OPEN)


def enquiries_of(user: User, *states: str) -> "QuerySet[Enquiry]":
    """Enquiries whose customers the user may see; with `states`, those that stand there."""
    rows = Enquiry.objects.filter(customer__in=Customer.with_merged.visible_to(user))
    if states:
        rows = rows.filter(state__in=states)
    return rows.select_related(
        *("customer", "unit", "data_key", "interaction__data_key", "interaction__contact__data_key"),
        *("answered_by", "parent_noted_by", "closed_by"),
    )


def enquiries_waiting(user: User) -> "QuerySet[Enquiry]":
    """What waits for the user's unit, or for nobody's, by what is due first."""
    rows = enquiries_of(user, *WAITING).order_by("due_at", "pk")
    if user.can(Permission.CUSTOMER_VIEW_ALL):
        return rows
    return rows.filter(Q(unit=user.unit_id) | Q(unit=None)) if user.unit_id else rows
