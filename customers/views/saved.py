"""Saved views of the register: their pages are those of every saved list (`foundation.accounts.views.saved_lists`)."""

from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from customers.filters import kept_filters
from customers.models import SavedView
from customers.selectors.saved_views import SHELF
from foundation.accounts.models import User
from foundation.accounts.views.saved_lists import SavedListPages


def _query(view: SavedView) -> str:
    """The address names the view too, so that the page does."""
    pairs = [*view.filters.items(), *(("column", key) for key in view.columns)]
    if view.order:
        pairs.append(("order", view.order))
    return urlencode([*pairs, ("view", view.public_id)])


PAGES = SavedListPages(
    shelf=SHELF,
    namespace="customers",
    list_name="staff-list",
    kept=kept_filters,
    query=_query,
    whole="view=all",
    says={
        "room": _("Customers"),
        "opens": _("Open my list of customers with it"),
        "keeps": _("A view keeps filters, columns and order, and shows whoever fits them on the day it is opened."),
        "replaces": _("The view will keep the filters, columns and order of the list that you come from."),
        "untouched": _("The customers in it stay where they are."),
        "is_default": _("This one; open with the whole register"),
        "none": _(
            "No view is saved. Filter the list of customers, choose its columns, and press “Save this view”: "
            "it then opens with one click, for you or for your unit."
        ),
    },
)
address_of = PAGES.address_of


def shown_view(user: User, parameters: QueryDict) -> SavedView | None:
    """The view that the address names, if the person still sees it."""
    found: SavedView | None = PAGES.shown(user, parameters.get("view", ""))
    return found
