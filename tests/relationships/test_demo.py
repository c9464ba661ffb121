"""The demo of relationships: told through the services on what the rooms below tell, and once."""

import datetime as dt

import pytest

import customers.demo
import products.demo
import relationships.demo
from foundation.accounts.models import Role, Unit, User
from relationships.enums import HoldingStatus, OpportunityKind, Stage
from relationships.models import Holding, Opportunity

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)


def people() -> dict[str, User]:
    """A person of every role, named after it."""
    made = {}
    for role in Role.objects.all():
        made[role.key] = User.objects.create_user(role.key, unit=Unit.objects.get(code="customer-market"))
        made[role.key].roles.add(role)
    for number in (2,):
        for key in ("complaint-officer", "complaint-investigator", "customer-officer"):
            name = f"{key}-{number}"
            made[name] = User.objects.create_user(name, unit=made[key].unit)
            made[name].roles.add(Role.objects.get(key=key))
    return made


def test_contracts_follow_each_other_and_the_story_is_told_once() -> None:
    everybody = people()
    customers.demo.build(NOW, everybody)
    products.demo.build(NOW, everybody)
    relationships.demo.build(NOW, everybody)
    contracts = Holding.objects.count()
    states = set(Holding.objects.values_list("status", flat=True))
    assert states == {HoldingStatus.RUNNING, HoldingStatus.RENEWED, HoldingStatus.ENDED}
    assert not Holding.objects.filter(status=HoldingStatus.RUNNING, ends_on__lt=NOW.date()).exists()
    won = Opportunity.objects.filter(stage=Stage.WON)
    assert set(won.values_list("kind", flat=True)) == {OpportunityKind.UPSELL, OpportunityKind.CROSS}
    assert not won.filter(result__isnull=True).exists()

    relationships.demo.build(NOW, everybody)
    assert Holding.objects.count() == contracts
