"""What may be told outside: no small number, and none that a reader who knows the rules could work out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from segmentation import rules_disclosure as rules
from segmentation.rules_disclosure import LEAST, Mix

COUNTS = some.dictionaries(some.text("กขคงจฉ", min_size=1, max_size=2), some.integers(0, 60), max_size=9)
VALUES = list(product("ab", "pqr", "xyz"))
SIZES = some.one_of(some.just(0), some.integers(1, LEAST), some.integers(0, 25))
CELLS = some.lists(SIZES, min_size=len(VALUES), max_size=len(VALUES))
TABLES = CELLS.map(lambda sizes: dict(zip(VALUES, sizes, strict=True)))
# How fast a machine draws is no matter of the rule.


def untold_of(counts: Mapping[str, int], mix: Mix | None) -> dict[str, int]:
    named = {key for key, _n in mix.named} if mix else set()
    return {key: n for key, n in counts.items() if n and key not in named}


@given(COUNTS)
def test_no_small_number_is_told_and_the_whole_is_kept(counts: Mapping[str, int]) -> None:
    mix = rules.mix_to_tell(counts)
    if mix is None:
        return
    assert all(n >= LEAST for _key, n in mix.named)
    assert mix.together == 0 or mix.together >= LEAST
    assert sum(n for _key, n in mix.named) + mix.together == sum(counts.values())


@given(COUNTS)
def test_each_untold_number_could_be_many(counts: Mapping[str, int]) -> None:
    mix = rules.mix_to_tell(counts)
    untold = untold_of(counts, mix)
    if mix is None or not untold:
        return
    # The others hold at least one customer each, so one alone can be anything from one to this.
    most = mix.together - (len(untold) - 1)
    assert len(untold) > 1
    assert most >= LEAST


def divisions(customers: int, kinds: str) -> Iterator[dict[str, int]]:
    """Every way to divide so many customers among these kinds."""
    first, rest = kinds[0], kinds[1:]
    if not rest:
        yield {first: customers}
        return
    for n in range(customers + 1):
        for others in divisions(customers - n, rest):
            yield {first: n, **others}


@pytest.mark.parametrize("kinds", ["ab", "abc", "abcd", "abcde"])
@pytest.mark.parametrize("customers", range(LEAST, 25))
def test_who_knows_the_rule_and_tries_every_division_finds_no_small_number(customers: int, kinds: str) -> None:
    """The strongest reader of one table: divides the whole in every way, keeps those that the rule would have told
    alike, and looks whether a small kind has the same number in all of them."""
    alike: dict[Mix | None, list[dict[str, int]]] = defaultdict(list)
    for counts in divisions(customers, kinds):
        alike[rules.mix_to_tell(counts)].append(counts)
    for mix, thinkable in alike.items():
        for counts in thinkable:
            for key, n in untold_of(counts, mix).items():
                if n < LEAST:
                    assert len({other[key] for other in thinkable}) > 1, (mix, counts, key)


def test_only_the_whole_is_told_where_everything_else_would_give_it_away() -> None:
    assert rules.mix_to_tell({"a": 90, "b": 3}) is None
    assert rules.mix_to_tell({"a": 3}) is None
    assert rules.mix_to_tell({}) is None
    assert rules.mix_to_tell({"a": 90, "b": 0}) == Mix((("a", 90),), 0)


def test_small_kinds_take_the_next_larger_with_them() -> None:
    assert rules.mix_to_tell({"a": 90, "b": 20, "c": 3}) == Mix((("a", 90),), 23)
    assert rules.mix_to_tell({"a": 90, "b": 20, "c": 4, "d": 3}) == Mix((("a", 90), ("b", 20)), 7)
    assert rules.mix_to_tell({"a": 90, "b": 20, "c": 1, "d": 1}) == Mix((("a", 90),), 22)


def test_small_kinds_that_can_only_be_the_largest_small_number_take_one_more_with_them() -> None:
    """Three small kinds of 12 customers together would be four each."""
    assert rules.mix_to_tell({"a": 9, "b": 5, "c": 4, "d": 4, "e": 4}) == Mix((("a", 9),), 17)


def test_equal_numbers_are_left_out_together() -> None:
    """Of two kinds of ten, the one that stays would tell that the other was no smaller: 14 less 10 are 4."""
    assert rules.mix_to_tell({"a": 4, "b": 10, "c": 10}) is None
    assert rules.mix_to_tell({"a": 4, "b": 10, "c": 10, "d": 30}) == Mix((("d", 30),), 24)


def test_a_long_list_ends_with_the_rest_together() -> None:
    mix = rules.mix_to_tell({f"k{i}": 10 + i for i in range(12)})
    assert mix is not None
    assert (len(mix.named), mix.together) == (rules.MOST_NAMED, 10 + 11 + 12 + 13)


def solved(wanted: list[int], known: list[list[int]]) -> bool:
    """Whether a sum follows from known ones, by rank: another way than the rule goes."""
    rank = np.linalg.matrix_rank
    return bool(rank(np.array([*known, wanted])) == rank(np.array(known)))


@given(TABLES)
def test_no_table_fills_the_gaps_of_another(combinations: Mapping[tuple[str, ...], int]) -> None:
    told = rules.tables_to_tell(combinations)
    cells = [values for values, n in combinations.items() if n]
    if not rules.may_be_told(sum(combinations.values())):
        assert told == {}
        return
    known = [[1] * len(cells)]
    known += [[int(cell[place] == key) for cell in cells] for place, mix in told.items() for key, _n in mix.named]
    for place, counts in enumerate(rules.margins(combinations)):
        for key, n in counts.items():
            if 0 < n < LEAST:
                assert not solved([int(cell[place] == key) for cell in cells], known)


def test_a_coarser_table_is_left_out_where_it_would_give_a_kind_away() -> None:
    """Shops lie within organisations: 90 organisations less 50 agencies and 38 companies would be 2 shops."""
    combinations = {
        ("organisation", "agency"): 50,
        ("organisation", "company"): 38,
        ("organisation", "shop"): 2,
        ("person", "individual"): 10,
    }
    told = rules.tables_to_tell(combinations)
    assert told == {1: Mix((("agency", 50), ("company", 38)), 12)}
    mixes = {0: rules.mix_to_tell({"organisation": 90, "person": 10}), **told}
    assert rules.gives_away(combinations, {place: mix for place, mix in mixes.items() if mix})


def test_tables_without_small_kinds_stand_beside_one_another() -> None:
    combinations = {("organisation", "agency"): 50, ("organisation", "shop"): 12, ("person", "individual"): 10}
    assert set(rules.tables_to_tell(combinations)) == {0, 1}
    assert rules.tables_to_tell({}) == {}


@pytest.mark.parametrize(
    ("value", "told"), [(0, 0), (12_345, 12_000), (0.01234, 0.012), (-987.6, -990), (5, 5), (99_600, 100_000)]
)
def test_figures_are_told_to_two_digits(value: float, told: float) -> None:
    assert rules.about(value) == told


@pytest.mark.parametrize("text", ["โทร 081-234-5678", "somchai@example.com", "1234567890123", "๐๘๑ ๒๓๔ ๕๖๗๘"])
def test_contacts_and_numbers_of_people_are_noticed(text: str) -> None:
    assert rules.seems_personal(text)


@pytest.mark.parametrize("text", ["ต้องการซ่อมเร็ว", "ปี 2568-2569", "ค่าเช่า 1,000,000,000 บาท", "24 ชั่วโมง 7 วัน @ อาคาร"])
def test_plain_words_are_not(text: str) -> None:
    assert not rules.seems_personal(text)
