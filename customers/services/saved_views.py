"""Naming a list of customers, sharing it, and opening with it (`foundation.accounts.saved_lists`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from customers.enums import ListOrder
from customers.selectors.saved_views import SHELF
from foundation.accounts.saved_lists import change_list, delete_list, open_with_list, save_list


@dataclass(frozen=True)
class Asked:
    """What a view keeps of a list: its filters, columns and order."""

    filters: Mapping[str, str]
    columns: Sequence[str]
    order: str = ListOrder.NAME


save_view = partial(save_list, SHELF)
change_view = partial(change_list, SHELF)
delete_view = partial(delete_list, SHELF)
open_with = partial(open_with_list, SHELF)
