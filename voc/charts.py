"""Charts of survey results; each states its finding and carries its table."""

from django.utils.translation import gettext as _

from foundation.core.charts import Chart, Kind, Row
from voc.enums.survey import QuestionKind
from voc.selectors.results import Figure, Result


def charts_of(result: Result) -> list[Chart]:
    """How the answers lie, and the main figure by segment where customers were asked by name."""
    drawn = []
    if result.bars and any(bar.n for bar in result.bars):
        drawn.append(_answers(result))
    if any(figure.value is not None for _name, figure in result.cuts):
        drawn.append(_segments(result))
    return drawn


def _answers(result: Result) -> Chart:
    total = sum(bar.n for bar in result.bars)
    rows = tuple(Row(bar.label, 100 * bar.n / total, n=bar.n) for bar in result.bars)
    most = max(result.bars, key=lambda bar: bar.n)
    is_scale = result.question.kind in (QuestionKind.CSAT, QuestionKind.NPS)
    words = _("Most gave %(answer)s") if is_scale else _("Most often: %(answer)s")
    return Chart(
        key=f"q{result.question.number}",
        kind=Kind.COLUMN if is_scale else Kind.BAR,
        title=words % {"answer": most.label},
        measure=_("Share of %(n)s answers, by answer") % {"n": total},
        unit="%",
        rows=rows,
        alt=", ".join(f"{row.label}: {row.value:.0f}%" for row in rows),
        decimals=0,
        label_head=_("Answer"),
        low=0,
    )


def _segments(result: Result) -> Chart:
    shown = [(name, figure) for name, figure in result.cuts if figure.value is not None]
    hidden = len(result.cuts) - len(shown)
    rows = tuple(Row(name, figure.value, low=figure.low, high=figure.high, n=figure.n) for name, figure in shown)
    best = max(shown, key=lambda cut: cut[1].value or 0)
    is_score = result.question.kind == QuestionKind.NPS
    note = _("Segments with fewer than 5 answers are not shown: %(n)s.") % {"n": hidden} if hidden else ""
    return Chart(
        key=f"q{result.question.number}-segments",
        kind=Kind.INTERVAL,
        title=_("Highest in “%(segment)s”") % {"segment": best[0]},
        measure=" ".join(filter(None, (_("By segment, with 95% intervals."), note))),
        unit=_("points") if is_score else "%",
        rows=rows,
        alt=", ".join(f"{name}: {_said(figure)}" for name, figure in shown),
        decimals=0,
        label_head=_("Segment"),
    )


def _said(figure: Figure) -> str:
    return f"{figure.value:.0f} ({figure.low:.0f}–{figure.high:.0f}), n {figure.n}"
