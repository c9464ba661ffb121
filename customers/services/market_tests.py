"""The four tests of a market: need, purchasing power, willingness, right to buy."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from customers.enums import MarketAnswer, MarketState, MarketTestKind
from customers.models import Customer, MarketStanding, MarketTest
from customers.selectors.market_tests import TESTED, four_tests, is_market
from customers.services.interactions import key_of
from customers.services.writable import writable_customer
from customers.words import say
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.core.numbers import claim_key, claimed_result
from foundation.core.thai.text import normalise

ONCE = "customers.market_test"
WHY_LENGTH = 2000


@transaction.atomic
def note_market_test(
    *, customer_id: int, test: str, verdict: str, why: str, by: User, now: datetime, once: str = ""
) -> MarketTest:
    """Answer one of the four tests for a customer who may yet be won. An earlier answer stays readable beneath.

    `once` is the key of the request: sent twice, it is written once.
    Raises NotAllowed, Incomplete with a message per field, Refused for a customer who is one already or was and for an
    erased person, StaleVersion for a record that was joined meanwhile.
    """
    if not by.can(Permission.CUSTOMER_EDIT):
        raise NotAllowed(_("Your role does not include changing customers."))
    claim = claim_key(ONCE, once) if once else None
    if once and claim is None:
        known = MarketTest.objects.filter(pk=claimed_result(ONCE, once)).select_related("data_key", "by")
        return known.get()
    words, missing = normalise(why), {}
    if not words:
        missing["why"] = say("required")
    elif len(words) > WHY_LENGTH:
        missing["why"] = say("too_long", {"max": WHY_LENGTH})
    missing |= {} if test in MarketTestKind.values else {"test": say("required")}
    missing |= {} if verdict in MarketAnswer.values else {"verdict": say("required")}
    if missing:
        raise Incomplete(_("Some values can't be taken as they are."), missing=missing)
    customer = writable_customer(customer_id)
    if customer.relation not in TESTED:
        raise Refused(_("The four tests are asked of those who may yet become customers."))
    row = MarketTest.objects.create(
        customer=customer, data_key=key_of(customer), test=test, verdict=verdict, why=words, at=now, by=by
    )
    reckon_standing(customer)
    if claim:
        claim.result = str(row.pk)
        claim.save(update_fields=["result"])
    return row


def reckon_standing(customer: Customer) -> None:
    """Keep what the newest answers of a locked customer come to; nothing while nobody answered."""
    tests = four_tests(customer)
    answered = sum(each.answer is not None for each in tests)
    if not answered:
        MarketStanding.objects.filter(customer=customer).delete()
        return
    state = MarketState.MARKET if is_market(tests) else MarketState.NOT
    state = state if answered == len(tests) else MarketState.OPEN
    MarketStanding.objects.update_or_create(customer=customer, defaults={"state": state, "answered": answered})
