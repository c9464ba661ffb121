"""CSV for spreadsheets: streamed, with the mark that makes Excel read UTF-8, and with formulas made harmless."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from foundation.core.thai.text import normalise_line

BOM = "\ufeff"
# A cell that begins so is run as a formula by spreadsheet programs (OWASP, "CSV injection").
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(value: Any) -> Any:
    """The value with an apostrophe before text that a spreadsheet would run; numbers stay numbers."""
    if isinstance(value, str) and is_dangerous(value):
        return f"'{value}"
    return "" if value is None else value


def is_dangerous(text: str) -> bool:
    """Whether a spreadsheet program would run the text."""
    return text.startswith(_DANGEROUS)


def csv_lines(head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The lines of a CSV file, one at a time: memory stays flat however many rows there are."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([harmless(cell) for cell in head])
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def plain_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a CSV file for a program: as they are, without a mark before them."""
    writer = csv.writer(_Echo())
    yield writer.writerow(head)
    for row in rows:
        yield writer.writerow(row)


def pasted_cells(line: str) -> list[str]:
    """The cells of a line that was pasted into a form, divided by tabs, semicolons or commas."""
    mark = next((mark for mark in "\t;," if mark in line), ",")
    return [normalise_line(cell) for cell in next(csv.reader([line], delimiter=mark), [])]


class _Echo:
    """A file that hands back what is written."""

    def write(self, line: str) -> str:
        return line
