"""Saved views of the register: those a person sees, and the one with which the list opens."""

from typing import cast

from django.utils.translation import gettext_lazy as _

from customers.models import DefaultView, SavedView, SavedViewQuerySet
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.saved_lists import Shelf

SHELF = Shelf(
    model=SavedView,
    default=DefaultView,
    sees=(Permission.CUSTOMER_VIEW,),
    shares=(Permission.CUSTOMER_EDIT,),
    blind=_("Your role does not see customers."),
)


def views_of(user: User) -> SavedViewQuerySet:
    """The views the person sees, by name."""
    return cast(SavedViewQuerySet, SHELF.lists_of(user))


def default_view_of(user: User) -> SavedView | None:
    """The view with which the person's list opens; one that is shared no more opens nothing."""
    return cast(SavedView | None, SHELF.default_of(user))
