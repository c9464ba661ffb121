"""The words of segmentation. Imports nothing of ours."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StudyState(TextChoices):
    """Where a study stands."""

    DRAFT = "draft", pgettext_lazy("study", "Draft")
    RUNNING = "running", pgettext_lazy("study", "Being calculated")
    EVALUATED = "evaluated", pgettext_lazy("study", "Evaluated")
    ADOPTED = "adopted", pgettext_lazy("study", "In use")
    SUPERSEDED = "superseded", pgettext_lazy("study", "Superseded")


class Transformation(TextChoices):
    """What happens to the figures before grouping."""

    LOG_Z = "log_z", _("Logarithm, then the same scale for all (for skewed amounts such as spend)")
    Z = "z", _("The same scale for all (mean 0, standard deviation 1)")
    LOG = "log", _("Logarithm only")
    NONE = "none", _("As they are (only when all figures share one unit)")


class Criterion(TextChoices):
    """The index by which the number of segments is chosen among those that pass the gates."""

    SILHOUETTE = "silhouette", _("Silhouette, highest")
    CALINSKI_HARABASZ = "calinski_harabasz", _("Calinski–Harabasz, highest")
    DAVIES_BOULDIN = "davies_bouldin", _("Davies–Bouldin, lowest")
    GAP = "gap", _("Gap statistic: fewest segments within one standard error")


class Strength(TextChoices):
    """How much structure the figures really have, by the mean silhouette width."""

    STRONG = "strong", _("Strong structure")
    REASONABLE = "reasonable", _("Reasonable structure")
    WEAK = "weak", _("Weak structure")
    NONE = "none", _("No substantial structure")


class Stability(TextChoices):
    """Whether a segment comes back when the customers are drawn anew, by its mean Jaccard similarity."""

    HIGH = "high", _("Highly stable")
    STABLE = "stable", _("Stable")
    DOUBTFUL = "doubtful", _("A pattern, but doubtful")
    UNTRUSTED = "untrusted", _("Not to be trusted")
    DISSOLVED = "dissolved", _("Falls apart")


class MarketUnit(TextChoices):
    """In what the size of a market is told."""

    BAHT_YEAR = "baht_year", _("baht a year")
    CUSTOMERS = "customers", _("customers")
    SQUARE_METRES = "square_metres", _("square metres")


class Trend(TextChoices):
    """Where a market goes."""

    GROWING = "growing", pgettext_lazy("market", "Growing")
    STEADY = "steady", pgettext_lazy("market", "Steady")
    SHRINKING = "shrinking", pgettext_lazy("market", "Shrinking")
    UNKNOWN = "unknown", pgettext_lazy("market", "Not known yet")


class Edition(TextChoices):
    """For whom a profile of a segment is made."""

    OUTSIDE = "outside", pgettext_lazy("profile", "For outside")
    INSIDE = "inside", pgettext_lazy("profile", "For inside")
