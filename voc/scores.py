"""Opportunity scores of needs, and where a need stands between importance and satisfaction. Pure arithmetic.

Importance and satisfaction are 10 × the share of ratings of 4 or 5. Opportunity = I + max(I − S, 0): a need scores
high when it matters to many and few are content. Bands: over 15 extreme, 12 to 15 high, 10 to 12 solid.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

SMALLEST_SHOWN = 5  # fewer respondents could point at persons
SMALLEST_SURE = 30


class Band(TextChoices):
    """How much room a need leaves for us."""

    EXTREME = "extreme", _("Extreme opportunity")
    HIGH = "high", _("High opportunity")
    SOLID = "solid", _("Solid opportunity")
    LOW = "low", _("Ordinary opportunity")


class Quadrant(TextChoices):
    """The four fields of an importance-performance analysis, parted at the means."""

    CONCENTRATE = "concentrate", _("Concentrate here")
    KEEP = "keep", _("Keep up")
    LOW = "low", _("Low priority")
    OVERKILL = "overkill", _("Perhaps too much")


@dataclass(frozen=True)
class NeedScore:
    """A need in one segment ("" for everybody): n respondents, how many of them rated 4 or 5."""

    code: str
    name: str
    segment: str
    n: int
    important: int
    satisfied: int

    @property
    def is_shown(self) -> bool:
        """Whether enough people answered for anything to be shown."""
        return self.n >= SMALLEST_SHOWN

    @property
    def is_sure(self) -> bool:
        """Whether enough people answered for more than an orientation."""
        return self.n >= SMALLEST_SURE

    @property
    def importance(self) -> float:
        """10 × the share that rated the importance 4 or 5."""
        return 10 * self.important / self.n if self.n else 0.0

    @property
    def satisfaction(self) -> float:
        """10 × the share that rated the satisfaction 4 or 5."""
        return 10 * self.satisfied / self.n if self.n else 0.0

    @property
    def opportunity(self) -> float:
        """I + max(I − S, 0), from 0 to 20."""
        return self.importance + max(self.importance - self.satisfaction, 0.0)

    @property
    def band(self) -> Band:
        """How much room the need leaves."""
        if self.opportunity > 15:
            return Band.EXTREME
        if self.opportunity >= 12:
            return Band.HIGH
        return Band.SOLID if self.opportunity >= 10 else Band.LOW


def ranked(scores: Sequence[NeedScore]) -> list[NeedScore]:
    """The scores that may be shown, the largest opportunity first."""
    return sorted((score for score in scores if score.is_shown), key=lambda score: (-score.opportunity, score.code))


def means(scores: Sequence[NeedScore]) -> tuple[float, float] | None:
    """The means of satisfaction and importance over the scores that may be shown; None where there is none."""
    shown = [score for score in scores if score.is_shown]
    if not shown:
        return None
    count = len(shown)
    return sum(s.satisfaction for s in shown) / count, sum(s.importance for s in shown) / count


def quadrant(score: NeedScore, cross: tuple[float, float]) -> Quadrant:
    """The field of a need, given the means of satisfaction and importance."""
    important, satisfied = score.importance >= cross[1], score.satisfaction >= cross[0]
    if important:
        return Quadrant.KEEP if satisfied else Quadrant.CONCENTRATE
    return Quadrant.OVERKILL if satisfied else Quadrant.LOW
