"""The four tests of a market, as they stand for one customer."""

from collections.abc import Sequence
from dataclasses import dataclass

from customers.enums import MarketAnswer, MarketTestKind
from customers.models import Customer, MarketTest

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
