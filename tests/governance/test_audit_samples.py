"""Samples of audits: drawn at random, drawn again by anybody, and kept as they were."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.accounts.models import Unit
from foundation.core.errors import Incomplete
from foundation.governance import sampling
from foundation.governance.models import AuditSample, SampleItem
from tests.governance import auditing as made

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _population() -> Iterator[None]:
    with made.units_as_population():
        yield


def expected(ids: list[str], seed: str, size: int) -> list[str]:
    """The definition once more, in Python."""
    return sorted(ids, key=lambda each: hashlib.sha256(f"{seed}:{each}".encode()).hexdigest())[:size]


@settings(max_examples=30)
@given(seed=st.from_regex(r"\A[0-9A-Za-z-]{1,40}\Z"), size=st.integers(1, 8), larger=st.integers(0, 4))
def test_the_same_seed_gives_the_same_list_in_every_order(seed: str, size: int, larger: int) -> None:
    ids = list(Unit.objects.values_list("public_id", flat=True))
    drawn = sampling.draw(Unit.objects.order_by("code"), seed=seed, size=size)
    again = sampling.draw(Unit.objects.order_by("-name_th"), seed=seed, size=size)
    assert drawn == again
    assert drawn.ids == expected(ids, seed, size)
    assert len(set(drawn.ids)) == min(size, len(ids)), "nothing is drawn twice"
    assert drawn.count == len(ids)
    assert sampling.draw(Unit.objects.all(), seed=seed, size=size + larger).ids[:size] == drawn.ids


def test_every_record_has_the_same_chance() -> None:
    """Of 300 seeds each unit comes first about as often: within four standard deviations."""
    ids = list(Unit.objects.values_list("public_id", flat=True))
    first = [expected(ids, str(seed), 1)[0] for seed in range(300)]
    share = 1 / len(ids)
    spread = 4 * (300 * share * (1 - share)) ** 0.5
    assert all(abs(first.count(each) - 300 * share) < spread for each in ids)


def test_the_fingerprint_tells_another_population() -> None:
    whole = sampling.draw(Unit.objects.all(), seed="7", size=2)
    part = sampling.draw(Unit.objects.exclude(code="strategy"), seed="7", size=2)
    ids = sorted(Unit.objects.values_list("public_id", flat=True))
    assert whole.fingerprint == hashlib.sha256("\n".join(ids).encode()).hexdigest() != part.fingerprint
    assert sampling.draw(Unit.objects.none(), seed="7", size=2).ids == []


def test_a_drawn_sample_never_changes() -> None:
    items = made.make_sample(made.make_under_way())
    for refused in (
        lambda: AuditSample.objects.update(seed="8"),
        lambda: SampleItem.objects.filter(pk=items[0].pk).update(record_id="x"),
        lambda: SampleItem.objects.filter(pk=items[0].pk).delete(),
    ):
        with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
            refused()


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ({"population": "nothing"}, "population"),
        ({"last_day": made.TODAY - 91 * DAY}, "last_day"),
        ({"size": 0}, "size"),
        ({"size": 200}, "size"),
        ({"size": 201}, "size"),
    ],
)
def test_what_a_sample_needs(facts: dict[str, Any], named: str) -> None:
    audit = made.make_under_way()
    with pytest.raises(Incomplete) as refusal:
        made.make_sample(audit, **facts)
    assert named in refusal.value.missing
    assert not audit.samples.exists()


def test_a_seed_is_drawn_where_none_is_given() -> None:
    audit = made.make_under_way()
    made.make_sample(audit, seed="")
    made.make_sample(audit, seed="")
    seeds = set(audit.samples.values_list("seed", flat=True))
    assert len(seeds) == 2
    assert all(len(seed) == 16 for seed in seeds)
