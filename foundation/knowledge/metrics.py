"""Figures of the knowledge store, each declared once (policy 5.2; it serves 3.2, 3.3, 4.2, 5.3 and 5.4 alike)."""

from collections.abc import Mapping

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from foundation.core.metrics import Dimension, Direction, Metric, Period, Value, dimension_of_choices, share
from foundation.knowledge.enums import Kind
from foundation.knowledge.models import Article, Usefulness


def published(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Articles published within the period, by the last publication."""
    rows = Article.objects.filter(published_at__gte=period.start, published_at__lt=period.end)
    if by is None:
        return {"": Value(n := rows.count(), n)}
    return {key: Value(n, n) for key, n in rows.order_by().values_list("kind").annotate(n=Count("pk"))}


def helpful(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Readers' answers of the period that say an article helped."""
    rows = Usefulness.objects.filter(at__gte=period.start, at__lt=period.end)
    n, good = rows.aggregate(n=Count("pk"), good=Count("pk", filter=Q(helped=True))).values()
    return {"": share(good, n)}


PUBLISHED = Metric(
    key="knowledge.published",
    clause="5.2",
    title=_("Articles and lessons published"),
    unit=_("articles"),
    formula=_("Articles whose last publication lies within the period"),
    direction=Direction.UP,
    query=published,
    dimensions=("article_kind",),
)
HELPFUL = Metric(
    key="knowledge.helpful",
    clause="5.2",
    title=_("Articles that helped their readers"),
    unit="%",
    formula=_("Answers “it helped” ÷ all answers of readers within the period × 100"),
    direction=Direction.UP,
    query=helpful,
    decimals=1,
)
METRICS = (PUBLISHED, HELPFUL)
DIMENSIONS: tuple[Dimension, ...] = (dimension_of_choices("article_kind", _("Kind of article"), Kind),)
