"""Saved queues: their pages are those of every saved list (`foundation.accounts.views.saved_lists`)."""

from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from complaints.models import SavedQueue
from complaints.selectors.saved_queues import SHELF
from foundation.accounts.saved_lists import Filters
from foundation.accounts.views.saved_lists import SavedListPages

# What stands in the address and is no filter: the place in the list, what was typed, how the list is shown.
NO_FILTERS = frozenset({"after", "q", "more", "case", "saved"})


def _kept(parameters: QueryDict) -> Filters:
    return Filters({name: str(value) for name, value in parameters.items() if name not in NO_FILTERS})


def _query(row: SavedQueue) -> str:
    """The address names the queue too, so that the page does."""
    return urlencode([*row.filters.items(), ("saved", row.public_id)])


PAGES = SavedListPages(
    shelf=SHELF,
    namespace="complaints",
    list_name="staff-list",
    kept=_kept,
    query=_query,
    whole="view=todo",
    says={
        "room": _("Complaints"),
        "opens": _("Open my queue with it"),
        "keeps": _("It keeps the view with its order and the filters, and shows the cases that fit when it is opened."),
        "replaces": _("It will keep the view and the filters of the queue that you come from."),
        "untouched": _("The cases in it stay where they are."),
        "is_default": _("This one; open with what is to be done first"),
        "none": _(
            "No queue is saved. Choose a view, filter it, and press “Save this view”: "
            "it then opens with one click, for you or for your unit."
        ),
    },
)
