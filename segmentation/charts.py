"""Charts of a run: why this number, what the segments are like, whether they come back, how they lie."""

from typing import Any

from django.utils.translation import gettext as _

from foundation.core.charts import Chart, Kind, Row, Table, Tone
from segmentation import words
from segmentation.enums import Criterion
from segmentation.models import Run, Segment
from segmentation.verdicts import STABLE


def numbers_chart(run: Run) -> Chart:
    """The index of the choice for every number of segments; the table holds all indices."""
    index = run.settings["criterion"]
    rows = tuple(
        Row(str(one["k"]), one[index], tone=Tone.STRONG if one["k"] == run.k else Tone.PLAIN) for one in run.candidates
    )
    decimals = 1 if index == "calinski_harabasz" else 3
    values = ", ".join(f"{row.label}: {row.value:.{decimals}f}" for row in rows)
    return Chart(
        key="numbers",
        kind=Kind.COLUMN,
        title=_numbers_title(run),
        measure=_("%(index)s, by number of segments") % {"index": Criterion(index).label},
        unit="",
        rows=rows,
        alt=_("Columns by number of segments: %(values)s. Chosen: %(k)s.") % {"values": values, "k": run.k},
        decimals=decimals,
        label_head=_("Segments"),
        x_title=_("Number of segments"),
        table=_numbers_table(run),
    )


def _numbers_title(run: Run) -> str:
    if not run.passed:
        return _("No number passes; %(k)s is the least bad") % {"k": run.k}
    if run.tied_with:
        others = ", ".join(map(str, run.tied_with))
        return _("%(k)s segments do as well as %(others)s, with fewer") % {"k": run.k, "others": others}
    return _("%(k)s segments do best of those that pass") % {"k": run.k}


def _numbers_table(run: Run) -> Table:
    with_gap = any(one["gap"] is not None for one in run.candidates)
    head: tuple[str, ...] = (_("Segments"), "Silhouette", "Calinski–Harabasz", "Davies–Bouldin")
    head += ("Gap",) if with_gap else ()
    head += (_("Smallest"), _("Least stability"), _("Passes"))
    return Table(head, tuple(_numbers_row(run, one, with_gap) for one in run.candidates))


def _numbers_row(run: Run, one: dict[str, Any], with_gap: bool) -> tuple[str, ...]:
    cells: tuple[str, ...] = (
        _("%(k)s (chosen)") % {"k": one["k"]} if one["k"] == run.k else str(one["k"]),
        f"{one['silhouette']:.4f}",
        f"{one['calinski_harabasz']:,.1f}",
        f"{one['davies_bouldin']:.3f}",
    )
    cells += (f"{one['gap']:.3f}",) if with_gap else ()
    stability = "–" if one["least_stability"] is None else f"{one['least_stability']:.2f}"
    passes = _("does not pass") if run.failures[str(one["k"])] else _("passes")
    return (*cells, f"{one['smallest_share'] * 100:.1f}%", stability, passes)


def traits_chart(run: Run, segments: list[Segment]) -> Chart:
    """Every figure of every segment against everybody's middle, the figure that separates best on top."""
    order = sorted(run.features, key=lambda word: -run.explained[word["key"]])
    traits = {(segment.number, trait["feature"]): trait for segment in segments for trait in segment.traits}
    rows = tuple(
        Row(word["label"][words.reader()], traits[segment.number, word["key"]]["difference"], series=segment.title)
        for word in order
        for segment in segments
    )
    best = order[0]
    return Chart(
        key="traits",
        kind=Kind.DOTS,
        title=_("“%(figure)s” separates the segments best") % {"figure": best["label"][words.reader()]},
        measure=_(
            "Distance of each segment's middle from everybody's, in standard deviations. The segments explain"
            " %(share)s%% of what customers differ by in “%(figure)s”."
        )
        % {"figure": best["label"][words.reader()], "share": f"{run.explained[best['key']] * 100:.0f}"},
        unit="",
        rows=rows,
        alt=" ".join(f"{segment.title}: {segment.description}" for segment in segments),
        decimals=1,
        signed=True,
        label_head=_("Figure"),
        ticks=_sides(rows),
    )


def _sides(rows: tuple[Row, ...]) -> tuple[tuple[float, str], ...]:
    reach = max(abs(row.value or 0.0) for row in rows) or 1.0
    return ((-reach * 0.75, _("below")), (0.0, _("the middle of all")), (reach * 0.75, _("above")))


def stability_chart(segments: list[Segment]) -> Chart | None:
    """How far each segment came back; None where that was not tested."""
    tested = [segment for segment in segments if segment.jaccard is not None]
    if not tested:
        return None
    weak = [segment for segment in tested if (segment.jaccard or 0) < STABLE]
    title = (
        _("Every segment comes back")
        if not weak
        else _("%(number)s of %(all)s segments come back too seldom") % {"number": len(weak), "all": len(tested)}
    )
    rows = tuple(_repeat_row(segment) for segment in tested)
    return Chart(
        key="stability",
        kind=Kind.INTERVAL,
        title=title,
        measure=_("Jaccard similarity when customers are drawn anew: mean, and the middle 95% of the draws"),
        unit="Jaccard",
        rows=rows,
        alt="; ".join(f"{row.label} {row.value:.2f}" for row in rows),
        target=STABLE,
        target_label=_("stable from"),
        decimals=2,
        low=min(0.5, *((segment.jaccard_low or 0.0) for segment in tested)),
        high=1.0,
        label_head=_("Segment"),
    )


def _repeat_row(segment: Segment) -> Row:
    is_weak = (segment.jaccard or 0) < STABLE
    return Row(
        segment.title,
        segment.jaccard,
        low=segment.jaccard_low,
        high=segment.jaccard_high,
        tone=Tone.LATE if is_weak else Tone.STRONG,
        note=_("low") if is_weak else "",
    )


def picture_chart(run: Run, segments: list[Segment]) -> Chart:
    """Customers on the two directions in which they differ most; the table holds the centres."""
    names = {segment.number: segment.title for segment in segments}
    points = tuple(Row("", y, series=names[number], x=x) for x, y, number in run.picture["points"])
    centres = tuple(
        Row(segment.letter, y, series=names[segment.number], x=x, tone=Tone.STRONG)
        for segment, (x, y) in zip(segments, run.picture["centres"], strict=True)
    )
    first, second = (share * 100 for share in run.picture["explained"])
    return Chart(
        key="picture",
        kind=Kind.SCATTER,
        title=_("Two directions show %(share)s%% of all differences") % {"share": f"{first + second:.0f}"},
        measure=_("One mark is one customer (%(points)s drawn), large marks are the segments' centres")
        % {"points": len(points)},
        unit="",
        rows=tuple(sorted(points, key=lambda row: row.series)) + centres,
        alt=_("Scatter of customers on the first two principal components, by segment; the table gives the centres."),
        decimals=0,
        label_head=_("Segment"),
        x_title=_("First principal component (%(share)s%%)") % {"share": f"{first:.0f}"},
        y_title=_("Second principal component (%(share)s%%)") % {"share": f"{second:.0f}"},
        table=_centres_table(segments, run),
    )


def _centres_table(segments: list[Segment], run: Run) -> Table:
    rows = tuple(
        (segment.title, f"{x:.2f}", f"{y:.2f}", f"{segment.size:,}")
        for segment, (x, y) in zip(segments, run.picture["centres"], strict=True)
    )
    return Table((_("Segment"), _("Centre, first"), _("Centre, second"), _("Customers")), rows)


def shares_chart(segments: list[Segment]) -> Chart:
    """How many customers each segment holds."""
    largest = max(segments, key=lambda segment: segment.size)
    rows = tuple(
        Row(segment.title, segment.share * 100, n=segment.size, tone=Tone.STRONG if segment == largest else Tone.PLAIN)
        for segment in segments
    )
    return Chart(
        key="shares",
        kind=Kind.BAR,
        title=_("The largest segment, %(segment)s, holds %(share)s%% of customers")
        % {"segment": largest.title, "share": f"{largest.share * 100:.0f}"},
        measure=_("Share of the customers studied"),
        unit="%",
        rows=rows,
        alt="; ".join(f"{row.label} {row.value:.1f}%" for row in rows),
        decimals=1,
        label_head=_("Segment"),
    )
