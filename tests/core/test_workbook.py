"""Spreadsheets read as CSV: what cells become, and files that must not be unfolded."""

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from foundation.core import workbook
from foundation.core.errors import Refused
from foundation.core.workbook import as_csv
from tests.core.test_files import bomb, lying_bomb, word

MORNING = dt.datetime(2026, 11, 20, 9, 30)  # noqa: DTZ001  a spreadsheet knows no zone


def book(path: Path, cells: dict[tuple[int, int], Any], **options: Any) -> Path:
    """A workbook with cells by row and column, both from 0; a second sheet is never read."""
    with xlsxwriter.Workbook(str(path), options) as made:
        sheet, other = made.add_worksheet(), made.add_worksheet()
        other.write(0, 0, "อีกแผ่น")
        day = made.add_format({"num_format": "d/m/yyyy"})
        for (row, column), value in cells.items():
            if isinstance(value, dt.date):
                sheet.write_datetime(row, column, value, day)
            else:
                sheet.write(row, column, value)
    return path


def read(path: Path) -> list[list[str]]:
    """The rows as a reader of CSV gets them."""
    with as_csv(path) as table, table.open(encoding="utf-8", newline="") as text:
        return list(csv.reader(text))


def test_a_csv_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text\nก\n")
    with as_csv(path) as table:
        assert table == path


def test_cells_are_told_as_people_write_them(tmp_path: Path) -> None:
    cells = {
        (0, 0): "ข้อความ", (0, 1): "วันที่", (1, 0): 'เขาว่า "ดี", มาก\nจริง', (1, 1): MORNING,
        (1, 2): 120.0, (1, 3): 1.5, (4, 0): "หลังแถวว่าง", (4, 3): True,
    }  # fmt: skip
    assert read(book(tmp_path / "a.xlsx", cells)) == [
        ["ข้อความ", "วันที่"],
        ['เขาว่า "ดี", มาก\nจริง', "2026-11-20", "120", "1.5"],
        [],
        [],
        ["หลังแถวว่าง", "", "", "True"],
    ]


def test_a_formula_is_its_saved_value_and_is_never_reckoned(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as made:
        made.add_worksheet().write_formula(0, 0, '=HYPERLINK("http://x")', None, "คลิก")
    assert read(tmp_path / "a.xlsx") == [["คลิก"]]


def test_a_cell_at_the_far_corner_is_cut_and_costs_nothing(tmp_path: Path) -> None:
    rows = read(book(tmp_path / "a.xlsx", {(0, 0): "ก", (1, 16_383): "ไกล", (5_000, 0): "ข"}))
    assert (len(rows), rows[0], rows[1], rows[-1]) == (5_001, ["ก"], [], ["ข"])


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 2)
    assert len(read(book(tmp_path / "a.xlsx", {(0, 0): "ก", (1, 0): "ข"}))) == 2
    with pytest.raises(Refused):
        read(book(tmp_path / "b.xlsx", {(row, 0): "ก" for row in range(3)}))


def _package(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>", **parts}.items():
            package.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"PK\x03\x04" + b"0" * 50, id="no package"),
        pytest.param(word(), id="a letter"),
        pytest.param(_package(), id="a package without sheets"),
        pytest.param(_package(**{"xl/vbaProject.bin": "x"}), id="macros"),
        pytest.param(_package(**{"xl/a.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'}), id="entities"),
        pytest.param(lying_bomb(), id="a bomb that lies about its size"),
    ],
)
def test_what_is_no_clean_spreadsheet_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(Refused), as_csv(path):
        pass


def test_a_bomb_is_refused_before_it_unfolds(tmp_path: Path, settings: Any) -> None:
    settings.ATTACHMENT_MAX_UNFOLDED_BYTES = 2**20
    path = tmp_path / "a.xlsx"
    path.write_bytes(bomb(4 * 2**20))
    with pytest.raises(Refused), as_csv(path):
        pass
