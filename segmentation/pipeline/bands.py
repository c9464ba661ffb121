"""Words for figures: the published bands of silhouette, stability and association."""


def strength(silhouette: float) -> str:
    """Structure by mean silhouette width. Source: Kaufman & Rousseeuw, Finding Groups in Data (1990), table 4."""
    if silhouette > 0.70:
        return "strong"
    if silhouette > 0.50:
        return "reasonable"
    return "weak" if silhouette > 0.25 else "none"


def stability(jaccard: float) -> str:
    """Stability by mean bootstrap Jaccard similarity. Source: Hennig (2007)."""
    if jaccard >= 0.85:
        return "high"
    if jaccard >= 0.75:
        return "stable"
    if jaccard >= 0.60:
        return "doubtful"
    return "untrusted" if jaccard >= 0.50 else "dissolved"
