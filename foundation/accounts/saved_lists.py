"""Lists that somebody named: what is asked of a list, in which order, and who else sees the name.

A room keeps them in a table of its own (`SavedList`) and says who may use them (`Shelf`); naming, sharing, opening and
the pages (`views/saved_lists.py`) are the same everywhere. A saved list keeps what is asked for, never who was found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, NotAllowed
from foundation.core.models import Record, locked, signed
from foundation.core.prepared import Prepared
from foundation.core.thai.text import normalise_line

NAME_LENGTH = 80
MOST_FILTERS, LONGEST_FILTER = 20, 100


class Audience(models.TextChoices):
    """Who sees a saved list beside its owner."""

    PRIVATE = "private", gettext_lazy("Nobody else")
    UNIT = "unit", gettext_lazy("My unit")
    EVERYONE = "everyone", gettext_lazy("Everyone who sees the list")


class SavedListQuerySet(models.QuerySet[Any]):
    """Reads of saved lists."""

    def visible_to(self, user: User) -> Self:
        """The user's own, those of the user's unit, and those for everyone."""
        of_unit = Q(audience=Audience.UNIT, unit_id=user.unit_id, unit__isnull=False)
        return self.filter(Q(owner=user) | Q(audience=Audience.EVERYONE) | of_unit)


class SavedList(Record):
    """A named list. Give the table `constraints_of(prefix)` and a history."""

    name = models.CharField(gettext_lazy("name"), max_length=NAME_LENGTH)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(
        gettext_lazy("shared with"), max_length=10, choices=Audience.choices, default=Audience.PRIVATE
    )
    unit = models.ForeignKey("accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    filters = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def keep(self, asked: Any) -> None:
        """Keep what is asked of the list: here its filters, by name."""
        kept = {key[:80]: value[:LONGEST_FILTER] for key, value in asked.filters.items() if value}
        self.filters = dict(list(kept.items())[:MOST_FILTERS])


def constraints_of(prefix: str) -> list[models.BaseConstraint]:
    """What must hold of every saved list."""
    return [
        models.UniqueConstraint(fields=["owner", "name"], name=f"{prefix}_name_once"),
        models.CheckConstraint(
            condition=Q(audience=Audience.UNIT, unit__isnull=False)
            | (~Q(audience=Audience.UNIT) & Q(unit__isnull=True)),
            name=f"{prefix}_unit_of_audience",
        ),
        models.CheckConstraint(condition=~Q(name=""), name=f"{prefix}_has_name"),
    ]


@dataclass(frozen=True)
class Filters:
    """What the address asks of a list that has nothing else to keep."""

    filters: Mapping[str, str]


ListT = TypeVar("ListT", bound=SavedList)


@dataclass(frozen=True)
class Shelf:
    """The saved lists of a room: their table, the one with which each person opens, who sees and who shares them."""

    model: type[Any]
    default: type[Any]
    sees: tuple[Permission, ...]
    shares: tuple[Permission, ...]
    blind: str | Promise

    def may_see(self, user: User) -> bool:
        """Whether the person uses this list at all."""
        return any(user.can(permission) for permission in self.sees)

    def may_share(self, user: User) -> bool:
        """Whether the person may show saved lists to others."""
        return any(user.can(permission) for permission in self.shares)

    def may_change(self, user: User, row: SavedList) -> bool:
        """A saved list is its owner's, whoever else sees it."""
        return row.owner_id == user.pk and self.may_see(user)

    def lists_of(self, user: User) -> Any:
        """What the person sees, by name."""
        return self.model.objects.visible_to(user).select_related("owner", "unit").order_by("name", "pk")

    def default_of(self, user: User) -> Any:
        """The one with which the person's list opens; one that is shared no more opens nothing."""
        chosen = self._chosen_by(user.pk)
        return self.model.objects.visible_to(user).filter(pk=chosen[0][0]).first() if chosen else None

    @cached_property
    def _chosen_by(self) -> Prepared:
        return Prepared(lambda key: self.default.objects.filter(user=key).values_list("view"))


@transaction.atomic
def save_list(shelf: Shelf, *, name: str, audience: str, asked: Any, by: User, now: datetime) -> Any:
    """Name the list as it stands. Raises NotAllowed, Incomplete."""
    row = shelf.model(owner=by, created_at=now)
    _fill(shelf, row, name=name, audience=audience, by=by)
    row.keep(asked)
    return _store(row, by=by, now=now)


@transaction.atomic
def change_list(
    shelf: Shelf,
    *,
    view_id: int,
    shown_version: int,
    name: str,
    audience: str,
    by: User,
    now: datetime,
    asked: Any = None,
) -> Any:
    """Rename it, share it otherwise, and keep another list under it where `asked` is given.

    Raises NotAllowed for who does not own it, StaleVersion, Incomplete.
    """
    row = locked(shelf.model.objects.visible_to(by), pk=view_id, shown_version=shown_version)
    _demand_owner(shelf, row, by)
    _fill(shelf, row, name=name, audience=audience, by=by)
    if asked:
        row.keep(asked)
    return _store(row, by=by, now=now)


@transaction.atomic
def delete_list(shelf: Shelf, *, view_id: int, by: User, now: datetime) -> None:
    """Take the name away, from those too who open with it. Raises NotAllowed."""
    row = locked(shelf.model.objects.visible_to(by), pk=view_id)
    _demand_owner(shelf, row, by)
    signed(row, by=by, now=now, reason="").delete()


@transaction.atomic
def open_with_list(shelf: Shelf, *, view_id: int | None, by: User) -> None:
    """Let the person's list open with one that the person sees, or with the whole again."""
    if view_id is None:
        shelf.default.objects.filter(user=by).delete()
        return
    row = shelf.model.objects.visible_to(by).get(pk=view_id)
    shelf.default.objects.update_or_create(user=by, defaults={"view": row})


def _demand_owner(shelf: Shelf, row: SavedList, by: User) -> None:
    if not shelf.may_change(by, row):
        raise NotAllowed(_("Only who saved a view can change it."))


def _fill(shelf: Shelf, row: SavedList, *, name: str, audience: str, by: User) -> None:
    if not shelf.may_see(by):
        raise NotAllowed(str(shelf.blind))
    called = normalise_line(name)
    if not called or len(called) > NAME_LENGTH:
        message = _("Please give it a name of at most %(max)s letters.") % {"max": NAME_LENGTH}
        raise Incomplete(message, missing={"name": message})
    if audience != Audience.PRIVATE and not shelf.may_share(by):
        raise NotAllowed(_("Your role keeps views for itself only."))
    if audience == Audience.UNIT and by.unit_id is None:
        message = _("You belong to no unit, so there is none to share with.")
        raise Incomplete(message, missing={"audience": message})
    row.name, row.audience = called, audience
    row.unit_id = by.unit_id if audience == Audience.UNIT else None


def _store(row: ListT, *, by: User, now: datetime) -> ListT:
    try:
        with transaction.atomic():
            signed(row, by=by, now=now, reason="").save()
    except IntegrityError as error:
        message = _("You have a view of this name already.")
        raise Incomplete(message, missing={"name": message}) from error
    return row
