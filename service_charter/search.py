"""Promises in the one search box."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.access import may
from foundation.core.search import Hit, Source
from foundation.core.thai.text import search_form
from service_charter.selectors import all_in_force


def find(user: object, needle: str, limit: int) -> Iterable[Hit]:
    """Promises in force whose words contain the needle; a charter has a few dozen, so they are read, not indexed."""
    if not may(user, Permission.CHARTER_VIEW):
        return []
    standards = all_in_force(at=timezone.now()).select_related("charter").order_by("number")
    return [
        Hit(standard.promise, f"{standard.item} · {standard.measured}", standard.get_absolute_url())
        for standard in standards
        if needle in search_form(f"{standard.promise_th} {standard.promise_en} {standard.code}")
    ][:limit]


PROMISES = Source("service_charter", _("Service charter"), find)
