"""The quarterly report of the voice of the customer (policy 3.3), composed from frozen figures."""

from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.core.charts import Chart
from foundation.core.metrics import label_of
from foundation.core.thai.dates import FiscalQuarter, format_date
from reporting import layout
from reporting.blocks import (
    Block,
    Figure,
    category_bars,
    chart_block,
    monthly_columns,
    quarterly_line,
    standards_table,
    value_of,
)
from reporting.layout import Words
from voc.need_charts import opportunity_bars
from voc.scores import SMALLEST_SURE, NeedScore, ranked

Section = dict[str, Any]
Figures = dict[str, Figure]

VOICES = "voc.voices"
CUTS = ("voice_kind", "sentiment", "topic", "voice_channel")
SATISFACTION = ("voc.survey_csat", "voc.feedback_csat", "voc.negative_share", "voc.response_rate")
FOLLOW_UP = (
    "voc.insights_decided_on_time",
    "voc.follow_ups_on_time",
    "voc.announcements_delivered",
    "voc.announcements_reached",
)

WORDS = Words(
    title=gettext_lazy("Voice of the customer report"),
    summary=gettext_lazy("Summary for executives"),
    audience=gettext_lazy("Executives"),
    secrecy=gettext_lazy("For use inside the company"),
    clause=gettext_lazy("Under the customer and market policy, clause 3.3: voices reported every quarter"),
    owner=gettext_lazy("Voice of the customer"),
    address="/staff/reports/voc/",
    golden="voc.survey_csat",
)


def compose(frozen: dict[str, Any], quarter: FiscalQuarter) -> list[Section]:
    """The parts that have something to tell, in the order of listening: said, satisfied, needed, decided, not heard."""
    figures = {figure["key"]: figure for figure in frozen["metrics"]}
    made = (
        _voices(figures, quarter),
        _satisfaction(figures, quarter),
        _needs(frozen["needs"]),
        _insights(frozen["insights"], figures),
        _done(frozen["done"]),
        _coverage(frozen["coverage"]),
    )
    return [section for section in made if section["blocks"]]


report_pdf = partial(layout.report_pdf, compose=compose, words=WORDS)
report_data = partial(layout.report_data, compose=compose, words=WORDS)


def _voices(figures: Figures, quarter: FiscalQuarter) -> Section:
    voices = figures.get(VOICES)
    if not voices or not value_of(voices):
        return _section("voices", _("What customers said"), "", [])
    blocks: list[Block | None] = [monthly_columns(voices, quarter)]
    cuts = [cut for cut in CUTS if cut in voices["by"]]
    blocks += [category_bars(voices, cut, str(label_of(cut))) for cut in cuts]
    verdict = _("%(n)s voices of customers in this quarter") % {"n": f"{value_of(voices) or 0:,.0f}"}
    negative = figures.get("voc.negative_share")
    if negative and value_of(negative) is not None:
        verdict += _("; %(share).0f in 100 are negative") % {"share": value_of(negative)}
    return _section("voices", _("What customers said"), verdict, blocks)


def _satisfaction(figures: Figures, quarter: FiscalQuarter) -> Section:
    shares = [figures[key] for key in SATISFACTION if key in figures and value_of(figures[key]) is not None]
    blocks: list[Block | None] = []
    verdict = ""
    if shares:
        first = shares[0]
        verdict = _("%(name)s: %(value).1f %% (n = %(n)s)") % {
            "name": first["title"],
            "value": value_of(first),
            "n": f"{first['value']['n']:,}",
        }
        measure = _("percent, dot: result, band: 95 % interval, stroke: target")
        blocks += [standards_table(shares, verdict, measure, _("Figure")), quarterly_line(first, quarter)]
        blocks += [_by_segment(first)]
    nps = figures.get("voc.nps")
    if nps and value_of(nps) is not None:
        blocks.append({"type": "note", "text": _nps_words(nps)})
    return _section("satisfaction", _("Satisfaction"), verdict, blocks)


def _by_segment(figure: Figure) -> Block | None:
    """A share in each segment with n and interval; None where nothing may be shown."""
    rows = [row for row in figure["by"].get("segment", []) if row["value"] is not None and row["key"]]
    if not rows:
        return None
    return _table(
        _("%(title)s in each segment") % {"title": figure["title"]},
        _("percent; under 30 answers for orientation only, under 5 not shown"),
        [(_("Segment"), None), ("%", 18), (_("95% interval"), 34), ("n", 16)],
        [[row["name"], f"{row['value']:.1f}", f"{row['low']:.1f}–{row['high']:.1f}", f"{row['n']:,}"] for row in rows],
    )


def _nps_words(nps: Figure) -> str:
    value = nps["value"]
    words = _("%(title)s: %(value).1f points, 95 %% interval %(low).1f to %(high).1f, n = %(n)s.")
    low, high = value["low"], value["high"]
    if low is None or high is None:
        words = _("%(title)s: %(value).1f points, n = %(n)s.")
    told = words % {"title": nps["title"], **value, "low": low, "high": high, "n": f"{value['n']:,}"}
    return told + (" " + _("n under 30: for orientation only") if value["n"] < SMALLEST_SURE else "")


def _needs(frozen: dict[str, Any]) -> Section:
    everybody = [_score(row) for row in frozen["everybody"]]
    chart: Chart | None = opportunity_bars(
        everybody, measure=_("opportunity = importance + (importance − satisfaction), the last four quarters")
    )
    if chart is None:
        return _section("needs", _("Needs by opportunity"), "", [])
    shown = ranked(everybody)
    rows = [
        [
            str(i),
            score.name,
            f"{score.opportunity:.1f}",
            f"{score.importance:.1f}",
            f"{score.satisfaction:.1f}",
            f"{score.n:,}",
            str(score.band.label),
        ]
        for i, score in enumerate(shown, start=1)
    ]
    heads = [(_("Rank"), 12), (_("Need"), None), (_("Opportunity"), 18), (_("Importance"), 18), (_("Satisfaction"), 20)]
    table = _table(
        _("%(n)d needs, ranked") % {"n": len(shown)},
        _("10 × the share of ratings of 4 or 5; under 5 respondents not shown"),
        [*heads, ("n", 12), (_("Meaning"), 40)],
        rows,
        last_left=True,
    )
    blocks: list[Block | None] = [chart_block(chart), table, _needs_cut(frozen, shown)]
    verdict = _("First: %(name)s, %(band)s") % {"name": shown[0].name, "band": shown[0].band.label}
    return _section("needs", _("Needs by opportunity"), verdict, blocks)


def _needs_cut(frozen: dict[str, Any], shown: list[NeedScore]) -> Block | None:
    """The opportunity of each need in each segment; None where no segment may be shown."""
    scores = {(row["code"], row["segment"]): _score(row) for row in frozen["segments"]}
    names = {key: name for key, name in frozen["names"].items() if any(cut == key for _code, cut in scores)}
    if not names:
        return None
    rows = []
    for score in shown:
        cells = [scores.get((score.code, key)) for key in names]
        rows.append([score.name, *(f"{cell.opportunity:.1f}" if cell and cell.is_shown else "–" for cell in cells)])
    heads: list[tuple[str, int | None]] = [(_("Need"), None), *((each["letter"], 18) for each in names.values())]
    told = ", ".join(f"{each['letter']} = {each['name']}" for each in names.values())
    measure = _("%(segments)s; – : fewer than 5 respondents") % {"segments": told}
    return _table(_("Opportunity in each segment"), measure, heads, rows)


def _insights(frozen: list[dict[str, Any]], figures: Figures) -> Section:
    rows = [
        [
            row["title"],
            row["decision"] or _("waits for a decision"),
            row["reason"] or "–",
            row["owner"],
            _day(row["follow_up_on"]),
        ]
        for row in frozen
    ]
    heads = [(_("Insight"), None), (_("Decision"), 26), (_("Reason"), 52), (_("Owner"), 26), (_("Follow-up"), 22)]
    blocks: list[Block | None] = []
    if rows:
        title = _("%(n)d insights in this quarter") % {"n": len(rows)}
        blocks.append(_table(title, _("proposed or decided in this quarter"), heads, rows, last_left=True))
    shares = [figures[key] for key in FOLLOW_UP if key in figures and value_of(figures[key]) is not None]
    if shares:
        measure = _("percent, dot: result, band: 95 % interval, stroke: target")
        blocks.append(standards_table(shares, _("Decided, followed up, and told to customers"), measure, _("Figure")))
    decided = sum(1 for row in frozen if row["decision"])
    verdict = _("%(decided)d of %(all)d insights are decided on") % {"decided": decided, "all": len(frozen)}
    return _section("insights", _("Insights and decisions"), verdict if rows else "", blocks)


def _done(frozen: list[dict[str, Any]]) -> Section:
    if not frozen:
        return _section("done", _("You said, we did"), "", [])
    rows = [[row["said"], row["did"], _day(row["since"])] for row in frozen]
    heads: list[tuple[str, int | None]] = [(_("You said"), 56), (_("We did"), None), (_("Since"), 24)]
    verdict = _("%(n)d changes were told to customers") % {"n": len(rows)}
    table = _table(verdict, _("published on the portal in this quarter"), heads, rows, last_left=True)
    return _section("done", _("You said, we did"), verdict, [table])


def _coverage(frozen: dict[str, Any]) -> Section:
    rows = [[row["channel"], *(f"{n:,}" for n in row["cells"]), f"{row['total']:,}"] for row in frozen["rows"]]
    if not rows:
        return _section("coverage", _("Where we do not hear customers"), "", [])
    heads: list[tuple[str, int | None]] = [(_("Channel"), None)]
    heads += [(stage, 19) for stage in frozen["stages"]] + [(_("All"), 14)]
    table = _table(
        _("Voices by channel and stage of the customer's life"),
        _("voices in this quarter; a touchpoint of two stages counts in both"),
        heads,
        rows,
    )
    holes = []
    if frozen["silent"]:
        holes.append(_("No voice in these stages: %(names)s.") % {"names": frozen["silent"]})
    if frozen["missed"]:
        holes.append(_("No channel is planned for: %(names)s.") % {"names": frozen["missed"]})
    notes: list[Block | None] = [{"type": "note", "text": hole} for hole in holes]
    verdict = " ".join(holes) or _("Voices in every stage of the customer's life")
    return _section("coverage", _("Where we do not hear customers"), verdict, [table, *notes])


def _score(row: dict[str, Any]) -> NeedScore:
    counts = (row["n"], row.get("important", 0), row.get("satisfied", 0))
    return NeedScore(row["code"], row["name"], row["segment"], *counts)


def _table(
    title: str,
    measure: str,
    heads: list[tuple[str, int | None]],
    rows: list[list[str]],
    *,
    last_left: bool = False,
) -> Block:
    """A table block: the first column flush left and words too; figures flush right unless `last_left`."""
    columns = []
    for i, (label, width) in enumerate(heads):
        words = i == 0 or width is None or width >= 22 or (last_left and i == len(heads) - 1)
        column: dict[str, Any] = {"label": label, "align": "left" if words else "right"}
        columns.append(column if width is None else {**column, "width": width})
    return {"type": "table", "title": title, "measure": measure, "columns": columns, "rows": rows}


def _day(day: str | None) -> str:
    return format_date(date.fromisoformat(day), "short") if day else "–"


def _section(key: str, title: str, verdict: str, blocks: list[Block | None]) -> Section:
    return {"key": key, "title": title, "verdict": verdict, "blocks": [block for block in blocks if block]}
