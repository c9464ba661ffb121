"""The kinds of quarterly reports: how the figures of each are collected, and how its PDF is laid out from them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from foundation.core.thai.dates import FiscalQuarter
from reporting import figures, layout, voc_figures, voc_report
from reporting.enums import ReportKind


@dataclass(frozen=True)
class Edition:
    """`collect` reads, inside one repeatable-read transaction; `pdf` lays out from what was frozen alone."""

    collect: Callable[[FiscalQuarter], dict[str, Any]]
    pdf: Callable[..., bytes]


EDITIONS: Mapping[str, Edition] = {
    ReportKind.BOARD: Edition(figures.collect, layout.report_pdf),
    ReportKind.VOC: Edition(voc_figures.collect, voc_report.report_pdf),
}
