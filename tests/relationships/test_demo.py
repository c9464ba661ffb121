"""The demo of relationships: told through the services on what the rooms below tell, and once."""

import datetime as dt

import pytest

import customers.demo
import products.demo
import relationships.demo
from relationships.enums import HoldingStatus, OpportunityKind, Stage
from relationships.models import Holding, Opportunity
from tests.people import demo_people

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)


def test_contracts_follow_each_other_and_the_story_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = demo_people(monkeypatch)
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
