"""Needs as charts: importance against satisfaction, and opportunity as bars."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from foundation.core.charts import Chart, Kind, Row, Table, Tone
from voc.scores import NeedScore, Quadrant, means, quadrant, ranked


def importance_satisfaction(scores: Sequence[NeedScore], *, measure: str) -> Chart | None:
    """Every need that may be shown between its satisfaction and its importance; None where there are none.

    Points bear the rank of the need; the table names them.
    """
    shown = ranked(scores)
    cross = means(shown)
    if cross is None:
        return None
    fields = [quadrant(score, cross) for score in shown]
    rows = tuple(
        Row(str(i), score.importance, x=score.satisfaction, series=str(field.label), n=score.n, tone=Tone.STRONG)
        for i, (score, field) in enumerate(zip(shown, fields, strict=True), start=1)
    )
    urgent = fields.count(Quadrant.CONCENTRATE)
    title = (
        _("%(n)d of %(all)d needs matter more than the rest, and satisfy less: concentrate there")
        % {"n": urgent, "all": len(shown)}
        if urgent
        else _("No need both matters more than the rest and satisfies less")
    )
    head = (_("Rank"), _("Need"), _("Importance"), _("Satisfaction"), _("Field"), "n")
    table = Table(
        head,
        tuple(
            (row.label, score.name, f"{score.importance:.1f}", f"{score.satisfaction:.1f}", row.series, f"{score.n:,}")
            for row, score in zip(rows, shown, strict=True)
        ),
    )
    told = "; ".join(f"{score.name}: {score.importance:.1f}, {score.satisfaction:.1f}" for score in shown)
    return Chart(
        key="needs-ipa",
        kind=Kind.SCATTER,
        title=title,
        measure=measure,
        unit="",
        rows=rows,
        alt=told,
        decimals=1,
        x_title=_("Satisfaction (0 to 10)"),
        y_title=_("Importance (0 to 10)"),
        cross=cross,
        table=table,
    )


def opportunity_bars(scores: Sequence[NeedScore], *, measure: str) -> Chart | None:
    """Opportunity scores, largest first; None where nothing may be shown."""
    shown = ranked(scores)
    if not shown:
        return None
    first = shown[0]
    rows = tuple(
        Row(score.name, score.opportunity, n=score.n, tone=Tone.STRONG if score is first else Tone.PLAIN)
        for score in shown
    )
    return Chart(
        key="needs-opportunity",
        kind=Kind.BAR,
        title=_("The largest opportunity: %(name)s") % {"name": first.name},
        measure=measure,
        unit=_("points of 20"),
        rows=rows,
        alt="; ".join(f"{score.name} {score.opportunity:.1f}" for score in shown),
        decimals=1,
        label_head=_("Need"),
    )
