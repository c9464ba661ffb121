"""A table as an XLSX file, streamed: no row and no file is held back, so memory stays flat and the first bytes leave at
once. (Writers of whole workbooks finish the file on disk before a byte goes out.)

Text that a spreadsheet program would run as a formula is text here, with the mark (`quotePrefix`) that keeps it text
when somebody edits the cell.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any, cast
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from foundation.core.spreadsheet import is_dangerous

MAX_ROWS = 1_048_576  # of a sheet, head included
MAX_CELL = 32_767
_FLUSH = 1 << 16
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_XF = 'numFmtId="0" fontId="0" fillId="0" borderId="0"'
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    # Of the parts in XML all but two are sheets, and how many there will be nobody knows yet.
    '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/styles.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="rId1" Type="{_KINDS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet {_MAIN}><fonts count="2">'
    '<font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    f'<cellStyleXfs count="1"><xf {_XF}/></cellStyleXfs><cellXfs count="3"><xf {_XF} xfId="0"/>'
    f'<xf {_XF} xfId="0" quotePrefix="1"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    "</cellXfs></styleSheet>",
}
PLAIN, QUOTED, BOLD = 0, 1, 2
_SHEET = (
    f'{_HEAD}<worksheet {_MAIN}><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
    ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
)


def xlsx_chunks(head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The bytes of a workbook, piece by piece. Where a sheet is full the rows go on in another under the same head."""
    sink = _Sink()
    with ZipFile(cast("IO[bytes]", sink), "w", ZIP_DEFLATED, allowZip64=True) as book:
        for name, text in _PARTS.items():
            book.writestr(_member(name), _HEAD + text)
        sheets, left = 0, iter(rows)
        while True:
            sheets += 1
            with book.open(_member(f"xl/worksheets/sheet{sheets}.xml"), "w", force_zip64=True) as sheet:
                sheet.write(f"{_SHEET}{_row(head, BOLD)}".encode())
                for row in islice(left, MAX_ROWS - 1):
                    sheet.write(_row(row).encode())
                    if sink.size > _FLUSH:
                        yield sink.take()
                sheet.write(b"</sheetData></worksheet>")
            following = next(left, None)
            if following is None:
                break
            left = chain([following], left)
        for name, text in _contents(sheets).items():
            book.writestr(_member(name), _HEAD + text)
    yield sink.take()


def _contents(sheets: int) -> dict[str, str]:
    """The parts that name the sheets, written when it is known how many there are."""
    numbers = range(1, sheets + 1)
    named = "".join(f'<sheet name="Sheet{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    kept = "".join(
        f'<Relationship Id="rId{n}" Type="{_KINDS}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    return {
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_KINDS}"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{kept}'
        f'<Relationship Id="rId{sheets + 1}" Type="{_KINDS}/styles" Target="styles.xml"/></Relationships>',
    }


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name)  # no moment: the same table gives the same file
    member.compress_type = ZIP_DEFLATED
    return member


def _row(cells: Sequence[Any], style: int = PLAIN) -> str:
    return f"<row>{''.join(_cell(cell, style) for cell in cells)}</row>"


def _cell(value: Any, style: int) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return f'<c s="{style}"><v>{value}</v></c>' if _is_number(value) else "<c/>"
    text = _NO_XML.sub("", str(value))[:MAX_CELL]
    kept = QUOTED if is_dangerous(text) else style
    return f'<c s="{kept}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _is_number(value: float | Decimal) -> bool:
    return value == value and abs(value) != float("inf")  # neither "not a number" nor without end


class _Sink:
    """A file that only grows and hands on what it was given: zipfile then marks sizes behind each member."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self.size = 0

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        """What came since the last time."""
        data, self._parts, self.size = b"".join(self._parts), [], 0
        return data
