"""Blocks of a report made ready for a page: charts as charts again, intervals as chart and table."""

from typing import Any

from django.utils.translation import gettext as _

from foundation.core.charts import Chart, Kind, Row, Tone, from_dict
from reporting.judgement import State

TONES = {State.MISSED: Tone.LATE, State.WATCH: Tone.SOON, State.MET: Tone.STRONG, None: Tone.PLAIN}


def section_for_page(section: dict[str, Any]) -> dict[str, Any]:
    """The section with its charts as `Chart` and its intervals drawn as one."""
    return {**section, "blocks": [_for_page(block) for block in section["blocks"]]}


def _for_page(block: dict[str, Any]) -> dict[str, Any]:
    if block["type"] == "chart":
        return {"type": "chart", "chart": from_dict({key: value for key, value in block.items() if key != "type"})}
    if block["type"] == "intervals":
        return {**block, "chart": _interval_chart(block)}
    return block


def _interval_chart(block: dict[str, Any]) -> Chart:
    targets = {row["target"] for row in block["rows"]}
    rows = tuple(
        Row(row["name"], row["value"], low=row["low"], high=row["high"], n=row["n"], tone=TONES[row["state"]])
        for row in block["rows"]
    )
    told = "; ".join(f"{row.label} {row.value:.1f} (n={row.n})" for row in rows if row.value is not None)
    return Chart(
        key="intervals",
        kind=Kind.INTERVAL,
        title=block["title"],
        measure=block["measure"],
        unit="%",
        rows=rows,
        alt=told or _("nothing measured this quarter"),
        decimals=1,
        target=targets.pop() if len(targets) == 1 else None,
        target_label=_("target"),
        label_head=block["first"],
        low=block["lo"],
        high=100,
    )
