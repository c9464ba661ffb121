"""The verdict on every clause: the rules that the rooms registered, run at a moment, and what people attest.

The rule of attestation: the amber of a rule that says `needs_judgement` is lifted to green while an attestation of
that very rule counts. A red is never lifted, nor the amber of a rule that a machine can judge. The verdict of a clause
is the worst of its rules; a clause without a rule is red.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foundation.core.evidence import CLAUSES, Evidence, Finding, Verdict, rules_of
from foundation.core.thai.dates import format_date
from reporting.models import Attestation

logger = logging.getLogger(__name__)

FRESH_SECONDS = 300
_ORDER = (Verdict.GREEN, Verdict.AMBER, Verdict.RED)


@dataclass(frozen=True)
class Lift:
    """Whose attestation lifts a finding, and until when."""

    public_id: str
    by: str
    until: date


@dataclass(frozen=True)
class JudgedRule:
    """A rule with what it found, in the reader's language. `found` is the machine's word, `verdict` what counts."""

    key: str
    title: str
    rule: str
    needs_judgement: bool
    found: Verdict
    sentence: str
    links: tuple[tuple[str, str], ...]
    at: datetime | None
    lift: Lift | None = None

    @property
    def verdict(self) -> Verdict:
        """Green where an attestation lifts an amber of a rule that needs judgement, else what was found."""
        return Verdict.GREEN if self.lift else self.found


@dataclass(frozen=True)
class JudgedClause:
    """A clause with its rules and its verdict, the worst of them."""

    clause: str
    rules: tuple[JudgedRule, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst verdict; red where nothing is registered."""
        return max((rule.verdict for rule in self.rules), key=_ORDER.index, default=Verdict.RED)

    @property
    def telling(self) -> JudgedRule | None:
        """The rule that decides: the first of those with the worst verdict."""
        return next((rule for rule in self.rules if rule.verdict == self.verdict), None)

    @property
    def links(self) -> list[tuple[str, str]]:
        """Ways to the records behind all its findings, each address once."""
        return list({url: (label, url) for rule in self.rules for label, url in rule.links}.values())


@dataclass(frozen=True)
class Judgement:
    """Every clause at one moment."""

    at: datetime
    clauses: tuple[JudgedClause, ...]

    def of(self, clause: str) -> JudgedClause:
        """The judged clause of that number. Raises KeyError."""
        return {judged.clause: judged for judged in self.clauses}[clause]

    def count(self, verdict: Verdict) -> int:
        """How many clauses bear the verdict."""
        return sum(judged.verdict == verdict for judged in self.clauses)


def judge(at: datetime, clauses: Iterable[str] = CLAUSES) -> Judgement:
    """Run every rule of the clauses as of the moment."""
    lifts = lifts_at(at)
    return Judgement(
        at,
        tuple(JudgedClause(clause, tuple(_judged(rule, at, lifts) for rule in rules_of(clause))) for clause in clauses),
    )


def cached_judgement(now: datetime) -> Judgement:
    """The judgement in the reader's language, at most five minutes old; `at` says how old."""
    key = _cache_key(get_language() or "th")
    known: Judgement | None = cache.get(key)
    if known is None:
        known = judge(now)
        cache.set(key, known, FRESH_SECONDS)
    return known


def forget() -> None:
    """Judge anew at the next look: someone attested or withdrew."""
    cache.delete_many([_cache_key(language) for language in ("th", "en")])


def frozen(at: datetime, clauses: Iterable[str] = CLAUSES) -> list[dict[str, Any]]:
    """The judgement as plain JSON with every text in both languages, for keeping."""
    told = {}
    wanted = tuple(clauses)
    for language in ("th", "en"):
        with translation.override(language):
            told[language] = judge(at, wanted).clauses
    return [_frozen_clause(th, en) for th, en in zip(told["th"], told["en"], strict=True)]


def lifts_at(at: datetime) -> dict[str, Lift]:
    """By rule: the attestation that counts at the moment and lasts longest."""
    rows = Attestation.objects.valid(at).select_related("attested_by").order_by("expires_on", "attested_at")
    return {row.rule_key: Lift(row.public_id, str(row.attested_by), row.expires_on) for row in rows}


def _judged(rule: Evidence, at: datetime, lifts: dict[str, Lift]) -> JudgedRule:
    finding = _found(rule, at)
    lift = lifts.get(rule.key) if rule.needs_judgement and finding.verdict == Verdict.AMBER else None
    return JudgedRule(
        key=rule.key,
        title=str(rule.title),
        rule=str(rule.rule),
        needs_judgement=rule.needs_judgement,
        found=finding.verdict,
        sentence=_attested(lift) if lift else str(finding.sentence),
        links=tuple((str(link.label), link.url) for link in finding.links),
        at=finding.at,
        lift=lift,
    )


def _attested(lift: Lift) -> str:
    return _("%(who)s attests it; that counts until %(day)s.") % {
        "who": lift.by,
        "day": format_date(lift.until, "long"),
    }


def _found(rule: Evidence, at: datetime) -> Finding:
    """What the rule finds. One that fails is red and logged: it must not hide the other clauses."""
    try:
        with transaction.atomic():
            return rule.find(at)
    except Exception:
        logger.exception("evidence rule %s failed", rule.key)
        return Finding(
            Verdict.RED, _("The rule could not be evaluated; the system administrator finds the reason in the log.")
        )


def _frozen_clause(th: JudgedClause, en: JudgedClause) -> dict[str, Any]:
    pairs = zip(th.rules, en.rules, strict=True)
    return {"clause": th.clause, "verdict": str(th.verdict), "rules": [_frozen_rule(*pair) for pair in pairs]}


def _frozen_rule(th: JudgedRule, en: JudgedRule) -> dict[str, Any]:
    return {
        "key": th.key,
        "title": {"th": th.title, "en": en.title},
        "rule": {"th": th.rule, "en": en.rule},
        "found": str(th.found),
        "verdict": str(th.verdict),
        "sentence": {"th": th.sentence, "en": en.sentence},
        "links": [
            {"label": {"th": link_th[0], "en": link_en[0]}, "url": link_th[1]}
            for link_th, link_en in zip(th.links, en.links, strict=True)
        ],
        "at": th.at.isoformat() if th.at else None,
        "lift": {"by": th.lift.by, "until": th.lift.until.isoformat()} if th.lift else None,
    }


def _cache_key(language: str) -> str:
    return f"reporting.cockpit.{'en' if language == 'en' else 'th'}"
