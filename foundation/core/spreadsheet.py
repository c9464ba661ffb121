"""CSV for spreadsheets: streamed, with the mark that makes Excel read UTF-8, and with formulas made harmless."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

BOM = "\ufeff"
# A cell that begins so is run as a formula by spreadsheet programs (OWASP, "CSV injection").
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(value: Any) -> Any:
    """The value with an apostrophe before text that a spreadsheet would run; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(_DANGEROUS):
        return f"'{value}"
    return "" if value is None else value


def csv_lines(head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The lines of a CSV file, one at a time: memory stays flat however many rows there are."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([harmless(cell) for cell in head])
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


class _Echo:
    """A file that hands back what is written."""

    def write(self, line: str) -> str:
        return line
