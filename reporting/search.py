"""Clauses of the policy in the one search box."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.access import may
from foundation.core.search import Hit, Source
from foundation.core.thai.text import search_form
from foundation.governance.clauses import outlines


def find(user: object, needle: str, limit: int) -> Iterable[Hit]:
    """Clauses whose title or summary holds the needle; there are eighteen, so they are read, not indexed."""
    if not may(user, Permission.POLICY_VIEW):
        return []
    found = [
        each
        for each in outlines()
        if needle in search_form(f"{each.key} {each.title_th} {each.title_en} {each.summary_th} {each.summary_en}")
    ]
    return [
        Hit(each.heading, each.summary, reverse("reporting:staff-clause", args=[each.key])) for each in found[:limit]
    ]


CLAUSES = Source("policy", _("Policy clauses"), find)
