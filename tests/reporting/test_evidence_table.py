"""Every rule of evidence × every colour that its words promise, each made by records. Rows: tests/*/proofs.py."""

import datetime as dt
import importlib
import re
from pathlib import Path

import pytest
from django.urls import resolve
from django.utils.translation import override

from foundation.core.evidence import Evidence, Verdict, all_rules
from reporting.verdicts import JudgedRule, judge
from tests.governance.factories import NOW
from tests.proofs import Proofs

pytestmark = pytest.mark.django_db

TABLES: list[Proofs] = [
    importlib.import_module(f"tests.{path.parent.name}.proofs").PROOFS
    for path in sorted(Path(__file__).parent.parent.glob("*/proofs.py"))
]
PROOFS = {key: makers for table in TABLES for key, makers in table.items()}
CASES = [(key, colour) for key in sorted(PROOFS) for colour in PROOFS[key]]


def colours_in_words(rule: Evidence) -> set[str]:
    """The colours that the rule says it may give."""
    with override("en"):
        return {word.lower() for word in re.findall(r"\b(Green|Amber|Red):", str(rule.rule))}


def test_every_rule_has_makers_for_every_colour_of_its_words() -> None:
    promised = {rule.key: colours_in_words(rule) for rule in all_rules()}
    made = {key: set(makers) for key, makers in PROOFS.items()}
    assert made == promised, "write the makers in tests/<room>/proofs.py"
    assert all({"green"} < colours for colours in promised.values()), "a rule that can't fail proves nothing"


def judged(key: str, at: dt.datetime) -> JudgedRule:
    """The rule as the cockpit shows it: with the attestation that lifts it, if one counts."""
    rule = next(rule for rule in all_rules() if rule.key == key)
    return next(each for each in judge(at, [rule.clause]).clauses[0].rules if each.key == key)


@pytest.mark.parametrize(("key", "colour"), CASES, ids=[f"{key}-{colour}" for key, colour in CASES])
def test_the_records_make_the_rule(key: str, colour: str) -> None:
    at = PROOFS[key][colour]()
    with override("en"):
        found = judged(key, at)
    assert found.verdict == colour, found.sentence
    assert found.links, "a verdict shows the records, or the page where they would stand"
    for _label, url in found.links:
        resolve(url.partition("?")[0].partition("#")[0])


def test_without_any_record_nothing_is_green() -> None:
    """A machine never says green without a record to show."""
    green = [rule.key for clause in judge(NOW).clauses for rule in clause.rules if rule.verdict == Verdict.GREEN]
    assert green == []


def test_without_any_record_every_rule_shows_where_the_records_would_stand() -> None:
    bare = [rule.key for clause in judge(NOW).clauses for rule in clause.rules if not rule.links]
    assert bare == []
