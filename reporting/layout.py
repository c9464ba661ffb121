"""From a frozen snapshot to the data of the report, and to the bytes of its PDF."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from foundation.core.pdf import build_pdf
from foundation.core.thai.dates import FiscalQuarter, format_date
from reporting.blocks import is_share, kpi_row, previous_of, value_of
from reporting.figures import in_language
from reporting.judgement import State
from reporting.policy_parts import part_of, policy_parts
from reporting.sections import all_sections

TEMPLATE = "board_report.typ"
MOST_CHANGES = 3
MOST_KEY_FIGURES = 14


Compose = Callable[[dict[str, Any], FiscalQuarter], list[dict[str, Any]]]


@dataclass(frozen=True)
class Words:
    """What a kind of report is called and for whom; `golden` is the metric whose line is golden on the cover."""

    title: Promise
    summary: Promise
    audience: Promise
    secrecy: Promise
    clause: Promise
    owner: Promise
    address: str
    golden: str


BOARD = Words(
    title=gettext_lazy("Customer and market performance report"),
    summary=gettext_lazy("Summary for directors"),
    audience=gettext_lazy("Board of directors"),
    secrecy=gettext_lazy("For the board only"),
    clause=gettext_lazy("Under the customer and market policy: results reported every quarter"),
    owner=gettext_lazy("Customer and market strategy"),
    address="/staff/reports/",
    golden="complaints.replied_on_time",
)


def board_parts(frozen: dict[str, Any], quarter: FiscalQuarter) -> list[dict[str, Any]]:
    """The policy part by part; editions frozen before schema 2 keep the parts they were made for."""
    return policy_parts(frozen, quarter) if frozen["schema"] >= 2 else all_sections(frozen, quarter)


def report_pdf(frozen: dict[str, Any], *, sha256: str, compose: Compose = board_parts, words: Words = BOARD) -> bytes:
    """The unsigned PDF of a snapshot's figures. The same figures give the same bytes.

    Raises PdfError when the document cannot be built.
    """
    with translation.override("th"):
        data = report_data(frozen, sha256=sha256, compose=compose, words=words)
        return build_pdf(TEMPLATE, data, date=_frozen_at(frozen).date())


def report_data(
    frozen: dict[str, Any], *, sha256: str, compose: Compose = board_parts, words: Words = BOARD
) -> dict[str, Any]:
    """What page and paper show, composed in the reader's language from frozen figures only."""
    frozen = in_language(frozen, "en" if get_language() == "en" else "th")
    quarter = FiscalQuarter(frozen["year_be"], frozen["quarter"])
    sections = compose(frozen, quarter)
    figures = frozen["metrics"]
    kpis = _key_figures([kpi_row(figure, f"K{i}") for i, figure in enumerate(figures, start=1)])
    return {
        "meta": _meta(frozen, quarter, sha256, words),
        "cover": _cover(figures, words.golden),
        "summary": {
            "judgement": frozen["judgement"] or _own_judgement(kpis, sections),
            "lead": _lead(kpis),
            "kpi_title": _("%(count)d key figures") % {"count": len(kpis)},
            "kpi_measure": _("%(quarter)s, trend over eight quarters, dashed line: target")
            % {"quarter": quarter.label()},
            "kpis": kpis,
            "changes": _changes(figures, {section["key"] for section in sections}),
            "requests": [line.strip() for line in frozen["requests"].splitlines() if line.strip()],
        },
        "sections": sections,
        "definitions": [
            {
                "code": f"K{i}",
                "name": figure["title"],
                "formula": figure["formula"],
                "unit": figure["unit"],
                "clause": figure["clause"],
            }
            for i, figure in enumerate(figures, start=1)
        ],
        "fiscal_note": _("Fiscal year %(year)s: %(start)s to %(end)s")
        % {
            "year": quarter.year_be,
            "start": format_date(FiscalQuarter(quarter.year_be, 1).period.start, "long"),
            "end": format_date(_last_day(FiscalQuarter(quarter.year_be, 4)), "long"),
        },
    }


def _meta(frozen: dict[str, Any], quarter: FiscalQuarter, sha256: str, words: Words) -> dict[str, Any]:
    return {
        "company": _("Dhanarak Asset Development Company Limited"),
        "title": str(words.title),
        "summary": str(words.summary),
        "period": _("Quarter %(quarter)d, fiscal year %(year)d")
        % {"quarter": quarter.quarter, "year": quarter.year_be},
        "short": f"{quarter.quarter}/{quarter.year_be}",
        "months": quarter.months(),
        "edition": _("Edition %(number)d") % {"number": frozen["edition"]},
        "edition_date": format_date(_frozen_at(frozen), "long"),
        "asof": format_date(min(_last_day(quarter), _frozen_at(frozen)), "long"),
        "secrecy": str(words.secrecy),
        "audience": str(words.audience),
        "clause": str(words.clause),
        "owner": str(words.owner),
        "sample": _("Demonstration data") if frozen.get("demo") else "",
        "hash": " ".join(sha256[i : i + 4] for i in range(0, 32, 4)),
        "address": f"{settings.SITE_URL}{words.address}{quarter.year_be}/{quarter.quarter}/",
    }


def _cover(figures: list[dict[str, Any]], golden: str) -> dict[str, Any]:
    """Lines of every share over eight quarters; the last, golden one is the most telling of the report."""
    shares = sorted(
        (figure for figure in figures if is_share(figure)),
        key=lambda figure: figure["key"] == golden,
    )
    series = [[each["value"] if each else None for each in figure["trend"]] for figure in shares]
    caption = ""
    if shares:
        caption = _("Lines on this cover: %(count)d percentages over eight quarters; golden: %(name)s") % {
            "count": len(shares),
            "name": shares[-1]["title"],
        }
    return {"series": series, "caption": caption}


def _own_judgement(kpis: list[dict[str, Any]], sections: list[dict[str, Any]]) -> str:
    """A sentence from the figures, for a report to which nobody has written a judgement."""
    missed = [kpi["name"] for kpi in kpis if kpi["state"] == State.MISSED]
    if missed:
        return _("Below target this quarter: %(names)s") % {"names": ", ".join(missed)}
    verdicts = [section["verdict"] for section in sections if section["verdict"]]
    return verdicts[-1] if verdicts else _("Nothing was measured in this quarter")


def _lead(kpis: list[dict[str, Any]]) -> str:
    states = [kpi["state"] for kpi in kpis if kpi["state"]]
    return _("%(met)d of %(all)d figures with a target met it, %(watch)d to be watched, %(missed)d clearly below") % {
        "met": states.count(State.MET),
        "all": len(states),
        "watch": states.count(State.WATCH),
        "missed": states.count(State.MISSED),
    }


def _key_figures(kpis: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All while they are few; else those with a target and a result, in their order, as many as fit a page."""
    if len(kpis) <= MOST_KEY_FIGURES:
        return kpis
    aimed = [kpi for kpi in kpis if kpi["target"] is not None and kpi["value"] is not None]
    return (aimed or kpis)[:MOST_KEY_FIGURES]


def _changes(figures: list[dict[str, Any]], sections: set[str]) -> list[dict[str, Any]]:
    """The largest changes from the quarter before, relative to what was."""
    moved = []
    for figure in figures:
        now, before = value_of(figure), previous_of(figure)
        if now is None or not before or now == before:
            continue
        change = now - before
        moved.append((abs(change / before), figure, now, before, change))
    moved.sort(key=lambda row: -row[0])
    return [
        {
            "figure": f"{change:+,.{figure['decimals']}f}".replace("-", "−"),
            "unit": figure["unit"],
            "head": figure["title"],
            "text": _("from %(before)s to %(now)s")
            % {"before": f"{before:,.{figure['decimals']}f}", "now": f"{now:,.{figure['decimals']}f}"},
            "section": _section_of(figure, sections),
        }
        for _share, figure, now, before, change in moved[:MOST_CHANGES]
    ]


def _section_of(figure: dict[str, Any], sections: set[str]) -> str:
    part, key = part_of(figure["clause"]), figure["key"]
    if part in sections:
        return part
    room = {"segmentation": "segments", "service_charter": "charter"}.get(key.partition(".")[0], key.partition(".")[0])
    return room if room in sections else "definitions"


def _frozen_at(frozen: dict[str, Any]) -> datetime:
    moment = parse_datetime(frozen["frozen_at"])
    assert moment is not None, "a snapshot states when it was frozen"  # noqa: S101 - written by freeze()
    return timezone.localtime(moment)


def _last_day(quarter: FiscalQuarter) -> datetime:
    return quarter.period.end - timedelta(days=1)
