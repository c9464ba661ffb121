"""Numbers of the service culture index, which results may be shown, and who may do what."""

from collections.abc import Mapping
from math import sqrt
from typing import TYPE_CHECKING, TypeVar

from scipy.stats import t

from foundation.accounts.permissions import Permission

if TYPE_CHECKING:
    from foundation.accounts.models import User

HIDDEN_BELOW = 5
LONGEST_ROUND = 60  # days
ENOUGH = 50  # percent of those asked: fewer say little about the house
Key = TypeVar("Key")


def may_keep(user: "User") -> bool:
    """Whoever owns the charter opens and closes the rounds."""
    return user.can(Permission.CHARTER_CASCADE)


def interval(mean: float, deviation: float | None, n: int) -> tuple[float, float]:
    """The 95 % interval of a mean on the scale of 0 to 100, by Student's t; the whole scale for fewer than two."""
    if n < 2 or deviation is None:
        return 0.0, 100.0
    reach = float(t.ppf(0.975, n - 1)) * deviation / sqrt(n)
    return max(0.0, mean - reach), min(100.0, mean + reach)


def shown(counts: Mapping[Key, int]) -> set[Key]:
    """The groups whose results may be shown beside that of the whole: none under five, and none that follows from the
    rest. Where those left out are fewer than five together, the smallest of the others is left out too."""
    kept = {key for key, n in counts.items() if n >= HIDDEN_BELOW}
    left_out = sum(n for key, n in counts.items() if key not in kept)
    while kept and 0 < left_out < HIDDEN_BELOW:
        smallest = min(kept, key=lambda key: (counts[key], str(key)))
        kept.remove(smallest)
        left_out += counts[smallest]
    return kept
