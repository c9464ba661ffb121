"""The registry of evidence: what each room can show, live, for a clause of the policy.

A rule reads rows and says green, amber or red, with a sentence and links to the records behind it. The cockpit joins
the rules of a clause; the worst of them is the verdict of the clause.

Where records alone cannot tell (is the wording clear, are the resources enough), a rule says `needs_judgement`: its
amber may be lifted to green by the attestation of a named person. Nothing lifts a red, nor the amber of another rule.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise

Text = str | Promise

# Every clause of the policy, in its order; the two closing provisions bear names instead of numbers.
CLAUSES = (
    *("1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4"),
    *("4.1", "4.2", "5.1", "5.2", "5.3", "5.4", "report", "review"),
)


class Verdict(StrEnum):
    """What the evidence says of a duty. A machine never says green without a record to show."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True)
class Link:
    """A way to the records behind a finding."""

    label: Text
    url: str


@dataclass(frozen=True)
class Finding:
    """What a rule found. `sentence` says what there is, or in one sentence what is missing; `at` dates the evidence."""

    verdict: Verdict
    sentence: Text
    links: tuple[Link, ...] = field(default=())
    at: datetime | None = None


@dataclass(frozen=True)
class Evidence:
    """A rule: `key` is dotted (room.name); `rule` says in words when it is green and when amber.

    `needs_judgement`: a person's attestation with evidence may lift its amber (docs/policy.md).
    """

    key: str
    clause: str
    title: Text
    rule: Text
    find: Callable[[datetime], Finding]
    needs_judgement: bool = False


_rules: dict[str, Evidence] = {}


def register(evidence: Evidence) -> Evidence:
    """Offer a rule; called from `AppConfig.ready()`.

    Raises ValueError when the key is taken or the policy has no such clause.
    """
    if evidence.clause not in CLAUSES:
        raise ValueError(f"the policy has no clause {evidence.clause!r}")
    if evidence.key in _rules and _rules[evidence.key] is not evidence:
        raise ValueError(f"evidence {evidence.key} is declared twice")
    _rules[evidence.key] = evidence
    return evidence


def all_rules() -> list[Evidence]:
    """Every rule, in the order of the clauses."""
    return sorted(_rules.values(), key=lambda rule: (CLAUSES.index(rule.clause), rule.key))


def rules_of(clause: str) -> list[Evidence]:
    """The rules of one clause."""
    return [rule for rule in all_rules() if rule.clause == clause]
