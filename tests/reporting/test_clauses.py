"""Every clause has a page, a rule or figure, and a test: the table of docs/clauses.md, and what the commands name."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import resolve

from foundation.core.evidence import CLAUSES, all_rules
from foundation.core.metrics import all_metrics

ROOT = Path(__file__).resolve().parents[2]
_CELL = re.compile(r"`([^`]+)`")
ROWS = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in (ROOT / "docs/clauses.md").read_text().splitlines()
    if line.startswith("| ") and not line.startswith(("| clause |", "| --- |"))
]
IDS = [f"{row[0]}-{_CELL.findall(row[3])[0]}" for row in ROWS]


def test_every_clause_has_a_row_in_the_order_of_the_policy() -> None:
    assert list(dict.fromkeys(row[0] for row in ROWS)) == list(CLAUSES)


def test_every_rule_has_one_row_and_no_figure_two() -> None:
    named = [_CELL.findall(row[3])[0] for row in ROWS]
    assert len(named) == len(set(named))
    assert {rule.key for rule in all_rules()} <= set(named)


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_what_a_row_names_exists(row: list[str]) -> None:
    clause, _asked, page, measure, proof = row
    resolve(_CELL.findall(page)[0])
    registered = all_metrics() if measure.startswith("figure") else all_rules()
    assert clause in {one.clause for one in registered if one.key == _CELL.findall(measure)[0]}
    file, _, test = _CELL.findall(proof)[0].partition("::")
    assert f"def {test}(" in (ROOT / file).read_text()


def _named_by(command: str) -> list[dict[str, str]]:
    out = StringIO()
    call_command(command, "--json", stdout=out)
    rows: list[dict[str, str]] = json.loads(out.getvalue())
    assert all(row["key"] and row["title"] for row in rows)
    return rows


def test_metrics_name_every_clause() -> None:
    assert {row["clause"] for row in _named_by("metrics")} == set(CLAUSES)


def test_rules_of_evidence_name_every_clause() -> None:
    assert {row["clause"] for row in _named_by("evidence")} == set(CLAUSES)
