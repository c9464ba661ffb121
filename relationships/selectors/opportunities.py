"""Lists and records of opportunities."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum
from django.shortcuts import get_object_or_404

from customers.models import Customer
from foundation.accounts.models import User
from foundation.core.list_filters import NO_CUTS, Cuts, narrow
from foundation.core.pages import Page, keyset_page
from foundation.core.thai.text import search_form
from relationships.enums import OPEN_STAGES, Stage
from relationships.models import Opportunity, OpportunityQuerySet

PAGE_SIZE = 25
BOARD_CARDS = 12


@dataclass(frozen=True)
class OpportunityQuery:
    """What the list shows. `stage` is a stage or "open"; `owner` a user's key."""

    stage: str = ""
    kind: str = ""
    owner: int | None = None
    needle: str = ""
    cuts: Cuts = NO_CUTS


@dataclass(frozen=True)
class Lane:
    """A column of the board: how many in all, their value, and the first of them."""

    stage: Stage
    count: int = 0
    value: Decimal = Decimal(0)
    cards: list[Opportunity] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The stage in the reader's language."""
        return str(self.stage.label)

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.cards)


def opportunities_page(user: User, query: OpportunityQuery, *, cursor: str = "") -> Page[Opportunity]:
    """A page, newest first."""
    rows = _matching(user, query).select_related("customer", "owner")
    return keyset_page(rows, order=("-opened_on", "-id"), cursor=cursor, size=PAGE_SIZE)


def board_of(user: User, query: OpportunityQuery) -> list[Lane]:
    """The open stages side by side, the nearest next step first in each; one statement a lane and one for the sums."""
    rows = _matching(user, query).filter(stage__in=OPEN_STAGES)
    sums = {stage: (n, value) for stage, n, value in rows.values_list("stage").annotate(Count("pk"), Sum("value"))}
    lanes = []
    for stage in OPEN_STAGES:
        count, value = sums.get(stage, (0, None))
        cards = rows.filter(stage=stage).select_related("customer", "owner").order_by("next_step_on", "id")
        lanes.append(Lane(stage, count, value or Decimal(0), list(cards[:BOARD_CARDS])))
    return lanes


def _matching(user: User, query: OpportunityQuery) -> OpportunityQuerySet:
    rows = Opportunity.objects.visible_to(user)
    if query.stage:
        rows = rows.open() if query.stage == "open" else rows.filter(stage=query.stage)
    if query.kind:
        rows = rows.filter(kind=query.kind)
    if query.owner:
        rows = rows.filter(owner_id=query.owner)
    for word in search_form(query.needle).split()[:6]:
        rows = rows.filter(search_text__contains=word if len(word) > 2 else f" {word}")
    return narrow(rows, query.cuts)


def visible_opportunity(user: User, public_id: str) -> Opportunity:
    """The opportunity with what its page needs. Raises Http404."""
    rows = Opportunity.objects.visible_to(user)
    return get_object_or_404(
        rows.select_related("customer", "owner", "product", "holding", "programme", "result"), public_id=public_id
    )


def opportunities_of(user: User, customer: Customer) -> "QuerySet[Opportunity]":
    """The opportunities of a customer, the latest first."""
    return Opportunity.objects.visible_to(user).filter(customer=customer).order_by("-opened_on", "-id")


def find_opportunities(user: User, needle: str, limit: int) -> list[Opportunity]:
    """For the one search box; the needle is normalised."""
    rows = Opportunity.objects.visible_to(user).filter(search_text__contains=needle)
    return list(rows.select_related("customer").order_by("-id")[:limit])
