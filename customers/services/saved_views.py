"""Naming a list, sharing it, and opening with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from customers.enums import ListOrder, ViewAudience
from customers.models import DefaultView, SavedView
from customers.words import say
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, NotAllowed
from foundation.core.models import locked, signed
from foundation.core.thai.text import normalise_line

NAME_LENGTH = 80
MOST_FILTERS, LONGEST_FILTER, MOST_COLUMNS = 20, 100, 8


@dataclass(frozen=True)
class Asked:
    """What a view keeps of a list: its filters, columns and order."""

    filters: Mapping[str, str]
    columns: Sequence[str]
    order: str = ListOrder.NAME


@transaction.atomic
def save_view(*, name: str, audience: str, asked: Asked, by: User, now: datetime) -> SavedView:
    """Name the list as it stands. Raises NotAllowed, Incomplete."""
    view = SavedView(owner=by, created_at=now)
    _fill(view, name=name, audience=audience, by=by)
    _keep(view, asked)
    return _store(view, by=by, now=now)


@transaction.atomic
def change_view(
    *, view_id: int, shown_version: int, name: str, audience: str, by: User, now: datetime, asked: Asked | None = None
) -> SavedView:
    """Rename it, share it otherwise, and keep another list under it where `asked` is given.

    Raises NotAllowed for who does not own it, StaleVersion, Incomplete.
    """
    view = locked(SavedView.objects.visible_to(by), pk=view_id, shown_version=shown_version)
    _demand_owner(view, by)
    _fill(view, name=name, audience=audience, by=by)
    if asked:
        _keep(view, asked)
    return _store(view, by=by, now=now)


@transaction.atomic
def delete_view(*, view_id: int, by: User, now: datetime) -> None:
    """Take the view away, from those too who open with it. Raises NotAllowed."""
    view = locked(SavedView.objects.visible_to(by), pk=view_id)
    _demand_owner(view, by)
    signed(view, by=by, now=now, reason="").delete()


@transaction.atomic
def open_with(*, view_id: int | None, by: User) -> None:
    """Let the person's list open with a view that the person sees, or with the whole register again."""
    if view_id is None:
        DefaultView.objects.filter(user=by).delete()
        return
    view = SavedView.objects.visible_to(by).get(pk=view_id)
    DefaultView.objects.update_or_create(user=by, defaults={"view": view})


def _demand_owner(view: SavedView, by: User) -> None:
    if not view.may_be_changed_by(by):
        raise NotAllowed(_("Only who saved a view can change it."))


def _fill(view: SavedView, *, name: str, audience: str, by: User) -> None:
    if not by.can(Permission.CUSTOMER_VIEW):
        raise NotAllowed(_("Your role does not see customers."))
    called = normalise_line(name)
    if not called:
        raise Incomplete(say("required"), missing={"name": say("required")})
    if len(called) > NAME_LENGTH:
        raise Incomplete(say("required"), missing={"name": say("too_long", {"max": NAME_LENGTH})})
    if audience != ViewAudience.PRIVATE and not by.can(Permission.CUSTOMER_EDIT):
        raise NotAllowed(_("Your role keeps views for itself only."))
    if audience == ViewAudience.UNIT and by.unit_id is None:
        message = _("You belong to no unit, so there is none to share with.")
        raise Incomplete(message, missing={"audience": message})
    view.name, view.audience = called, audience
    view.unit_id = by.unit_id if audience == ViewAudience.UNIT else None


def _keep(view: SavedView, asked: Asked) -> None:
    kept = {key[:80]: value[:LONGEST_FILTER] for key, value in asked.filters.items() if value}
    view.filters = dict(list(kept.items())[:MOST_FILTERS])
    view.columns = list(asked.columns)[:MOST_COLUMNS]
    view.order = asked.order if asked.order in ListOrder.values else ListOrder.NAME


def _store(view: SavedView, *, by: User, now: datetime) -> SavedView:
    try:
        with transaction.atomic():
            signed(view, by=by, now=now, reason="").save()
    except IntegrityError as error:
        message = _("You have a view of this name already.")
        raise Incomplete(message, missing={"name": message}) from error
    return view
