"""The demo story: told once, whole chapters only, and going on where it was cut short."""

from datetime import datetime

import pytest
from django.utils import timezone

from customers.models import Customer, Interaction
from foundation.accounts.models import Unit
from trdcrm.demo import large, story
from trdcrm.demo.people import People

pytestmark = pytest.mark.django_db


def unit(code: str) -> None:
    Unit.objects.create(code=code, name_th=code, name_en=code)


def test_a_story_cut_short_goes_on_with_the_chapter_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    failing = [True]

    def first(now: datetime, people: People) -> None:
        unit("first")

    def second(now: datetime, people: People) -> None:
        unit("second")
        if failing:
            failing.clear()
            raise RuntimeError("the machine stopped")

    monkeypatch.setattr(story, "CHAPTERS", (("first", first), ("second", second)))
    with pytest.raises(RuntimeError):
        list(story.tell(now=timezone.now(), people={}))
    assert not Unit.objects.filter(code="second").exists()  # a chapter is written whole or not at all

    assert list(story.tell(now=timezone.now(), people={})) == ["second"]
    assert Unit.objects.filter(code__in=("first", "second")).count() == 2
    assert list(story.tell(now=timezone.now(), people={})) == []


def test_the_large_register_is_written_once_and_can_be_read() -> None:
    now = timezone.now()
    list(large.build(now=now, customers=6, contacts_each=3))
    list(large.build(now=now, customers=6, contacts_each=3))
    assert Customer.objects.count() == 6
    assert Interaction.objects.count() == 18
    contact = Interaction.objects.select_related("data_key").first()
    assert contact is not None
    assert contact.summary in large.SUMMARIES  # sealed under the customer's key, and opened again
