"""The cockpit: every clause with its verdict, its rules, its figure, and who answers for it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.utils import timezone

from foundation.core.evidence import CLAUSES, Verdict
from foundation.governance.clauses import section_of
from foundation.governance.enums import SectionKey
from foundation.governance.models import Duty, PolicyVersion
from foundation.governance.selectors import ClauseDuties, clauses_with_duties, current_policy
from reporting.models import Attestation, ClauseVerdict
from reporting.selectors.figures import ClauseFigure, clause_figures
from reporting.verdicts import JudgedClause, Judgement, cached_judgement

HISTORY_DAYS = 400


@dataclass(frozen=True)
class ClauseLine:
    """A clause as the cockpit lists it."""

    facts: ClauseDuties
    judged: JudgedClause
    figures: list[ClauseFigure]

    @property
    def key(self) -> str:
        """The number, or the name of a closing provision."""
        return self.facts.key

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.facts.clause.title

    @property
    def figure(self) -> ClauseFigure | None:
        """The figure that stands for the clause: the first with a target and a value, else with a value."""
        measured = [figure for figure in self.figures if figure.value.value is not None]
        aimed = [figure for figure in measured if figure.target is not None]
        return next(iter(aimed or measured), None)

    @property
    def owners(self) -> list[str]:
        """Who answers for its duties, each named once."""
        return list(dict.fromkeys(owner for duty in self.facts.duties if (owner := owner_of(duty))))

    @property
    def frequencies(self) -> list[str]:
        """How often its duties fall due, each said once."""
        return list(dict.fromkeys(str(duty.get_frequency_display()) for duty in self.facts.duties))


@dataclass(frozen=True)
class Chapter:
    """A section of the policy with its clauses."""

    key: SectionKey
    lines: list[ClauseLine]

    @property
    def number(self) -> str:
        """1 to 5; empty for the closing provisions."""
        return "" if self.key == SectionKey.CLOSING else str(self.key.value)

    @property
    def done(self) -> int:
        """How many of its clauses are green."""
        return sum(line.judged.verdict == Verdict.GREEN for line in self.lines)


@dataclass(frozen=True)
class Cockpit:
    """Everything that the page shows, judged at one moment."""

    judgement: Judgement
    lines: list[ClauseLine]
    policy: PolicyVersion | None
    done_a_quarter_ago: int | None

    def chapters(self, *, only_open: bool = False) -> list[Chapter]:
        """Sections in order with their clauses; on request those alone that are not green."""
        made: dict[SectionKey, list[ClauseLine]] = {}
        for line in self.lines:
            if not (only_open and line.judged.verdict == Verdict.GREEN):
                made.setdefault(section_of(line.key), []).append(line)
        return [Chapter(key, lines) for key, lines in made.items()]


@dataclass(frozen=True)
class Turned:
    """A day on which the verdict of a clause became another one (or was first kept)."""

    day: date
    verdict: str


def cockpit(now: datetime) -> Cockpit:
    """Every clause. Rules and figures come from the cache, at most minutes old."""
    policy = current_policy()
    judgement = cached_judgement(now)
    figures = clause_figures(now)
    lines = [
        ClauseLine(facts, judgement.of(facts.key), figures.get(facts.key, [])) for facts in clauses_with_duties(policy)
    ]
    return Cockpit(judgement, lines, policy, _green_on(timezone.localdate(now) - timedelta(days=91)))


def clause_line(clause: str, now: datetime) -> ClauseLine:
    """One clause. Raises KeyError for a clause that the policy does not have."""
    facts = {each.key: each for each in clauses_with_duties()}[clause]
    return ClauseLine(facts, cached_judgement(now).of(clause), clause_figures(now).get(clause, []))


def verdict_history(clause: str, now: datetime) -> list[Turned]:
    """When the verdict turned in the last thirteen months, newest first."""
    since = timezone.localdate(now) - timedelta(days=HISTORY_DAYS)
    rows = list(
        ClauseVerdict.objects.filter(clause=clause, day__gte=since).order_by("day").values_list("day", "verdict")
    )
    turned = [Turned(*rows[0])] if rows else []
    turned += [Turned(*after) for before, after in pairwise(rows) if before[1] != after[1]]
    return turned[::-1]


def judged_at(now: datetime) -> datetime:
    """The moment of the judgement that pages show."""
    return cached_judgement(now).at


def attestations_of(clause: str) -> list[Attestation]:
    """Every attestation of a clause, newest first."""
    return list(Attestation.objects.filter(clause=clause).select_related("attested_by", "withdrawn_by"))


def owner_of(duty: Duty) -> str:
    """The person, the unit, or both; empty where nobody is named."""
    return " · ".join(str(each) for each in (duty.owner, duty.owner_unit) if each)


def _green_on(day: date) -> int | None:
    """How many clauses were green on the last kept day up to `day`; None before the record begins."""
    last = ClauseVerdict.objects.filter(day__lte=day).order_by("-day").values_list("day", flat=True).first()
    if last is None:
        return None
    rows = ClauseVerdict.objects.filter(day=last, clause__in=CLAUSES)
    return rows.filter(verdict=Verdict.GREEN).count()
