"""The four tests of a market, as they stand for one customer and for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from customers.enums import MarketAnswer, MarketState, MarketTestKind, Relation
from customers.models import Customer, MarketStanding, MarketTest

# Of whom the tests are asked: those who may yet become customers.
TESTED = frozenset({Relation.PROSPECT, Relation.COMPETITOR})
_VERDICTS = {MarketAnswer.YES: "ok", MarketAnswer.NO: "late", MarketAnswer.UNCLEAR: "soon"}


@dataclass(frozen=True)
class Tested:
    """One of the four tests and its newest answer, None while nobody asked."""

    key: str
    question: str
    answer: MarketTest | None

    @property
    def verdict(self) -> str:
        """The icon that goes with the answer."""
        return _VERDICTS[MarketAnswer(self.answer.verdict)] if self.answer else "none"


def four_tests(customer: Customer) -> list[Tested]:
    """All four, in their order; one statement."""
    rows = MarketTest.objects.filter(customer=customer).order_by("test", "-at", "-pk").distinct("test")
    newest = {row.test: row for row in rows.select_related("data_key", "by")}
    return [Tested(test.value, str(test.label), newest.get(test)) for test in MarketTestKind]


def is_market(tests: Sequence[Tested]) -> bool:
    """Whether all four are answered with yes."""
    return all(each.answer is not None and each.answer.verdict == MarketAnswer.YES for each in tests)


def tests_told(customer: Customer) -> list[MarketTest]:
    """Every answer ever given, newest first."""
    return list(customer.market_tests.select_related("data_key", "by").order_by("-at", "-pk")[:50])


def standing_in_market(state: str) -> Q:
    """The customers of whom the tests are asked and say this."""
    asked = Q(relation__in=sorted(TESTED))
    if state != MarketState.OPEN:
        return asked & Q(market__state=state)
    whole = MarketStanding.objects.filter(customer=OuterRef("pk")).exclude(state=MarketState.OPEN)
    return asked & Q(~Exists(whole))


def markets_at(moment: datetime) -> "QuerySet[Any, Any]":
    """Keys of the customers (`customer`) whose newest answer to each of the four tests was yes at that moment."""
    told = MarketTest.objects.filter(at__lt=moment).order_by("customer", "test", "-at", "-pk")
    newest = told.distinct("customer", "test").values("pk")
    yes = MarketTest.objects.filter(pk__in=newest, verdict=MarketAnswer.YES).order_by().values("customer")
    return yes.annotate(n=Count("pk")).filter(n=len(MarketTestKind)).values("customer")
