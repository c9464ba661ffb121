"""A table as XLSX, piece by piece: read again it says the same, runs nothing, and holds nothing back."""

import io
import tracemalloc
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from foundation.core import sheet_stream
from foundation.core.sheet_stream import xlsx_chunks

CELLS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20), st.integers(-(10**9), 10**9)
)


def read(data: bytes) -> list[list[object]]:
    return [list(row) for row in load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)]


@settings(max_examples=25)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5))
def test_what_goes_in_comes_out(rows: list[list[object]]) -> None:
    found = read(b"".join(xlsx_chunks(["ก", "ข", "ค"], rows)))
    expected = [["ก", "ข", "ค"], *rows]
    assert [[str(cell) for cell in row] for row in found] == [[_plain(cell) for cell in row] for row in expected]


def _plain(cell: object) -> str:
    return sheet_stream._NO_XML.sub("", str(cell))


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "+66", "-1", "@x", "＝1"])
def test_a_formula_is_text_and_marked_to_stay_so(text: str) -> None:
    cell = load_workbook(io.BytesIO(b"".join(xlsx_chunks(["a"], [[text]])))).active["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_numbers_stay_numbers_and_nothing_stays_empty() -> None:
    rows = [[1, Decimal("1.5"), None, "", float("nan"), True]]
    assert read(b"".join(xlsx_chunks(list("abcdef"), rows)))[1] == [1, 1.5, None, None, None, "True"]


def test_control_letters_and_overlong_text_do_not_break_the_file() -> None:
    assert read(b"".join(xlsx_chunks(["a"], [["x\x00\x0by" + "ก" * 40_000]])))[1][0] == "xy" + "ก" * 32_765


def test_memory_does_not_grow_with_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_stream, "MAX_ROWS", 1500)

    def peak(count: int) -> int:
        tracemalloc.start()
        for _piece in xlsx_chunks(["a"] * 5, ([f"x{n}"] * 5 for n in range(count))):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(4000) < 1.5 * peak(1000)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5])
def test_more_rows_than_a_sheet_holds_go_on_in_further_sheets(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_stream, "MAX_ROWS", 3)
    book = load_workbook(io.BytesIO(b"".join(xlsx_chunks(["a"], ([n] for n in range(count))))))
    sheets = [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets]
    assert [sheet[0] for sheet in sheets] == ["a"] * max(1, (count + 1) // 2)
    assert [cell for sheet in sheets for cell in sheet[1:]] == list(range(count))
    assert {sheet.freeze_panes for sheet in book.worksheets} == {"A2"}
