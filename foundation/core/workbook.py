"""A spreadsheet file as CSV, so that one reader with one set of rules reads both."""

import csv
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from foundation.core.errors import Refused
from foundation.core.file_types import recognise

_ZIP = b"PK\x03\x04"
MAX_ROWS = 200_000
MAX_COLUMNS = 201  # one more than readers of CSV take, so that they refuse the rest in their own words


@contextmanager
def as_csv(path: Path) -> Iterator[Path]:
    """The file itself, or of an XLSX file its first sheet as a CSV file that lasts as long as the context.

    Rows keep their numbers, moments are told by their day, formulas by the value that was saved with them.
    Raises Refused for a spreadsheet that is damaged, unfolds into a bomb, has macros or too many rows.
    """
    with path.open("rb") as file:
        is_workbook = file.read(len(_ZIP)) == _ZIP
    if not is_workbook:
        yield path
        return
    with path.open("rb") as file:
        recognise(file, "sheet.xlsx")
    with NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", newline="") as table:
        csv.writer(table).writerows(_rows(path))
        table.flush()
        yield Path(table.name)


def _rows(path: Path) -> Iterator[list[str]]:
    """The rows of the first sheet, streamed: a cell far away costs no memory."""
    try:
        with path.open("rb") as file:  # what the file is called does not matter
            book = load_workbook(file, read_only=True, data_only=True)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what a file claims about its size is not believed
            filled = 0
            for row in sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True):
                cells = _trimmed([_said(cell) for cell in row])
                filled += bool(cells)
                if filled > MAX_ROWS:
                    raise Refused(_("The sheet has more than 200,000 rows. Please split it."))
                yield cells
    except (
        InvalidFileException,
        BadZipFile,
        ParseError,
        OSError,
        KeyError,
        IndexError,
        TypeError,
        ValueError,
    ) as error:
        raise Refused(_("This spreadsheet can't be read. Please save it anew as XLSX or CSV UTF-8.")) from error


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _said(cell: Any) -> str:
    """A cell as people would write it in a CSV file."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
