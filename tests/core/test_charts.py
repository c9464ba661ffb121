"""Charts: one description, drawn alike each time, silent under a strict policy, never without its table."""

import json
import re

import pytest
from django.template import Context, Template

from foundation.core.chart_text import text_width, wrap
from foundation.core.charts import Chart, Kind, Row, Tone, from_dict, to_svg
from tests.core.chart_samples import samples

CHARTS = {chart.key: chart for chart in samples()}


def _render(chart: Chart) -> str:
    return Template("{% load charts %}{% chart chart %}").render(Context({"chart": chart}))


@pytest.mark.parametrize("key", CHARTS)
@pytest.mark.parametrize("width", [640, 340])
def test_drawing_has_no_script_style_id_or_address(key: str, width: int) -> None:
    svg = to_svg(CHARTS[key], width=width)
    assert not re.search(r"<script|<style|\sstyle=|\sid=|href|url\(", svg)
    assert re.match(rf'<svg class="vg" viewBox="0 0 {width} \d+" role="img" aria-label="[^"]+">', svg)
    assert svg.count('role="img"') == 1


@pytest.mark.parametrize("key", CHARTS)
def test_drawing_is_the_same_bytes_each_time(key: str) -> None:
    from foundation.core.chart_svg import draw

    first = to_svg(CHARTS[key])
    draw.cache_clear()
    again = from_dict(json.loads(json.dumps(CHARTS[key].as_dict())))
    assert to_svg(CHARTS[key]) == first
    assert to_svg(again) == first


@pytest.mark.parametrize("key", CHARTS)
def test_description_survives_json(key: str) -> None:
    chart = CHARTS[key]
    stored = json.loads(json.dumps(chart.as_dict(), ensure_ascii=False))
    assert from_dict(stored).as_dict() == chart.as_dict()
    assert stored["table"]["rows"]


def test_figures_are_drawn_as_words_and_stay_unrounded() -> None:
    svg = to_svg(CHARTS["interval"])
    assert ">0.96<" in svg
    assert ">0.71 ต่ำ<" in svg
    assert "เกณฑ์ 0.75" in svg
    assert 'font-family="IBM Plex Sans Thai"' in svg


def test_words_of_people_are_escaped() -> None:
    hostile = Chart("x", Kind.BAR, "<b>t</b>", "", "", (Row('<script>"&', 1.0),), 'a" onload="x')
    html = _render(hostile)
    assert "<script>" not in html
    assert "<b>" not in html
    assert 'aria-label="a&quot; onload=&quot;x"' in html


def test_figure_has_sentence_alternative_text_and_table() -> None:
    html = _render(CHARTS["bar"])
    assert "ผู้เช่าราชการเป็นหนึ่งในหก แต่ให้รายได้กว่าครึ่ง" in html
    assert html.count('role="img"') == 2  # one for desks, one for phones; style shows one
    assert '<td class="num">13.6 ต่ำ</td><td class="num">174</td>' in html


def test_table_of_series_puts_them_side_by_side() -> None:
    table = CHARTS["grouped"].as_table()
    assert table.head == ("มาตรฐาน", "ไตรมาส 3", "ไตรมาส 4")
    assert table.rows[2] == ("แก้ไขเสร็จ", "80.0", "83.0")


def test_table_of_intervals_prints_both_ends() -> None:
    assert CHARTS["interval"].as_table().rows[2] == ("ผู้จัดงานและประชุม", "0.71 ต่ำ", "0.63 – 0.78")


@pytest.mark.parametrize(
    ("value", "signed", "text"),
    [(-0.04, True, "+0.0"), (-1.26, True, "−1.3"), (1234.5, False, "1,234.5"), (None, False, "–"), (0.0, False, "0.0")],
)
def test_numbers_are_printed_as_people_read_them(value: float | None, signed: bool, text: str) -> None:
    chart = Chart("x", Kind.BAR, "", "", "", (), "", decimals=1, signed=signed)
    assert chart.number(value) == text


@pytest.mark.parametrize("kind", list(Kind))
def test_chart_without_rows_still_draws(kind: Kind) -> None:
    assert to_svg(Chart("x", kind, "", "", "", (), "ไม่มีข้อมูล")).startswith("<svg")


def test_missing_value_is_told_not_drawn_as_zero() -> None:
    chart = Chart("x", Kind.BAR, "", "", "", (Row("ก", None), Row("ข", 2.0)), "ก ไม่มีข้อมูล", label_head="กลุ่ม")
    assert chart.as_table().rows[0] == ("ก", "–")
    svg = to_svg(chart)
    assert ">ก<" in svg
    assert ">0<" not in svg


def test_late_is_red_and_plain_is_not() -> None:
    late = to_svg(Chart("x", Kind.BAR, "", "", "", (Row("ก", 1.0, tone=Tone.LATE),), ""))
    plain = to_svg(Chart("x", Kind.BAR, "", "", "", (Row("ก", 1.0),), ""))
    assert "#9c2617" in late
    assert "#9c2617" not in plain


def test_thai_labels_break_between_words_only() -> None:
    text = "ความพึงพอใจของผู้ใช้บริการศูนย์ราชการเฉลิมพระเกียรติ"
    lines = wrap(text, 140).split("\n")
    assert "".join(lines) == text
    assert len(lines) > 1
    assert all(text_width(line) <= 140 for line in lines)
    assert not any(line[0] in "ะาำิีึืุู่้๊๋็์ๆ" for line in lines)


@pytest.mark.parametrize("width", [340, 640])
@pytest.mark.parametrize("ends", [(88.0, 100.0), (5.0, 20.0)])
def test_an_interval_keeps_room_to_be_drawn_beside_its_words(ends: tuple[float, float], width: int) -> None:
    low, high = ends
    row = Row("กฎบัตรข้อ 1", high - 2, low=low, high=high, n=20, note="(เป้าหมาย 99)")
    chart = Chart("k", Kind.INTERVAL, "", "", "%", (row,), "", decimals=1, low=0, high=100)
    plot = float(re.findall(r"M0\.5,0\.5h([\d.]+)v", to_svg(chart, width=width))[0])
    assert plot > 0.25 * width
