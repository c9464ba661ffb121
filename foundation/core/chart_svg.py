"""Draws a chart description as SVG: one Vega-Lite specification by altair, rendered by vl-convert.

Specifications are built here alone, from numbers and words, never from URLs; colours are the tokens of
static/src/css/tokens.css. Text is measured with IBM Plex Sans Thai, the page's own face.
"""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert as vlc
from django.conf import settings
from django.utils.html import escape

from foundation.core.chart_layers import Layers, layers_of
from foundation.core.charts import Chart, Kind, Row

FONT = "IBM Plex Sans Thai"
FONT_FOLDERS = ("static/dist/pdf-fonts", "node_modules/@expo-google-fonts/ibm-plex-sans-thai")
INK, INK_2, RULE, EDGE = "#12252a", "#3d5056", "#d9e2e3", "#75888c"

_PLACE = re.compile(r' (?:d|transform)="[^"]*"')
_INNER_ROLE = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_LONG_DECIMAL = re.compile(r"-?\d+\.\d{2,}")

_AXIS = {
    "domain": False,
    "ticks": False,
    "grid": False,
    "labelFont": FONT,
    "labelFontSize": 14,
    "labelColor": INK_2,
    "labelPadding": 8,
    "labelLimit": 0,
    "labelLineHeight": 21,
    "titleFont": FONT,
    "titleFontSize": 14,
    "titleFontWeight": "normal",
    "titleColor": INK_2,
    "gridColor": RULE,
    "domainColor": EDGE,
}
_CONFIG: dict[str, Any] = {
    "background": "transparent",
    "font": FONT,
    "aria": False,
    "view": {"strokeOpacity": 0},
    "axis": _AXIS,
    "text": {"font": FONT, "fontSize": 14, "fill": INK},
    "legend": {"disable": True},
}


@cache
def use_fonts() -> None:
    """Let vl-convert measure text with our face, from the built fonts or else from the npm package.

    Raises FileNotFoundError when neither is there: run `npm ci`, or build the front end.
    """
    for folder in (Path(settings.BASE_DIR) / name for name in FONT_FOLDERS):
        if any(folder.rglob("*.ttf")):
            vlc.register_font_directory(str(folder))
            for inner in sorted({path.parent for path in folder.rglob("*.ttf")} - {folder}):
                vlc.register_font_directory(str(inner))
            return
    raise FileNotFoundError(f"IBM Plex Sans Thai is in neither of {', '.join(FONT_FOLDERS)}; run: npm ci")


def warm_up() -> None:
    """Draw a small chart once, so that no reader waits for the engine to start (0.8 s)."""
    draw(Chart("warm-up", Kind.BAR, "", "", "", (Row("ก", 1.0),), ""), 320)


@lru_cache(maxsize=512)
def draw(chart: Chart, width: int) -> str:
    """The SVG of the chart at a total width in pixels, kept by content: charts are frozen and hashable."""
    use_fonts()
    specification = _specification(layers_of(chart, width), width).to_dict()
    svg = vlc.vegalite_to_svg(specification, vl_version="6.4", allowed_base_urls=[])
    return _as_picture(_PLACE.sub(_shorten, svg), chart)


def _shorten(place: re.Match[str]) -> str:
    """A path or a position with coordinates to a hundredth of a pixel; the engine writes seventeen digits."""
    return _LONG_DECIMAL.sub(lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), place[0])


def _specification(layers: Layers, width: int) -> alt.LayerChart:
    height = layers.height + layers.padding["top"] + layers.padding["bottom"]
    fit = alt.AutoSizeParams(type="fit", contains="padding")
    chart = alt.layer(*layers.marks, data=alt.Data(values=layers.values))
    return chart.properties(width=width, height=height, padding=layers.padding, autosize=fit).configure(**_CONFIG)


def _as_picture(svg: str, chart: Chart) -> str:
    """The drawing as a picture with an alternative text; its inner roles would be read out mark by mark."""
    head, body = svg.split(">", 1)
    body = _INNER_ROLE.sub("", body)
    view_box = head.split('viewBox="', 1)[1].split('"', 1)[0]
    return f'<svg class="vg" viewBox="{view_box}" role="img" aria-label="{escape(chart.alt)}">{body}'
