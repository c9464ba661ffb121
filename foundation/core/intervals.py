"""Confidence intervals of proportions."""

from math import sqrt


def wilson(successes: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's score interval of a proportion, as (low, high); (0, 1) when nothing was observed.

    Raises ValueError when there are more successes than observations, or negative counts.
    Source: E. B. Wilson, JASA 22 (1927); 80 of 100 gives 0.7112–0.8666.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is no proportion")
    if n == 0:
        return 0.0, 1.0
    share = successes / n
    spread = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    centre = share + z * z / (2 * n)
    scale = 1 + z * z / n
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)
