"""What a file is: its encoding, its delimiter, its header; and its rows, one at a time."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.core.errors import Refused

CHUNK = 1 << 20
SAMPLE_ROWS = 5
MAX_COLUMNS = 200
MAX_CELL = 100_000
DELIMITERS = ",;\t|"
# Name of ours to codec of Python. TIS-620 is Windows-874 without quotes, dashes and the no-break space.
CODECS = {"utf-8": "utf-8", "utf-8-sig": "utf-8-sig", "utf-16": "utf-16", "cp874": "cp874", "tis-620": "cp874"}
_ALIASES = {"windows-874": "cp874", "utf8": "utf-8", "tis620": "tis-620", "utf-8-bom": "utf-8-sig"}
_ONLY_WINDOWS = frozenset(range(0x80, 0xA1))
# UTF-8 that is read as Windows-874 is full of these pairs.
_MOJIBAKE = ("เธ", "เน")
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class FileShape:
    """How a file is to be read. `lines` counts line ends: about the number of rows."""

    encoding: str
    delimiter: str
    header: list[str]
    sample: list[list[str]]
    lines: int


@dataclass(frozen=True)
class Line:
    """A row of the file; `number` is its row in a spreadsheet (header 1); `fault` tells why it is unreadable."""

    number: int
    cells: list[str]
    fault: str = ""


def examine(path: Path, *, encoding: str = "") -> FileShape:
    """Encoding, delimiter, header and first rows of a CSV file.

    Raises Refused, with what to do, for an empty file, a spreadsheet file, another binary file, an unknown encoding.
    """
    _refuse_binary(path)
    name = _known(encoding) if encoding else _encoding_of(path)
    delimiter = _delimiter_of(path, name)
    rows = read_lines(path, encoding=name, delimiter=delimiter)
    header = next(rows, None)
    if header is None or not any(cell.strip() for cell in header.cells):
        raise Refused(_("The file has no header line. The first line must name the columns."))
    if len(header.cells) > MAX_COLUMNS:
        raise Refused(_("The file has more than %(max)s columns.") % {"max": MAX_COLUMNS})
    sample = [line.cells for line in islice(rows, SAMPLE_ROWS)]
    if not sample:
        raise Refused(_("The file has a header line but no rows beneath it."))
    return FileShape(name, delimiter, [cell.strip() for cell in header.cells], sample, _count_lines(path))


def read_lines(path: Path, *, encoding: str, delimiter: str) -> Iterator[Line]:
    """Every row that is not blank, header included. A row that can't be read is given with its fault."""
    csv.field_size_limit(MAX_CELL)
    with path.open(encoding=CODECS[encoding], errors="replace", newline="") as text:
        reader = csv.reader(text, delimiter=delimiter)
        number = 0
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Line(number, [], fault=str(error))
                continue
            if any(cells):
                yield Line(number, cells)


def _refuse_binary(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(4096)
    if not start:
        raise Refused(_("The file is empty."))
    if start.startswith(_SPREADSHEETS):
        raise Refused(
            _(
                "This is an old or locked spreadsheet file. Please open it, save it as XLSX or as “CSV UTF-8 (comma"
                " delimited)”, and choose that file."
            )
        )
    if b"\x00" in start and not start.startswith(tuple(_BOMS)):
        raise Refused(_("This is not a text file. Please choose a CSV file."))


def _known(encoding: str) -> str:
    name = encoding.strip().lower().replace("_", "-")
    name = _ALIASES.get(name, name)
    if name not in CODECS:
        raise Refused(_("Unknown encoding. Known are: %(known)s.") % {"known": ", ".join(CODECS)})
    return name


def _encoding_of(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    for mark, name in _BOMS.items():
        if start.startswith(mark):
            return name
    broken_at, seen = _scan_utf8(path)
    if broken_at is None:
        return "utf-8"
    if _reads_as_thai(path):
        return "cp874" if seen & _ONLY_WINDOWS else "tis-620"
    raise Refused(
        _("The letters of this file can't be read from line %(line)s on. Please save it as CSV UTF-8 and try again.")
        % {"line": broken_at}
    )


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _scan_utf8(path: Path) -> tuple[int | None, set[int]]:
    """The first line that is not UTF-8, or None; and all byte values of the file."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    line, broken_at, seen = 1, None, set[int]()
    for chunk in _chunks(path):
        seen.update(chunk)
        if broken_at is None:
            try:
                decoder.decode(chunk)
                line += chunk.count(b"\n")
            except UnicodeDecodeError as error:
                broken_at = line + chunk[: error.start].count(b"\n")
    return broken_at, seen


def _reads_as_thai(path: Path) -> bool:
    """Whether Windows-874 gives sense: every byte is a letter, and it is not broken UTF-8."""
    pairs = letters = 0
    for chunk in _chunks(path):
        try:
            text = chunk.decode("cp874")
        except UnicodeDecodeError:
            return False
        pairs += sum(text.count(pair) for pair in _MOJIBAKE)
        letters += len(text) - len(text.encode("ascii", errors="ignore"))
    return pairs * 6 < letters


def _count_lines(path: Path) -> int:
    return sum(chunk.count(b"\n") for chunk in _chunks(path))


def _delimiter_of(path: Path, encoding: str) -> str:
    with path.open(encoding=CODECS[encoding], errors="replace") as text:
        first = text.readline(65536)
    return max(DELIMITERS, key=first.count)
