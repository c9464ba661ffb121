"""One description of a chart, read by pages (SVG drawn on the server) and by the PDF (drawn by Typst).

A chart states its finding in the title, names its measure and unit, bears an alternative text, and always has
its table. Texts are in the language of the reader for whom the chart was made.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from hashlib import sha256
from json import dumps
from typing import Any

from django.utils.translation import gettext as _


class Kind(StrEnum):
    """The shapes a chart may take. Bars lie flat, because Thai labels read badly when turned."""

    BAR = "bar"  # label, value
    COLUMN = "column"  # the same standing, for short labels in an order (months, numbers of groups)
    LINE = "line"  # label (a time), value, one line a series
    GROUPED_BAR = "grouped_bar"  # label, series, value
    INTERVAL = "interval"  # label, value, low, high
    SCATTER = "scatter"  # x, value (as y), series
    DOTS = "dots"  # label, series, value on one shared scale around zero


class Tone(StrEnum):
    """How a row is drawn. LATE and SOON are only for states: missed, needs care."""

    PLAIN = ""
    STRONG = "strong"
    LATE = "late"
    SOON = "soon"


@dataclass(frozen=True)
class Row:
    """One mark. `low` and `high` are the ends of a 95 % interval, `n` the observations behind the value,
    `note` a word set after the figure, `x` the horizontal place in a scatter."""

    label: str
    value: float | None
    series: str = ""
    low: float | None = None
    high: float | None = None
    n: int | None = None
    x: float | None = None
    tone: Tone = Tone.PLAIN
    note: str = ""


@dataclass(frozen=True)
class Table:
    """Numbers of a chart as text, ready to print: a head and rows; the first column names the row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chart:
    """A chart without its looks.

    `key` is unique on a page. `title` says the finding, `measure` what is drawn and how. `unit` follows the
    figures. `ticks` are (value, words) where the axis speaks in words; without them the axis counts by itself.
    `low` and `high` fix the ends of the value axis; `cross` (x, value) parts a scatter in four. `table` replaces the
    table made from the rows, for charts such as a scatter whose points are too many to read.
    """

    key: str
    kind: Kind
    title: str
    measure: str
    unit: str
    rows: tuple[Row, ...]
    alt: str
    target: float | None = None
    target_label: str = ""
    decimals: int = 0
    label_head: str = ""
    x_title: str = ""
    y_title: str = ""
    low: float | None = None
    high: float | None = None
    signed: bool = False
    ticks: tuple[tuple[float, str], ...] = ()
    cross: tuple[float, float] | None = None
    table: Table | None = field(default=None)

    @property
    def series(self) -> tuple[str, ...]:
        """Names of the series in the order in which they first appear."""
        return tuple(dict.fromkeys(row.series for row in self.rows if row.series))

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the rows in the order in which they first appear."""
        return tuple(dict.fromkeys(row.label for row in self.rows))

    @property
    def digest(self) -> str:
        """A hash of everything the chart says; the same chart gives the same drawing."""
        return sha256(dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def number(self, value: float | None) -> str:
        """A figure as it is printed: thousands apart, fixed decimals, a real minus sign, `–` for none."""
        if value is None:
            return "–"
        text = f"{value:{'+' if self.signed else ''},.{self.decimals}f}"
        zero = f"{0:{'+' if self.signed else ''},.{self.decimals}f}"
        return zero if text.lstrip("+-") == zero.lstrip("+") else text.replace("-", "−")

    def as_table(self) -> Table:
        """The numbers of the chart: series side by side, interval and n where there are any."""
        if self.table is not None:
            return self.table
        return self._series_table() if self.series else self._plain_table()

    def _plain_table(self) -> Table:
        bounded = any(row.low is not None for row in self.rows)
        counted = any(row.n is not None for row in self.rows)
        head: tuple[str, ...] = (self.label_head, self.unit or _("Value"))
        head += ((_("95% interval"),) if bounded else ()) + (("n",) if counted else ())
        rows = []
        for row in self.rows:
            cells: tuple[str, ...] = (row.label, " ".join(filter(None, (self.number(row.value), row.note))))
            cells += (self._interval(row),) if bounded else ()
            cells += (f"{row.n:,}" if row.n is not None else "–",) if counted else ()
            rows.append(cells)
        return Table(head, tuple(rows))

    def _interval(self, row: Row) -> str:
        return "–" if row.low is None else f"{self.number(row.low)} – {self.number(row.high)}"

    def _series_table(self) -> Table:
        cells = {(row.label, row.series): self.number(row.value) for row in self.rows}
        rows = tuple((label, *(cells.get((label, series), "–") for series in self.series)) for label in self.labels)
        return Table((self.label_head, *self.series), rows)

    def as_dict(self) -> dict[str, Any]:
        """The chart as JSON for the PDF and for frozen snapshots, its table and series order included."""
        return {**asdict(self), "series": list(self.series), "table": asdict(self.as_table())}


def from_dict(stored: Mapping[str, Any]) -> Chart:
    """The chart that `as_dict` stored, for example in a snapshot.

    Raises KeyError or TypeError when the dictionary is not such a chart.
    """
    facts = {key: value for key, value in stored.items() if key != "series"}
    facts["kind"] = Kind(facts["kind"])
    facts["rows"] = tuple(Row(**{**row, "tone": Tone(row["tone"])}) for row in facts["rows"])
    facts["ticks"] = tuple((value, words) for value, words in facts["ticks"])
    facts["cross"] = tuple(facts["cross"]) if facts.get("cross") else None
    facts["table"] = Table(tuple(facts["table"]["head"]), tuple(tuple(row) for row in facts["table"]["rows"]))
    return Chart(**facts)


def to_svg(chart: Chart, *, width: int = 640) -> str:
    """The chart as one `<svg>` element without script, style or id; the same chart gives the same bytes."""
    from foundation.core.chart_svg import draw  # altair costs half a second to import; only pages need it

    return draw(chart, width)
