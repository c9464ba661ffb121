"""What the register offers to the one search box and to records that cite a customer."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers import selectors
from customers.models import Customer, Touchpoint
from foundation.accounts.permissions import Permission
from foundation.core.references import Reference, ReferenceKind
from foundation.core.search import Hit, Source
from foundation.core.thai.text import search_form

TOUCHPOINT_READERS = (Permission.CUSTOMER_VIEW, Permission.VOC_VIEW)


def _url(customer: Customer) -> str:
    return reverse("customers:staff-detail", args=[customer.public_id])


def find_hits(user: Any, needle: str, limit: int) -> Iterable[Hit]:
    """Customers that the user may see; nothing without the right to see customers."""
    if not user.can(Permission.CUSTOMER_VIEW):
        return []
    found = selectors.find_customers(user, needle, limit)
    return [Hit(c.name or c.number, f"{c.number} · {c.get_relation_display()}", _url(c)) for c in found]


def find_reference(user: Any, public_id: str) -> Reference | None:
    """A customer that another room cites; None when the user may not see it."""
    if not user.can(Permission.CUSTOMER_VIEW):
        return None
    customer = Customer.objects.visible_to(user).filter(public_id=public_id).first()
    return Reference("customer", public_id, str(customer), _url(customer)) if customer else None


def find_touchpoints(user: Any, needle: str, limit: int) -> Iterable[Hit]:
    """Touchpoints in use whose name, building or code holds the needle; some dozens, so they are read, not indexed."""
    if not any(user.can(permission) for permission in TOUCHPOINT_READERS):
        return []
    return [
        Hit(row.name, f"{row.get_kind_display()} · {row.code}", row.get_absolute_url())
        for row in selectors.touchpoints_in_use()
        if needle in search_form(f"{row.name_th} {row.name_en} {row.building} {row.code}")
    ][:limit]


def find_touchpoint_reference(user: Any, public_id: str) -> Reference | None:
    """A touchpoint that another room cites."""
    if not any(user.can(permission) for permission in TOUCHPOINT_READERS):
        return None
    row = Touchpoint.objects.filter(public_id=public_id).first()
    return Reference("touchpoint", public_id, row.name, row.get_absolute_url()) if row else None


def find_views(user: Any, needle: str, limit: int) -> Iterable[Hit]:
    """Saved views that the user sees and whose name holds the needle; a person sees dozens, so they are read."""
    if not user.can(Permission.CUSTOMER_VIEW):
        return []
    return [
        Hit(view.name, str(_("Saved view of customers")), reverse("customers:view", args=[view.public_id]))
        for view in selectors.views_of(user)
        if needle in search_form(view.name)
    ][:limit]


SEARCH = Source(key="customers", label=_("Customers"), find=find_hits)
REFERENCE = ReferenceKind(kind="customer", label=_("Customer"), find=find_reference)
VIEW_SEARCH = Source(key="customer-views", label=_("Saved views"), find=find_views)
TOUCHPOINT_SEARCH = Source(key="touchpoints", label=_("Touchpoints"), find=find_touchpoints)
TOUCHPOINT_REFERENCE = ReferenceKind(kind="touchpoint", label=_("Touchpoint"), find=find_touchpoint_reference)
