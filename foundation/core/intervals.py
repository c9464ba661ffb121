"""Confidence intervals of proportions, and of the net promoter score."""

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


def net_promoter(promoters: int, detractors: int, n: int, z: float = 1.96) -> tuple[float, float, float]:
    """The net promoter score in points, −100 to 100, with the ends of its interval: (score, low, high).

    Raises ValueError when the counts do not fit together or nothing was observed.
    The variance is that of a difference of two shares of one sample; 100 and 40 of 200 give 30 ± 10.8.
    """
    if n <= 0 or promoters < 0 or detractors < 0 or promoters + detractors > n:
        raise ValueError(f"{promoters} promoters and {detractors} detractors of {n} do not fit together")
    score = (promoters - detractors) / n
    spread = z * sqrt(((promoters + detractors) / n - score**2) / n)
    return 100 * score, 100 * max(-1.0, score - spread), 100 * min(1.0, score + spread)
