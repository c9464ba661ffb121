"""The demo story: told once, whole chapters only, and going on where it was cut short."""

from datetime import datetime

import pytest
from django.utils import timezone

from foundation.accounts.models import Unit
from trdcrm.demo import story
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
