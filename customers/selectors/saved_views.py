"""Saved views: those a person sees, and the one with which the list opens."""

from django.shortcuts import get_object_or_404

from customers.models import DefaultView, SavedView, SavedViewQuerySet
from foundation.accounts.models import User


def views_of(user: User) -> SavedViewQuerySet:
    """The person's own views first, then those of others, by name."""
    rows = SavedView.objects.visible_to(user).select_related("owner", "unit")
    return rows.order_by("name", "pk")


def visible_view(user: User, public_id: str) -> SavedView:
    """One view. Raises Http404 when it is not there or not shared with this person."""
    return get_object_or_404(views_of(user), public_id=public_id)


def default_view_of(user: User) -> SavedView | None:
    """The view with which the person's list opens; one that is shared no more opens nothing."""
    chosen = DefaultView.objects.filter(user=user).values("view")
    return SavedView.objects.visible_to(user).filter(pk__in=chosen).first()
